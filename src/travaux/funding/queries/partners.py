"""Partnerships with what was delivered of them; strangers see those who agreed to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from travaux.core.schedules.windows import Window
from travaux.funding.models import Delivery, Partnership
from travaux.funding.states import PartnershipState
from travaux.roadmap.models import Process

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """A partnership with its deliveries that count, their sum, and whether it is late."""

    row: Partnership
    deliveries: tuple[Delivery, ...]
    delivered: Decimal
    late: bool

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
    return [_standing(row, gone, today) for row in rows]


def _standing(row: Partnership, gone: set[str], today: date) -> Standing:
    counted = tuple(d for d in row.deliveries.all() if not (d.event and d.event in gone))
    delivered = sum((d.value for d in counted), NOTHING)
    missing = delivered < row.value if row.value else not counted
    due = Window.parse(row.due).ends_on if row.due else None
    late = row.state == PartnershipState.AGREED and due is not None and due < today and missing
    return Standing(row, counted, delivered, late)
