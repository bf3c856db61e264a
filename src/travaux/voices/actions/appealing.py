"""The author appeals once; somebody else than the moderator decides."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.rules import is_author
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.actions.moderating import LONGEST_NOTE, _undo
from travaux.voices.actions.telling import _tell_author
from travaux.voices.models import Guest, Measure
from travaux.voices.rules import may_appeal, may_decide
from travaux.voices.states import MOVES


@action
def appeal(
    *, by: Person | None, measure: Measure, words: str, at: datetime, guest: Guest | None = None
) -> Measure:
    """The author, signed in or by the link of their mail, says why the measure is wrong."""
    submission = measure.submission
    if not is_author(by, submission) and (guest is None or guest.submission_id != submission.pk):
        raise refuse("not-your-comment")
    require(may_appeal(measure))
    if not words.strip():
        raise refuse("appeal-needs-words")
    move(measure, MOVES, "appeal", appeal=words.strip()[:LONGEST_NOTE], appealed_at=at)
    record(
        by=None if submission.protected else by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key, "measure": measure.key},
    )
    return measure


@action
def decide_appeal(
    *, by: Person, measure: Measure, lifted: bool, reasons: str, at: datetime
) -> Measure:
    """Another person than the moderator upholds the measure or lifts it, with reasons."""
    require(may_decide(by, measure, at))
    if not reasons.strip():
        raise refuse("decision-needs-reasons")
    move(
        measure,
        MOVES,
        "lift" if lifted else "uphold",
        decided_by=by.key,
        decided_at=at,
        decision=reasons.strip()[:LONGEST_NOTE],
    )
    if lifted:
        _undo(by, measure, at)
    _tell_author(measure, "decided", at)
    record(
        by=by,
        subject=measure.submission.key,
        process=measure.submission.round.process.code,
        at=at,
        facts={
            "round": measure.submission.round.key,
            "measure": measure.key,
            "lifted": lifted,
        },
    )
    return measure
