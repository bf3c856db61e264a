"""Statements are put, and voted on: on the page or from paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from travaux.comments.actions.handing_in import _locked
from travaux.comments.rules import appointments_here
from travaux.consultations.models import Round
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.models import Proposal, Statement, Vote
from travaux.voices.rules.voting import MOST_STATEMENTS, may_put_statement, may_vote
from travaux.voices.states import Proposed

VALUES = (1, -1, 0)


@action
def put_statement(*, by: Person, round: Round, text: str, language: str, at: datetime) -> Statement:
    """The secretariat puts a short statement to the vote; it is never changed afterwards."""
    round = _locked(round)
    require(may_put_statement(by, round, at))
    words = " ".join(text.split())
    if not words or len(words) > 300:
        raise refuse("statement-unusable")
    last = Statement.objects.filter(round=round).aggregate(n=Max("number"))["n"] or 0
    if last >= MOST_STATEMENTS:
        raise refuse("statements-too-many", most=MOST_STATEMENTS)
    made = Statement.objects.create(
        round=round, number=last + 1, text=words, language=language, by_key=by.key, at=at
    )
    record(by=by, subject=made.key, process=round.process.code, at=at, facts={"round": round.key})
    return made


@action
def cast_votes(
    *, by: Person, round: Round, votes: Mapping[str, int], at: datetime, paper: str = ""
) -> int:
    """Key of a statement -> agree (1), disagree (-1) or pass (0); how many changed.

    One's own are changed until the round closes. With `paper` the secretariat enters a ballot by its
    number; the same number again changes that ballot. The record tells that votes were cast, and
    not by whom or how.
    """
    ballot = " ".join(paper.split())[:40]
    if paper and not ballot:
        raise refuse("ballot-needs-number")
    if ballot:
        require(may_put_statement(by, round, at))
    else:
        require(may_vote(by, round, appointments_here(by, round.process.code, at), at))
    statements = {s.key: s for s in Statement.objects.filter(round=round)}
    changed = 0
    for key, value in votes.items():
        if key not in statements or value not in VALUES:
            raise refuse("vote-unusable")
        mine: dict[str, Any] = {
            "statement": statements[key],
            **({"paper": ballot} if ballot else {"voter": by}),
        }
        before = Vote.objects.filter(**mine).first()
        if before is not None and before.value == value:
            continue
        Vote.objects.update_or_create(
            **mine,
            defaults={"value": value, "at": at, "entered_by": by.key if ballot else ""},
        )
        changed += 1
    if not changed:
        nothing_to_record()
        return 0
    record(
        by=by if ballot else None,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"votes": changed, "paper": bool(ballot)},
    )
    return changed


@action
def forget_votes(*, by: Actor | None, person: Person, at: datetime) -> int:
    """Whoever erases their account takes their votes and waiting proposals along; how many.

    A statement that was put to the vote stays: it has no author.
    """
    gone, _rows = Vote.objects.filter(voter=person).delete()
    gone += Proposal.objects.filter(author=person).exclude(state=Proposed.PUT).delete()[0]
    gone += Proposal.objects.filter(author=person).update(author=None)
    if not gone:
        nothing_to_record()
        return 0
    record(by=by, subject=person.key, at=at, facts={"votes": gone})
    return gone
