"""A file of contacts as headings and rows, whatever office wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from travaux.core.contacts.columns import guess_columns
from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables.csv_grid import read_csv
from travaux.core.formats.comment_tables.grids import Grid
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.problems import Problem, Unusable

MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 4_000
_HEADING_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of a sheet; `rows` are (number as a person sees it, cells)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sheet: str = ""
    problems: tuple[Problem, ...] = ()


def _wealth(row: Sequence[str]) -> int:
    return len({*guess_columns(row[:MOST_COLUMNS])} - {""})


def _best(grids: Sequence[Grid]) -> tuple[Grid, int]:
    best: tuple[int, Grid, int] | None = None
    for grid in grids:
        for at, row in enumerate(grid.rows[:_HEADING_WITHIN]):
            found = _wealth(row)
            if best is None or found > best[0]:
                best = (found, grid, at)
    if best is None or best[0] == 0:
        raise Unusable("contacts-without-heading", looked_at=_HEADING_WITHIN)
    return best[1], best[2]


def read_table(data: bytes, name: str) -> Table:
    """Read an XLSX or CSV file; the row with most known headings is taken as the heading.

    Errors (Unusable): `file-empty`, `file-too-large`, `file-broken`, `file-encrypted`,
    `file-kind-unknown`, `contacts-without-heading`, `contacts-too-many`, `contacts-too-wide`.

    >>> table = read_table(b"Country;Office;E-mail\\nX-A;Mission of A;a@demo.example\\n", "c.csv")
    >>> table.headings, table.rows[0]
    (('Country', 'Office', 'E-mail'), (2, ('X-A', 'Mission of A', 'a@demo.example')))
    """
    check_size(data)
    ending = ending_of(name)
    if ending in ("xlsm", "xltm"):
        raise Unusable("file-has-macros")
    if ending == "xlsx":
        grids = [g for g in read_xlsx(data) if any(any(row) for row in g.rows)]
    elif ending in ("csv", "tsv", "txt"):
        grids = [read_csv(data, _wealth)]
    else:
        raise Unusable("file-kind-unknown", ending=ending)
    grid, at = _best(grids)
    headings = tuple(grid.rows[at])
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise Unusable("contacts-too-wide", columns=len(headings), most=MOST_COLUMNS)
    rows: list[tuple[int, tuple[str, ...]]] = []
    problems = list(grid.problems)
    for number, row in enumerate(grid.rows[at + 1 :], at + 2):
        if not any(row):
            continue
        if len(rows) == MOST_ROWS:
            raise Unusable("contacts-too-many", most=MOST_ROWS)
        cells = tuple(cell[:LONGEST_CELL] for cell in row)
        if any(len(cell) > LONGEST_CELL for cell in row):
            problems.append(Problem("contact-cell-cut", f"row {number}", {"most": LONGEST_CELL}))
        rows.append((number, cells))
    # a cell without a heading is kept too: its column gets one that says where it stands
    widest = min(MOST_COLUMNS, max((len(cells) for _, cells in rows), default=0))
    if widest > len(headings):
        headings += tuple(f"({n})" for n in range(len(headings) + 1, widest + 1))
    padded = tuple(
        (number, (cells + ("",) * (len(headings) - len(cells)))[: len(headings)])
        for number, cells in rows
    )
    return Table(headings, padded, grid.name, tuple(problems))
