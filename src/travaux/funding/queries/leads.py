"""The officers' own view of who might give. No report, feed, export or other page asks here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from travaux.core.funding.cash import RunsOut, cash_flow
from travaux.core.funding.coverage import Purse
from travaux.core.funding.money import CENT
from travaux.core.funding.purses import Tagged, purses
from travaux.funding.models import Lead
from travaux.funding.queries.cash import cash_as_at
from travaux.funding.queries.funds import funds_as_at, reckoned
from travaux.funding.states import LeadState
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan

OPEN = (LeadState.LEAD, LeadState.TALKS)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Leads with what they are worth in the officers' judgement, and the gap that would be left."""

    leads: tuple[Lead, ...]
    gap: Decimal
    expected: Decimal  # of open leads: amount × probability
    ends: RunsOut | None
    line: dict[str, str]

    @property
    def left(self) -> Decimal:
        return self.gap - self.expected


def pipeline(process: Process, plan: Plan) -> Pipeline:
    """All leads of a process; what is open enters its own sum, never that of the record."""
    leads = tuple(process.leads.all())
    expected = sum(
        (x.amount * x.probability / 100 for x in leads if x.state in OPEN), Decimal(0)
    ).quantize(CENT)
    funds = funds_as_at(process, None)
    cash, ends = cash_as_at(plan, funds), None
    line: dict[str, str] = {}
    if cash is not None:
        tags = [Tagged(x.code, x.activity, x.region) for x in cash.lines.values()]
        there = purses(reckoned(funds.counted), None, process.currency, tags, "pledge")
        flow = cash_flow(
            cash.dues,
            funds.position.received,
            funds.position.pledged,
            {"expected": [*there, Purse("leads", expected)]},
            {"expected": funds.position.pledged + expected},
        )
        ends = next((r for r in flow.runs_out if r.assumption == "expected"), None)
        line = cash.lines[ends.line].titles if ends else {}
    return Pipeline(leads, funds.position.gap, expected, ends, line)
