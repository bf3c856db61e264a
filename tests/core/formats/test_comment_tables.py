"""Comment tables come in whole: every row is a comment, or is named with what it holds."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document as WordDocument

from travaux.core.formats.comment_tables import ANSWER_COLUMNS, CommentTable, read_comment_table
from travaux.core.formats.comment_tables.answer_table import ENGLISH_HEADINGS
from travaux.core.problems import Unusable

ISO = (
    "MB/NC",
    "Line number\n(e.g. 17)",
    "Clause/ Subclause\n(e.g. 3.1)",
    "Paragraph/ Figure/ Table/\n(e.g. Table 1)",
    "Type of comment²",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
)


def workbook(*sheets: tuple[str, list[list[Any]]], merge: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merge:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(table: CommentTable) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in table.problems]


def test_the_iso_form_is_read_below_its_project_lines():
    data = workbook(
        (
            "Comments",
            [
                ["Date", "2026-01-05", "Document", "N 12"],
                [],
                list(ISO),
                [1, 2, 3, 4, 5, 6, 7, 8],
                ["AA", 17, "3.1", "2", "te", "  Not clear.\r\nAt all. ", "Say it", "Noted"],
                [],
                ["BB", None, "General", None, "ge", "Good", None, None],
            ],
        )
    )
    table = read_comment_table(data, "N12.xlsx")
    assert [row.row for row in table.rows] == [5, 7]
    first = table.rows[0]
    assert (first.member, first.line, first.clause, first.paragraph) == ("AA", "17", "3.1", "2")
    assert (first.type, first.proposed, first.observation) == ("te", "Say it", "Noted")
    assert first.comment == "Not clear.\nAt all."
    assert table.preamble == ("Date\t2026-01-05\tDocument\tN 12",)
    assert table.header_row == 3 and table.sheet == "Comments"
    assert codes(table) == [("heading-repeated", "row 4")]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            (
                "MB¹",
                "Clause No./ Subclause No./ Annex (e.g. 3.1)",
                "Paragraph/ Figure/Table/Note",
                "Comment (justification for change) by the MB",
                "Proposed change by the MB",
                "Secretariat observations on each comment submitted",
            ),
            ("member", "clause", "paragraph", "comment", "proposed", "observation"),
        ),
        (
            ("FAO sequential number", "Para", "Text", "T", "Comment", "SC response"),
            ("number", "paragraph", None, "type", "comment", "observation"),
        ),
        (
            ("Comm. no.", "Contracting party", "Section", "Proposed rewording", "Explanation"),
            ("number", "member", "clause", "proposed", "comment"),
        ),
        (
            ("Comment No", "Chapter", "From Page", "From Line", "To Line", "Comment", "Response"),
            (
                "number",
                "clause",
                "from_page",
                "from_line",
                "to_line",
                "comment",
                "observation",
            ),
        ),
        (
            tuple(ENGLISH_HEADINGS.values()),
            tuple(ANSWER_COLUMNS.values()),
        ),
        (("Rationale", "Member/Observer", "Proposed text"), ("comment", "member", "proposed")),
        (("TYPE OF COMMENT (ge/te/ed)", "comments"), ("type", "comment")),
    ],
)
def test_headings_of_the_templates_in_use(headings, fields):
    data = workbook(("S", [list(headings), ["x"] * len(headings)]))
    assert tuple(column.field for column in read_comment_table(data, "a.xlsx").columns) == fields


def test_headings_in_another_language_by_alias():
    data = workbook(("S", [["الدولة", "تعليق", "صيغة"], ["دولة أ", "غير واضح", "أوضح"]]))
    aliases = {"الدولة": "member", "تعليق": "comment", "صيغة": "proposed_change"}
    row = read_comment_table(data, "a.xlsx", aliases=aliases).rows[0]
    assert (row.member, row.comment, row.proposed) == ("دولة أ", "غير واضح", "أوضح")


def test_unknown_columns_and_cells_without_heading_are_kept():
    data = workbook(
        ("S", [["Comments", "MB/NC", "Mood", "Mood"], ["c", "A", "calm", "grim", "stray"]])
    )
    table = read_comment_table(data, "a.xlsx")
    assert table.rows[0].extra == {"Mood": "calm", "Mood (D)": "grim", "E": "stray"}
    assert ("column-not-recognised", "column C") in codes(table)


def test_a_row_without_a_comment_is_named_and_kept():
    data = workbook(
        (
            "S",
            [
                ["MB/NC", "Clause", "Comments", "Proposed change"],
                ["A", "5", None, None],
                ["A", "6", None, "Delete"],
                ["A", "7", "Why?", None],
            ],
        )
    )
    table = read_comment_table(data, "a.xlsx")
    assert [(row.row, row.clause) for row in table.unreadable] == [(2, "5")]
    assert [row.row for row in table.rows] == [3, 4]
    assert codes(table) == [("row-without-comment", "row 2"), ("row-without-comment", "row 3")]


def test_merged_cells_apply_to_their_rows():
    data = workbook(
        ("S", [["MB/NC", "Clause", "Comments"], ["A", "5", "one"], [None, None, "two"], []]),
        merge=("A2:A4", "B2:B3"),
    )
    table = read_comment_table(data, "a.xlsx")
    assert [(r.member, r.clause, r.comment) for r in table.rows] == [
        ("A", "5", "one"),
        ("A", "5", "two"),
    ]
    assert table.rows[1].inherited == ("member", "clause")
    assert table.unreadable == ()


def test_the_sheet_with_headings_is_read_and_the_others_named():
    data = workbook(
        ("Read me", [["How to fill in"], ["Thank you"]]),
        ("In", [["MB/NC", "Clause", "Comments"], ["A", "1", "x"]]),
        ("More", [["MB/NC", "Comments"], ["B", "y"]]),
        ("Empty", []),
    )
    table = read_comment_table(data, "a.xlsx")
    assert table.sheet == "In"
    unread = {p.where: p.facts["has_heading"] for p in table.problems}
    assert unread == {"sheet Read me": 0, "sheet More": 1}
    assert read_comment_table(data, "a.xlsx", sheet="More").rows[0].comment == "y"
    with pytest.raises(Unusable) as refused:
        read_comment_table(data, "a.xlsx", sheet="Other")
    assert refused.value.code == "sheet-unknown"


def test_formulas_give_their_stored_value_or_their_own_text():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, heading in enumerate(("MB/NC", "Clause", "Comments")):
        sheet.write(0, at, heading)
    sheet.write_formula(1, 2, '="Unclear"&"!"', None, "Unclear!")
    book.close()
    assert read_comment_table(out.getvalue(), "a.xlsx").rows[0].comment == "Unclear!"
    never_computed = workbook(
        ("S", [["MB/NC", "Clause", "Comments"], ["A", "1", '=CONCATENATE("a","<b")']])
    )
    assert read_comment_table(never_computed, "a.xlsx").rows[0].comment == '=CONCATENATE("a","<b")'


def test_clauses_that_the_spreadsheet_bent_are_named():
    data = workbook(
        ("S", [["Clause", "Comments"], [5.1, "x"], [dt.date(2026, 2, 5), "y"], [7, "z"]])
    )
    table = read_comment_table(data, "a.xlsx")
    assert [row.clause for row in table.rows] == ["5.1", "2026-02-05", "7"]
    assert [(p.where, p.facts["as"]) for p in table.problems] == [
        ("row 2, column A", "fraction"),
        ("row 3, column A", "date"),
    ]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_comment_of_a_megabyte_is_kept_whole(ending):
    long = "word " * 200_000 + "end"
    if ending == "csv":
        data = f'MB/NC,Comments\nA,"{long}"\n'.encode()
    else:
        # Spreadsheet programs stop at 32,767 characters, other writers do not.
        data = workbook(("S", [["MB/NC", "Comments"], ["A", "@@"]]))
        data = rewritten(data, b"@@", long.encode())
    same = read_comment_table(data, f"a.{ending}").rows[0].comment == long
    assert same


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


def test_twenty_thousand_rows():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, heading in enumerate(("MB/NC", "Clause", "Comments")):
        sheet.write_string(0, at, heading)
    for row in range(1, 20_001):
        sheet.write_string(row, 0, "A")
        sheet.write_string(row, 2, f"Comment {row}")
    book.close()
    table = read_comment_table(out.getvalue(), "a.xlsx")
    assert len(table.rows) == 20_000 and table.rows[-1].row == 20_001


SAMPLES = {
    "cp1251": "Комментарий к проекту: определение неясно, просим уточнить формулировку пункта.",
    "cp1256": "التعريف غير واضح، ونقترح إعادة صياغة الفقرة حتى تتفق مع بقية النص في المشروع.",
    "cp1252": "La définition n'est pas claire ; préciser l'énoncé où il est répété, s'il vous plaît.",
    "utf-16": "定义不清楚，建议修改该段落。 Определение неясно.",
    "utf-16-le": "The definition is unclear, please say it again, с примером.",
    "utf-16-be": "The definition is unclear, please say it again, с примером.",
    "utf-8": "定义不清楚 — définition",
    "utf-8-sig": "التعريف غير واضح",
}


@pytest.mark.parametrize("encoding", sorted(SAMPLES))
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_that_offices_write(encoding, delimiter):
    text = SAMPLES[encoding]
    quoted = f'"{text}\nsecond, line; ""quoted"""'
    lines = [delimiter.join(["MB/NC", "Clause", "Comments"]), delimiter.join(["A", "5", quoted])]
    lines.append(delimiter.join(["B", "6", "next"]))
    table = read_comment_table("\r\n".join(lines).encode(encoding), "comments.csv")
    assert table.rows[0].comment == f'{text}\nsecond, line; "quoted"'
    assert [row.row for row in table.rows] == [2, 3]
    assumed = [p for p in table.problems if p.code == "encoding-assumed"]
    sure = encoding in ("utf-8", "utf-8-sig", "utf-16")
    assert len(assumed) == (0 if sure else 1)


