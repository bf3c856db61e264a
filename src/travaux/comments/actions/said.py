"""What was said in a meeting becomes a comment like any other, with its receipt."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.comments.actions.handing_in import _locked, _mail_receipt, _seal
from travaux.comments.actions.writing import _words_of
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Entry, is_late, is_whole, may_speak_on
from travaux.comments.states import MOVES, SubmissionState
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import new_code
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import require


@action
def submit_said(
    *,
    by: Actor | None,
    round: Round,
    entry: Entry,
    said_in: Mapping[str, Any],
    said_at: datetime,
    author: Person | None,
    at: datetime,
) -> Comment:
    """An intervention that its speaker confirmed, or that nobody is named for, enters the round.

    `said_in`: `meeting`, `process`, `titles`, `day` (ISO), `to` (state, capacity, none) and
    `speaker`. Whether it is late goes by the instant at which it was said. Where it is ascribed
    to nobody, no author is kept.
    """
    round = _locked(round)
    require(is_whole(entry, round, sending=True))
    speaking = entry.speaking
    require(may_speak_on(author, speaking.capacity, round, [entry.paragraph]))
    named = said_in["to"] == "state"
    submission = Submission(
        round=round,
        author=author if said_in["to"] != "none" else None,
        capacity=speaking.capacity,
        country=speaking.country if named else None,
        organisation=speaking.organisation if named else None,
        language=entry.language,
        source="meeting",
        state=SubmissionState.SUBMITTED,
        receipt=new_code(secrets.token_bytes(7)),
        created_at=at,
        submitted_at=at,
        late=is_late(round, said_at),
        said_in=dict(said_in),
        demonstration=round.demonstration,
    )
    comment = Comment(
        submission=submission, round=round, number=round.next_number, **_words_of(entry)
    )
    _seal(submission, [comment])
    submission.save(force_insert=True)
    comment.submission = submission
    comment.save(force_insert=True)
    Round.objects.filter(pk=round.pk).update(next_number=F("next_number") + 1)
    line = record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "receipt": submission.receipt,
            "comments": [comment.key],
            "content_hash": submission.content_hash,
            "late": submission.late,
            "capacity": submission.capacity,
            "meeting": said_in["meeting"],
        },
    )
    if submission.author is not None:
        _mail_receipt(submission.author, submission, line, again=False)
    return comment


@action
def withdraw_said(*, by: Actor | None, comment: Comment, at: datetime) -> None:
    """What its speaker disputes is withdrawn; that it was noted stays on record."""
    submission = comment.submission
    if submission.state != SubmissionState.SUBMITTED:
        nothing_to_record()
        return
    move(submission, MOVES, "withdraw")
    Comment.objects.filter(submission=submission, withdrawn_at__isnull=True).update(withdrawn_at=at)
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key, "receipt": submission.receipt, "disputed": True},
    )
