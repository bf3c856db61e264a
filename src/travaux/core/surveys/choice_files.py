"""Answers to choose from that stand in files beside a form, as `select_one_from_file` names them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

from travaux.core.formats.bounds import MIB, Bounds, check_size
from travaux.core.formats.decoding import decode
from travaux.core.problems import Unusable
from travaux.core.surveys.model import MOST_CHOICES, Choice, Texts

BOUNDS = Bounds(file_bytes=5 * MIB)
_MOST_COLUMNS = 40
_PULLED = re.compile(
    r"""pulldata\(\s*(['"])([^'"]+)\1\s*,\s*(['"])([\w.-]+)\3\s*,\s*(['"])([\w.-]+)\5\s*,"""
    r"""\s*(\$\{[^{}]+\})\s*\)"""
)


def stem(name: str) -> str:
    """A file's name as look-ups say it: without folder and ending.

    >>> stem("lists/towns.csv")
    'towns'
    """
    last = re.split(r"[/\\]", name.strip())[-1]
    return last.rpartition(".")[0] or last


def file_named(files: Mapping[str, bytes], wanted: str) -> bytes | None:
    """The bytes of a file that came with the form, by its name; capital letters do not matter."""
    plain = {re.split(r"[/\\]", name)[-1].casefold(): data for name, data in files.items()}
    return plain.get(wanted.strip().casefold())


def read_choices(
    data: bytes,
    where: str,
    texts: Callable[[Any], Texts],
    parameters: Mapping[str, Any],
    bounds: Bounds = BOUNDS,
) -> tuple[Choice, ...]:
    """The choices of a CSV file: a row each, in the columns `name` and `label`.

    `parameters` may name other columns (`value`, `label`), as ODK has it; `label::French (fr)` is the
    label in a language. All columns can be used by filters and look-ups. `texts` reads labels by
    their languages, `where` is the question. Errors: those of sizes and signs,
    `choice-file-column` (column, there), `choice-file-empty`, `choice-file-long` (most).
    """
    check_size(data, bounds)
    text = decode(data)[0].lstrip("\ufeff")
    rows = csv.reader(io.StringIO(text), strict=False)
    try:
        head = [cell.strip() for cell in next(rows, [])][:_MOST_COLUMNS]
        value = str(parameters.get("value") or "name")
        label = str(parameters.get("label") or "label")
        labels = {n: _language(name, label) for n, name in enumerate(head)}
        labels = {n: language for n, language in labels.items() if language is not None}
        if value not in head:
            raise Unusable("choice-file-column", where, column=value, there=", ".join(head)[:300])
        found: dict[str, Choice] = {}
        for cells in rows:
            row = dict(zip(head, (c.strip() for c in cells), strict=False))
            name = row.get(value, "")
            if not name:
                continue
            if len(found) >= MOST_CHOICES:
                raise Unusable("choice-file-long", where, most=MOST_CHOICES)
            told = {language: cells[n].strip() for n, language in labels.items() if n < len(cells)}
            filters = {k: v for k, v in row.items() if k not in ("name", "label", "")}
            found.setdefault(name, Choice(name, texts(told) or texts({"": name}), filters))
    except csv.Error:
        raise Unusable("file-broken", where) from None
    if not found:
        raise Unusable("choice-file-empty", where)
    return tuple(found.values())


def _language(column: str, label: str) -> str | None:
    """The language of a column of labels; None of another column."""
    if column == label:
        return ""
    before, two, language = column.partition("::")
    return language.strip() if two and before.strip() == label else None


def look_ups(text: str) -> str:
    """`pulldata` as the look-up that it stands for, where its names are written out.

    >>> look_ups("pulldata('towns', 'cost', 'name', ${town}) * 2")
    "instance('towns')/root/item[name=${town}]/cost * 2"
    """
    return _PULLED.sub(
        lambda m: f"instance('{stem(m[2])}')/root/item[{m[6]}={m[7]}]/{m[4]}",
        text,
    )
