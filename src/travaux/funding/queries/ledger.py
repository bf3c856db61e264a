"""Each line of the budget: estimate, obligated, spent, and what the funds can pay of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from travaux.core.funding.coverage import Coverage, coverage
from travaux.core.funding.money import MoneyEvent as Reckoned
from travaux.core.funding.money import with_support
from travaux.core.funding.purses import Tagged, purses
from travaux.core.funding.totals import Part, parts, standing
from travaux.funding.models import BudgetLine, FundingTerms
from travaux.funding.queries.funds import in_order, reckoned
from travaux.roadmap.models import Process

NOTHING = Decimal(0)


def terms_of(process: Process) -> FundingTerms:
    """How the money of a process is kept; the usual where nothing is on record."""
    return FundingTerms.objects.filter(process=process).first() or FundingTerms(
        process=process, support=NOTHING, lines="gross", obligate_from="received"
    )


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its sums in the currency of the process. `gross`: with support cost."""

    line: BudgetLine
    gross: Decimal
    obligated: Decimal
    spent: Decimal
    received: Decimal  # of `gross`, what the money received can pay
    pledged: Decimal  # of `gross`, what all that is pledged can pay

    @property
    def to_spend(self) -> Decimal:
        return self.obligated - self.spent


@dataclass(frozen=True, slots=True)
class Ledger:
    """The budget against the events as at a date."""

    process: Process
    as_at: date | None
    terms: FundingTerms
    events: tuple[Reckoned, ...]
    parts: Mapping[str, tuple[Part, ...]]
    lines: tuple[LineRow, ...]
    coverages: Mapping[str, Coverage]
    tags: tuple[Tagged, ...]

    def row(self, code: str) -> LineRow | None:
        return next((r for r in self.lines if r.line.code == code), None)

    def gross(self, amount: Decimal) -> Decimal:
        """A sum on a line with its support cost, where lines are net of it."""
        return with_support(amount, self.terms.support if self.terms.lines == "net" else NOTHING)

    def free(self, code: str) -> Decimal:
        """What can still be obligated on a line, support cost included: money of the stage that
        the process states, whose earmark allows it, and that no other obligation needs."""
        other = {r.line.code: self.gross(r.obligated) for r in self.lines if r.obligated}
        mine = other.pop(code, NOTHING)
        money = self._purses()
        all_ = sum((p.amount for p in money), NOTHING)
        got = coverage(money, {**other, code: mine + all_}).covered[code]
        return max(got - mine, NOTHING)

    @property
    def obligations_hold(self) -> bool:
        """Whether the money of that stage covers every obligation on record."""
        owed = {r.line.code: self.gross(r.obligated) for r in self.lines if r.obligated}
        return not coverage(self._purses(), owed).short

    def _purses(self) -> list:  # type: ignore[type-arg]
        return purses(
            self.events, self.as_at, self.process.currency, self.tags, self.terms.obligate_from,
            in_kind=False,
        )  # fmt: skip


def ledger(process: Process, as_at: date | None) -> Ledger:
    """The lines with their sums, and what the funds can pay. Three queries."""
    terms = terms_of(process)
    events = tuple(reckoned(in_order(process)))
    found = parts(events, as_at, process.currency, terms.support)
    of = {e.code: e.line for e in standing(events, as_at)}
    sums: dict[tuple[str, str], Decimal] = {}
    for kind in ("obligated", "spent"):
        for part in found[kind]:
            key = (kind, of[part.code])
            sums[key] = sums.get(key, NOTHING) + part.booked
    lines = list(process.budget_lines.select_related("milestone"))
    tags = tuple(Tagged(x.code, x.activity, x.region) for x in lines)
    more = terms.support if terms.lines == "net" else NOTHING
    need = {x.code: with_support(x.amount, more) for x in lines}
    paid = {
        stage: coverage(purses(events, as_at, process.currency, tags, stage), need)
        for stage in ("received", "pledge")
    }
    rows = tuple(
        LineRow(
            x,
            need[x.code],
            sums.get(("obligated", x.code), NOTHING),
            sums.get(("spent", x.code), NOTHING),
            paid["received"].covered[x.code],
            paid["pledge"].covered[x.code],
        )
        for x in lines
    )
    return Ledger(process, as_at, terms, events, found, rows, paid, tags)
