"""The table of answers as a workbook that prints, filters and sorts well, and runs nothing."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from travaux.core.formats.comment_tables.answer_table import OTHER_WIDTH, WIDTHS, AnswerTable
from travaux.core.formats.comment_tables.xlsx_grid import LONG_TEXTS
from travaux.core.formats.table_sizes import row_height
from travaux.core.formats.workbooks import growing_sheet, new_workbook

# Excel holds 32,767 UTF-16 units in a cell; what is longer goes on on a second sheet.
LONGEST_CELL = 32_000
_FIXED = dt.datetime(2000, 1, 1)


def write_xlsx(table: AnswerTable) -> bytes:
    """Every cell a constant string: no formulas, no links, whatever a comment begins with."""
    out = io.BytesIO()
    book = new_workbook(out)
    # The same table gives the same bytes: the file carries no time of its own.
    book.set_properties(
        {
            "title": " · ".join(table.title)[:255],
            "author": table.author,
            "created": _FIXED,
            "comments": table.language,
        }
    )
    sheet = growing_sheet(book, _sheet_name(table.sheet))
    rtl = table.direction == "rtl"
    plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    orders = {"ltr": 1, "rtl": 2}
    formats: dict[str, Any] = {
        direction: book.add_format(
            {
                **plain,
                "num_format": "@",
                "reading_order": orders.get(direction, 0),
                **({"align": "right"} if direction == "rtl" else {}),
                **({"align": "left"} if direction == "ltr" and rtl else {}),
            }
        )
        for direction in ("", "ltr", "rtl")
    }
    heading = book.add_format({**plain, "bold": True, "bg_color": "#E7EEF5", "num_format": "@"})
    title = book.add_format({"bold": True, "num_format": "@"})
    if rtl:
        sheet.right_to_left()
    at = 0
    for line in table.title:
        sheet.write_string(at, 0, line[:LONGEST_CELL], title)
        at += 1
    for column, key in enumerate(table.columns):
        sheet.write_string(at, column, table.heading(key), heading)
        sheet.set_column(column, column, WIDTHS.get(key, OTHER_WIDTH))
    heading_at = at
    long_texts: list[str] = []
    sized = [(key, float(WIDTHS.get(key, OTHER_WIDTH))) for key in table.columns]
    for row in table.rows:
        at += 1
        sheet.set_row(
            at, row_height([(row[key].text, width) for key, width in sized if key in row])
        )
        for column, key in enumerate(table.columns):
            cell = row.get(key)
            if cell is None or not cell.text:
                sheet.write_blank(at, column, None, formats[""])
                continue
            text = _storable(cell.text)
            if len(text) > LONGEST_CELL // 2 and _units(text) > LONGEST_CELL:
                first, _ = _cut(text)
                long_texts.append(text[len(first) :])
                text = f"{first}\n[… L{len(long_texts)}]"
            sheet.write_string(at, column, text, formats[cell.direction])
    last = len(table.columns) - 1
    sheet.autofilter(heading_at, 0, max(at, heading_at), last)
    sheet.freeze_panes(heading_at + 1, 1)
    sheet.repeat_rows(heading_at)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    if long_texts:
        _write_long_texts(book, long_texts, formats[""])
    book.close()
    return out.getvalue()


def _write_long_texts(book: Any, texts: list[str], style: Any) -> None:
    sheet = book.add_worksheet("Long texts")
    sheet.set_column(2, 2, 120)
    for column, name in enumerate(LONG_TEXTS):
        sheet.write_string(0, column, name)
    at = 0
    for number, text in enumerate(texts, 1):
        rest, part = text, 1
        while rest:
            at, part = at + 1, part + 1
            piece, rest = _cut(rest)
            sheet.write_string(at, 0, f"L{number}")
            sheet.write_string(at, 1, str(part))
            # In brackets, because readers trim cells and a piece may end in a blank.
            sheet.write_string(at, 2, f"[{piece}]", style)


def _storable(text: str) -> str:
    # A lone surrogate cannot be written in UTF-8 at all.
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def _cut(text: str) -> tuple[str, str]:
    """The part that fits a cell, and the rest."""
    end = LONGEST_CELL // 2 if any(c > "\uffff" for c in text[:LONGEST_CELL]) else LONGEST_CELL
    return text[:end], text[end:]


def _sheet_name(name: str) -> str:
    clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31].strip("' ")
    return clean if clean and clean.casefold() not in ("history", "long texts") else "Answers"
