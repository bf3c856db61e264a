"""Values of expressions and how one kind is read as another, as XPath 1.0 and OpenRosa say."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta

Plain = bool | float | str | date | datetime
Value = Plain | tuple[Plain, ...]  # several: the answers in a repeated group

_EPOCH = date(1970, 1, 1)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"-?\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*")
_LONGEST_NUMBER = 300  # digits: beyond that a double is infinite anyway


def first(value: Value) -> Plain:
    """One value of several: the first, or nothing."""
    if isinstance(value, tuple):
        return value[0] if value else ""
    return value


def read_date(text: str) -> date | datetime | None:
    """A date or an instant as ISO 8601 writes it; None for anything else. No zone means UTC."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError:
        return None
    return None


def days(value: date | datetime) -> float:
    """Days since 1 January 1970, with the fraction of an instant.

    >>> days(date(1970, 1, 11))
    10.0
    """
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (aware - _START) / timedelta(days=1)
    return float((value - _EPOCH).days)


def number(value: Value) -> float:
    """The value as a number; what is none is NaN. A date counts as its days since 1970.

    >>> number("12.5"), number(True), number("2020-01-01")
    (12.5, 1.0, 18262.0)
    """
    plain = first(value)
    if isinstance(plain, bool):
        return 1.0 if plain else 0.0
    if isinstance(plain, float):
        return plain
    if isinstance(plain, datetime | date):
        return days(plain)
    if len(plain) <= _LONGEST_NUMBER and plain.isascii() and _NUMBER.fullmatch(plain):
        return float(plain)
    found = read_date(plain)
    return math.nan if found is None else days(found)


def string(value: Value) -> str:
    """The value as text, as XPath writes it: 3 and never 3.0, NaN as "NaN".

    >>> string(3.0), string(True), string(2.5)
    ('3', 'true', '2.5')
    """
    plain = first(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, datetime | date):
        return plain.isoformat()
    if isinstance(plain, float):
        if math.isnan(plain):
            return "NaN"
        if math.isinf(plain):
            return "Infinity" if plain > 0 else "-Infinity"
        if plain == int(plain) and abs(plain) < 1e15:
            return str(int(plain))
        return repr(plain)
    return plain


def boolean(value: Value) -> bool:
    """The value as yes or no: a number that is not 0, a text that is not empty, any of several."""
    if isinstance(value, tuple):
        return any(string(one) != "" for one in value)
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (math.isnan(value) or value == 0)
    if isinstance(value, datetime | date):
        return True
    return value != ""


def several(value: Value) -> tuple[Plain, ...]:
    """All of several values that say something; one value alone counts as several too."""
    found = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in found if string(one) != "")


def read_time(text: str) -> time | None:
    """A time of day as ISO 8601 writes it; None for anything else."""
    try:
        return time.fromisoformat(text) if re.match(r"\d{2}:\d{2}", text) else None
    except ValueError:
        return None
