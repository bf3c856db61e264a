"""Files of answers as Kobo, ODK and spreadsheets export them: sheets, headings, rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

from travaux.core.formats.bounds import Bounds, check_size, ending_of, open_office_archive
from travaux.core.formats.comment_tables.csv_grid import decode_table
from travaux.core.problems import Problem, Unusable

MOST_ROWS = 200_000
MOST_COLUMNS = 4_000
LONGEST_CELL = 20_000
LARGEST = Bounds(
    file_bytes=200 * 1024 * 1024,
    archive_total_bytes=2_000 * 1024 * 1024,
    archive_entry_bytes=1_500 * 1024 * 1024,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headings, and (number as a person sees it, cells) of each row that says anything."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    problems: tuple[Problem, ...] = ()


def read_sheets(data: bytes, name: str, bounds: Bounds = LARGEST) -> list[Sheet]:
    """The sheets of an XLSX file, or the one of a CSV file; the first row is the heading.

    A row may have more cells than there are headings. Errors: those of Office archives,
    `file-kind-unknown`, `answers-without-heading`, `answers-too-many`, `answers-too-wide`.

    >>> [sheet] = read_sheets(b"city;size\\nAling;3\\n", "a.csv")
    >>> sheet.headings, list(sheet.rows)
    (('city', 'size'), [(2, ['Aling', '3'])])
    """
    ending = ending_of(name)
    if ending in ("xlsx", "xlsm"):
        if open_office_archive(data, bounds).kind != "xlsx":
            raise Unusable("file-broken")
        found = list(_of_workbook(data))
    elif ending in ("csv", "tsv", "txt"):
        check_size(data, bounds)
        found = [_of_text(data)]
    else:
        raise Unusable("file-kind-unknown", ending=ending)
    found = [sheet for sheet in found if any(sheet.headings)]
    if not found:
        raise Unusable("answers-without-heading")
    return found


def _of_workbook(data: bytes) -> Iterator[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception:  # the reader has many ways to say that a file is broken
        raise Unusable("file-broken") from None
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).iter_rows()
            yield _sheet(name, ([text_of(c) for c in row] for row in rows))
        except Unusable:
            raise
        except Exception:
            raise Unusable("file-broken") from None


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, days as YYYY-MM-DD, yes and no as 1 and 0.

    >>> text_of(3.0), text_of(True), text_of(datetime(2024, 2, 1))
    ('3', '1', '2024-02-01')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat("T", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()[:LONGEST_CELL]


def _of_text(data: bytes) -> Sheet:
    text, problems = decode_table(data)
    text = text.replace("\x00", "")
    head = text[:20_000].split("\n", 1)[0]
    delimiter = max((",", ";", "\t", "|"), key=head.count)
    if csv.field_size_limit() < len(text) + 1:
        csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    made = _sheet("", ([cell.strip()[:LONGEST_CELL] for cell in row] for row in reader))
    return Sheet(made.name, made.headings, made.rows, tuple(problems))


def _sheet(name: str, rows: Iterator[list[str]]) -> Sheet:
    headings: tuple[str, ...] = ()
    kept: list[tuple[int, Sequence[str]]] = []
    for number, row in enumerate(rows, 1):
        if not headings:
            if any(row):
                headings = tuple(row)
                if len(headings) > MOST_COLUMNS:
                    raise Unusable("answers-too-wide", most=MOST_COLUMNS)
            continue
        if any(row):
            if len(kept) == MOST_ROWS:
                raise Unusable("answers-too-many", most=MOST_ROWS)
            kept.append((number, row))
    return Sheet(name, headings, kept)


def column_named(sheet: Sheet, name: str) -> int:
    """Where a column stands: by its whole heading, or by what follows its last group.

    Error: `answers-without-column`.

    >>> column_named(Sheet("", ("start", "city/size"), ()), "size")
    1
    """
    for i, heading in enumerate(sheet.headings):
        if heading == name:
            return i
    for i, heading in enumerate(sheet.headings):
        if heading.rsplit("/", 1)[-1] == name:
            return i
    raise Unusable("answers-without-column", column=name[:80])
