"""A row of a contact list as checked values; what is wrong with it is said, nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from travaux.core.contacts.columns import FIELDS, kind_of, language_of, plain_words
from travaux.core.problems import Problem

# A mailbox and a domain with a dot; whether anybody reads it no rule can tell.
_EMAIL = re.compile(
    r"[^\s@<>,;\"()\[\]\\]{1,64}@[^\s@<>,;\"()\[\]\\.]+(\.[^\s@<>,;\"()\[\]\\.]+)+$"
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[ T]00:00(?::00)?)?$")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})$")
LONGEST = {
    "office": 300, "title": 80, "name": 200, "function": 200, "salutation": 200, "email": 254,
    "own_email": 254,
    "telephone": 80, "address": 1000, "note": 2000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One contact as read: `values` by field (all of FIELDS), `extra` what no column was mapped to."""

    number: int
    values: Mapping[str, str]
    copies: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def is_email(text: str) -> bool:
    """Whether a text has the form of one mail address.

    >>> is_email("a@demo.example"), is_email("a@demo"), is_email("A <a@demo.example>")
    (True, False, False)
    """
    return len(text) <= 254 and _EMAIL.match(text) is not None


def day_of(text: str) -> str | None:
    """A date as exact as it is written ("2024", "2024-03", "2024-03-01"); None where it is none.

    A date of numbers is taken only where it can mean one day: 13/02/2024 can, 03/02/2024 cannot.

    >>> day_of("2024-3-1"), day_of("13/02/2024"), day_of("03/02/2024"), day_of("2024-13")
    ('2024-03-01', '2024-02-13', None, None)
    """
    import datetime

    plain = text.strip()
    if found := _NUMERIC.match(plain):
        first, second, year = (int(g) for g in found.groups())
        if first > 12 or first == second:
            plain = f"{year}-{second:02}-{first:02}"
        elif second > 12:
            plain = f"{year}-{first:02}-{second:02}"
        else:
            return None
    found = _DAY.match(plain)
    if not found:
        return None
    year, month, day = (int(g) if g else 0 for g in found.groups())
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def read_row(
    number: int,
    headings: Sequence[str],
    cells: Sequence[str],
    fields: Sequence[str],
    countries: Mapping[str, str],
    default_kind: str = "",
) -> Row:
    """Check one row: `fields[i]` says what column i is taken as, `countries` maps the plain words
    of every name and code of a state to its code.

    Problems: `contact-kind-unknown`, `contact-country-unknown`, `contact-country-missing`,
    `contact-email-unfit`, `contact-copy-unfit`, `contact-language-unknown`,
    `contact-date-unfit`, `contact-ends-before-it-begins`, `contact-too-long`, `contact-nameless`.

    >>> row = read_row(2, ["Kind", "Country"], ["mission", "Nowhere"], ["kind", "country"], {})
    >>> [p.code for p in row.problems]
    ['contact-country-unknown', 'contact-nameless']
    """
    where = f"row {number}"
    problems: list[Problem] = []

    def wrong(code: str, **facts: str | int) -> None:
        problems.append(Problem(code, where, facts))

    raw = dict.fromkeys(FIELDS, "")
    extra: dict[str, str] = {}
    for heading, cell, taken in zip(headings, cells, fields, strict=False):
        if not cell:
            continue
        if taken in raw and not raw[taken]:
            raw[taken] = cell
        else:
            extra[heading or "?"] = cell
    values = dict(raw)
    values["kind"] = kind_of(raw["kind"]) if raw["kind"] else default_kind
    if not values["kind"]:
        wrong("contact-kind-unknown", value=raw["kind"][:60])
    values["country"] = countries.get(plain_words(raw["country"]), "") if raw["country"] else ""
    if raw["country"] and not values["country"]:
        wrong("contact-country-unknown", value=raw["country"][:60])
    elif not raw["country"] and values["kind"] in ("mission", "ministry", "focal-point"):
        wrong("contact-country-missing")
    values["language"] = language_of(raw["language"]) if raw["language"] else ""
    if raw["language"] and not values["language"]:
        wrong("contact-language-unknown", value=raw["language"][:60])
    if raw["email"] and not is_email(raw["email"]):
        wrong("contact-email-unfit", value=raw["email"][:100])
    if raw["own_email"] and not is_email(raw["own_email"]):
        wrong("contact-email-unfit", value=raw["own_email"][:100])
    copies = tuple(c for c in re.split(r"[;,\s]+", raw["copy_to"]) if c)
    for copy in copies:
        if not is_email(copy):
            wrong("contact-copy-unfit", value=copy[:100])
    for key in ("since", "until"):
        read = day_of(raw[key]) if raw[key] else ""
        if read is None:
            wrong("contact-date-unfit", value=raw[key][:40])
        values[key] = read or ""
    if values["since"] and values["until"] and values["until"] < values["since"]:
        wrong("contact-ends-before-it-begins")
    for key, longest in LONGEST.items():
        if len(values[key]) > longest:
            wrong("contact-too-long", field=key, most=longest)
    if not raw["office"] and not raw["name"]:
        wrong("contact-nameless")
    return Row(number, values, copies, extra, tuple(problems))
