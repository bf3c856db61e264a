"""Reading the money of a plan: its events, the lines of its budget, how it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from travaux.core.funding.budgets import LANGUAGES
from travaux.core.funding.money import KINDS
from travaux.core.funding.purses import EARMARKS, STAGES
from travaux.core.funding.rates import CURRENCIES
from travaux.core.processes.plan import BudgetLine, FundingTerms, Money, ProcessPlan, Texts
from travaux.core.processes.reader import Reader

MOST_WEEKS = 520


def read_money(
    root: Mapping[str, Any], r: Reader, currency: str, states: Mapping[str, Texts]
) -> tuple[Money, ...]:
    """The events; a state that gives is called as the plan calls it."""
    return tuple(_money(r, t, w, currency, states) for t, w in r.tables(root, "money"))


def read_budget_lines(root: Mapping[str, Any], r: Reader) -> tuple[BudgetLine, ...]:
    """The lines of the budget."""
    return tuple(
        BudgetLine(
            r.code(t, w),
            r.texts(t, "titles", w, needed=True),
            r.amount(t, "amount", w),
            r.text(t, "milestone", w, needed=True),
            7 * min(r.whole(t, "weeks_ahead", w) or 0, MOST_WEEKS),
            7 * min(r.whole(t, "decide_weeks", w) or 0, MOST_WEEKS),
            bool(r.flag(t, "assumed", w)),
            r.text(t, "source", w, needed=True),
            r.text(t, "activity", w),
            r.text(t, "region", w),
            r.text(t, "language", w),
            r.text(t, "meeting", w),
            r.text(t, "round", w),
        )
        for t, w in r.tables(root, "budget")
    )


def _money(
    r: Reader, t: Mapping[str, Any], w: str, currency: str, states: Mapping[str, Texts]
) -> Money:
    kind = r.text(t, "kind", w, needed=True)
    if kind and kind not in KINDS:
        r.wrong("plan-kind-unknown", f"{w}, kind", kind=kind)
    party = r.texts(t, "party", w)
    state = r.text(t, "state", w)
    if state:
        if state not in states:
            r.wrong("plan-state-unknown", f"{w}, state", state=state)
        party = states.get(state, {})
    return Money(
        code=r.code(t, w),
        kind=kind,
        amount=r.amount(t, "amount", w),
        currency=r.text(t, "currency", w) or currency,
        party=party,
        of=r.text(t, "of", w),
        happened_on=r.window(t, "happened_on", w),
        known_on=r.day(t, "known_on", w),
        source=r.text(t, "source", w, needed=True),
        line=r.text(t, "line", w),
        earmark=r.text(t, "earmark", w),
        basis=_one_of(r, t, "basis", w, ("gross", "net")),
        corrects=r.text(t, "corrects", w),
        booked=r.amount(t, "booked", w) if "booked" in t else None,
    )


def _one_of(r: Reader, t: Mapping[str, Any], key: str, w: str, allowed: tuple[str, ...]) -> str:
    value = r.text(t, key, w)
    if value and value not in allowed:
        r.wrong("plan-kind-unknown", f"{w}, {key}", kind=value)
        return ""
    return value


def read_terms(r: Reader, root: Any) -> FundingTerms:
    """The table [funding]: support cost, whether lines are gross or net, when money is obligated."""
    if not isinstance(root, dict):
        r.wrong("plan-not-tables", "funding")
        return FundingTerms()
    r.keys(root, "funding", "funding")
    return FundingTerms(
        r.amount(root, "support", "funding") if "support" in root else Decimal(0),
        _one_of(r, root, "lines", "funding", ("gross", "net")) or "gross",
        _one_of(r, root, "obligate_from", "funding", STAGES) or "received",
        r.text(root, "source", "funding"),
    )


def check_money(r: Reader, plan: ProcessPlan) -> None:
    """Whether what events and lines name exists, and sums in other currencies are booked."""
    codes = {m.code for m in plan.money}
    lines = {b.code for b in plan.budget}
    milestones = {m.code for m in plan.milestones}
    for money in plan.money:
        where = f"money {money.code}"
        for named in (money.of, money.corrects):
            if named and named not in codes:
                r.wrong("plan-money-unknown", where, money=named)
        if money.currency not in CURRENCIES:
            r.wrong("currency-unknown", where, currency=money.currency[:12])
        elif money.currency != plan.currency and money.booked is None:
            r.wrong("plan-money-not-booked", where, currency=plan.currency)
        if money.line and money.line not in lines:
            r.wrong("plan-line-unknown", where, line=money.line)
        kind, colon, what = money.earmark.partition(":")
        if money.earmark and (kind not in EARMARKS or not colon or not what):
            r.wrong("plan-earmark-unreadable", where, earmark=money.earmark[:64])
    for line in plan.budget:
        if line.milestone and line.milestone not in milestones:
            r.wrong("plan-milestone-unknown", f"budget {line.code}", milestone=line.milestone)
        if line.language and line.language not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES))
            r.wrong(
                "budget-language-unknown", f"budget {line.code}", language=line.language[:20],
                known=known,
            )  # fmt: skip
