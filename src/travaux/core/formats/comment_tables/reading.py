"""From the bytes of a comment table to its comments, in the columns that everyone knows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables.csv_grid import read_csv
from travaux.core.formats.comment_tables.docx_grid import read_docx_tables
from travaux.core.formats.comment_tables.grids import Grid, letter, tidy
from travaux.core.formats.comment_tables.headings import is_heading_row, take_headings
from travaux.core.formats.comment_tables.model import (
    ANSWER_COLUMNS,
    Column,
    CommentTable,
    Field,
    TableRow,
)
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.formats.decoding import decode
from travaux.core.problems import Problem, Unusable

HEADING_WITHIN = 30
MAX_ROWS = 100_000
# What says something about a row by itself; a number or a member alone may be a form left blank.
_REFERENCES: tuple[Field, ...] = ("clause", "paragraph", "line")
# A reviewer named in brackets at the end of a comment, as IPCC's tables print them.
_REVIEWER = re.compile(r"\s*\[([^\W\d_a-z][^\[\]]{3,160})\]\s*$")


def read_comment_table(
    data: bytes, name: str, *, aliases: Mapping[str, str] | None = None, sheet: str = ""
) -> CommentTable:
    """Read a table of comments; `name` tells its kind by its ending (.xlsx .csv .docx .json).

    `aliases` maps headings in other languages to the stable keys of the table of answers
    ("proposed_change"); `sheet` chooses a sheet where several hold comments.

    Errors (Unusable): `file-empty`, `file-too-large`, `file-encrypted`, `format-old-office`,
    `file-has-macros`, `archive-bomb`, `file-broken`, `file-kind-unknown`, `file-kind-differs`,
    `table-too-wide`, `table-too-long`, `table-without-heading`, `sheet-unknown`, `table-empty`.

    Problems: `row-without-comment`, `clause-bent-by-spreadsheet`, `column-not-recognised`,
    `cells-beyond-heading`, `heading-repeated`, `sheet-not-read`, `table-not-read`,
    `formula-without-value`, `encoding-assumed`, `quotes-unbalanced`, `tracked-changes-accepted`.

    >>> table = read_comment_table(b"MB/NC;Clause;Comments\\nXX;5.2;Unclear\\n", "xx.csv")
    >>> table.rows[0].row, table.rows[0].member, table.rows[0].clause, table.rows[0].comment
    (2, 'XX', '5.2', 'Unclear')
    """
    aliases = {key.strip(): value for key, value in (aliases or {}).items()}
    check_size(data)
    ending = ending_of(name)
    if ending in ("xlsm", "xltm"):
        raise Unusable("file-has-macros")
    if ending == "json":
        return _from_json(data)
    if ending == "xlsx":
        return _from_sheets(read_xlsx(data), aliases, sheet)
    if ending == "docx":
        return _from_tables(read_docx_tables(data), aliases)
    if ending in ("csv", "tsv", "txt"):
        grid = read_csv(data, lambda row: len({*take_headings(row, aliases)} - {None}))
        return _from_sheets([grid], aliases, "")
    raise Unusable("file-kind-unknown", ending=ending)


def _heading_at(grid: Grid, aliases: Mapping[str, str]) -> tuple[int, int]:
    """The place of the heading row and how many fields it names; (-1, 0) without one."""
    best, most = -1, 0
    for at, row in enumerate(grid.rows[:HEADING_WITHIN]):
        fields = take_headings(row, aliases)
        if is_heading_row(fields):
            found = len({*fields} - {None})
            if found > most:
                best, most = at, found
    return best, most


def _from_sheets(grids: Sequence[Grid], aliases: Mapping[str, str], sheet: str) -> CommentTable:
    found = [(grid, *_heading_at(grid, aliases)) for grid in grids]
    if not any(any(any(row) for row in grid.rows) for grid in grids):
        raise Unusable("table-empty")
    if sheet:
        found = [entry for entry in found if entry[0].name == sheet]
        if not found:
            raise Unusable("sheet-unknown", sheet=sheet)
    grid, at, _ = max(found, key=lambda entry: entry[2])
    if at < 0:
        raise Unusable("table-without-heading", looked_at=HEADING_WITHIN)
    table = _read_grid(grid, at, aliases)
    others = [
        Problem(
            "sheet-not-read",
            f"sheet {other.name}",
            {"sheet": other.name, "rows": _filled(other), "has_heading": int(other_at >= 0)},
        )
        for other, other_at, _ in found
        if other is not grid and _filled(other)
    ]
    return CommentTable(
        table.rows,
        table.unreadable,
        table.columns,
        (*others, *table.problems),
        table.preamble,
        table.sheet,
        table.header_row,
    )


def _from_tables(grids: Sequence[Grid], aliases: Mapping[str, str]) -> CommentTable:
    """A Word form: every table with a heading row counts, rows numbered on through them."""
    rows: list[TableRow] = []
    unreadable: list[TableRow] = []
    problems: list[Problem] = []
    preamble: list[str] = []
    columns: tuple[Column, ...] = ()
    before = header_row = 0
    for grid in grids:
        at, _ = _heading_at(grid, aliases)
        if at < 0:
            lines = ["\t".join(filter(None, row)) for row in grid.rows if any(row)]
            if rows or unreadable:
                facts: dict[str, str | int] = {"rows": len(lines), "text": "\n".join(lines)}
                problems.append(Problem("table-not-read", grid.name, facts))
            preamble.extend(lines)
        else:
            # So that a row is found by counting rows through the file, as a person would.
            table = _read_grid(grid, at, aliases, before)
            rows.extend(table.rows)
            unreadable.extend(table.unreadable)
            problems.extend(table.problems)
            preamble.extend(table.preamble)
            columns, header_row = columns or table.columns, header_row or table.header_row
        before += len(grid.rows)
    if not columns:
        raise Unusable("table-without-heading" if grids else "table-empty")
    return CommentTable(
        tuple(rows), tuple(unreadable), columns, tuple(problems), tuple(preamble), "", header_row
    )


def _filled(grid: Grid) -> int:
    return sum(1 for row in grid.rows if any(row))


def _read_grid(
    grid: Grid, heading_at: int, aliases: Mapping[str, str], before: int = 0
) -> CommentTable:
    headings = grid.rows[heading_at]
    fields = take_headings(headings, aliases)
    columns = tuple(
        Column(letter(at), heading, field)
        for at, (heading, field) in enumerate(zip(headings, fields, strict=True))
        if heading
    )
    problems = list(grid.problems)
    problems += [
        Problem(
            "column-not-recognised",
            f"column {column.letter}",
            {"column": column.letter, "heading": column.heading},
        )
        for column in columns
        # A sheet of ours repeats the words of the draft: nobody need look at that column.
        if column.field is None and "reference" not in fields
    ]
    extra_names = _extra_names(headings, fields)
    taken: list[tuple[int, Field]] = [(at, f) for at, f in enumerate(fields) if f]
    extras = [at for at, f in enumerate(fields) if f is None]
    by_lines = "from_page" in fields
    rows: list[TableRow] = []
    unreadable: list[TableRow] = []
    for at in range(heading_at + 1, len(grid.rows)):
        cells = grid.rows[at]
        inherited = grid.inherited.get(at, set())
        if not any(cell and column not in inherited for column, cell in enumerate(cells)):
            continue
        number = before + at + 1
        if _repeats(cells, headings) or (at == heading_at + 1 and _counts_columns(cells)):
            problems.append(Problem("heading-repeated", f"row {number}", {"row": number}))
            continue
        width = len(cells)
        values: dict[str, str] = {f: cells[c] for c, f in taken if c < width}
        extra = {extra_names[c]: cells[c] for c in extras if c < width and cells[c]}
        for column in range(len(headings), width):
            if cells[column]:
                extra[letter(column)] = cells[column]
                where = f"row {number}"
                facts: dict[str, str | int] = {"row": number, "column": letter(column)}
                problems.append(Problem("cells-beyond-heading", where, facts))
        row = TableRow(
            row=number,
            extra=extra,
            inherited=tuple(f for c, f in taken if c in inherited),
            **values,
        )
        if by_lines:
            row = _of_lines(row, "member" in fields)
        if "reference" in fields and not (row.comment or row.proposed):
            continue  # a line of a sheet of ours that nobody filled in
        if row.comment or row.proposed:
            rows.append(row)
        else:
            unreadable.append(row)
        if not row.comment:
            kept = {"row": number, "kept": "comment" if row.proposed else "unreadable"}
            problems.append(Problem("row-without-comment", f"row {number}", kept))
        if grid.shaped:
            problems.extend(_bent(grid, at, number, taken))
    if len(rows) + len(unreadable) > MAX_ROWS:
        raise Unusable("table-too-long", rows=len(rows), limit=MAX_ROWS)
    return CommentTable(
        rows=tuple(rows),
        unreadable=tuple(unreadable),
        columns=columns,
        problems=tuple(problems),
        preamble=tuple("\t".join(filter(None, row)) for row in grid.rows[:heading_at] if any(row)),
        sheet=grid.name,
        header_row=before + heading_at + 1,
    )


def _of_lines(row: TableRow, has_member: bool) -> TableRow:
    """A row of a review sheet: its lines in words, its reviewer out of the brackets at the end.

    0 0 0 0 means the whole chapter, so that nothing is said about lines then.
    """
    row = replace(row, from_line=row.from_line or row.line)
    places = [_whole(t) for t in (row.from_page, row.from_line, row.to_page, row.to_line)]
    start = f"{places[0]}:{places[1]}" if places[0] else ""
    end = f"{places[2] or places[0]}:{places[3]}" if places[2] or places[3] else ""
    told = start if not end or end == start else f"{start}–{end}"
    member, comment = row.member, row.comment
    found = None if has_member else _REVIEWER.search(comment)
    if found and ("," in found[1] or " " in found[1].strip()):
        member, comment = found[1].strip(), comment[: found.start()].rstrip()
    return replace(row, line=told if start else "", member=member, comment=comment)


def _whole(text: str) -> int:
    digits = "".join(str(unicodedata.digit(c)) for c in text.strip() if c.isdigit())
    return int(digits) if digits and len(digits) < 6 else 0


def _bent(grid: Grid, at: int, number: int, taken: Sequence[tuple[int, Field]]) -> list[Problem]:
    """References that the spreadsheet turned into a date or a fraction (5.10 becomes 5.1)."""
    return [
        Problem(
            "clause-bent-by-spreadsheet",
            f"row {number}, column {letter(column)}",
            {
                "row": number,
                "column": letter(column),
                "shown": grid.rows[at][column],
                "as": grid.shaped[at, column],
            },
        )
        for column, field in taken
        if field in _REFERENCES and (at, column) in grid.shaped
    ]


def _repeats(cells: Sequence[str], headings: Sequence[str]) -> bool:
    return sum(map(bool, cells)) >= 2 and all(
        cell == (headings[at] if at < len(headings) else "")
        for at, cell in enumerate(cells)
        if cell
    )


def _counts_columns(cells: Sequence[str]) -> bool:
    """The row "1 2 (3) 4 5 (6) (7)" that older forms print under the headings."""
    filled = [cell for cell in cells if cell]
    numbers = [re.fullmatch(r"\(?(\d{1,2})\)?", cell) for cell in filled]
    return len(filled) >= 4 and [m and int(m[1]) for m in numbers] == [*range(1, len(filled) + 1)]


def _extra_names(headings: Sequence[str], fields: Sequence[Field | None]) -> dict[int, str]:
    names: dict[int, str] = {}
    used: set[str] = set()
    for at, heading in enumerate(headings):
        if fields[at] is None:
            name = heading or letter(at)
            names[at] = name if name not in used else f"{name} ({letter(at)})"
            used.add(names[at])
    return names


def _from_json(data: bytes) -> CommentTable:
    text, assumed = decode(data)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("file-broken") from None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Unusable("table-without-heading")
    rows: list[TableRow] = []
    unreadable: list[TableRow] = []
    problems = list(assumed)
    for number, entry in enumerate(found, 1):
        values: dict[str, str] = {}
        extra: dict[str, str] = {}
        for key, value in entry.items():
            if key in ("languages", "directions") and isinstance(value, dict):
                continue
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            if key in ANSWER_COLUMNS:
                values[ANSWER_COLUMNS[key]] = tidy(shown) if value is not None else ""
            elif value is not None:
                extra[key] = tidy(shown)
        row = TableRow(row=number, extra=extra, **values)  # type: ignore[arg-type]
        if row.comment or row.proposed:
            rows.append(row)
        else:
            unreadable.append(row)
        if not row.comment:
            problems.append(Problem("row-without-comment", f"row {number}", {"row": number}))
    if not found:
        raise Unusable("table-empty")
    return CommentTable(tuple(rows), tuple(unreadable), (), tuple(problems))
