"""Comma-, semicolon- or tab-separated text as a grid, whatever its encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

from travaux.core.formats.comment_tables.grids import Grid, tidy
from travaux.core.formats.decoding import decode
from travaux.core.problems import Problem

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 200_000
_GUARDED = re.compile(r"'\s*'*[=+\-@＝＋－＠]")


def guard_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe where it might be.

    >>> guard_cell("=1+1"), guard_cell("'=1"), guard_cell("fine"), guard_cell("'quoted'")
    ("'=1+1", "''=1", 'fine', "'quoted'")
    """
    return "'" + text if _GUARDED.match("'" + text) or text[:1] in ("\t", "\r", "\n") else text


def unguard_cell(text: str) -> str:
    """The cell as it was before `guard_cell`; any other cell unchanged.

    >>> [unguard_cell(guard_cell(t)) for t in ("=1", "'=1", "''@", "-", "'a'", "")]
    ['=1', "'=1", "''@", '-', "'a'", '']
    """
    return text[1:] if _GUARDED.match(text) else text


def read_csv(data: bytes, wealth: Callable[[Sequence[str]], int]) -> Grid:
    """The grid of a CSV file; `wealth` tells how many headings a row holds, to find the delimiter.

    A row is a record, as Excel counts: newlines inside quotes make no new row.
    """
    text, assumed = decode(data)
    problems = list(assumed)
    if "\x00" in text:
        text = text.replace("\x00", "\N{SYMBOL FOR NULL}")
        problems.append(Problem("control-characters-shown"))
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        text = text[told.end() :]
    delimiter = told[1] if told else _delimiter(text, wealth)
    # The module's own limit (131,072) would refuse a long comment; it is process-wide,
    # so it is only ever raised.
    if csv.field_size_limit() < len(text) + 1:
        csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        problems.append(Problem("quotes-unbalanced"))
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    cells = [[unguard_cell(tidy(cell)) for cell in row] for row in rows]
    return Grid("", cells, problems=problems)


def _delimiter(text: str, wealth: Callable[[Sequence[str]], int]) -> str:
    head = text[:_LOOKED_AT]
    best, most = ",", (-1, -1)
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
                rows.append(row)
                if len(rows) == 30:
                    break
        except csv.Error:  # a cell longer than the limit: the rows before it decide
            pass
        score = max((wealth(row) for row in rows), default=0), max(map(len, rows), default=0)
        if score > most:
            best, most = delimiter, score
    return best
