"""When the money runs out, with the budget on the days of the plan as it was known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from travaux.core.funding.cash import CashFlow, Due, cash_flow
from travaux.core.funding.money import with_support
from travaux.core.funding.purses import Tagged, purses
from travaux.core.processes.board import dues_of
from travaux.core.processes.plan import BudgetLine as Planned
from travaux.funding.models import BudgetLine
from travaux.funding.queries.funds import Funds, reckoned
from travaux.funding.queries.ledger import terms_of
from travaux.roadmap.queries import Plan


@dataclass(frozen=True, slots=True)
class Cash:
    """The budget on the days of the plan as it was known, against the funds."""

    flow: CashFlow
    lines: dict[str, BudgetLine]
    dues: tuple[Due, ...]
    undated: tuple[str, ...]
    not_divided: Decimal  # of what is needed, in no line


def cash_as_at(plan: Plan, funds: Funds) -> Cash | None:
    """When the money runs out, earmarks respected; None for a process without a budget."""
    process = plan.process
    lines = {x.code: x for x in process.budget_lines.select_related("milestone")}
    if not lines:
        return None
    terms = terms_of(process)
    more = terms.support if terms.lines == "net" else Decimal(0)
    planned = [
        Planned(
            x.code,
            x.titles,
            with_support(x.amount, more),
            x.milestone.code if x.milestone else "",
            x.days_ahead,
            x.decide_days,
        )
        for x in lines.values()
    ]
    dues, undated = dues_of(planned, {s.code: s.standing for s in plan.steps})
    tags = [Tagged(x.code, x.activity, x.region) for x in lines.values()]
    events, day = reckoned(funds.counted), funds.as_at
    money = {
        "received": purses(events, day, process.currency, tags, "received"),
        "pledged": purses(events, day, process.currency, tags, "pledge"),
    }
    stands = funds.position
    flow = cash_flow(dues, stands.received, stands.pledged, money)
    total = sum((x.amount for x in planned), Decimal(0))
    return Cash(flow, lines, dues, undated, stands.required - total)
