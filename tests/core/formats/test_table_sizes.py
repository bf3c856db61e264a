"""Columns fill the page and rows are high enough, in Word and in sheets."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from travaux.core.formats.comment_tables import AnswerTable, Cell, write_answers
from travaux.core.formats.table_sizes import column_shares, row_height
from travaux.core.formats.text_files import write_text
from travaux.core.texts.document import Block, Document

ROWS = (("No.", "Comment"), ("1", "Residents need to know how long their data are kept. " * 4))


@given(st.lists(st.lists(st.text(max_size=80), min_size=1, max_size=6), min_size=1, max_size=6))
def test_columns_fill_the_page(rows: list[list[str]]) -> None:
    shares = column_shares(rows, 9000)
    assert sum(shares) == 9000 and min(shares) > 9000 // 60


def test_a_number_has_less_room_than_a_text_and_every_cell_says_its_width() -> None:
    data = write_text(Document("", (Block("table", "", rows=ROWS),), "en"), "docx")
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    grid = [int(wide) for wide in re.findall(r'<w:gridCol w:w="(\d+)"', xml)]
    assert sum(grid) == 9000 and grid[0] * 3 < grid[1]
    assert [int(w) for w in re.findall(r'<w:tcW w:w="(\d+)"', xml)] == grid * 2


def test_rows_of_a_sheet_are_as_high_as_their_words_and_not_fixed() -> None:
    rows = ({"comment": Cell("Long " * 60)}, {"comment": Cell("short")})
    data = write_answers(AnswerTable(("A/1",), {}, rows), ".xlsx")
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    heights = [float(high) for high in re.findall(r'<row [^>]*ht="([\d.]+)"', xml)]
    assert heights == [105]  # the short row has the height that every row has
    assert "customHeight" not in xml
    assert row_height([("word " * 5000, 10)]) == 409
