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
# Offices of the six languages write these; with a longer list short tables are guessed worse
# (French was read as Central European), so the list of whole texts is not used here.
ENCODINGS = ("cp1252", "cp1251", "cp1256", "gb18030")
_LOOKED_AT = 200_000
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠]")


def guard_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe where it might be.

    Blanks around it go, as they do when it is read; so none can stand before a formula.

    >>> guard_cell("=1+1"), guard_cell("'=1"), guard_cell("fine"), guard_cell("'quoted'")
    ("'=1+1", "''=1", 'fine', "'quoted'")
    """
    text = text.strip()
    return "'" + text if _GUARDED.match("'" + text) else text


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
    text, problems = decode_table(data)
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


def decode_table(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a table file, and what was doubtful about its encoding."""
    sample = data[:_LOOKED_AT]
    # Every byte order mark of UTF-16 and UTF-32 holds FF, and plain UTF-8 has no zero bytes.
    zeros = sample.count(0) if b"\xff" not in sample[:4] else 0
    if zeros > len(sample) // 10:
        name = "utf-16-be" if sample[0::2].count(0) * 2 > zeros else "utf-16-le"
        return data.decode(name, "replace"), [_assumed(name)]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\xff" in data[:2] and b"\xfe" in data[:2]:
            text, found = decode(data)
            return text, list(found)
        name = _likely(data)
        text = data.decode(name, "replace")
        problems = [_assumed(name.replace("cp125", "windows-125"))]
        if "\ufffd" in text:
            facts: dict[str, str | int] = {"count": text.count("\ufffd")}
            problems.append(Problem("characters-unreadable", facts=facts))
        return text, problems
    text, found = decode(data)
    return text, list(found)


def _assumed(encoding: str) -> Problem:
    return Problem("encoding-assumed", facts={"encoding": encoding})


def _likely(data: bytes) -> str:
    """Which of the few encodings of the six languages the bytes above 127 speak for."""
    from charset_normalizer import from_bytes

    pieces: list[bytes] = []
    size = 0
    for match in re.finditer(rb"[^\n]*[\x80-\xff][^\n]*\n?", data):
        pieces.append(match[0][:4000])
        size += len(pieces[-1])
        if size > _LOOKED_AT:
            break
    best = from_bytes(b"".join(pieces), cp_isolation=list(ENCODINGS)).best()
    return best.encoding if best and best.encoding in ENCODINGS else "cp1252"


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
