"""Ranges, order, periods, deadlines and calendars set on the site; each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, Verdict, refuse, require
from travaux.roadmap.checks import impossible, refuse_impossible
from travaux.roadmap.models import Process, TimingChange
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_change_plan
from travaux.roadmap.states import TimingKind
from travaux.roadmap.timings import faults, raw_of


@action
def change_timing(
    *,
    by: Person,
    process: Process,
    kind: str,
    code: str,
    value: Mapping[str, Any],
    reasons: Mapping[str, str],
    at: datetime,
    known_on: date | None = None,
    seen: int | None = None,
    anyway: bool = False,
) -> TimingChange:
    """Something of time is set anew (`value` as a table of the plan's file) or taken out (empty).

    Refused: a circle, by the names of its steps; ranges out of order; what names nothing. A change
    that leaves a fixed date certainly out of reach is refused, too, unless it is `anyway` to be on
    record: then the forecast shows it to everybody. `seen`: how many changes the person had before
    them.
    """
    require(may_change_plan(by, process))
    if kind not in TimingKind.values:
        raise refuse("timing-unknown")
    why = {k: v.strip() for k, v in reasons.items() if v.strip()}
    if not why:
        raise refuse("reason-missing")
    day = known_on or at.date()
    if day > at.date():
        raise refuse("known-in-the-future")
    Process.objects.select_for_update().get(pk=process.pk)  # one change at a time
    if seen is not None and process.timing_changes.count() != seen:
        raise refuse("moved-meanwhile")
    today = at.date()
    before = impossible(process, today)
    known = _faults(process, today)
    if kind == TimingKind.AFTER:
        _check_order(process, code, value)
    change = TimingChange.objects.create(
        process=process,
        kind=kind,
        code=code,
        value=dict(value),
        reasons=why,
        known_on=day,
        by_key=by.key,
        at=at,
        demonstration=process.demonstration or by.demonstration,
    )
    for fault in _faults(process, today):
        if fault not in known:
            names = dict(process.milestones.values_list("code", "titles"))
            facts = {k: said(names.get(v)) or v for k, v in fault.facts.items()}
            raise Refusal(Verdict(fault.code, facts))
    if anyway:
        impossible(process, today)  # a circle is refused whatever was said
    else:
        refuse_impossible(process, today, before)
    facts = {"kind": kind, "code": code, "taken_out": not value, "known_on": day.isoformat()}
    record(by=by, subject=change.key, process=process.code, at=at, facts=facts)
    return change


def _check_order(process: Process, code: str, value: Mapping[str, Any]) -> None:
    codes = set(process.milestones.values_list("code", flat=True))
    for one in (code, *value.get("after", ())):
        if one not in codes:
            raise refuse("schedule-step-unknown", step=one)


def _faults(process: Process, today: date) -> list[Any]:
    plan = plan_as_at(process, None, today)
    after = {s.code: s.after for s in plan.steps}
    works = {s.code: s.milestone.work for s in plan.steps}
    return faults(raw_of(process), after, works)
