"""The sheets of IPCC, Codex and IPPC, as they are filled in, and where their rows belong."""

from __future__ import annotations

from tests.core.formats.test_comment_tables import workbook
from tests.core.formats.word_files import word_file

from travaux.core.comments.placing import targets_of
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.texts.document import Block, Document
from travaux.core.texts.line_numbers import map_of

DRAFT = Document(
    "Draft",
    (
        Block("heading", "Scope", "1", 1),
        Block("paragraph", "Cities should plan. " * 12, "1"),
        Block("paragraph", "Data are open to all. " * 12, "2"),
        Block("heading", "Aims", "2", 1),
        Block("paragraph", "Residents take part.", "3"),
    ),
)
TARGETS = targets_of(DRAFT)
LINES = map_of(
    [[1, 1, 1, 1, 0], [1, 2, 1, 6, 1], [1, 7, 1, 10, 2], [1, 11, 1, 11, 3], [1, 12, 1, 12, 4]]
)
IPCC = [
    "Comment No",
    "Chapter",
    "From Page",
    "From Line",
    "To Page",
    "To Line",
    "Comment",
    "Response",
]


def table(*rows: list[object]):
    return read_comment_table(workbook(("S", [IPCC, *rows])), "review.xlsx")


def test_an_ipcc_sheet_names_pages_lines_and_its_reviewer_at_the_end():
    found = table(
        [1, "1", 1, 3, 1, 5, "Too long. [Amina Example, State A]", "Taken into account"],
        [2, "1", 0, 0, 0, 0, "The chapter is too long.", ""],
        [3, "", 1, 2, 1, 8, "Both paragraphs repeat one another [sic]", ""],
    )
    assert found.by_lines
    first, second, third = found.rows
    assert (first.line, first.member, first.comment) == (
        "1:3–1:5",
        "Amina Example, State A",
        "Too long.",
    )
    assert first.observation == "Taken into account"
    assert (second.line, second.from_page) == ("", "0")
    assert (third.member, third.comment) == ("", "Both paragraphs repeat one another [sic]")
    places = RowPlaces(TARGETS, LINES)
    placed = [places.place(row) for row in found.rows]
    assert [(p.kind, p.key, p.why) for p in placed] == [
        ("paragraph", "1", "page-and-line"),
        ("section", "0", "section-number"),
        ("paragraph", "1", "page-and-line"),
    ]
    assert placed[2].candidates == ("2",)


def test_lines_are_not_guessed():
    found = table(
        [1, "", 9, 1, 9, 1, "No such page", ""],
        [2, "1", 1, 2, "", "", "Lines nobody knows", ""],
        [3, "", 1, 2, "", "", "Nor a chapter", ""],
    )
    assert RowPlaces(TARGETS, LINES).place(found.rows[0]).why == "line-not-in-print"
    without = RowPlaces(TARGETS)
    assert without.place(found.rows[1]).kind == "section"
    assert without.place(found.rows[2]).why == "lines-not-known"


def test_an_ippc_table_with_location_type_and_explanation():
    heading = [
        "1. Section",
        "2. Country",
        "3. Type of comment",
        "4. Location",
        "5. Proposed rewording",
        "6. Explanation",
    ]
    data = workbook(
        ("S", [heading, ["1", "State A", "Substantive", "2", "Data are shared.", "Clearer"]])
    )
    [row] = read_comment_table(data, "ippc.xlsx").rows
    assert (row.clause, row.member, row.type, row.paragraph, row.proposed, row.comment) == (
        "1", "State A", "Substantive", "2", "Data are shared.", "Clearer",
    )  # fmt: skip
    assert RowPlaces(TARGETS).place(row).key == "2"


def test_a_codex_table_in_word():
    def cells(*words: str) -> str:
        return "<w:tr>" + "".join(
            f"<w:tc><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:tc>" for w in words
        ) + "</w:tr>"  # fmt: skip

    body = "<w:tbl>" + cells("SECTION", "COMMENT / RATIONALE", "MEMBER / OBSERVER") + cells(
        "Scope", "We support this.", "State B"
    ) + "</w:tbl>"  # fmt: skip
    [row] = read_comment_table(word_file(body), "codex.docx").rows
    assert (row.clause, row.comment, row.member) == ("Scope", "We support this.", "State B")
    assert RowPlaces(TARGETS).place(row).key == "0"


def test_our_own_sheet_knows_its_paragraphs():
    data = workbook(("S", [["Identity (do not change)", "Comment", "Member"], ["4", "Here", "X"], ["zz", "Gone", "X"], ["-", "All of it", "X"]]))  # fmt: skip
    rows = read_comment_table(data, "kit.xlsx").rows
    places = [RowPlaces(TARGETS).place(row) for row in rows]
    assert [(p.kind, p.key, p.why) for p in places] == [
        ("paragraph", "4", "reference"),
        ("unplaced", "", "reference-unknown"),
        ("text", "", "whole-text"),
    ]
