"""Drafts of comments: their author's alone until they are handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.comments.models import Comment, Submission
from travaux.comments.rules import (
    Entry,
    appointments_here,
    is_whole,
    may_be_protected,
    may_draft,
    may_edit_draft,
    may_speak,
)
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.core.comments.words import kept_words
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.verdicts import refuse, require
from travaux.translations.queries import words_as_read


def _words_of(entry: Entry) -> dict[str, Any]:
    """The columns of a comment that an entry fills."""
    return {
        "scope": entry.scope,
        "paragraph": entry.paragraph,
        "type": entry.type,
        "text": kept_words(entry.text),
        "proposed": kept_words(entry.proposed),
        "quote": words_as_read(entry.paragraph, entry.read_in) if entry.paragraph else "",
        "language": entry.language,
        "read_in": entry.read_in,
    }


def _party_of(entry: Entry) -> dict[str, Any]:
    """The columns of a submission that an entry fills."""
    return {
        "capacity": entry.speaking.capacity,
        "country": entry.speaking.country,
        "organisation": entry.speaking.organisation,
        "language": entry.language,
        "name_shown": entry.name_shown,
        "protected": entry.protected,
    }


def _shed_name(draft: Submission, protected: bool) -> None:
    """A draft whose author wants to be protected gets a new key: lines of the record name the old."""
    if protected and not draft.protected:
        draft.key = plain_key()
        Submission.objects.filter(pk=draft.pk).update(key=draft.key)


@action
def save_draft(
    *, by: Person, round: Round, entry: Entry, at: datetime, draft: Submission | None = None
) -> Submission:
    """Keep what somebody is writing, for them alone; the same form again changes the same draft."""
    appointments = appointments_here(by, round.process.code, at)
    require(may_draft(by, round, appointments, at))
    require(is_whole(entry, round, sending=False))
    require(may_speak(entry.speaking, round, appointments, at))
    if entry.protected:
        require(may_be_protected(entry.speaking))
    if draft is None and entry.form_token:
        draft = Submission.objects.filter(author=by, form_token=entry.form_token).first()
        if draft is not None and draft.state != SubmissionState.DRAFT:
            # The form was sent a moment ago: what it said is handed in already.
            nothing_to_record()
            return draft
    if draft is None:
        draft = Submission.objects.create(
            round=round,
            author=by,
            form_token=entry.form_token or None,
            created_at=at,
            demonstration=round.demonstration or by.demonstration,
            **_party_of(entry),
        )
        Comment.objects.create(submission=draft, round=round, **_words_of(entry))
    else:
        require(may_edit_draft(by, draft))
        _shed_name(draft, entry.protected)
        still = Submission.objects.filter(pk=draft.pk, state=SubmissionState.DRAFT)
        if not still.update(**_party_of(entry)):
            raise refuse("moved-meanwhile")
        Comment.objects.filter(submission=draft).update(**_words_of(entry))
        draft.refresh_from_db()
    record(
        by=None if draft.protected else by,
        subject=draft.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key},
    )
    return draft


@action
def discard_draft(*, by: Person, draft: Submission, at: datetime) -> None:
    """The author throws a draft away."""
    require(may_edit_draft(by, draft))
    gone, _ = Submission.objects.filter(pk=draft.pk, state=SubmissionState.DRAFT).delete()
    if not gone:
        raise refuse("moved-meanwhile")
    round = draft.round
    record(
        by=None if draft.protected else by,
        subject=draft.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key},
    )
