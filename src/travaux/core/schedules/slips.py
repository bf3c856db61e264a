"""How far a milestone has moved from its plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from travaux.core.schedules.windows import Window

Direction = Literal["none", "in-window", "late", "early"]
Unit = Literal["days", "weeks", "months"]


@dataclass(frozen=True, slots=True)
class Slip:
    """The difference in `days`, and as said: `count` of `unit`, late or early."""

    direction: Direction
    days: int
    count: int = 0
    unit: Unit = "days"


def slip(planned: Window, current: Window) -> Slip:
    """From the end of the planned window to the end of the current one (docs/methods/slippage.md).

    Within the planned window nothing has slipped. Windows known to the month, and dates earlier
    than planned, differ by whole months; otherwise days up to 30, then whole weeks up to ten (70
    days), then whole months.

    >>> slip(Window.parse("2024-02"), Window.parse("2024-04-17/2024-04-18"))
    Slip(direction='late', days=49, count=7, unit='weeks')
    >>> slip(Window.parse("2024-10"), Window.parse("2024-09")).direction
    'early'
    """
    if (planned.starts_on, planned.ends_on) == (current.starts_on, current.ends_on):
        return Slip("none", 0)
    if planned.starts_on <= current.starts_on and current.ends_on <= planned.ends_on:
        return Slip("in-window", 0)
    days = (current.ends_on - planned.ends_on).days
    months = (current.ends_on.year - planned.ends_on.year) * 12 + (
        current.ends_on.month - planned.ends_on.month
    )
    if days == 0:  # ends as planned, but begins before
        return Slip("in-window", 0)
    direction: Direction = "late" if days > 0 else "early"
    size = abs(days)
    if current.precision != "day" or direction == "early":
        # an early day within a planned month is told in months, as the plan was no more precise
        if months:
            return Slip(direction, days, abs(months), "months")
        return Slip(direction, days, size, "days")
    if size <= 30:
        return Slip(direction, days, size, "days")
    if size <= 70:
        return Slip(direction, days, size // 7, "weeks")
    return Slip(direction, days, abs(months), "months")
