"""A date as precisely as it was given: "Feb 2024" is not the first of February."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from travaux.core.problems import Unusable

Precision = Literal["day", "month", "quarter", "year"]
_ORDER: dict[str, int] = {"day": 0, "month": 1, "quarter": 2, "year": 3}
_POINT = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From `starts_on` to `ends_on`, both included; `precision` is the coarser of its two ends."""

    starts_on: date
    ends_on: date
    precision: Precision
    text: str

    @staticmethod
    def parse(text: str) -> Window:
        """Read "2024", "2024-Q1", "2024-02", "2024-02-17", or two of them as "first/last".

        Raises Unusable("window-unreadable") or Unusable("window-ends-before-it-starts").

        >>> Window.parse("2024-02").ends_on
        datetime.date(2024, 2, 29)
        >>> Window.parse("2024-01/2024-05").precision
        'month'
        """
        clean = text.strip()
        ends = clean.split("/")
        if len(ends) > 2:
            raise Unusable("window-unreadable", window=text)
        first = _point(ends[0].strip(), text)
        last = _point(ends[-1].strip(), text)
        if last[1] < first[0]:
            raise Unusable("window-ends-before-it-starts", window=text)
        coarse = max(first[2], last[2], key=lambda p: _ORDER[p])
        canonical = "/".join(e.strip() for e in ends) if len(ends) == 2 else clean
        return Window(first[0], last[1], coarse, canonical)

    @property
    def is_single(self) -> bool:
        """Whether it is one day, month, quarter or year rather than a span of them."""
        return "/" not in self.text

    @property
    def days(self) -> int:
        """Its length in days, ends included."""
        return (self.ends_on - self.starts_on).days + 1


def _point(text: str, whole: str) -> tuple[date, date, Precision]:
    match = _POINT.match(text)
    if match is None:
        raise Unusable("window-unreadable", window=whole)
    year, quarter, month, day = match.groups()
    try:
        y = int(year)
        if quarter:
            m = int(quarter) * 3
            return date(y, m - 2, 1), date(y, m, calendar.monthrange(y, m)[1]), "quarter"
        if day:
            one = date(y, int(month), int(day))
            return one, one, "day"
        if month:
            m = int(month)
            return date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1]), "month"
        return date(y, 1, 1), date(y, 12, 31), "year"
    except (ValueError, calendar.IllegalMonthError):
        raise Unusable("window-unreadable", window=whole) from None
