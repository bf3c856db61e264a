"""The reply "no comment": a party was reached, has read, and says nothing; it counts as heard."""

from __future__ import annotations

import secrets
from datetime import datetime

from travaux.comments.actions.handing_in import _facts, _locked, _mail_receipt, _seal
from travaux.comments.models import Submission
from travaux.comments.rules import (
    Speaking,
    appointments_here,
    may_reply_no_comment,
)
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import new_code
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import require


@action
def reply_no_comment(*, by: Person, round: Round, speaking: Speaking, at: datetime) -> Submission:
    """A state or an organisation replies that it has no comment, and gets a receipt.

    It is taken back as comments are: by `withdraw_submission`, while the round is open.
    """
    round = _locked(round)
    appointments = appointments_here(by, round.process.code, at)
    require(may_reply_no_comment(by, round, speaking, at, appointments))
    submission = Submission(
        round=round,
        author=by,
        nil=True,
        capacity=speaking.capacity,
        country=speaking.country,
        organisation=speaking.organisation,
        state=SubmissionState.SUBMITTED,
        receipt=new_code(secrets.token_bytes(7)),
        created_at=at,
        submitted_at=at,
        demonstration=round.demonstration or by.demonstration,
    )
    _seal(submission, [])
    submission.save(force_insert=True)
    line = record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts={**_facts(submission, []), "no_comment": True},
    )
    _mail_receipt(by, submission, line, again=False)
    return submission
