"""Requirement, pledges and payments as dated events; one rule for the gap, one for percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from travaux.core.problems import Unusable

# what each kind adds to
ANNOUNCED = {"pledge", "signed", "in-kind"}
KINDS = ("requirement", "pledge", "signed", "received", "returned", "in-kind")


@dataclass(frozen=True, slots=True)
class MoneyEvent:
    """One event. A `requirement` replaces the one before it; all others add up.

    `of`: code of the pledge that a signed agreement, a payment or a return belongs to.
    `known_on` None: became known at a time that is not on record; counts in no sum as at a date.
    """

    code: str
    kind: str
    amount: Decimal
    currency: str
    known_on: date | None
    party: str = ""
    of: str = ""


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


def position(events: Sequence[MoneyEvent], as_at: date | None) -> Position:
    """What is needed, announced, received and missing as at a date (None: all that is on record).

    *Pledged* is all that is announced or signed, net of what was returned; agreements signed on an
    earlier pledge (`of`) together replace that pledge's amount instead of adding to it, and so do
    payments larger than what was announced. Raises Unusable("currencies-differ") when the events
    are in more than one currency, since no rate is on record.
    """
    known = [e for e in events if as_at is None or (e.known_on is not None and e.known_on <= as_at)]
    currencies = {e.currency for e in known}
    if len(currencies) > 1:
        raise Unusable("currencies-differ", currencies=", ".join(sorted(currencies)))
    required = Decimal(0)
    announced: dict[str, Decimal] = {}
    signed: dict[str, Decimal] = {}
    received: dict[str, Decimal] = {}
    returned = Decimal(0)
    for event in known:
        if event.kind == "requirement":
            required = event.amount
        elif event.kind in ANNOUNCED:
            if event.of:
                signed[event.of] = signed.get(event.of, Decimal(0)) + event.amount
            else:
                announced[event.code] = announced.get(event.code, Decimal(0)) + event.amount
        elif event.kind == "received":
            of = event.of or event.code
            received[of] = received.get(of, Decimal(0)) + event.amount
        elif event.kind == "returned":
            returned += event.amount
        else:
            raise Unusable("money-kind-unknown", kind=event.kind)
    announced.update(signed)
    for of, amount in received.items():
        announced[of] = max(announced.get(of, Decimal(0)), amount)
    pledged = sum(announced.values(), Decimal(0)) - returned
    paid = sum(received.values(), Decimal(0)) - returned
    gap = required - pledged
    return Position(
        currency=next(iter(currencies), ""),
        required=required,
        pledged=pledged,
        received=max(paid, Decimal(0)),
        gap=gap,
        gap_percent=percent(gap, required),
        pledged_percent=percent(pledged, required),
        counted=tuple(e.code for e in known),
    )
