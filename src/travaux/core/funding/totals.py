"""What each event adds to each total: the totals are these parts' sums and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from travaux.core.funding.money import CENT, KINDS, MoneyEvent, with_support
from travaux.core.problems import Unusable

TOTALS = ("required", "pledged", "received", "obligated", "spent", "in-kind", "returned")
ANNOUNCED = frozenset({"pledge", "signed", "in-kind"})
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one event adds to a total: in its own currency, and in that of the process."""

    code: str
    amount: Decimal
    currency: str
    booked: Decimal
    pledge: str = ""  # code of the pledge that it belongs to


def known(events: Sequence[MoneyEvent], as_at: date | None) -> list[MoneyEvent]:
    """Events that were known at the date, counter-entries and what they take back among them."""
    return [e for e in events if as_at is None or (e.known_on is not None and e.known_on <= as_at)]


def standing(events: Sequence[MoneyEvent], as_at: date | None) -> list[MoneyEvent]:
    """Events that count at the date: neither a counter-entry nor taken back by one by then."""
    there = known(events, as_at)
    gone = {e.corrects for e in there if e.corrects}
    return [e for e in there if not e.corrects and e.code not in gone]


def base_of(events: Sequence[MoneyEvent], as_at: date | None) -> str:
    """The one currency of the events, where the process names none."""
    currencies = {e.currency for e in known(events, as_at)}
    if len(currencies) > 1:
        raise Unusable("currencies-differ", currencies=", ".join(sorted(currencies)))
    return next(iter(currencies), "")


def total(found: Sequence[Part]) -> Decimal:
    return sum((p.booked for p in found), NOTHING)


def by_currency(found: Sequence[Part]) -> dict[str, Decimal]:
    """The sums in the currencies in which they were given, in order of their codes."""
    sums: dict[str, Decimal] = {}
    for part in found:
        sums[part.currency] = sums.get(part.currency, NOTHING) + part.amount
    return {code: sums[code] for code in sorted(sums) if sums[code]}


def _value(event: MoneyEvent, base: str) -> Decimal:
    if event.currency == base:
        return event.amount
    if event.booked is None:
        raise Unusable("currencies-differ", currencies=", ".join(sorted({base, event.currency})))
    return event.booked


def parts(
    events: Sequence[MoneyEvent],
    as_at: date | None,
    base: str,
    support: Decimal = NOTHING,
) -> Mapping[str, tuple[Part, ...]]:
    """For each total what each event adds to it, in the order of the events.

    *Required*: the latest requirement alone; one that is net of programme support cost counts with
    it. *Pledged*: what is announced, less what was returned; agreements on a pledge together
    replace it; what was paid on a pledge counts as it was booked when it came, and the rest of the
    pledge as it was booked when it was made; what was paid beyond it counts too. *Received*: what
    was paid, less what was returned of it.

    >>> day = date(2024, 1, 1)
    >>> gift = [MoneyEvent("p", "pledge", Decimal(100), "EUR", day, booked=Decimal(110)),
    ...         MoneyEvent("r", "received", Decimal(40), "EUR", day, of="p", booked=Decimal(42))]
    >>> found = parts(gift, day, "USD")
    >>> [(p.code, str(p.amount), str(p.booked)) for p in found["pledged"]]
    [('p', '60', '66.00'), ('r', '40', '42')]
    """
    live = standing(events, as_at)
    for event in live:
        if event.kind not in KINDS:
            raise Unusable("money-kind-unknown", kind=event.kind)
    roots = _roots(live)
    found: dict[str, list[Part]] = {name: [] for name in TOTALS}
    needs = [e for e in live if e.kind == "requirement"]
    for event in needs:
        amount, booked = NOTHING, NOTHING
        if event is needs[-1]:
            more = support if event.basis == "net" else NOTHING
            amount = with_support(event.amount, more)
            booked = with_support(_value(event, base), more)
        found["required"].append(Part(event.code, amount, event.currency, booked))
    left = _promised(live, roots, base)
    paid_in = sum((_value(e, base) for e in live if e.kind == "received"), NOTHING)
    for event in live:
        if event.kind == "requirement":
            continue
        value, root = _value(event, base), roots[event.code]
        whole = Part(event.code, event.amount, event.currency, value, root)
        if event.kind in ANNOUNCED:
            found["pledged"].append(Part(event.code, *left[event.code], root))
            if event.kind == "in-kind":
                found["in-kind"].append(whole)
        elif event.kind == "received":
            found["pledged"].append(whole)
            found["received"].append(whole)
        elif event.kind == "returned":
            found["returned"].append(whole)
            less = Part(event.code, -event.amount, event.currency, -value, root)
            found["pledged"].append(less)
            if value <= paid_in:
                found["received"].append(less)
                paid_in -= value
            elif paid_in:
                part = (event.amount * paid_in / value).quantize(CENT, rounding=ROUND_HALF_UP)
                found["received"].append(Part(event.code, -part, event.currency, -paid_in, root))
                paid_in = NOTHING
        else:
            found[event.kind].append(whole)
    return {name: tuple(rows) for name, rows in found.items()}


def _roots(live: Sequence[MoneyEvent]) -> dict[str, str]:
    """Event -> the pledge at the end of what it fulfils; itself where it fulfils nothing known."""
    of = {e.code: e.of for e in live}
    found = {}
    for code in of:
        at, seen = code, {code}
        while of.get(at) and of[at] in of and of[at] not in seen:
            at = of[at]
            seen.add(at)
        found[code] = at
    return found


def _promised(
    live: Sequence[MoneyEvent], roots: Mapping[str, str], base: str
) -> dict[str, tuple[Decimal, str, Decimal]]:
    """Of each promise what is not paid yet, in its currency and booked; payments settle the
    promises of a pledge in their order. A pledge with an agreement promises nothing itself."""
    paid: dict[str, Decimal] = {}
    agreed = set()
    for event in live:
        root = roots[event.code]
        if event.kind == "received":
            paid[root] = paid.get(root, NOTHING) + event.amount
        elif event.kind in ANNOUNCED and event.code != root:
            agreed.add(root)
    found: dict[str, tuple[Decimal, str, Decimal]] = {}
    for event in live:
        if event.kind not in ANNOUNCED:
            continue
        root = roots[event.code]
        if event.code == root and root in agreed:
            found[event.code] = (NOTHING, event.currency, NOTHING)
            continue
        settled = min(paid.get(root, NOTHING), event.amount)
        paid[root] = paid.get(root, NOTHING) - settled
        rest = event.amount - settled
        booked = _value(event, base)
        if settled:
            share = booked * rest / event.amount
            booked = rest if event.currency == base else share.quantize(CENT, ROUND_HALF_UP)
        found[event.code] = (rest, event.currency, booked)
    return found
