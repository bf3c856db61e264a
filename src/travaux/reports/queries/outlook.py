"""What a report says of what is to come: the chance of the session, and when the money runs out."""

from __future__ import annotations

from typing import Any

from travaux.core.funding.cash import cash_flow
from travaux.core.funding.money import Position
from travaux.core.problems import Unusable
from travaux.core.processes.board import dues_of
from travaux.core.processes.plan import BudgetLine
from travaux.roadmap.forecasts import look_ahead
from travaux.roadmap.queries import Plan


def outlook(plan: Plan, funds: Position) -> dict[str, Any] | None:
    """The forecast and the end of the money as plain values, as at the day of the plan.

    None where the plan does not say that its forecast is public: a report is.
    """
    if plan.process.schedule.get("public") is not True:
        return None
    return {"time": _time(plan), "money": _money(plan, funds)}


def _time(plan: Plan) -> dict[str, Any] | None:
    try:
        ahead = look_ahead(plan, {})
    except Unusable:
        return None
    plain = ahead.plain
    end, step = plain.finish(plain.target), plan.step(plain.target)
    ranges = {t.code for t in ahead.network.tasks if t.spread and not t.done_on}
    if end.fixed is None or plain.chance is None or step is None or not ranges:
        return None
    names = {d.code: dict(d.titles) for d in ahead.timing.deadlines}
    return {
        "milestone": plain.target,
        "titles": step.milestone.titles,
        "fixed": end.fixed.isoformat(),
        "chance": f"{plain.chance:.5f}",  # as text, since what is frozen is sealed
        "ready": end.p80.isoformat(),
        "documents": [
            {
                "titles": names.get(k.code, {}),
                "by": k.by.isoformat(),
                "chance": f"{k.probability:.5f}",
            }
            for k in plain.kept
            if k.document and k.step == plain.target
        ],
        "assumed": any(d.assumed and d.milestone in ranges for d in ahead.timing.durations),
        "draws": plain.draws,
        "seed": plain.seed,
    }


def _money(plan: Plan, funds: Position) -> dict[str, Any] | None:
    rows = list(plan.process.budget_lines.select_related("milestone"))
    if not rows:
        return None
    titles = {x.code: x.titles for x in rows}
    planned = [
        BudgetLine(
            x.code, x.titles, x.amount, x.milestone.code if x.milestone else "", x.days_ahead,
            x.decide_days,
        )
        for x in rows
    ]  # fmt: skip
    dues, _undated = dues_of(planned, {s.code: s.standing for s in plan.steps})
    flow = cash_flow(dues, funds.received, funds.pledged)
    return {
        "runs_out": [
            {
                "assumption": r.assumption,
                "line": r.line,
                "titles": titles[r.line],
                "milestone": r.milestone,
                "on": r.on.isoformat(),
                "short": str(r.short),
                "decide_by": r.decide_by.isoformat(),
            }
            for r in flow.runs_out
        ],
        "assumed": any(x.assumed for x in rows),
    }
