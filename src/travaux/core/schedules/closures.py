"""Days on which no work goes on, and days on which nobody can meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from travaux.core.schedules.windows import Window

Closing = Literal["closed", "no-meetings"]


@dataclass(frozen=True, slots=True)
class Closure:
    """A window in which the clock stands still (`closed`) or nothing can be held or handed in."""

    window: Window
    kind: Closing = "closed"


@dataclass(frozen=True, slots=True)
class Closures:
    """A calendar: its closures, and the weekdays (1 Monday to 7 Sunday) on which nothing ends."""

    code: str
    closures: tuple[Closure, ...] = ()
    weekend: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """A calendar as columns over the days from `first`: for arithmetic on many days at once."""

    worked: npt.NDArray[np.int32]  # working days up to and with this one
    day_of: npt.NDArray[np.int32]  # the day that is the n-th working day
    lands: npt.NDArray[np.int32]  # this day, or the next on which something can end

    def after(
        self, begins: npt.NDArray[np.int32], takes: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int32]:
        """The days on which work ends that begins after `begins` and takes so many days."""
        ends = self.day_of[np.minimum(self.worked[begins] + takes, self.day_of.size - 1)]
        return self.lands[np.where(takes == 0, begins, ends)]


def tables(calendar: Closures, first: date, count: int) -> Tables:
    """The columns of a calendar for `count` days from `first`.

    >>> year_end = Closures("un", (Closure(Window.parse("2024-12-24/2025-01-01")),), (6, 7))
    >>> t = tables(year_end, date(2024, 12, 20), 60)
    >>> [int(d) for d in t.after(np.array([0], np.int32), np.array([4], np.int32))]  # 20 Dec + 4
    [13]
    """
    works = np.ones(count, bool)
    ends = np.ones(count, bool)
    for closure in calendar.closures:
        start = max(0, (closure.window.starts_on - first).days)
        stop = max(0, (closure.window.ends_on - first).days + 1)
        ends[start:stop] = False
        if closure.kind == "closed":
            works[start:stop] = False
    weekday = (first.weekday() + np.arange(count)) % 7 + 1
    ends &= ~np.isin(weekday, calendar.weekend)
    worked = np.cumsum(works).astype(np.int32)
    day_of = np.concatenate([[0], np.flatnonzero(works)]).astype(np.int32)
    places = np.where(ends, np.arange(count), count)
    lands = np.minimum(np.minimum.accumulate(places[::-1])[::-1], count - 1).astype(np.int32)
    return Tables(worked, day_of, lands)


def last_open(calendar: Closures | None, day: date) -> date:
    """The day, or the last one before it on which something can end.

    >>> last_open(Closures("w", (), (6, 7)), date(2025, 3, 23))
    datetime.date(2025, 3, 21)
    """
    if calendar is None or len(set(calendar.weekend)) == 7:
        return day
    while day.isoweekday() in calendar.weekend or any(
        c.window.starts_on <= day <= c.window.ends_on for c in calendar.closures
    ):
        day -= timedelta(days=1)
    return day


def back(calendar: Closures | None, day: date, takes: int) -> date:
    """The latest day on which work of so many days has to begin, so as to end on `day`."""
    if calendar is None:
        return day - timedelta(days=takes)
    shut = [c.window for c in calendar.closures if c.kind == "closed"]
    while takes:
        if not any(w.starts_on <= day <= w.ends_on for w in shut):
            takes -= 1
        day -= timedelta(days=1)
    return day


def by_code(calendars: Sequence[Closures]) -> dict[str, Closures]:
    """Calendars under their codes."""
    return {c.code: c for c in calendars}
