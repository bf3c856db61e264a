"""Days as five notations write them, and which of two readings a whole column speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?")
_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_WORDS = re.compile(
    r"(\d{1,2})\.? ([^\W\d]{3,12})\.?,? (\d{4})|([^\W\d]{3,12})\.? (\d{1,2}),? (\d{4})"
)
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
_MONTHS = {
    word: n
    for n, words in enumerate(
        (
            "jan janv january janvier enero ene января январь янв يناير",
            "feb févr february février febrero февраля февраль фев فبراير",
            "mar mars march marzo марта март мар مارس",
            "apr avr april avril abril abr апреля апрель апр أبريل ابريل",
            "may mai mayo мая май مايو", "jun june juin junio июня июнь июн يونيو",
            "jul july juil juillet julio июля июль июл يوليو",
            "aug august août agosto ago августа август авг أغسطس اغسطس",
            "sep sept september septembre septiembre сентября сентябрь сен سبتمبر",
            "oct october octobre octubre октября октябрь окт أكتوبر اكتوبر",
            "nov november novembre noviembre ноября ноябрь ноя نوفمبر",
            "dec déc december décembre diciembre dic декабря декабрь дек ديسمبر",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip


def _plain(text: str) -> str:
    """A day with the digits that a keyboard of this code has; Spanish "de" and "of" say nothing."""
    kept = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text.strip())
    kept = re.sub(r"[\u200e\u200f]", "", kept)
    kept = re.sub(r"(?<=\d)(?:st|nd|rd|th|er)(?= )", "", kept, flags=re.IGNORECASE)
    kept = re.sub(r" (?:de|del|of) ", " ", kept, flags=re.IGNORECASE)
    return re.sub(r" (?:г|года)\.?$", "", kept)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def order_of(texts: Iterable[str]) -> str:
    """Which comes first where both are numbers: by the days beyond 12 in the column; "" where
    nothing tells, or both are told.

    >>> order_of(["3/4/2024", "25/4/2024"]), order_of(["3/4/2024"])
    ('day-first', '')
    """
    found = set()
    for text in texts:
        parts = _PARTS.fullmatch(_plain(text))
        if parts is not None:
            one, two = int(parts[1]), int(parts[2])
            if one > 12 >= two:
                found.add(DAY_FIRST)
            elif two > 12 >= one:
                found.add(MONTH_FIRST)
    return found.pop() if len(found) == 1 else ""


def read_day(text: str, order: str = "") -> tuple[str, bool]:
    """(YYYY-MM-DD, whether the order of the column decided); ("", False) where it cannot be told.

    >>> read_day("2024-02-01"), read_day("1 Feb 2024"), read_day("45323")
    (('2024-02-01', False), ('2024-02-01', False), ('2024-02-01', False))
    >>> read_day("1/2/2024"), read_day("1/2/2024", "day-first"), read_day("25/2/2024")
    (('', False), ('2024-02-01', True), ('2024-02-25', False))
    """
    text = _plain(text)
    iso = _CHINESE.fullmatch(text) or _ISO.fullmatch(text)
    if iso is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3])), False
    parts = _PARTS.fullmatch(text)
    if parts is not None:
        one, two, year = int(parts[1]), int(parts[2]), int(parts[3])
        if one > 12 or one == two:
            return _day(year, two, one), False
        if two > 12:
            return _day(year, one, two), False
        if order == DAY_FIRST or (not order and "." in text):  # nobody writes month.day.year
            return _day(year, two, one), bool(order)
        return (_day(year, one, two), True) if order == MONTH_FIRST else ("", False)
    words = _WORDS.fullmatch(text.casefold())
    if words is not None:
        said_day, said_month, said_year = (words[1], words[2], words[3]) if words[1] else (
            words[5], words[4], words[6])  # fmt: skip
        if said_month in _MONTHS:
            return _day(int(said_year), _MONTHS[said_month], int(said_day)), False
    if _SERIAL.fullmatch(text):  # a spreadsheet's count of days
        return (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat(), False
    return "", False
