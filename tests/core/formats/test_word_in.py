"""Word's numbering, styles, notes, tables and tracked changes come out as Word prints them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.core.formats.word_files import level, listed, paragraph, word_file

from travaux.core.formats.text_files import read_text
from travaux.core.texts.document import Block, Document

LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)")
    + level(2, "lowerRoman", "(%3)")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.", more='<w:pStyle w:val="Titre1"/>')
    + level(1, "decimal", "%1.%2", more='<w:isLgl/><w:pStyle w:val="Titre2"/>')
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mio"><w:name w:val="Mio"/><w:basedOn w:val="Titre2"/>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Fort"><w:name w:val="Fort"/><w:rPr><w:b/></w:rPr>'
    "</w:style>"
)


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def read(body: str, **parts: str) -> Document:
    return read_text(word_file(body, **parts), "draft.docx")


def shown(document: Document) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.level, block.number, block.text) for block in document.blocks]


def test_lists_headings_restarts_and_inherited_styles_are_numbered_as_printed() -> None:
    body = (
        paragraph("Portée", style("Titre1"))
        + paragraph("Champ", style("Titre2"))
        + listed("One", 1) + listed("by mail", 1, 1) + listed("by hand", 1, 1)
        + listed("at once", 1, 2) + listed("Two", 1) + listed("again", 1, 1)
        + paragraph("Suite", style("Titre1"))
        + paragraph("Détail", style("Mio"))
        + listed("Five", 3) + listed("Six", 3) + listed("a", 3, 1)
    )  # fmt: skip
    assert shown(read(body, styles=STYLES, numbering=LISTS)) == [
        ("heading", 1, "I", "Portée"),
        ("heading", 2, "1.1", "Champ"),
        ("paragraph", 0, "1", "One"),
        ("sub", 1, "(a)", "by mail"),
        ("sub", 1, "(b)", "by hand"),
        ("sub", 2, "(i)", "at once"),
        ("paragraph", 0, "2", "Two"),
        ("sub", 1, "(a)", "again"),
        ("heading", 1, "II", "Suite"),
        ("heading", 2, "2.1", "Détail"),
        ("paragraph", 0, "5", "Five"),
        ("paragraph", 0, "6", "Six"),
        ("sub", 1, "(a)", "a"),
    ]


def test_numbers_typed_by_hand_are_told_from_the_words() -> None:
    body = "".join(
        map(
            paragraph, ["12. Typed", "(a) first", "(b) second", "(i) deeper", "(c) third", "2015 x"]
        )
    )
    assert shown(read(body)) == [
        ("paragraph", 0, "12", "Typed"),
        ("sub", 1, "(a)", "first"),
        ("sub", 1, "(b)", "second"),
        ("sub", 2, "(i)", "deeper"),
        ("sub", 1, "(c)", "third"),
        ("paragraph", 0, "", "2015 x"),
    ]


def test_notes_emphasis_breaks_and_tables_keep_their_places() -> None:
    bold = '<w:r><w:rPr><w:rStyle w:val="Fort"/></w:rPr><w:t>must</w:t></w:r>'
    note = '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:br/><w:t>next</w:t></w:r>'
    cell = "<w:tc>{}</w:tc>"
    rows = "".join(
        "<w:tr>" + "".join(cell.format(paragraph(words)) for words in row) + "</w:tr>"
        for row in (("Year", "Sum"), ("2027", "5"))
    )
    footnotes = (
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="7">{paragraph(" See annex.")}</w:footnote>'
    )
    found = read(
        paragraph("States ", runs=bold + note) + f"<w:tbl>{rows}</w:tbl>",
        styles=STYLES,
        footnotes=footnotes,
    )
    first, table = found.blocks
    assert first.text == "States must\nnext"
    assert [(first.text[m.start : m.end], m.kind) for m in first.marks] == [("must", "strong")]
    assert [(note.at, note.label, note.text) for note in first.notes] == [(11, "1", "See annex.")]
    assert table.rows == (("Year", "Sum"), ("2027", "5"))
    assert table.text == "Year\tSum\n2027\t5"
    assert found.language == "fr-FR"


def test_tracked_changes_are_read_as_accepted_and_said_aloud() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText> not</w:delText></w:r></w:del>'
    come = '<w:ins w:id="2"><w:r><w:t> now</w:t></w:r></w:ins>'
    mark = '<w:rPr><w:del w:id="3"/></w:rPr>'
    found = read(paragraph("Act", mark, gone + come) + paragraph(", all."))
    assert [block.text for block in found.blocks] == ["Act now, all."]
    assert [(p.code, p.facts["count"]) for p in found.problems] == [("tracked-changes-present", 3)]


def test_a_text_box_is_left_out_with_a_problem() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('boxed')}</w:txbxContent></w:pict></w:r>"
    found = read(paragraph("Words", runs=box))
    assert found.blocks == (Block("paragraph", "Words"),)
    assert [problem.code for problem in found.problems] == ["text-boxes-left-out"]


def test_an_unknown_list_a_circle_of_styles_and_odd_values_do_no_harm() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    odd = '<w:pStyle w:val="A"/><w:outlineLvl w:val="x"/><w:numPr><w:numId w:val="99"/></w:numPr>'
    assert shown(read(paragraph("Words", odd), styles=styles)) == [("paragraph", 0, "", "Words")]


def test_direction_controls_are_taken_out_and_counted() -> None:
    found = read(paragraph("\u202eevil\u202c \u2066kept\u2069"))
    assert found.blocks[0].text == "evil \u2066kept\u2069"
    assert [(p.code, p.facts["count"]) for p in found.problems] == [("bidi-controls-removed", 2)]


def test_files_made_by_word_are_read_whole() -> None:
    if "TRAVAUX_REAL_DATA" not in os.environ:
        pytest.skip("needs TRAVAUX_REAL_DATA: Word files made by others are not in the repository")
    folder = Path(os.environ["TRAVAUX_REAL_DATA"]) / "word"
    texts = {
        path.stem: read_text(path.read_bytes(), path.name) for path in sorted(folder.glob("*.docx"))
    }
    assert texts["pandoc_numbered_header"].blocks[0].number == "1"
    assert len(texts["pandoc_notes"].blocks[1].notes) == 2
    assert len(texts["pandoc_comments"].blocks) == 4
    moved = [block.text for block in texts["pandoc_track_changes_move"].blocks]
    assert moved[1] == "Here is the text to be moved."
