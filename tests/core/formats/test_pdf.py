"""PDF: tagged, the same numbers as on the page, and lines that comments can name."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import page
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.core.formats.test_text_files import MASTHEAD, WHOLE

from travaux.core.formats import pdf_out
from travaux.core.formats.pdf_out import fonts_for, printed_places, write_pdf
from travaux.core.formats.text_files import read_text
from travaux.core.formats.typst_source import literal, typst_source
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document, Note

REAL = Path(os.environ.get("TRAVAUX_REAL_DATA") or "/nowhere")
WORDS = {
    "ar": "تتفق الدول {USA+ FRA-} على المدن الذكية.",
    "zh": "各国同意{USA+ FRA-}以人为本的智慧城市。",
    "en": "The States agree {USA+ FRA-} on smart cities.",
    "fr": "Les États conviennent {USA+ FRA-} des villes intelligentes, à l’œuvre déjà.",
    "ru": "Государства согласны {USA+ FRA-} с умными городами.",
    "es": "Los Estados acuerdan {USA+ FRA-} las ciudades inteligentes, mañana también.",
}


def _text(language: str) -> Document:
    words = WORDS[language]
    blocks = (
        Block("heading", words[:12], "I", 1),
        Block("paragraph", words, "1", notes=(Note(5, "1", words),)),
        Block("sub", words, "(a)", 1),
        Block("sub", words, "(i)", 2),
        Block("heading", words[:12], "1.1.1", 4),
        Block("table", "", rows=((words, "1"), ("2", words))),
    )
    return Document(words[:20], blocks, language)


@pytest.mark.parametrize("language", sorted(WORDS))
def test_it_is_a_tagged_pdf_by_the_rules_in_each_language(language: str) -> None:
    try:
        data = write_pdf(_text(language), MASTHEAD)
    except Unusable as lacking:
        pytest.skip(f"this machine lacks the fonts of {language}: {lacking.problem.facts}")
    report = page.validate_pdf_bytes(data, profile="pdfua-1")
    assert [f"{f.rule_id} {f.message}" for f in report.failures] == []


def test_the_first_page_has_a_head_of_its_own_and_its_lines_are_not_counted() -> None:
    full = replace(
        MASTHEAD, organ="Assembly", original="Original: English", agenda=("Third session", "Item 5")
    )
    long = Document("A", tuple(Block("paragraph", "States act. " * 60, str(n)) for n in range(9)))
    data = write_pdf(long, full)
    assert page.validate_pdf_bytes(data, profile="pdfua-1").is_compliant
    assert printed_places(long, full)[0].from_line == printed_places(long, MASTHEAD)[0].from_line
    source = typst_source(long, full, ("Libertinus Serif",))
    assert source.index('"Assembly"') < source.index('"Item 5"') < source.index("States act")
    assert "here().page() > 1" in source and "Distr" not in source.split("#block(below")[0]


def test_every_kind_of_block_is_set_and_equal_texts_give_equal_bytes() -> None:
    data = write_pdf(WHOLE, MASTHEAD)
    assert data == write_pdf(WHOLE, MASTHEAD)
    assert page.validate_pdf_bytes(data, profile="pdfua-1").is_compliant


@settings(max_examples=25, deadline=None)
@example(words="\\")
@given(words=st.text(st.characters(codec="utf-8", max_codepoint=0x5FF), max_size=60))
def test_no_words_are_taken_for_code(words: str) -> None:
    document = Document("T", (Block("paragraph", words + ' #let x = 1 $ \\ " ] `', "1"),), "en")
    assert write_pdf(document).startswith(b"%PDF")
    # outside of its escapes a literal has the two signs that open and close it
    assert re.sub(r"\\.", "", literal(words), flags=re.S).count('"') == 2


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_out, "_families", lambda: frozenset({"Libertinus Serif"}))
    with pytest.raises(Unusable) as refused:
        fonts_for(_text("ar"))
    assert refused.value.code == "pdf-fonts-missing"
    assert refused.value.problem.facts["packages"] == "fonts-noto-core"
    assert fonts_for(_text("fr")) == ("Libertinus Serif",)


def test_each_block_has_its_page_and_lines() -> None:
    long = " ".join(["word"] * 400)
    text = Document(
        "T",
        (
            Block("paragraph", "Short.", "1"),
            Block("paragraph", long, "2"),
            Block("paragraph", long, "3"),
            Block("sub", "End.", "(a)", 1),
        ),
        "en",
    )
    places = printed_places(text, MASTHEAD)
    assert [place.block for place in places] == [0, 1, 2, 3]
    assert (places[0].from_page, places[0].from_line, places[0].to_line) == (1, 2, 2)
    assert places[1].from_line == 3 and places[1].to_line > 20
    assert places[2].to_page == 2 and places[3].from_page == 2
    assert places[2].from_line == places[1].to_line + 1
    assert places[3].from_line == places[2].to_line + 1


@pytest.mark.skipif(not REAL.is_dir(), reason="the real texts are not here: TRAVAUX_REAL_DATA")
def test_a_whole_standard_is_printed_in_order() -> None:
    text = read_text((REAL / "comments/standard-iterators.md").read_bytes(), "a.md")
    places = printed_places(replace(text, language="en"))
    assert len(places) == len(text.blocks)
    starts = [(place.from_page, place.from_line) for place in places]
    assert starts == sorted(starts)
