"""A comment that came by mail, on paper or by telephone is entered for its author."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.utils import translation

from travaux.comments.actions.handing_in import _locked, _seal
from travaux.comments.actions.numbering import Counter
from travaux.comments.actions.writing import _words_of
from travaux.comments.models import Capacity, Comment, Revision, Submission
from travaux.comments.rules import Entry, Speaking, is_late, is_whole, may_enter_for, may_mend
from travaux.comments.states import MOVES, Scope, SubmissionState
from travaux.comments.wording import member_name, place_name
from travaux.consultations.models import Round
from travaux.core.comments.words import kept_words
from travaux.core.ledger.receipts import new_code
from travaux.correspondence.actions import ask_again, enter_on_behalf, register_entry
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.correspondence.rules import EntryDetails, source_is_there
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.actions import register_organisation
from travaux.people.models import Person
from travaux.plumbing.languages import to_django
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import require


@action
def submit_on_behalf(
    *,
    by: Person,
    round: Round,
    entry: Entry,
    details: EntryDetails,
    email: str,
    files: Sequence[Any],
    at: datetime,
    caller: str = "",
    rang_at: time | None = None,
    name_shown: bool = True,
    organisation: str = "",
) -> Submission:
    """The secretariat enters a comment for its author, with its source under a register number.

    Its source is attached; of a call it is noted who rang (`caller`) and when (`rang_at`). It
    speaks for a person, an organisation (known, or by its name) or a state (`entry.speaking`);
    `details.party` is who sent it. Whether it is late goes by the day it came (`details.dated_on`), not by the day it is entered.
    """
    round = _locked(round)
    speaking = entry.speaking
    named = " ".join(organisation.split())
    if speaking.capacity == Capacity.ORGANISATION and speaking.organisation is None and named:
        found = register_organisation(by=by, name=named, at=at, demonstration=round.demonstration)
        speaking = Speaking(Capacity.ORGANISATION, organisation=found)
    require(may_enter_for(by, round, speaking, at))
    require(is_whole(entry, round, sending=True))
    require(source_is_there(details.form, files, caller, rang_at))
    came = min(at, datetime.combine(details.dated_on, time(0, 0), UTC))
    source = register_entry(
        by=by,
        process_code=round.process.code,
        details=details,
        files=files,
        demonstration=round.demonstration,
        at=at,
        for_another=True,
    )
    submission = Submission(
        round=round,
        entered_by=by.key,
        capacity=speaking.capacity,
        country=speaking.country,
        organisation=speaking.organisation,
        # a state and an organisation stand under their own names, not under who wrote for them
        member="" if speaking.country or speaking.organisation else source.party,
        name_shown=name_shown,
        language=entry.language,
        source=details.form[:12],
        state=SubmissionState.SUBMITTED,
        receipt=new_code(secrets.token_bytes(7)),
        created_at=at,
        submitted_at=at,
        late=is_late(round, came),
        demonstration=round.demonstration,
    )
    counter = Counter(round, at)
    comment = Comment(
        submission=submission, round=round, number=counter.number(submission), **_words_of(entry)
    )
    sealed = _seal(submission, [comment])
    submission.save(force_insert=True)
    comment.submission = submission
    comment.save(force_insert=True)
    counter.keep()
    enter_on_behalf(
        by=by,
        entry=source,
        kind="comment",
        subject_key=submission.key,
        label=f"{submission.receipt}",
        name=source.party,
        email=email,
        language=entry.language,
        summary=_summary(submission, comment),
        caller=caller,
        rang_at=rang_at,
        at=at,
    )
    record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "receipt": submission.receipt,
            "comments": [comment.key],
            "content_hash": sealed["content_hash"],
            "late": submission.late,
            "capacity": submission.capacity,
            "entry": source.key,
        },
    )
    return submission


def _summary(submission: Submission, comment: Comment) -> str:
    """What the mail shows to be confirmed: for whom, on which place, the words."""
    with translation.override(to_django(submission.language or "en")):
        whom = member_name(submission, full=True) if not submission.member else ""
        parts = (whom, place_name(comment), comment.text, comment.proposed)
    return "\n\n".join(part for part in parts if part)


@action
def mend_on_behalf(
    *, by: Person, comment: Comment, type: str, text: str, at: datetime, proposed: str = ""
) -> Comment:
    """What was entered for somebody is mended; what it said stays on record, they are asked anew."""
    round = _locked(comment.round)
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submission__country", "submission__organisation", "paragraph__anchor")
        .get(pk=comment.pk)
    )
    comment.round = comment.submission.round = round
    submission = comment.submission
    made = entered_for("comment", [submission.key]).get(submission.key)
    require(may_mend(by, comment, made, at))
    assert made is not None
    scope = Scope.TEXT if comment.scope == Scope.UNPLACED else comment.scope
    require(is_whole(Entry(scope, comment.paragraph, type, text, proposed), round, sending=True))
    words = {"type": type, "text": kept_words(text), "proposed": kept_words(proposed)}
    if all(getattr(comment, name) == value for name, value in words.items()):
        nothing_to_record()
        return comment
    Revision.objects.create(
        comment=comment, type=comment.type, text=comment.text, proposed=comment.proposed, at=at
    )
    for name, value in words.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(words))
    sealed = _seal(submission, [comment])
    Submission.objects.filter(pk=submission.pk).update(**sealed)
    ask_again(by=by, made=made, summary=_summary(submission, comment), at=at)
    record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "receipt": submission.receipt,
            "comments": [comment.key],
            "content_hash": sealed["content_hash"],
            "late": submission.late,
            "capacity": submission.capacity,
        },
    )
    return comment


@action
def forget_member(*, by: Person | None, submission: Submission, at: datetime) -> None:
    """The name of a person for whom a comment was entered goes; that somebody said it stays."""
    if not submission.member or not submission.entered_by:
        nothing_to_record()
        return
    Submission.objects.filter(pk=submission.pk).update(member="")
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key, "forgotten": True},
    )


@action
def withdraw_disowned(*, by: Person | None, submission: Submission, at: datetime) -> Submission:
    """What its alleged author disowned is withdrawn; that it came stays on record."""
    if submission.state != SubmissionState.SUBMITTED:
        nothing_to_record()
        return submission
    move(submission, MOVES, "withdraw")
    Comment.objects.filter(submission=submission, withdrawn_at__isnull=True).update(withdrawn_at=at)
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key, "receipt": submission.receipt, "disowned": True},
    )
    return submission
