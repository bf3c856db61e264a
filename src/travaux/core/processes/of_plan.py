"""Decision note, appeal, tracker and IATI file straight from a plan, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from travaux.core.formats.iati import TRANSACTIONS, AidActivity, Organisation, Transaction
from travaux.core.funding.money import position, with_support
from travaux.core.funding.purses import Tagged, purses
from travaux.core.funding.totals import standing
from travaux.core.problems import Unusable
from travaux.core.processes.board import (
    board_of_plan,
    fund_figures,
    milestone_figures,
    money_of,
    steps_of,
)
from travaux.core.processes.needs import need_figures, tracker_row
from travaux.core.processes.plan import BudgetLine, ProcessPlan


def needs_of_plan(plan: ProcessPlan, as_at: date) -> dict[str, Any]:
    """The figures of a decision note and an appeal."""
    events = money_of(plan)
    titles = {m.code: dict(m.titles) for m in plan.milestones}
    tags = [Tagged(b.code, b.activity, b.region) for b in plan.budget]
    return need_figures(
        as_at=as_at,
        currency=plan.currency,
        funds=position(events, as_at, plan.currency, plan.funding.support),
        lines=gross_lines(plan),
        stood={s.code: s for _, s in milestone_figures(steps_of(plan), as_at, as_at)},
        leaner=plan.leaner,
        names={
            a.code: dict(a.titles) or titles.get(a.milestone, {}) for a in plan.leaner.activities
        },
        purses={
            "received": purses(events, as_at, plan.currency, tags, "received"),
            "pledged": purses(events, as_at, plan.currency, tags, "pledge"),
        },
    )


def gross_lines(plan: ProcessPlan) -> list[BudgetLine]:
    """The lines with their support cost."""
    more = plan.funding.support if plan.funding.lines == "net" else Decimal(0)
    return [
        BudgetLine(
            b.code, b.titles, with_support(b.amount, more), b.milestone, b.days_ahead,
            b.decide_days, b.assumed,
        )
        for b in plan.budget
    ]  # fmt: skip


def tracker_of_plan(plan: ProcessPlan, as_at: date, language: str = "en") -> dict[str, Any]:
    """The mandate clause by clause with the funds in thousands, and the dated snapshots."""
    board = board_of_plan(plan, as_at, language)
    titles = {c.code: c.titles for c in plan.clauses}
    names = {d.code: d.titles for d in plan.deliverables}
    for clause in board["clauses"]:
        clause["titles"] = dict(titles[clause["clause"]])
        for deliverable in clause["deliverables"]:
            deliverable["titles"] = dict(names[deliverable["deliverable"]])
    events = money_of(plan)
    own = []
    for day in sorted({e.known_on for e in events if e.known_on and e.known_on <= as_at})[-24:]:
        stood = position(events, day, plan.currency, plan.funding.support)
        own.append({"on": day.isoformat(), **tracker_row(stood.required, stood.pledged)})
    return {
        "as_at": as_at.isoformat(),
        "clauses": board["clauses"],
        "funds": board["funds"],
        "row": tracker_row(Decimal(board["funds"]["required"]), Decimal(board["funds"]["pledged"])),
        "snapshots": own,
        "published": [
            {
                "titles": dict(s.titles),
                "on": s.read_on.isoformat() if s.read_on else None,
                "source": s.source,
                **tracker_row(s.required, s.mobilised),
            }
            for s in plan.snapshots
            if s.read_on is None or s.read_on <= as_at
        ],
    }


def iati_of_plan(plan: ProcessPlan, as_at: date) -> AidActivity:
    """The process as an activity of the IATI standard. Raises Unusable("iati-without-reporter").

    A plan says of no donor that it agreed to be published: none is named.
    """
    told = plan.report.get("iati") or {}
    if not isinstance(told, Mapping) or not told.get("org"):
        raise Unusable("iati-without-reporter")
    stood = milestone_figures(steps_of(plan), as_at, as_at)
    starts = plan.mandate.adopted_on or as_at
    ends = [s.current.ends_on for _, s in stood if s.current]
    days = {m.code: m.happened_on for m in plan.money}
    transactions = []
    for e in standing(money_of(plan), as_at):
        if e.kind in TRANSACTIONS:
            happened = days[e.code]
            exact = happened is not None and happened.starts_on == happened.ends_on
            on = happened.starts_on if exact and happened else e.known_on or as_at
            note = "in kind" if e.kind == "in-kind" else ""
            transactions.append(Transaction(e.code, e.kind, e.amount, e.currency, on, {}, note))
    planned = [(s.current.ends_on, s) for step, s in stood if step.number and s.current]
    last = max(planned, key=lambda p: p[0])[1] if planned else None
    return AidActivity(
        plan.code,
        Organisation(str(told["org"]), str(told.get("kind", "40")), dict(told.get("names", {}))),
        plan.titles,
        plan.summaries,
        plan.currency,
        starts,
        max([starts, *ends]),
        last is not None and last.state == "done",
        as_at,
        str(told.get("sector", "43010")),
        str(told.get("region", "998")),
        (),
        transactions,
    )


def iati_figures(activity: AidActivity, funds: Mapping[str, Any], as_at: date) -> dict[str, Any]:
    """What the file prints, as plain values."""
    return {
        "as_at": as_at.isoformat(),
        "identifier": f"{activity.reporter.ref}-{activity.code}",
        "funds": dict(funds),
        "transactions": [
            {
                "code": t.code,
                "type": TRANSACTIONS[t.kind],
                "amount": str(t.amount),
                "currency": t.currency,
                "on": t.on.isoformat(),
            }
            for t in activity.transactions
        ],
    }


def funds_of_plan(plan: ProcessPlan, as_at: date) -> dict[str, Any]:
    """The funds as every report prints them."""
    stands = position(money_of(plan), as_at, plan.currency, plan.funding.support)
    return fund_figures(stands, plan.currency)
