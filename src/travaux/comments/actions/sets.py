"""One set of a state or an organisation, made elsewhere, is handed in with one receipt; and taken back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from travaux.comments.actions.handing_in import (
    _facts,
    _locked,
    _mail_receipt,
    _record_withdrawal,
    _seal,
)
from travaux.comments.actions.numbering import Counter
from travaux.comments.actions.writing import _words_of
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import (
    SET,
    Entry,
    Speaking,
    appointments_here,
    is_late,
    is_whole,
    may_comment,
    may_speak,
    may_withdraw_set,
)
from travaux.comments.states import MOVES, SubmissionState
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import new_code
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def hand_in_set(
    *, by: Person, round: Round, speaking: Speaking, entries: Sequence[Entry], at: datetime
) -> Submission:
    """Who speaks for a party hands in its comments together: one submission, one receipt."""
    round = _locked(round)
    if not entries:
        raise refuse("no-draft-chosen")
    appointments = appointments_here(by, round.process.code, at)
    require(may_comment(by, round, at, appointments))
    require(may_speak(speaking, round, appointments, at))
    for entry in entries:
        require(is_whole(entry, round, sending=True))
    submission = Submission(
        round=round,
        author=by,
        capacity=speaking.capacity,
        country=speaking.country,
        organisation=speaking.organisation,
        source=SET,
        state=SubmissionState.SUBMITTED,
        receipt=new_code(secrets.token_bytes(7)),
        created_at=at,
        submitted_at=at,
        late=is_late(round, at),
        demonstration=round.demonstration or by.demonstration,
    )
    comments = [
        Comment(submission=submission, round=round, **_words_of(entry)) for entry in entries
    ]
    counter = Counter(round, at)
    counter.give(submission, comments)
    _seal(submission, comments)
    submission.save(force_insert=True)
    for comment in comments:
        comment.submission = submission
    Comment.objects.bulk_create(comments, batch_size=500)
    counter.keep()
    line = record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts=_facts(submission, comments),
    )
    _mail_receipt(by, submission, line, again=False)
    return submission


@action
def withdraw_set(*, by: Person, submission: Submission, at: datetime) -> Submission:
    """Who speaks for the party now takes its set back until the deadline, whoever handed it in."""
    submission.round = _locked(submission.round)
    require(may_withdraw_set(by, submission, at))
    move(submission, MOVES, "withdraw")
    Comment.objects.filter(submission=submission, withdrawn_at__isnull=True).update(withdrawn_at=at)
    _record_withdrawal(by, submission, at)
    return submission
