"""Reading categories of stakeholders from TOML: a list with its version, source and day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from travaux.core.countries.facts import _CODE, Texts, _parse, _Reader
from travaux.core.problems import Problem

LONGEST_KEY = 40  # signs of code and version together
MOST = 60  # categories of one list: more are no choice that somebody makes


@dataclass(frozen=True, slots=True)
class Category:
    """One category: a code without meaning of its own, and names in six languages."""

    code: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Categories:
    """A list of categories in one version; `as_at` is the day of its source (ISO, as known)."""

    code: str
    version: str
    names: Texts
    source: str
    as_at: str
    categories: tuple[Category, ...]
    digest: str
    note: str = ""

    @property
    def key(self) -> str:
        """How what is sorted by it names the list and its version.

        >>> Categories("major-groups", "1992", {}, "", "", (), "").key
        'major-groups-1992'
        """
        return f"{self.code}-{self.version}"


def read_categories(data: bytes, name: str = "") -> tuple[Categories | None, list[Problem]]:
    """A list of categories, or None and everything that is wrong with it.

    `data` is TOML in UTF-8 with one table `[[category]]` for each. Errors: `Unusable`
    (`states-unreadable`, `file-too-large`).

    >>> read_categories(b"code = 'x'")[0] is None
    True
    """
    told, reader = _parse(data, name), _Reader()
    reader.known(told, "code version names source as_at note category", name)
    code = reader.text(told, "code", name, True)
    version = reader.text(told, "version", name, True)
    for value in (code, version):
        if value and not _CODE.match(value):
            reader.wrong("states-code-unfit", name, code=value[:60])
    if len(f"{code}-{version}") > LONGEST_KEY:
        reader.wrong("states-code-unfit", name, code=f"{code}-{version}"[:60])
    rows = told.get("category", [])
    if (
        not isinstance(rows, list)
        or not rows
        or not all(isinstance(row, Mapping) for row in rows)
        or len(rows) > MOST
    ):
        reader.wrong("states-value-missing", f"{name}, category")
        rows = []
    found: dict[str, Category] = {}
    for row in rows:
        one = reader.text(row, "code", name, True)
        where = f"{name}, {one}".lstrip(", ")
        reader.known(row, "code names", where)
        if one and (not _CODE.match(one) or len(one) > 40):
            reader.wrong("states-code-unfit", where, code=one[:60])
        if one in found:
            reader.wrong("states-code-twice", name, code=one, other=one)
        found[one] = Category(one, reader.texts(row, "names", where))
    made = Categories(
        code=code,
        version=version,
        names=reader.texts(told, "names", name),
        source=reader.text(told, "source", name, True),
        as_at=reader.when(told, "as_at", name, True),
        categories=tuple(found.values()),
        digest=hashlib.sha256(data).hexdigest(),
        note=reader.text(told, "note", name),
    )
    return (None, reader.problems) if reader.problems else (made, [])
