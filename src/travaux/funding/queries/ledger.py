"""Each line of the budget: estimate, obligated, spent, and what the funds can pay of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from travaux.core.funding.coverage import Coverage, coverage
from travaux.core.funding.money import MoneyEvent as Reckoned
from travaux.core.funding.money import with_support
from travaux.core.funding.purses import Tagged, purses
from travaux.core.funding.totals import Part, parts, standing
from travaux.funding.models import BudgetLine, FundingTerms
from travaux.funding.queries.funds import counted, in_order, reckoned
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
    tried: tuple[Decimal, Decimal] = (NOTHING, NOTHING)  # invented: obligated, spent; in no sum

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


def _on_lines(
    events: Sequence[Reckoned], found: Mapping[str, tuple[Part, ...]], as_at: date | None
) -> dict[tuple[str, str], Decimal]:
    """("obligated" or "spent", code of a line) -> its sum."""
    of = {e.code: e.line for e in standing(events, as_at)}
    sums: dict[tuple[str, str], Decimal] = {}
    for kind in ("obligated", "spent"):
        for part in found[kind]:
            key = (kind, of[part.code])
            sums[key] = sums.get(key, NOTHING) + part.booked
    return sums


def ledger(process: Process, as_at: date | None, *, invented: bool = False) -> Ledger:
    """The lines with their sums, and what the funds can pay. Three queries. `invented`: for who
    tries the house out, with what was invented; else that stands apart in `tried`."""
    terms = terms_of(process)
    rows_ = in_order(process)
    events = tuple(reckoned(counted(process, rows_, invented=invented)))
    found = parts(events, as_at, process.currency, terms.support)
    sums, tried = _on_lines(events, found, as_at), {}
    if len(events) < len(rows_):
        real = {e.code for e in events}
        made_up = [e for e in reckoned(rows_) if e.code not in real]
        told = parts(made_up, as_at, process.currency, terms.support)
        tried = _on_lines(made_up, told, as_at)
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
            (tried.get(("obligated", x.code), NOTHING), tried.get(("spent", x.code), NOTHING)),
        )
        for x in lines
    )
    return Ledger(process, as_at, terms, events, found, rows, paid, tags)
