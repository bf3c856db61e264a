"""Requirement, pledges and payments as dated events; one rule for the gap, one for percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

KINDS = (
    "requirement", "pledge", "signed", "received", "returned", "in-kind", "obligated", "spent",
)  # fmt: skip
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MoneyEvent:
    """One event. A `requirement` replaces the one before it; all others add up.

    `of`: code of the pledge that a signed agreement, a payment or a return belongs to.
    `known_on` None: became known at a time that is not on record; counts in no sum as at a date.
    `booked`: the amount in the currency of the process, by the rate on record; None in that
    currency itself. `corrects`: code of the event that this counter-entry takes back. `line`: code
    of the budget line that an obligation or a payment is for. `earmark`: "" for none, else
    "line:…", "activity:…" or "region:…". `basis`: "gross" or "net" of programme support cost.
    """

    code: str
    kind: str
    amount: Decimal
    currency: str
    known_on: date | None
    party: str = ""
    of: str = ""
    booked: Decimal | None = None
    corrects: str = ""
    line: str = ""
    earmark: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """The funds as at a date. `gap` = required − pledged; the percentage is of the requirement."""

    currency: str
    required: Decimal
    pledged: Decimal
    received: Decimal
    gap: Decimal
    gap_percent: int
    pledged_percent: int
    counted: tuple[str, ...]  # codes of the events in the sums
    obligated: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)


def percent(part: Decimal, whole: Decimal) -> int:
    """The one rule for percentages: of the whole, whole numbers, halves up; 0 of nothing.

    >>> percent(Decimal("867684"), Decimal("1179384"))
    74
    >>> percent(Decimal("1"), Decimal("200"))
    1
    """
    if whole == 0:
        return 0
    return int((part * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def with_support(amount: Decimal, percent_: Decimal) -> Decimal:
    """A sum net of programme support cost, with it: to the cent, halves up.

    >>> with_support(Decimal("100"), Decimal("13"))
    Decimal('113.00')
    """
    if not percent_:
        return amount
    return (amount * (100 + percent_) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def position(
    events: Sequence[MoneyEvent],
    as_at: date | None,
    currency: str = "",
    support: Decimal = Decimal(0),
) -> Position:
    """What is needed, announced, received and missing as at a date (None: all that is on record).

    Each figure is the sum of the parts that `totals.parts` gives for it. Raises
    Unusable("currencies-differ") where an event is in another currency than `currency` (or the
    events in more than one, where none is said) and has no booked amount.
    """
    from travaux.core.funding.totals import base_of, known, parts, total

    currency = currency or base_of(events, as_at)
    found = parts(events, as_at, currency, support)
    required, pledged = total(found["required"]), total(found["pledged"])
    gap = required - pledged
    there = known(events, as_at)
    return Position(
        currency=currency if there else "",
        required=required,
        pledged=pledged,
        received=total(found["received"]),
        gap=gap,
        gap_percent=percent(gap, required),
        pledged_percent=percent(pledged, required),
        counted=tuple(e.code for e in there),
        obligated=total(found["obligated"]),
        spent=total(found["spent"]),
    )
