"""Handing in, amending, withdrawing: each leaves its fingerprint in the journal, and a receipt."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.comments.actions.numbering import Counter
from travaux.comments.actions.writing import _party_of, _shed_name, _words_of
from travaux.comments.models import Capacity, Comment, Revision, Submission
from travaux.comments.queries.receipts import (
    content_of,
    place_code,
    receipt_document,
    receipt_json,
)
from travaux.comments.rules import (
    Entry,
    Speaking,
    appointments_here,
    is_held,
    is_late,
    is_whole,
    may_amend,
    may_be_protected,
    may_comment,
    may_edit_draft,
    may_speak,
    may_speak_on,
    may_withdraw,
)
from travaux.comments.states import MOVES, Scope, SubmissionState
from travaux.consultations.models import Audience, Round
from travaux.consultations.queries import any_under_seal
from travaux.consultations.rules import input_until, is_limited
from travaux.core.comments.words import kept_words
from travaux.core.ledger.receipts import content_hash, new_code
from travaux.journal.actions import action, nothing_to_record, record
from travaux.journal.models import Line
from travaux.people.models import Appointment, Person
from travaux.plumbing import clock
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


def _locked(round: Round) -> Round:
    """The round as it stands now: numbers are given out one submission after the other.

    Its own row alone is read again: of which process and version it is never changes. With it
    comes whether any round here can hold a seal now, so that receipts need not ask.
    """
    rows = Round.objects.annotate(any_under_seal=any_under_seal(clock.now()))
    now = rows.select_for_update(of=("self",)).get(pk=round.pk)
    now.process, now.version = round.process, round.version
    if now.track_id == round.track_id:
        now.track = round.track
    return now


def _appointments(by: Person, round: Round, speaking: Speaking, at: datetime) -> list[Appointment]:
    """What decides for whom somebody may speak; nothing does where everyone may for themselves."""
    if (
        round.audience == Audience.EVERYONE
        and speaking.capacity == Capacity.PERSON
        and not is_limited(round.track)
    ):
        return []
    return appointments_here(by, round.process.code, at)


def _seal(submission: Submission, comments: Sequence[Comment]) -> dict[str, Any]:
    """A new salt and fingerprint for what the submission says now."""
    submission.salt = secrets.token_hex(16)
    submission.content_hash = content_hash(content_of(submission, comments), submission.salt)
    submission.places = [place_code(c) for c in comments]
    return {
        "salt": submission.salt,
        "content_hash": submission.content_hash,
        "places": submission.places,
    }


def _mail_receipt(by: Person, submission: Submission, line: Line, *, again: bool) -> None:
    """The receipt by mail, with the signed file; it leaves once all of this is durable."""
    code = submission.receipt or ""
    process = submission.round.process.code
    with in_language_of(by):
        address = reverse("comments:receipt", args=[process, code])
        # The deadline may be read in any zone: the page shows all three, the mail its own.
        text = render_to_string(
            "comments/mail/receipt.txt",
            {
                "submission": submission,
                "code": code,
                "again": again,
                "address": f"{settings.ADDRESS}{address}",
                "round": submission.round,
                "deadline": input_until(submission.round),
                "at": line.at,
            },
        )
        subject = render_to_string("comments/mail/receipt_subject.txt", {"code": code})
    write_mail(
        by,
        subject,
        text,
        about=submission.key,
        at=line.at,
        kind="receipts",
        attachment=(f"{code}.json", receipt_json(receipt_document(submission, line))),
    )


def _facts(submission: Submission, comments: Sequence[Comment]) -> dict[str, Any]:
    return {
        "round": submission.round.key,
        "receipt": submission.receipt,
        "comments": [c.key for c in comments],
        "content_hash": submission.content_hash,
        "late": submission.late,
        "capacity": submission.capacity,
    }


@action
def submit_comment(
    *, by: Person, round: Round, entry: Entry, at: datetime, draft: Submission | None = None
) -> Submission:
    """Somebody hands in one comment and gets a receipt; a double click counts once."""
    round = _locked(round)
    if entry.form_token or draft is not None:
        same = Submission.objects.filter(author=by, round=round)
        if draft is not None:
            before = same.filter(pk=draft.pk).first()
            if before is None:
                raise refuse("not-your-comment")
        else:
            before = same.filter(form_token=entry.form_token).first()
        if before is not None and before.state != SubmissionState.DRAFT:
            nothing_to_record()
            return before
        draft = before
    appointments = _appointments(by, round, entry.speaking, at)
    require(may_comment(by, round, at, appointments))
    require(may_speak(entry.speaking, round, appointments, at))
    require(may_speak_on(by, entry.speaking.capacity, round, [entry.paragraph]))
    require(is_whole(entry, round, sending=True))
    if entry.protected:
        require(may_be_protected(entry.speaking))
    late = is_late(round, at)
    held = is_held(round, entry.speaking.capacity)
    state = SubmissionState.PENDING if held else SubmissionState.SUBMITTED
    given = {"state": state, "submitted_at": at, "late": late, "held": held}
    counter = Counter(round, at)
    code = new_code(secrets.token_bytes(7))
    if draft is None:
        submission = Submission(
            round=round,
            author=by,
            form_token=entry.form_token or None,
            created_at=at,
            receipt=code,
            demonstration=round.demonstration or by.demonstration,
            **given,
            **_party_of(entry),
        )
        comment = Comment(submission=submission, round=round, **_words_of(entry))
        comment.number = None if held else counter.number(submission)
        _seal(submission, [comment])
        submission.save(force_insert=True)
        comment.submission = submission
        comment.save(force_insert=True)
    else:
        require(may_edit_draft(by, draft))
        submission = draft
        submission.round = round
        _shed_name(submission, entry.protected)
        comment = Comment.objects.select_for_update().get(submission=draft)
        for name, value in _words_of(entry).items():
            setattr(comment, name, value)
        for name, value in _party_of(entry).items():
            setattr(submission, name, value)
        comment.number = None if held else counter.number(submission)
        submission.receipt, submission.held = code, held
        sealed = _seal(submission, [comment])
        move(
            submission,
            MOVES,
            "hold" if held else "submit",
            submitted_at=at,
            late=late,
            held=held,
            receipt=code,
            **_party_of(entry),
            **sealed,
        )
        comment.save()
    counter.keep()
    line = record(
        by=_actor(by, submission),
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts=_facts(submission, [comment]),
    )
    _mail_receipt(by, submission, line, again=False)
    return submission


def _actor(by: Person, submission: Submission) -> Person | None:
    """Who stands in the record: nobody where the author is protected."""
    return None if submission.protected else by


def _speaking(submission: Submission) -> Speaking:
    return Speaking(submission.capacity, submission.country, submission.organisation)


def _party(submission: Submission) -> tuple[Any, ...]:
    return (
        submission.capacity,
        submission.country_id,
        submission.organisation_id,
        submission.name_shown,
        submission.protected,
    )


@action
def submit_drafts(
    *, by: Person, round: Round, drafts: Sequence[Submission], form_token: str, at: datetime
) -> Submission:
    """Several drafts of one party are handed in together, as one set with one receipt."""
    round = _locked(round)
    sent = Submission.objects.filter(author=by, round=round, form_token=form_token).first()
    if sent is not None and sent.state != SubmissionState.DRAFT:
        nothing_to_record()
        return sent
    if not drafts:
        raise refuse("no-draft-chosen")
    chosen = list(
        Submission.objects.select_for_update(of=("self",))
        .filter(pk__in=[d.pk for d in drafts], author=by, round=round)
        .select_related("country", "organisation")
        .order_by("pk")
    )
    if len(chosen) != len({d.pk for d in drafts}):
        raise refuse("moved-meanwhile")
    appointments = appointments_here(by, round.process.code, at)
    require(may_comment(by, round, at, appointments))
    if len({_party(s) for s in chosen}) > 1:
        raise refuse("capacities-differ")
    first, *others = chosen
    require(may_speak(_speaking(first), round, appointments, at))
    comments = list(
        Comment.objects.filter(submission__in=chosen)
        .select_related("paragraph__anchor")
        .order_by("paragraph__position", "pk")
    )
    require(may_speak_on(by, first.capacity, round, [c.paragraph for c in comments]))
    held = is_held(round, first.capacity)
    counter = Counter(round, at)
    for comment in comments:
        require(may_edit_draft(by, next(s for s in chosen if s.pk == comment.submission_id)))
        entry = Entry(
            comment.scope, comment.paragraph, comment.type, comment.text, comment.proposed
        )
        require(is_whole(entry, round, sending=True))
        comment.submission, comment.number = first, None if held else counter.number(first)
    Comment.objects.bulk_update(comments, ["submission", "number"], batch_size=200)
    first.round = round
    first.receipt = new_code(secrets.token_bytes(7))
    first.late, first.held = is_late(round, at), held
    sealed = _seal(first, comments)
    move(
        first,
        MOVES,
        "hold" if held else "submit",
        submitted_at=at,
        late=first.late,
        held=held,
        receipt=first.receipt,
        form_token=form_token or None,
        **sealed,
    )
    Submission.objects.filter(pk__in=[s.pk for s in others]).delete()
    counter.keep()
    line = record(
        by=_actor(by, first),
        subject=first.key,
        process=round.process.code,
        at=at,
        facts=_facts(first, comments),
    )
    _mail_receipt(by, first, line, again=False)
    return first


def _standing_comments(submission: Submission) -> list[Comment]:
    return list(
        Comment.objects.filter(
            submission=submission, split_from__isnull=True, withdrawn_at__isnull=True
        ).select_related("paragraph__anchor")
    )


@action
def amend_comment(
    *,
    by: Person,
    comment: Comment,
    type: str,
    text: str,
    at: datetime,
    proposed: str = "",
    language: str = "",
) -> Comment:
    """The author changes a comment before the deadline; what it said stays on record."""
    round = _locked(comment.round)
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submission__country", "submission__organisation", "paragraph__anchor")
        .get(pk=comment.pk)
    )
    comment.round = comment.submission.round = round
    require(may_amend(by, comment, at))
    entry = Entry(
        Scope.TEXT if comment.scope == Scope.UNPLACED else comment.scope,
        comment.paragraph,
        type,
        text,
        proposed,
    )
    require(is_whole(entry, round, sending=True))
    words = {
        "type": type,
        "text": kept_words(text),
        "proposed": kept_words(proposed),
        "language": language,
    }
    if all(getattr(comment, name) == value for name, value in words.items()):
        nothing_to_record()
        return comment
    Revision.objects.create(
        comment=comment, type=comment.type, text=comment.text, proposed=comment.proposed, at=at
    )
    for name, value in words.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(words))
    submission = comment.submission
    comments = _standing_comments(submission)
    Submission.objects.filter(pk=submission.pk).update(**_seal(submission, comments))
    line = record(
        by=_actor(by, submission),
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts=_facts(submission, comments),
    )
    _mail_receipt(by, submission, line, again=True)
    return comment


@action
def withdraw_submission(*, by: Person, submission: Submission, at: datetime) -> Submission:
    """The author takes everything back that was handed in under one receipt."""
    submission.round = _locked(submission.round)
    require(may_withdraw(by, submission, at))
    move(submission, MOVES, "withdraw")
    Comment.objects.filter(submission=submission, withdrawn_at__isnull=True).update(withdrawn_at=at)
    _record_withdrawal(by, submission, at)
    return submission


@action
def withdraw_comment(*, by: Person, comment: Comment, at: datetime) -> Comment:
    """The author takes one comment back; the others of the same receipt stand."""
    round = _locked(comment.round)
    comment.round = comment.submission.round = round
    require(may_amend(by, comment, at))
    mine = Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=True)
    if not mine.update(withdrawn_at=at):
        raise refuse("moved-meanwhile")
    comment.withdrawn_at = at
    standing = Comment.objects.filter(submission=comment.submission, withdrawn_at__isnull=True)
    if not standing.exists():
        move(comment.submission, MOVES, "withdraw")
    _record_withdrawal(by, comment.submission, at, comment.key)
    return comment


def _record_withdrawal(by: Person, submission: Submission, at: datetime, one: str = "") -> None:
    record(
        by=_actor(by, submission),
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={
            "round": submission.round.key,
            "receipt": submission.receipt,
            "capacity": submission.capacity,
            **({"comment": one} if one else {}),
        },
    )
