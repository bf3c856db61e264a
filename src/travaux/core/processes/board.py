"""The figures of a report to the governing body, as at a date; the site and the command share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from travaux.core.funding.cash import Due
from travaux.core.funding.money import MoneyEvent, Position, position
from travaux.core.processes.plan import BudgetLine, ProcessPlan, Texts
from travaux.core.schedules.network import Node, contradictions
from travaux.core.schedules.standing import Baseline, Change, Standing, standing

DeliverableState = Literal["open", "under-way", "fulfilled"]


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone with what changed, for looking at it as at a date."""

    baseline: Baseline
    changes: tuple[Change, ...]
    number: int
    titles: Texts
    deliverable: str = ""
    work: str = ""  # kind of work with a lead time of its own


def deliverable_state(
    steps: Sequence[Standing], fulfilled_when: str, *, reported: bool = False
) -> DeliverableState:
    """Fulfilled when the milestone that ends it is done; under way when any of its milestones is
    done or begun (or something was delivered already); open otherwise."""
    for step in steps:
        if step.code == fulfilled_when and step.state == "done":
            return "fulfilled"
    if reported or any(s.state in {"done", "under-way"} for s in steps):
        return "under-way"
    return "open"


def clause_state(states: Sequence[DeliverableState]) -> DeliverableState:
    """A clause is fulfilled when all of its deliverables are, open when none is begun."""
    if states and all(s == "fulfilled" for s in states):
        return "fulfilled"
    return "open" if all(s == "open" for s in states) else "under-way"


def steps_of(plan: ProcessPlan) -> tuple[Step, ...]:
    """The milestones of a plan with their later changes."""
    return tuple(
        Step(
            Baseline(
                m.code, m.planned, m.mode, m.tentative, m.fixed, m.after, m.added_later, m.known_on
            ),
            tuple(
                Change(c.kind, c.known_on, c.window, c.mode, c.tentative, c.fixed)
                for c in plan.changes
                if c.milestone == m.code
            ),
            m.number,
            m.titles,
            m.deliverable,
            m.work,
        )
        for m in plan.milestones
    )


def money_of(plan: ProcessPlan) -> tuple[MoneyEvent, ...]:
    """The events of money of a plan."""
    return tuple(
        MoneyEvent(
            m.code,
            m.kind,
            m.amount,
            m.currency,
            m.known_on,
            m.party.get("en", ""),
            m.of,
            m.booked,
            m.corrects,
            m.line,
            m.earmark,
            m.basis,
        )
        for m in plan.money
    )


def dues_of(
    lines: Sequence[BudgetLine], stood: Mapping[str, Standing]
) -> tuple[tuple[Due, ...], tuple[str, ...]]:
    """The lines of a budget on the days on which they have to be committed, and those whose
    milestone has no date. What goes ahead of a window counts from its first day."""
    dated, undated = [], []
    for line in lines:
        step = stood.get(line.milestone)
        if step is None or step.current is None or step.current.starts_on.year < 1900:
            undated.append(line.code)
            continue
        day = step.current.starts_on - timedelta(days=line.days_ahead)
        dated.append(Due(line.code, line.amount, day, line.milestone, line.decide_days))
    return tuple(dated), tuple(undated)


def fund_figures(funds: Position, currency: str) -> dict[str, Any]:
    """The funds as every report prints them."""
    return {
        "currency": funds.currency or currency,
        "required": str(funds.required),
        "pledged": str(funds.pledged),
        "received": str(funds.received),
        "gap": str(funds.gap),
        "gap_percent": funds.gap_percent,
    }


def milestone_figures(
    steps: Sequence[Step], as_at: date | None, today: date
) -> list[tuple[Step, Standing]]:
    """The milestones that were known, each as it stood."""
    found = []
    for step in steps:
        stood = standing(step.baseline, step.changes, as_at, today)
        if stood is not None:
            found.append((step, stood))
    return found


def board_figures(
    *,
    as_at: date,
    clauses: Sequence[tuple[str, Texts]],
    deliverables: Sequence[tuple[str, Sequence[str], str, Texts]],
    steps: Sequence[Step],
    events: Sequence[MoneyEvent],
    language: str = "en",
    reported: Mapping[str, bool] | None = None,
    currency: str = "",
    support: Decimal = Decimal(0),
) -> dict[str, Any]:
    """{"as_at", "clauses", "milestones", "funds"} from plain values.

    `deliverables`: (code, clause codes, code of the milestone that fulfils it, titles).
    `reported`: deliverables of which something stands on record besides milestones.
    """
    stood = milestone_figures(steps, as_at, as_at)
    of: dict[str, list[Standing]] = {}
    for step, s in stood:
        of.setdefault(step.deliverable, []).append(s)
    told = reported or {}
    states = {
        code: deliverable_state(of.get(code, []), ends, reported=told.get(code, False))
        for code, _, ends, _ in deliverables
    }
    funds = position(events, as_at, currency, support)
    warnings = contradictions([Node(s.code, s.current, step.baseline.after) for step, s in stood])
    return {
        "as_at": as_at.isoformat(),
        "clauses": [
            {
                "clause": code,
                "title": titles.get(language, ""),
                "state": clause_state([states[d] for d, cs, _, _ in deliverables if code in cs]),
                "deliverables": [
                    {"deliverable": d, "title": names.get(language, ""), "state": states[d]}
                    for d, cs, _, names in deliverables
                    if code in cs
                ],
            }
            for code, titles in clauses
        ],
        "milestones": [
            {
                "id": s.code,
                "number": step.number,
                "title": step.titles.get(language, ""),
                "planned": s.planned.text if s.planned else None,
                "revised": s.revised.text if s.revised else None,
                "actual": s.actual.text if s.actual else None,
                "mode": s.mode,
                "tentative": s.tentative,
                "state": s.state,
                "slip_days": s.slip.days if s.slip else None,
            }
            for step, s in stood
        ],
        "funds": fund_figures(funds, currency),
        "warnings": [
            {"milestone": c.milestone, "predecessor": c.predecessor, "kind": c.kind}
            for c in warnings
        ],
    }


def board_of_plan(plan: ProcessPlan, as_at: date, language: str = "en") -> dict[str, Any]:
    """The figures straight from a file, without a database."""
    return board_figures(
        as_at=as_at,
        clauses=[(c.code, c.titles) for c in plan.clauses],
        deliverables=[(d.code, d.clauses, d.fulfilled_when, d.titles) for d in plan.deliverables],
        steps=steps_of(plan),
        events=money_of(plan),
        language=language,
        currency=plan.currency,
        support=plan.funding.support,
    )
