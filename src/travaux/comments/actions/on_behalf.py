"""A comment that came by mail, on paper or by telephone is entered for its author."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import F

from travaux.comments.actions.handing_in import _locked, _seal
from travaux.comments.actions.writing import _words_of
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Entry, is_late, is_whole, may_import
from travaux.comments.states import MOVES, SubmissionState
from travaux.comments.wording import place_name
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import new_code
from travaux.correspondence.actions import enter_on_behalf, register_entry
from travaux.correspondence.rules import EntryDetails
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
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
) -> Submission:
    """The secretariat enters a comment for its author, with its source under a register number.

    Whether it is late goes by the day it came (`details.dated_on`), not by the day it is entered.
    """
    round = _locked(round)
    require(may_import(by, round, at))
    require(is_whole(entry, round, sending=True))
    came = min(at, datetime.combine(details.dated_on, time(0, 0), UTC))
    source = register_entry(
        by=by,
        process_code=round.process.code,
        details=details,
        files=files,
        demonstration=round.demonstration,
        at=at,
    )
    submission = Submission(
        round=round,
        entered_by=by.key,
        capacity=entry.speaking.capacity,
        country=entry.speaking.country,
        organisation=entry.speaking.organisation,
        member=source.party,
        language=entry.language,
        source=details.form[:12],
        state=SubmissionState.SUBMITTED,
        receipt=new_code(secrets.token_bytes(7)),
        created_at=at,
        submitted_at=at,
        late=is_late(round, came),
        demonstration=round.demonstration,
    )
    comment = Comment(
        submission=submission, round=round, number=round.next_number, **_words_of(entry)
    )
    sealed = _seal(submission, [comment])
    submission.save(force_insert=True)
    comment.submission = submission
    comment.save(force_insert=True)
    Round.objects.filter(pk=round.pk).update(next_number=F("next_number") + 1)
    enter_on_behalf(
        by=by,
        entry=source,
        kind="comment",
        subject_key=submission.key,
        label=f"{submission.receipt}",
        name=source.party,
        email=email,
        language=entry.language,
        summary="\n\n".join(
            part for part in (place_name(comment), entry.text, entry.proposed) if part
        ),
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
