"""The sheet for comments as a workbook: one line for each paragraph, types to choose from."""

from __future__ import annotations

import datetime as dt
import io

from travaux.core.formats.comment_sheets.model import SHEET_COLUMNS, CommentSheet
from travaux.core.formats.table_sizes import row_height
from travaux.core.formats.workbooks import growing_sheet, new_workbook

_WIDTHS = {"reference": 12, "paragraph": 12, "words": 48, "type": 14, "comment": 56, "proposed": 48}
_FIXED = dt.datetime(2000, 1, 1)
_PROMPT = 255  # what Excel shows of a list of choices at most


def write_sheet_xlsx(sheet: CommentSheet) -> bytes:
    """Equal sheets give equal bytes; every cell is a constant string."""
    out = io.BytesIO()
    book = new_workbook(out)
    book.set_properties({"title": " · ".join(sheet.lines)[:255], "created": _FIXED})
    page = growing_sheet(book, _name(sheet.word("title")))
    rtl = sheet.direction == "rtl"
    if rtl:
        page.right_to_left()
    order = 2 if rtl else 1
    plain = {"text_wrap": True, "valign": "top", "num_format": "@"}
    bold = book.add_format({"bold": True, "num_format": "@", "reading_order": order})
    line = book.add_format({"num_format": "@", "reading_order": order})
    head = book.add_format(
        {**plain, "bold": True, "border": 1, "bg_color": "#E7EEF5", "reading_order": order}
    )
    grey = book.add_format(
        {**plain, "font_color": "#6B6B6B", "border": 1, "border_color": "#D0D0D0"}
    )
    free = book.add_format({**plain, "border": 1, "border_color": "#9A9A9A"})
    at = 0
    for text in (sheet.word("title"), *sheet.lines):
        page.write_string(at, 0, text, bold if at == 0 else line)
        at += 1
    for text in sheet.advice:
        page.write_string(at, 0, text, line)
        at += 1
    page.write_string(at, 0, sheet.word("member"), bold)
    page.write_blank(at, 2, None, free)
    at += 1
    page.write_string(at, 0, f"{sheet.word('mark')}: travaux:{sheet.mark}", grey)
    at += 1
    heading = at
    for column, key in enumerate(SHEET_COLUMNS):
        page.write_string(at, column, sheet.word(key), head)
        page.set_column(column, column, _WIDTHS[key])
    for row in sheet.rows:
        at += 1
        page.set_row(at, row_height([(row.words, _WIDTHS["words"])]))
        page.write_string(at, 0, row.reference, grey)
        page.write_string(at, 1, row.paragraph, grey)
        page.write_string(at, 2, row.words, grey)
        for column in (3, 4, 5):
            page.write_blank(at, column, None, free)
    for _ in range(sheet.spare):
        at += 1
        for column in range(len(SHEET_COLUMNS)):
            page.write_blank(at, column, None, free)
    names = [name for _, name in sheet.types]
    if names and len(",".join(names)) < _PROMPT:
        page.data_validation(
            heading + 1, 3, at, 3, {"validate": "list", "source": names, "error_type": "warning"}
        )
    page.freeze_panes(heading + 1, 3)
    page.repeat_rows(heading)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    book.close()
    return out.getvalue()


def _name(title: str) -> str:
    clean = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:31]
    return clean or "Sheet"
