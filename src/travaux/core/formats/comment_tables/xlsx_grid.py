"""A workbook as grids, one per sheet, after its size has been looked at."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Sequence
from posixpath import join, normpath

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from travaux.core.formats.bounds import OfficeArchive, is_unread, open_office_archive
from travaux.core.formats.comment_tables.grids import Grid, column_of, tidy
from travaux.core.problems import Problem, Unusable

MAX_CELLS = 4_000_000
LONG_TEXTS = ("key", "part", "text")
LONG_MARK = re.compile(r"\n\[… (L\d+)\]$")

_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA_ONLY = re.compile(
    rb'<c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*>([^<]*)</f>'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\s[^>]*\bhidden="(?:1|true)"[^>]*>')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*\bhidden="(?:1|true)"')
_EDGE = re.compile(rb'\b(min|max)="(\d{1,5})"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_xlsx(data: bytes) -> list[Grid]:
    """The sheets of a workbook: shown values as strings, merged cells spread over their rows.

    Formulas give their stored value, or, where the file stores none, their own text. Hidden rows
    and columns are read like others, and a problem tells of them.
    """
    archive = open_office_archive(data)
    if archive.kind != "xlsx":
        raise Unusable("file-kind-differs", found=archive.kind, expected="xlsx")
    paths = _sheet_paths(archive)
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    hidden: dict[str, Problem] = {}
    # Each part is read to its end, so that a size that lies is found before the Rust reader,
    # which believes nothing and stops at nothing, unpacks it.
    for path in archive.names:
        if is_unread(path):
            continue
        content = archive.read(path)
        if path.startswith("xl/worksheets/"):
            _refuse_wide(content)
        if path in paths and b"<f" in content:
            formulas[paths[path]] = _formulas_without_value(content)
        if path in paths and b"hidden=" in content:
            hidden.update((paths[path], told) for told in _hidden(content, paths[path]))
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
        grids = []
        for name in book.sheet_names:
            try:
                sheet = book.get_sheet_by_name(name)
            except (CalamineError, ZipError) as error:
                if _is_chart(str(error)):
                    continue
                raise
            cells = sheet.to_python(skip_empty_area=False)
            grid = _grid(name, cells, formulas.get(name, {}))
            for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
                if bottom > top:
                    grid.fill_down(top, left, bottom)
            if name in hidden:
                grid.problems.append(hidden[name])
            grids.append(grid)
    except PasswordError:
        raise Unusable("file-encrypted", kind="xlsx") from None
    except Exception as error:  # damaged files fail in the reader in many ways
        raise Unusable("file-broken", kind="xlsx") from error
    return _with_long_texts(grids)


def _is_chart(message: str) -> bool:
    return "worksheet" in message.casefold() and "not found" in message.casefold()


def _grid(
    name: str, cells: Sequence[Sequence[object]], formulas: dict[tuple[int, int], str]
) -> Grid:
    grid = Grid(name, [])
    for at, source in enumerate(cells):
        row: list[str] = []
        for column, value in enumerate(source):
            if isinstance(value, str):
                row.append(tidy(value) if value else "")
                continue
            row.append(_shown(value))
            if isinstance(value, (dt.date, dt.time, dt.timedelta)):
                grid.shaped[at, column] = "date"
            elif isinstance(value, float) and not value.is_integer():
                grid.shaped[at, column] = "fraction"
        grid.rows.append(row)
    kept: list[str] = []
    for (at, column), formula in formulas.items():
        while len(grid.rows) <= at:
            grid.rows.append([])
        row = grid.rows[at]
        row.extend([""] * (column + 1 - len(row)))
        if not row[column]:
            row[column] = "=" + tidy(formula)
            kept.append(f"{letters_of(column + 1)}{at + 1}")
    if kept:
        facts: dict[str, str | int] = {"cells": ", ".join(kept[:20]), "count": len(kept)}
        grid.problems.append(Problem("formula-without-value", name, facts))
    return grid


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time(0)
        return value.date().isoformat() if whole_day else value.isoformat(" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _refuse_wide(content: bytes) -> None:
    # The reader lays a sheet out as a full rectangle: one cell at XFD1048576 would fill memory.
    rows = 0
    letters: set[bytes] = set()
    for match in _CELL.finditer(content):
        letters.add(match[1])
        rows = max(rows, int(match[2]))
    columns = max((column_of(each.decode()) + 1 for each in letters), default=0)
    if rows * columns > MAX_CELLS:
        raise Unusable("table-too-wide", rows=rows, columns=columns, most_cells=MAX_CELLS)


def _formulas_without_value(content: bytes) -> dict[tuple[int, int], str]:
    return {
        (int(m[2]) - 1, column_of(m[1].decode())): html.unescape(m[3].decode("utf-8", "replace"))
        for m in _FORMULA_ONLY.finditer(content)
    }


def _hidden(content: bytes, name: str) -> list[Problem]:
    """What its author hid in a sheet and may not have meant to send."""
    columns: list[str] = []
    for found in _HIDDEN_COLUMNS.findall(content):
        edges = {key: int(value) for key, value in _EDGE.findall(found)}
        first, last = edges.get(b"min", 1), edges.get(b"max", 1)
        columns.append(
            letters_of(first) if first == last else f"{letters_of(first)}–{letters_of(last)}"
        )
    rows = len(_HIDDEN_ROW.findall(content))
    if not columns and not rows:
        return []
    facts: dict[str, str | int] = {"columns": ", ".join(columns[:20]) or "–", "rows": rows}
    return [Problem("hidden-was-read", name, facts)]


def letters_of(column: int) -> str:
    """The letters of a column that is counted from 1.

    >>> letters_of(1), letters_of(27)
    ('A', 'AA')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_paths(archive: OfficeArchive) -> dict[str, str]:
    """The name of each sheet by the path of its part."""
    if not archive.has("xl/_rels/workbook.xml.rels"):
        return {}
    book = archive.xml("xl/workbook.xml")
    links = archive.xml("xl/_rels/workbook.xml.rels")
    target = {str(link.get("Id")): str(link.get("Target")) for link in links}
    paths: dict[str, str] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        to = target.get(str(sheet.get(_REL)), "")
        if to:
            path = to.lstrip("/") if to.startswith("/") else normpath(join("xl", to))
            paths[path] = str(sheet.get("name"))
    return paths


def _with_long_texts(grids: list[Grid]) -> list[Grid]:
    """Join again what the writer of the table of answers had to lay out on a second sheet."""
    parts: dict[str, list[str]] = {}
    rest: list[Grid] = []
    for grid in grids:
        if grid.rows and tuple(grid.rows[0][:3]) == LONG_TEXTS:
            for row in grid.rows[1:]:
                if len(row) >= 3 and row[0]:
                    parts.setdefault(row[0], []).append(row[2][1:-1])
        else:
            rest.append(grid)
    if not parts:
        return grids
    for grid in rest:
        for at, row in enumerate(grid.rows):
            for column, text in enumerate(row):
                mark = LONG_MARK.search(text)
                if mark and mark[1] in parts:
                    row[column] = tidy(text[: mark.start()] + "".join(parts[mark[1]]))
                elif mark:
                    facts: dict[str, str | int] = {"key": mark[1]}
                    grid.problems.append(Problem("long-text-missing", f"row {at + 1}", facts))
    return rest
