"""Dates of a question are confirmed: each becomes a change of its milestone, with one reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.actions.changes import change_milestone
from travaux.roadmap.models import MilestoneChange, Process
from travaux.roadmap.rules import may_change_plan
from travaux.roadmap.states import ChangeKind


@action
def confirm_moves(
    *,
    by: Person,
    process: Process,
    moves: Mapping[str, str],
    reasons: Mapping[str, str],
    at: datetime,
    known_on: date | None = None,
    source: str = "",
    seen: int | None = None,
) -> list[MilestoneChange]:
    """Milestone -> its new window; all of them or none. `seen`: how many changes the process had
    when the question was looked at."""
    require(may_change_plan(by, process))
    if not moves:
        raise refuse("window-missing")
    there = MilestoneChange.objects.filter(milestone__process=process)
    if seen is not None and there.count() != seen:
        raise refuse("moved-meanwhile")
    milestones = {m.code: m for m in process.milestones.all()}
    made = []
    for code, window in moves.items():
        if code not in milestones:
            raise refuse("schedule-step-unknown", step=code)
        made.append(
            change_milestone(
                by=by,
                milestone=milestones[code],
                kind=ChangeKind.REVISED,
                window=window,
                reasons=reasons,
                known_on=known_on,
                source=source,
                at=at,
            )
        )
    facts = {"milestones": sorted(moves)}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return made
