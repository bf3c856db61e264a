"""Redlines as a page, in print and as Markdown: every word of both texts is in them, and marked."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from html import unescape

import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from tests.core.formats.test_word_redline import OLD, heading, paragraph, shaken, some_block

from travaux.core.formats.redline_rows import RedlineWords, rows_of
from travaux.core.formats.redlines import REDLINE_ENDINGS, write_redline
from travaux.core.problems import Unusable
from travaux.core.texts.comparison import Stretch, compared
from travaux.core.texts.document import Block, Document, Note
from travaux.core.texts.interweaving import Sign, Span

NEW = replace(
    OLD,
    title="Guidelines of the world",
    blocks=(
        OLD.blocks[0],
        paragraph("These guidelines help cities.", "1"),
        paragraph("They bind nobody.", "2"),
        paragraph("States should act.", "3", notes=(Note(6, "1", "All of us."),)),
        replace(OLD.blocks[5], rows=(*OLD.blocks[5].rows, ("x", "y"))),
        OLD.blocks[6],
        paragraph("The text is reviewed every two years <b>.", "4"),
        OLD.blocks[3],
    ),
)


def test_a_page_shows_each_kind_of_change() -> None:
    data = write_redline(OLD, NEW, "html", words=RedlineWords(moved_from="moved from %s!"))
    tree = html.fromstring(data)
    assert [node.text for node in tree.xpath("//h1/ins")] == [" of the world"]
    assert "shall" in [node.text for node in tree.xpath("//del")]
    assert "should" in [node.text for node in tree.xpath("//ins")]
    assert [node.text for node in tree.xpath("//tr[@class='ins']/td")] == ["x", "y"]
    assert "moved from (a)!" in tree.text_content()
    note = tree.get_element_by_id("note-1")
    assert [node.text for node in note.xpath(".//del | .//ins")] == ["them", "us"]
    assert b"<b>" not in data
    assert tree.xpath("//a[@role='doc-noteref']/@href") == ["#note-1"]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_rows_hold_every_word_of_both(seed: int) -> None:
    chance = random.Random(seed)
    blocks = [some_block(chance) for _ in range(chance.randrange(1, 7))]
    old = Document("", tuple(blocks))
    new = Document("", tuple(shaken(blocks, chance)))
    rows = list(rows_of(old, new, compared(old, new)))
    for document, without in ((old, "ins"), (new, "del")):
        words = []
        for row in rows:
            if row.cells:
                shown = [cells for status, cells in row.cells if status != without]
                words += ["".join(_text(cell, without) for cell in cells) for cells in shown]
            elif text := _text(row.strands, without):
                words.append(text)
        assert sorted("".join(words)) == sorted(_all_words(document))


def _text(strands: tuple[object, ...], without: str) -> str:
    return "".join(s.text for s in strands if isinstance(s, Span) and s.status != without)


def _all_words(document: Document) -> str:
    found = ""
    for block in document.blocks:
        number = block.number + ("." if block.number[-1:].isalnum() else "")
        found += number + " " if block.number else ""
        found += "".join("".join(row) for row in block.rows) if block.rows else block.text
    return found


def test_a_page_says_nothing_is_marked_where_nothing_changed() -> None:
    assert not any(row.changed for row in rows_of(OLD, OLD, compared(OLD, OLD)))
    tree = html.fromstring(write_redline(OLD, OLD, "html"))
    assert not tree.xpath("//ins | //del")


def test_tables_of_another_width_go_and_come() -> None:
    narrow, wide = (Block("table", "", rows=rows) for rows in ((("a", "b"),), (("a", "b", "c"),)))
    rows = list(
        rows_of(Document("", (narrow,)), Document("", (wide,)), [Stretch("kept", (0,), (0,))])
    )
    assert [(row.kind, [status for status, _ in row.cells]) for row in rows] == [
        ("deleted", ["del"]),
        ("inserted", ["ins"]),
    ]


def test_markdown_bears_the_marks_of_criticmarkup() -> None:
    words = write_redline(OLD, NEW, "md").decode()
    assert "2. They bind nobody." not in words
    assert "{++¶++}" in words
    assert "{--shall--}{++should++}" in words
    assert "| {++x++} | {++y++} |" in words
    assert words.startswith("# 1. Scope")


WORDS = {
    "ar": ("على الدول أن تتخذ التدابير {USA+ FRA-} اللازمة.", "على الدول أن تتخذ كل التدابير {USA+ FRA-}."),
    "zh": ("各国必须采取措施{USA+ FRA-}。", "各国应当采取一切措施{USA+ FRA-}。"),
    "en": ("States shall act {USA+ FRA-} at once.", "States should act {USA+ FRA-}."),
    "fr": ("Les États agissent sans délai.", "Les États devraient agir."),
    "ru": ("Государства должны действовать.", "Государствам следует действовать."),
    "es": ("Los Estados actuarán.", "Los Estados deberían actuar."),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(WORDS))
def test_print_is_a_tagged_pdf_by_the_rules_in_each_language(language: str) -> None:
    before, after = WORDS[language]
    blocks = (
        heading(before[:10], 2, number="1"),
        paragraph(" ".join([before] * 60), "1", notes=(Note(4, "1", before),)),
        Block("table", "", rows=((before, "1"), ("2", before))),
        paragraph(before, "2"),
        paragraph("1 2 3", "3"),
    )
    old = Document(before[:10], blocks, language)
    new = Document(
        after[:10],
        (
            blocks[0],
            paragraph(" ".join([after] * 60), "1", notes=(Note(4, "1", after),)),
            Block("table", "", rows=((after, "1"), ("2", before), ("3", "4"))),
            blocks[4],
            blocks[3],
        ),
        language,
    )
    try:
        data = write_redline(old, new, "pdf")
    except Unusable as lacking:
        pytest.skip(f"this machine lacks the fonts of {language}: {lacking.problem.facts}")
    report = page.validate_pdf_bytes(data, profile="pdfua-1")
    assert [f"{f.rule_id} {f.message}" for f in report.failures] == []
    assert data == write_redline(old, new, "pdf")


def test_a_note_in_struck_words_at_the_end_of_a_page_does_not_stop_the_print() -> None:
    def words(count: int, sign: str) -> str:
        return " ".join(f"{sign}{n}" for n in range(count))

    filling = [paragraph(words(60, "w")) for _ in range(12)]
    for count in (56, 80):
        text = words(count, "a") + words(80, "d")
        old = Document(
            "", (*filling, paragraph(text, notes=(Note(len(text), "1", words(10, "n")),)))
        )
        new = Document("", (*filling, paragraph(words(count, "a") + words(30, "i"))))
        assert write_redline(old, new, "pdf").startswith(b"%PDF")


def test_other_endings_are_refused() -> None:
    with pytest.raises(Unusable, match="format-unknown"):
        write_redline(OLD, NEW, "odt")
    assert {write_redline(OLD, NEW, ending)[:2] for ending in REDLINE_ENDINGS} == {
        b"PK", b"%P", b"<!", b"# "
    }  # fmt: skip


def test_an_uncertain_match_is_said() -> None:
    stretches = [Stretch("kept", (0,), (0,), sure=False)]
    one, two = (
        Document("", (paragraph("States act."),)),
        Document("", (paragraph("States may act."),)),
    )
    assert "(uncertain match)" in unescape(
        write_redline(one, two, "html", stretches=stretches).decode()
    )
    assert not re.search("uncertain", write_redline(one, one, "html", stretches=stretches).decode())


def test_signs_of_notes_are_shown_once_each() -> None:
    strands = [s for row in rows_of(OLD, NEW, compared(OLD, NEW)) for s in row.strands]
    signs = [strand for strand in strands if isinstance(strand, Sign)]
    assert [(sign.status, sign.old and sign.old.text) for sign in signs] == [
        ("same", "All of them.")
    ]