def test_csv_with_a_quote_never_closed_is_read_and_said():
    table = read_comment_table(b'MB/NC,Comments\nA,one\nB,"two\nC,three\n', "a.csv")
    assert ("quotes-unbalanced", "") in codes(table)
    assert "three" in table.rows[-1].comment


def test_a_word_form_is_read_with_its_merges_and_tracked_changes():
    word = WordDocument()
    word.add_paragraph("Project")
    note = word.add_table(1, 2)
    note.rows[0].cells[0].text = "Date: today"
    table = word.add_table(3, 4)
    for cell, text in zip(
        table.rows[0].cells, ("MB/NC", "Clause", "Comments", "Proposed change"), strict=True
    ):
        cell.text = text
    table.cell(1, 0).text = "A"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 2).text = "First line\nsecond line"
    table.cell(2, 2).text = "Other"
    out = io.BytesIO()
    word.save(out)
    read = read_comment_table(out.getvalue(), "form.docx")
    assert [(r.row, r.member, r.comment) for r in read.rows] == [
        (3, "A", "First line\nsecond line"),
        (4, "A", "Other"),
    ]
    assert read.preamble == ("Date: today",)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 * 2**20))
    return out.getvalue()


def one_far_cell() -> bytes:
    data = workbook(("S", [["MB/NC", "Comments"], ["A", "x"]]))
    return rewritten(data, b'r="B2"', b'r="XFD1048576"')


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "file-empty"),
        ("a.xlsx", b"PK\x03\x04 not an archive", "file-broken"),
        ("a.xlsx", b"hello", "file-broken"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "format-old-office"),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "file-encrypted",
        ),
        ("a.xlsx", bomb(), "archive-bomb"),
        ("a.xlsx", one_far_cell(), "table-too-wide"),
        ("a.xlsm", b"x", "file-has-macros"),
        ("a.pdf", b"%PDF-1.7", "file-kind-unknown"),
        ("a.csv", b"\n\n\n", "table-empty"),
        ("a.csv", b"just,some,words\n1,2,3\n", "table-without-heading"),
        ("a.json", b"{", "file-broken"),
        ("a.json", b"[]", "table-empty"),
        ("a.docx", workbook(("S", [["a"]])), "file-kind-differs"),
    ],
)
def test_files_that_cannot_be_used_say_why(name, data, code):
    with pytest.raises(Unusable) as refused:
        read_comment_table(data, name)
    assert refused.value.code == code


def test_every_truncation_of_a_workbook_is_refused_and_never_crashes():
    data = workbook(("S", [["MB/NC", "Comments"], ["A", "x"]]))
    for end in range(1, len(data) - 30, len(data) // 40):
        with pytest.raises(Unusable):
            read_comment_table(data[:end], "a.xlsx")


@pytest.mark.skipif("TRAVAUX_REAL_DATA" not in os.environ, reason="TRAVAUX_REAL_DATA is not set")
@pytest.mark.parametrize(("name", "count"), [("iterators", 112), ("containers", 291)])
def test_real_committee_tables_are_read_whole(name, count):
    path = Path(os.environ["TRAVAUX_REAL_DATA"], "comments", f"standard-{name}-comments.csv")
    table = read_comment_table(path.read_bytes(), path.name)
    assert len(table.rows) == count and not table.unreadable and not table.problems
