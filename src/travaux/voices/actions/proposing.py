"""Participants propose statements; a moderator puts them to the vote, or declines with a reason."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.actions.handing_in import _locked
from travaux.comments.rules import appointments_here
from travaux.consultations.models import Round
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.actions.voting import put_statement
from travaux.voices.models import Proposal, Statement
from travaux.voices.rules.voting import may_decide_proposal, may_propose
from travaux.voices.states import MOVES


@action
def propose_statement(
    *, by: Person, round: Round, text: str, language: str, at: datetime
) -> Proposal:
    """A participant proposes a statement; the same words again are the same proposal.

    The record tells that one was proposed, and not by whom.
    """
    round = _locked(round)
    words = " ".join(text.split())
    before = Proposal.objects.filter(round=round, author=by, text=words).first()
    if before is not None:
        nothing_to_record()
        return before
    require(may_propose(by, round, appointments_here(by, round.process.code, at), at))
    if not words or len(words) > 300 or language not in SIX:
        raise refuse("statement-unusable")
    made = Proposal.objects.create(round=round, author=by, text=words, language=language, at=at)
    record(by=None, subject=made.key, process=round.process.code, at=at, facts={"round": round.key})
    return made


@action
def put_proposal(*, by: Person, proposal: Proposal, at: datetime) -> Statement:
    """A moderator puts a proposed statement to the vote, in its own words."""
    now = (
        Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    )
    require(may_decide_proposal(by, now, at))
    made = put_statement(by=by, round=now.round, text=now.text, language=now.language, at=at)
    move(now, MOVES, "put", statement=made, decided_by=by.key, decided_at=at)
    record(
        by=by,
        subject=now.key,
        process=now.round.process.code,
        at=at,
        facts={"round": now.round.key, "statement": made.key},
    )
    return made


@action
def decline_proposal(*, by: Person, proposal: Proposal, reason: str, at: datetime) -> Proposal:
    """A moderator declines a proposed statement; its author reads the reason."""
    now = (
        Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    )
    require(may_decide_proposal(by, now, at))
    if not reason.strip():
        raise refuse("reason-needed")
    move(now, MOVES, "decline", reason=reason.strip()[:500], decided_by=by.key, decided_at=at)
    record(
        by=by, subject=now.key, process=now.round.process.code, at=at,
        facts={"round": now.round.key},
    )  # fmt: skip
    return now
