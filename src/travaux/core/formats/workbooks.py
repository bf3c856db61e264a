"""Workbooks as we write them: cells of constant strings, rows as high as their words need."""

from __future__ import annotations

import io
from typing import Any


def new_workbook(out: io.BytesIO) -> Any:
    """A workbook (of xlsxwriter) that runs nothing: no string becomes a formula, a link or a number.

    The caller fills it and closes it; `out` then holds the file.
    """
    import xlsxwriter

    return xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )


def growing_sheet(book: Any, name: str) -> Any:
    """A new sheet of the book whose rows still grow where more is typed into them."""
    from travaux.core.formats.growing_sheet import GrowingSheet

    return book.add_worksheet(name, GrowingSheet)
