"""A worksheet whose rows are as high as their words need, and still grow where more is typed."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class GrowingSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """Heights that `set_row` was given are written as measured, not as fixed by hand.

    A fixed height stays when more words are typed into the row; without any height LibreOffice
    shows one line of a cell that has ten.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row":
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
