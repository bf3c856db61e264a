"""A table of answers that goes out in any format comes back with every word."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile

import openpyxl
import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from travaux.core.formats.comment_tables import (
    ANSWER_COLUMNS,
    AnswerTable,
    Cell,
    read_comment_table,
    write_answers,
)
from travaux.core.formats.comment_tables.csv_grid import guard_cell, unguard_cell
from travaux.core.problems import Unusable

ENDINGS = (".xlsx", ".csv", ".docx", ".json")
HARD = (
    '=HYPERLINK("https://example.org","click")',
    "+1 from us",
    "-5 °C",
    "@everyone",
    "'=quoted",
    "''@twice",
    "'  =quoted after blanks",
    "https://example.org/a",
    "<script>alert(1)</script> & more",
    "two\nlines\n\nand a gap",
    "tab\there",
    "_x0041_ as typed",
    "التعريف غير واضح {USA+}",
    "定义不清楚",
    "𝔘nusual 🙂",
    '"quoted", with; signs',
    "0012",
    "1e5",
    "TRUE",
    "2026-01-05",
    "w" * 40_000,
    "🙂 " * 20_000 + "end",
    "ab cd " * 30_000 + "end",
)


def table_of(texts, **more) -> AnswerTable:
    rows = [
        {key: Cell(f"{text}" if key == "comment" else f"{key} {at}") for key in ANSWER_COLUMNS}
        | {"reasons": Cell(text, "ar", "rtl")}
        for at, text in enumerate(texts)
    ]
    return AnswerTable(("A/DEMO/1", "First round", "As at 1 Jan 2026"), {}, rows, **more)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_written_is_read_back_word_for_word(ending):
    table = table_of(HARD)
    back = read_comment_table(write_answers(table, ending), "answers" + ending)
    assert len(back.rows) == len(HARD) and not back.unreadable
    assert [p for p in back.problems] == []
    for at, (row, text) in enumerate(zip(back.rows, HARD, strict=True)):
        # Compared apart from the assertion: a difference of long texts takes minutes to print.
        same = row.comment == text and row.reasons == text
        assert same, text[:80]
        for key, name in ANSWER_COLUMNS.items():
            if key not in ("comment", "reasons"):
                assert getattr(row, name) == f"{key} {at}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_headings_in_the_reader_s_language_come_back_by_their_aliases(ending):
    headings = {key: f"عنوان {key}" for key in ANSWER_COLUMNS}
    rows = [{"member": Cell("دولة أ", "ar", "rtl"), "comment": Cell("نص", "ar", "rtl")}]
    table = AnswerTable(("A/1",), headings, rows, language="ar", direction="rtl", sheet="جدول")
    data = write_answers(table, ending)
    row = read_comment_table(data, "a" + ending, aliases=table.aliases).rows[0]
    assert (row.member, row.comment, row.outcome) == ("دولة أ", "نص", "")


plain_text = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=60
)


@settings(max_examples=150, deadline=None)
@given(st.lists(plain_text, min_size=1, max_size=5))
def test_any_text_survives_every_format(texts):
    texts = [f"c{text}" for text in texts] + [text for text in texts if text.strip()]
    for ending in ENDINGS:
        back = read_comment_table(write_answers(table_of(texts), ending), "a" + ending)
        assert [row.comment for row in back.rows] == [text.strip() for text in texts], ending


@given(st.text() | st.text("'=+-@＝ \t\na", max_size=6))
def test_guarding_a_cell_against_formulas_loses_nothing(text):
    assert unguard_cell(guard_cell(text.strip())) == text.strip()
    assert guard_cell(text)[:1] not in tuple("=+-@\t\r\n")


def test_csv_opens_in_excel_as_text():
    data = write_answers(table_of(["=1+1"]), ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0][7] == "Comment" and rows[1][7] == "'=1+1"


def test_workbook_is_made_for_reading_and_holds_no_formula_or_link():
    table = table_of(HARD, direction="rtl", language="ar")
    data = write_answers(table, ".xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"<hyperlink" not in sheet
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft and sheet.page_setup.orientation == "landscape"
    assert sheet.freeze_panes == "B5" and sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref == f"A4:M{4 + len(HARD)}"
    assert sheet["H5"].data_type == "s" and sheet["H5"].alignment.wrap_text
    assert sheet["K5"].alignment.readingOrder == 2
    assert book.properties.title.startswith("A/DEMO/1")


def test_word_file_has_one_real_table_with_a_repeated_heading():
    data = write_answers(table_of(["a", "b"], direction="rtl", language="ar"), ".docx")
    word = WordDocument(io.BytesIO(data))
    assert len(word.tables) == 1 and len(word.tables[0].rows) == 3
    section = word.sections[0]
    assert section.page_width > section.page_height
    assert section.header.paragraphs[0].text == "A/DEMO/1"
    assert word.paragraphs[0].text == "A/DEMO/1"
    heading = word.tables[0].rows[0]._tr.xml
    assert "tblHeader" in heading
    assert "bidiVisual" in word.tables[0]._tbl.xml
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_word_file_shows_what_xml_cannot_hold():
    back = read_comment_table(write_answers(table_of(["a\x07b\x00"]), ".docx"), "a.docx")
    assert back.rows[0].comment == "a␇b␀"


def test_json_has_the_stable_keys():
    entry = json.loads(write_answers(table_of(["x"]), ".json"))[0]
    assert [*entry] == [*ANSWER_COLUMNS, "languages"]
    assert entry["languages"] == {"reasons": "ar"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_table_gives_the_same_bytes(ending):
    first = write_answers(table_of(HARD), ending)
    time.sleep(0.01)
    assert write_answers(table_of(HARD), ending) == first


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_without_rows_is_a_table(ending):
    assert write_answers(AnswerTable(("A/1",), {}, ()), ending)


def test_an_unknown_ending_is_refused():
    with pytest.raises(Unusable) as refused:
        write_answers(table_of(["x"]), ".pdf")
    assert refused.value.code == "ending-unknown"
