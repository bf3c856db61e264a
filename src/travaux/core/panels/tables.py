"""A pool or quota file as a table with headings: CSV in any usual encoding, or XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from travaux.core.formats.bounds import ZIP_HEADERS, check_size
from travaux.core.formats.comment_tables.csv_grid import (
    DELIMITERS,
    ENCODINGS,
    decode_table,
    unguard_cell,
)
from travaux.core.formats.comment_tables.grids import tidy
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.formats.decoding import clean
from travaux.core.problems import Problem, Unusable

Lines = list[tuple[int, list[str]]]


def fault(code: str, file: str, where: str = "", **facts: str | int) -> Problem:
    """A problem of one of the files: "pool", "quotas" or "options"."""
    return Problem(code, where, {"file": file, **facts})


@dataclass(frozen=True, slots=True)
class Table:
    """A table with headings; each line with the row number that a spreadsheet shows."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    warnings: tuple[Problem, ...]

    def column(self, heading: str) -> int | None:
        """The place of a heading, as written or else whatever its capitals; None: not there."""
        if heading in self.headings:
            return self.headings.index(heading)
        folded = [h.casefold() for h in self.headings]
        same = [n for n, h in enumerate(folded) if h == heading.casefold()]
        return same[0] if len(same) == 1 else None


def read_table(data: bytes, wanted: Sequence[str], file: str) -> Table:
    """The table of a file; headings stand in its first line that holds anything.

    `wanted`: headings looked for; they decide between separators, encodings and sheets.
    Raises `Unusable` (with the fact `file`): file-empty, file-too-large, bytes-unreadable,
    column-twice, and what a workbook may be refused for.

    >>> read_table(b"a;b\\n1;2\\n", ["a"], "pool").lines
    ((2, ('1', '2')),)
    """
    try:
        check_size(data)
        lines, doubts = (
            _of_workbook(data, wanted) if data[:4] in ZIP_HEADERS else _of_text(data, wanted)
        )
    except Unusable as unusable:
        facts = {**unusable.problem.facts, "file": file}
        raise Unusable(unusable.code, unusable.problem.where, **facts) from None
    if not lines:
        raise Unusable("file-empty", file=file)
    headings = tuple(lines[0][1])
    doubled = next((h for h, count in Counter(headings).items() if h and count > 1), None)
    if doubled is not None and doubled.casefold() in {w.casefold() for w in wanted}:
        raise Unusable("column-twice", f"row {lines[0][0]}", file=file, column=doubled)
    width = len(headings)
    padded = [(n, tuple((*cells, *[""] * width)[:width])) for n, cells in lines[1:]]
    warnings = tuple(fault(p.code, file, p.where, **p.facts) for p in doubts)
    return Table(headings, tuple(padded), warnings)


def _of_workbook(data: bytes, wanted: Sequence[str]) -> tuple[Lines, list[Problem]]:
    """The sheet that knows most of the headings looked for."""
    best: Lines = []
    most = -1
    for grid in read_xlsx(data):
        lines = [
            (number, cells)
            for number, row in enumerate(grid.rows, 1)
            if any(cells := [clean(tidy(cell))[0] for cell in row])
        ]
        known = _known_in(lines[0][1], wanted) if lines else -1
        if known > most:
            best, most = lines, known
    return best, []


def _of_text(data: bytes, wanted: Sequence[str]) -> tuple[Lines, list[Problem]]:
    text, doubts = _decoded(data, wanted)
    unreadable = [p for p in doubts if p.code == "characters-unreadable"]
    if unreadable or "\x00" in text:
        place = next(
            n + 1 for n, line in enumerate(text.split("\n")) if "\ufffd" in line or "\x00" in line
        )
        raise Unusable("bytes-unreadable", f"row {place}")
    return _lines(text, wanted), doubts


def _known_in(cells: Sequence[str], wanted: Sequence[str]) -> int:
    return len({w.casefold() for w in wanted} & {c.casefold() for c in cells})


def _decoded(data: bytes, wanted: Sequence[str]) -> tuple[str, list[Problem]]:
    """The text; where its encoding was a guess, the guess under which most headings are known."""
    text, doubts = decode_table(data)
    if not any(p.code == "encoding-assumed" for p in doubts) or _known(text, wanted):
        return text, doubts
    for encoding in ENCODINGS:
        other = data.decode(encoding, "replace")
        if _known(other, wanted):
            name = encoding.replace("cp125", "windows-125")
            return other, [Problem("encoding-assumed", facts={"encoding": name})]
    return text, doubts


def _known(text: str, wanted: Sequence[str]) -> int:
    head = text.lstrip("\n\r ").split("\n", 1)[0].casefold()
    return sum(name.casefold() in head for name in wanted)


def _lines(text: str, wanted: Sequence[str]) -> list[tuple[int, list[str]]]:
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        text = text[told.end() :]
    delimiter = told[1] if told else _delimiter(text, wanted)
    if csv.field_size_limit() < len(text) + 1:  # process-wide, so only ever raised
        csv.field_size_limit(len(text) + 1)
    lines: list[tuple[int, list[str]]] = []
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        cells = [clean(unguard_cell(tidy(cell)))[0] for cell in row]
        if any(cells):
            lines.append((number + 1 + bool(told), cells))
    return lines


def _delimiter(text: str, wanted: Sequence[str]) -> str:
    """What separates the headings: the sign that yields most of the headings looked for."""
    head = text.lstrip("\n\r ").split("\n", 1)[0]
    names = {w.casefold() for w in wanted}
    best, most = ",", (-1, -1)
    for sign in DELIMITERS:
        cells = [tidy(c).casefold() for c in next(csv.reader([head], delimiter=sign), [])]
        score = len(names & set(cells)), len(cells)
        if score > most:
            best, most = sign, score
    return best
