"""Sheets that go out with a draft to be filled in without a connection, and come back by mail."""

from travaux.core.formats.comment_sheets.model import (
    ENGLISH,
    SHEET_COLUMNS,
    CommentSheet,
    SheetRow,
    rows_of,
)
from travaux.core.formats.comment_sheets.sheet_docx import write_sheet_docx
from travaux.core.formats.comment_sheets.sheet_xlsx import write_sheet_xlsx

__all__ = [
    "ENGLISH",
    "SHEET_COLUMNS",
    "CommentSheet",
    "SheetRow",
    "rows_of",
    "write_sheet_docx",
    "write_sheet_xlsx",
]
