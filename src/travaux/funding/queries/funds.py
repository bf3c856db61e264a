"""The funds as at a date, and the public readings kept apart from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from travaux.core.funding.money import MoneyEvent as Reckoned
from travaux.core.funding.money import Position, percent, position
from travaux.core.funding.rates import Rate
from travaux.core.schedules.standing import is_known
from travaux.funding.models import FundingTerms, MoneyEvent, Snapshot
from travaux.funding.states import PROMISES
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Reading:
    """What was needed, there and missing at one reading; `snapshot` None: our own record."""

    required: Decimal
    there: Decimal
    gap: Decimal
    share: int
    currency: str
    on: date | None
    source: str
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Funds:
    """The money of a process as at a date; None: all that is on record. `events`: all that was
    known; `counted`: those that enter sums."""

    as_at: date | None
    position: Position
    events: tuple[MoneyEvent, ...]
    readings: tuple[Reading, ...]
    counted: tuple[MoneyEvent, ...] = ()

    @property
    def own(self) -> Reading | None:
        return next((r for r in self.readings if r.snapshot is None), None)


def reckoned(events: Sequence[MoneyEvent]) -> list[Reckoned]:
    """The events as the core reckons them. One without a code of its own is named by its key."""
    return [
        Reckoned(
            e.code or e.key, e.kind, e.amount, e.currency, e.known_on, e.party.get("en", ""), e.of,
            e.booked, e.corrects, e.line, e.earmark, e.basis,
        )
        for e in events
    ]  # fmt: skip


def support_of(process: Process) -> Decimal:
    """Programme support cost in percent; nothing where no terms are on record."""
    terms = FundingTerms.objects.filter(process=process).first()
    return terms.support if terms else Decimal(0)


def counted(
    process: Process, events: Iterable[MoneyEvent], *, invented: bool = False
) -> list[MoneyEvent]:
    """The one rule of what enters a sum, for pages, guards and reports: what a demonstration invents
    stands in no sum of a real process. `invented`: with it, for who tries the house out and has to
    see what follows from what they typed."""
    return [e for e in events if invented or process.demonstration or not e.demonstration]


def money_of(process: Process, *, invented: bool = False) -> list[Reckoned]:
    """The events that enter sums, as the core reckons them. One query."""
    return reckoned(counted(process, in_order(process), invented=invented))


def stands(process: Process, as_at: date | None, *, invented: bool = False) -> Position:
    """The position as at a date. Two queries."""
    events = money_of(process, invented=invented)
    return position(events, as_at, process.currency, support_of(process))


def rates_of(process: Process) -> list[Rate]:
    """The rates on record, in order of their days."""
    return [
        Rate(r.base, r.currency, r.rate, r.first, r.last, r.source) for r in process.rates.all()
    ]


def in_order(process: Process) -> list[MoneyEvent]:
    """The events in the order in which they became known; those without a day come last."""
    return sorted(
        process.money_events.all(), key=lambda e: (e.known_on or date.max, e.position, e.pk)
    )


def events_as_at(process: Process, as_at: date | None) -> tuple[MoneyEvent, ...]:
    """The events that were known at the date, in their order."""
    return tuple(e for e in in_order(process) if is_known(e.known_on, as_at))


def funds_as_at(process: Process, as_at: date | None) -> Funds:
    """The position, its events and the readings that were known. Three queries."""
    events = events_as_at(process, as_at)
    ours = tuple(counted(process, events))
    stands = position(reckoned(ours), as_at, process.currency, support_of(process))
    readings: list[Reading] = []
    if ours:
        latest = max((e.known_on for e in ours if e.known_on), default=None)
        sources = list(dict.fromkeys(e.source for e in ours if e.source))
        readings.append(
            Reading(
                stands.required,
                stands.pledged,
                stands.gap,
                stands.pledged_percent,
                stands.currency or process.currency,
                latest,
                sources[-1] if sources else "",
            )
        )
    for s in process.snapshots.all():
        if is_known(s.read_on, as_at):
            readings.append(
                Reading(
                    s.required,
                    s.mobilised,
                    s.gap,
                    percent(s.mobilised, s.required),
                    s.currency,
                    s.read_on,
                    s.source,
                    s,
                )
            )
    return Funds(as_at, stands, events, tuple(readings), ours)


def promises(process: Process, *, invented: bool = False) -> list[MoneyEvent]:
    """What was announced, so that an agreement or a payment can name what it fulfils."""
    events = counted(process, in_order(process), invented=invented)
    gone = {e.corrects for e in events if e.corrects}
    return [
        e
        for e in events
        if e.kind in PROMISES and not e.of and not e.corrects and (e.code or e.key) not in gone
    ]
