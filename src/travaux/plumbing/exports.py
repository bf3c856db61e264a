"""Every list leaves as XLSX, CSV or JSON, by the same three ways."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse

from travaux.core.formats.table_sizes import row_height, signs
from travaux.core.formats.workbooks import growing_sheet, new_workbook

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "akn.xml": "application/akn+xml",
    "po": "text/x-gettext-translation; charset=utf-8",
    "xliff12.xlf": "application/xliff+xml",
    "xliff20.xlf": "application/xliff+xml",
    "ids.json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


_WIDEST = 44  # signs of a column; what is longer is wrapped
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set):
        return "; ".join(str(v) for v in value)
    return "" if value is None else value


def _wanted(rows: Sequence[Sequence[Any]], column: int) -> int:
    """Signs of the longest cell of a column, up to what a column may have at most."""
    longest = max((signs(str(row[column])) for row in rows if column < len(row)), default=0)
    return min(longest + 2, _WIDEST)


def write(
    ending: str,
    columns: Sequence[tuple[str, Any]],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    right_to_left: bool = False,
) -> bytes:
    """The list as a file. `columns` are (stable key, heading in the reader's language)."""
    if ending == "json":
        keys = [key for key, _ in columns]
        found = [dict(zip(keys, (_plain(v) for v in row), strict=True)) for row in rows]
        return json.dumps(found, ensure_ascii=False, indent=1).encode()
    if ending == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([str(heading) for _, heading in columns])
        for row in rows:
            # a cell that a spreadsheet would run as a formula is led by an apostrophe
            writer.writerow(
                [
                    f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v
                    for v in map(_plain, row)
                ]
            )
        return ("\ufeff" + text.getvalue()).encode()
    if ending == "xlsx":
        data = io.BytesIO()
        book = new_workbook(data)
        named = (title or "Travaux")[:31].translate(str.maketrans("[]:*?/\\", "       "))
        sheet = growing_sheet(book, named)
        if right_to_left:
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        rows = [[_plain(value) for value in row] for row in rows]
        widths = [
            max(12, min(48, signs(str(heading)) + 4), _wanted(rows, i))
            for i, (_, heading) in enumerate(columns)
        ]
        for i, (_, heading) in enumerate(columns):
            sheet.write_string(0, i, str(heading), bold)
            sheet.set_column(i, i, widths[i])
        for n, row in enumerate(rows, 1):
            texts = [(str(value), width) for value, width in zip(row, widths, strict=False)]
            sheet.set_row(n, row_height(texts))
            for i, plain in enumerate(row):
                if isinstance(plain, int | float) and not isinstance(plain, bool):
                    sheet.write_number(n, i, plain, cell)
                else:
                    sheet.write_string(n, i, str(plain)[:32767], cell)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        book.close()
        return data.getvalue()
    raise Http404(ending)


def download(data: bytes, ending: str, name: str) -> HttpResponse:
    """A file to keep, under a name that says what it is."""
    response = HttpResponse(
        data, content_type=TYPES[ending.rsplit(".", 1)[-1] if ending not in TYPES else ending]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
