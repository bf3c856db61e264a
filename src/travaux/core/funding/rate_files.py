"""Files of exchange rates: the United Nations operational rates and the European Central Bank's."""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from travaux.core.formats.bounds import check_size
from travaux.core.funding.rates import CURRENCIES, Rate
from travaux.core.problems import Unusable

UN = "United Nations operational rates of exchange"
ECB = "European Central Bank, euro foreign exchange reference rates"
MOST_ROWS = 20_000
MOST_RATES = 5_000
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d/%m/%Y", "%d.%m.%Y")


def read_rates(data: bytes, wanted: Collection[str], since: date) -> tuple[Rate, ...]:
    """The rates of a file for the wanted currencies, from a day on, in order of their days.

    *ECB* (`eurofxref.csv`, `eurofxref-hist.csv`): a column "Date" and one for each currency, units
    of it for one euro, "N/A" for none; a rate holds until the day before the next row, seven days
    at most; the last of a week over the weekend. *UN* (the Treasury's download, tab- or
    comma-separated, some lines of heading before it): a row for each country with the currency's
    code, the effective date and the rate, units of it for one US dollar; a rate holds to the end of
    its month or until the next one of its currency.

    Errors (Unusable): `file-too-large`, `rates-unreadable`, `rates-too-many`, `rate-not-a-number`,
    `rates-none-wanted`.
    """
    check_size(data)
    text = data.decode("utf-8-sig", errors="replace").replace("\x00", "")
    first = text.split("\n", 1)[0]
    if re.match(r'\s*"?Date"?\s*[,;]', first):
        found = _ecb(text, wanted, since)
    else:
        found = _un(text, wanted, since)
    if not found:
        raise Unusable("rates-none-wanted", currencies=", ".join(sorted(wanted)))
    if len(found) > MOST_RATES:
        raise Unusable("rates-too-many", most=MOST_RATES)
    return tuple(sorted(found, key=lambda r: (r.first, r.currency)))


def _rows(text: str, delimiter: str) -> Iterable[list[str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        if number > MOST_ROWS:
            raise Unusable("rates-too-many", most=MOST_ROWS)
        yield [cell.strip() for cell in row]


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    return None


def _number(text: str, where: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
        if not value.is_finite() or not Decimal("1e-9") < value < Decimal("1e9"):
            raise InvalidOperation
    except InvalidOperation:
        raise Unusable("rate-not-a-number", where, value=text[:40]) from None
    return value


def _ecb(text: str, wanted: Collection[str], since: date) -> list[Rate]:
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = list(_rows(text, delimiter))
    heading, found = rows[0], []
    days = {n: day for n, row in enumerate(rows) if n and row and (day := _day(row[0]))}
    following: dict[date, date] = {}
    ordered = sorted(set(days.values()))
    for day, after in pairwise(ordered):
        following[day] = min(after - timedelta(days=1), day + timedelta(days=7))
    for number, day in days.items():
        if day < since:
            continue
        weekend = day + timedelta(days=max(0, 6 - day.weekday())) if day.weekday() >= 4 else day
        for code, cell in zip(heading[1:], rows[number][1:], strict=False):
            if code in wanted and code in CURRENCIES and cell and cell != "N/A":
                value = _number(cell, f"row {number + 1}")
                found.append(Rate("EUR", code, value, day, following.get(day, weekend), ECB))
    return found


def _un(text: str, wanted: Collection[str], since: date) -> list[Rate]:
    lines = text.replace("\r", "").split("\n")
    delimiter = max("\t,;", key=lambda d: sum(line.count(d) for line in lines[:20]))
    place: tuple[int, int, int] | None = None
    found: dict[tuple[str, date], Rate] = {}
    for number, row in enumerate(_rows(text.replace("\r", ""), delimiter), 1):
        if place is None:
            place = _heading(row)
            continue
        code_at, day_at, rate_at = place
        if len(row) <= max(place) or row[code_at] not in wanted:
            continue
        day = _day(row[day_at])
        if day is None or day < since or row[code_at] not in CURRENCIES:
            continue
        end = day.replace(day=monthrange(day.year, day.month)[1])
        value = _number(row[rate_at], f"row {number}")
        found[row[code_at], day] = Rate("USD", row[code_at], value, day, end, UN)
    if place is None:
        raise Unusable("rates-unreadable")
    kept = []
    for (code, day), rate in found.items():
        later = [d for c, d in found if c == code and day < d <= rate.last]
        kept.append(replace(rate, last=min(later) - timedelta(days=1)) if later else rate)
    return kept


def _heading(row: Sequence[str]) -> tuple[int, int, int] | None:
    """Where the code, the date and the rate stand, if this row names them."""
    low = [cell.casefold() for cell in row]

    def at(*words: str) -> int | None:
        return next((n for n, cell in enumerate(low) if any(w in cell for w in words)), None)

    code, day = at("abbrev", "code", "symbol"), at("date")
    rate = next((n for n, c in enumerate(low) if "rate" in c and n != day), None)
    if code is None or day is None or rate is None:
        return None
    return code, day, rate
