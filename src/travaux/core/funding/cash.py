"""Commitments month by month against the funds: when money runs out, and what that hits first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from travaux.core.funding.coverage import Purse, coverage

Assumption = str  # "received", "pledged", or what an officer expects: "expected"


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the budget on the day on which it has to be committed.

    `decide_days`: so long before that day it has to be decided whether the line goes ahead.
    """

    code: str
    amount: Decimal
    on: date
    milestone: str = ""
    decide_days: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month: what is due in it, what is due up to its end, what is left then (negative: short)."""

    first: date
    due: Decimal
    committed: Decimal
    left: dict[Assumption, Decimal]


@dataclass(frozen=True, slots=True)
class RunsOut:
    """The first line that the funds do not cover any more, under an assumption about them.

    `short`: what is missing for this line; `decide_by` may lie in the past, and so may `on`.
    """

    assumption: Assumption
    line: str
    milestone: str
    on: date
    short: Decimal
    decide_by: date


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Months from the first line to the last, and where each assumption ends."""

    total: Decimal
    months: tuple[Month, ...]
    runs_out: tuple[RunsOut, ...]


def cash_flow(
    lines: Sequence[Due],
    received: Decimal,
    pledged: Decimal,
    purses: Mapping[str, Sequence[Purse]] | None = None,
    more: Mapping[str, Decimal] | None = None,
) -> CashFlow:
    """When the funds no longer cover what has to be committed.

    `purses`: under an assumption, the money with its earmarks; then a line is covered only by money
    that may pay it. `more`: further assumptions and their sums.

    Lines are met in the order of their days, and none is passed over for a smaller one: what comes
    later may wait for what comes first. Promise: the months' dues add up to the total.

    >>> quay = [Due("hall", Decimal(60), date(2024, 3, 5), "meeting", 28),
    ...         Due("print", Decimal(50), date(2024, 5, 2), "report")]
    >>> found = cash_flow(quay, Decimal(0), Decimal(100))
    >>> [(r.assumption, r.line, int(r.short), r.decide_by.isoformat()) for r in found.runs_out]
    [('received', 'hall', 60, '2024-02-06'), ('pledged', 'print', 10, '2024-05-02')]
    >>> [(m.first.month, int(m.left["pledged"])) for m in found.months]
    [(3, 40), (4, 40), (5, -10)]
    """
    ordered = sorted(lines, key=lambda line: line.on)
    funds: dict[Assumption, Decimal] = {"received": received, "pledged": pledged, **(more or {})}
    found: dict[Assumption, RunsOut] = {}
    for assumption, there in funds.items():
        money, committed = (purses or {}).get(assumption), Decimal(0)
        paid = coverage(money, {x.code: x.amount for x in ordered}).covered if money else {}
        for line in ordered:
            committed += line.amount
            short = line.amount - paid[line.code] if money else committed - there
            if short > 0:
                by = line.on - timedelta(days=line.decide_days)
                found[assumption] = RunsOut(
                    assumption, line.code, line.milestone, line.on, short, by
                )
                break
    return CashFlow(
        sum((line.amount for line in ordered), Decimal(0)),
        _months(ordered, funds),
        tuple(found[a] for a in funds if a in found),
    )


def _months(ordered: Sequence[Due], funds: dict[Assumption, Decimal]) -> tuple[Month, ...]:
    if not ordered:
        return ()
    month, last = ordered[0].on.replace(day=1), ordered[-1].on.replace(day=1)
    committed, made = Decimal(0), []
    while month <= last:
        due = sum((x.amount for x in ordered if x.on.replace(day=1) == month), Decimal(0))
        committed += due
        made.append(Month(month, due, committed, {a: f - committed for a, f in funds.items()}))
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(made)
