"""What a report says of what is to come: the chance of the session, and when the money runs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from travaux.core.funding.coverage import Purse
from travaux.core.funding.money import MoneyEvent as Money
from travaux.core.funding.money import Position, with_support
from travaux.core.funding.purses import Tagged, purses
from travaux.core.problems import Unusable
from travaux.core.processes.needs import runs_out
from travaux.core.processes.outlook import time_figures
from travaux.core.processes.plan import BudgetLine
from travaux.funding.queries import terms_of
from travaux.funding.weighing import leaner_of
from travaux.roadmap.forecasts import look_ahead
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan


def outlook(plan: Plan, funds: Position, events: Sequence[Money]) -> dict[str, Any] | None:
    """The forecast and the end of the money as plain values, as at the day of the plan.

    None where the plan does not say that its forecast is public: a report is.
    """
    if plan.process.schedule.get("public") is not True:
        return None
    return {"time": _time(plan), "money": _money(plan, funds, events)}


def _time(plan: Plan) -> dict[str, Any] | None:
    try:
        ahead = look_ahead(plan, {})
    except Unusable:
        return None
    titles = {s.code: s.milestone.titles for s in plan.steps}
    return time_figures(ahead.plain, ahead.network, ahead.timing, titles, ahead.works)


def _money(plan: Plan, funds: Position, events: Sequence[Money]) -> dict[str, Any] | None:
    lines, purses_ = budget_of(plan.process, events, plan.as_at)
    if not lines:
        return None
    stood = {s.code: s.standing for s in plan.steps}
    return {
        "runs_out": runs_out(lines, stood, funds, purses_),
        "assumed": any(x.assumed for x in lines),
    }


def budget_of(
    process: Process, events: Sequence[Money], as_at: date | None
) -> tuple[list[BudgetLine], dict[str, list[Purse]]]:
    """The lines with their support cost, and the funds with their earmarks."""
    rows = list(process.budget_lines.select_related("milestone"))
    terms = terms_of(process)
    more = terms.support if terms.lines == "net" else Decimal(0)
    lines = [
        BudgetLine(
            x.code, x.titles, with_support(x.amount, more),
            x.milestone.code if x.milestone else "", x.days_ahead, x.decide_days, x.assumed,
        )
        for x in rows
    ]  # fmt: skip
    tags = [Tagged(x.code, x.activity, x.region) for x in rows]
    return lines, {
        "received": purses(events, as_at, process.currency, tags, "received"),
        "pledged": purses(events, as_at, process.currency, tags, "pledge"),
    }


def chosen_scenario(process: Process, as_at: date) -> dict[str, Any] | None:
    """The leaner scenario chosen last by the date: its sum, its changes and the reason."""
    row = (
        process.scenarios_chosen.filter(chosen_on__lte=as_at).order_by("-chosen_on", "-pk").first()
    )
    if row is None:
        return None
    titles = names_of(process)
    return {
        "chosen_on": row.chosen_on.isoformat(),
        "budget": str(row.budget),
        "cost": str(row.cost),
        "reasons": row.reasons,
        "changes": [
            {"activity": code, "titles": titles.get(code, {}), "from": before, "to": way}
            for code, before, way in row.changes
        ],
    }


def names_of(process: Process) -> dict[str, dict[str, str]]:
    """What the activities of leaner scenarios are called."""
    titles = dict(process.milestones.values_list("code", "titles"))
    return {
        a.code: dict(a.titles) or titles.get(a.milestone, {}) for a in leaner_of(process).activities
    }
