"""Partnerships with what was delivered of them; strangers see those who agreed to be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from decimal import Decimal

from travaux.core.schedules.windows import Window
from travaux.funding.models import Delivery, Partnership
from travaux.funding.states import PartnershipState
from travaux.roadmap.models import Process

NOTHING = Decimal(0)

# what partners promised in calls, told by the room that keeps it:
# [(key, partner, what, due on, state, whether its day has passed, delivered on)]
Told = tuple[str, str, str, date | None, str, bool, date | None]
PROMISES: list[Callable[[Process, datetime], list[Told]]] = []


@dataclass(frozen=True, slots=True)
class Promise:
    """What a partner promised in a call: the one place that says by when, and whether it is done."""

    key: str
    partner: str
    what: str
    due_on: date | None
    state: str
    late: bool
    delivered_on: date | None


def promises_of(process: Process, today: date) -> dict[str, Promise]:
    """Everything that partners promised in the calls of a process, by its key."""
    at = datetime.combine(today, time(12), timezone.utc)  # noqa: UP017
    return {one[0]: Promise(*one) for tell in PROMISES for one in tell(process, at)}


@dataclass(frozen=True, slots=True)
class Standing:
    """A partnership with its deliveries that count, their sum, and whether it is late.

    Where it is about something promised in a call (`promise`), its day, its state and its lateness
    are those of the promise, and nothing else is asked.
    """

    row: Partnership
    deliveries: tuple[Delivery, ...]
    delivered: Decimal
    late: bool
    promise: Promise | None = None

    @property
    def due(self) -> str:
        """The window of delivery."""
        if self.promise is None:
            return self.row.due
        return self.promise.due_on.isoformat() if self.promise.due_on else ""

    @property
    def left(self) -> Decimal:
        return max(self.row.value - self.delivered, NOTHING)


def partners(process: Process, today: date, *, whole: bool) -> list[Standing]:
    """All of them (`whole`: for the secretariat), or those that agreed to be published. A delivery
    whose event was taken back by a counter-entry no longer counts."""
    rows = process.partnerships.prefetch_related("deliveries")
    if not whole:
        rows = rows.exclude(consent="")
    gone = set(process.money_events.exclude(corrects="").values_list("corrects", flat=True))
    found = list(rows)
    promised = promises_of(process, today) if any(row.promise for row in found) else {}
    return [_standing(row, gone, today, promised.get(row.promise)) for row in found]


def _standing(
    row: Partnership, gone: set[str], today: date, promise: Promise | None = None
) -> Standing:
    counted = tuple(d for d in row.deliveries.all() if not (d.event and d.event in gone))
    delivered = sum((d.value for d in counted), NOTHING)
    if promise is not None:
        return Standing(row, counted, delivered, promise.late, promise)
    missing = delivered < row.value if row.value else not counted
    due = Window.parse(row.due).ends_on if row.due else None
    late = row.state == PartnershipState.AGREED and due is not None and due < today and missing
    return Standing(row, counted, delivered, late)
