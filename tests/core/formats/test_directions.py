"""A sentence of another language runs its own way in what is written out, and comes back as it was."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from travaux.core.formats.text_files import read_text, write_text
from travaux.core.formats.typst_source import typst_source
from travaux.core.texts.blocks import table
from travaux.core.texts.document import Block, Document, Note
from travaux.core.texts.scripts import runs_from_right

ENGLISH = "Cities should plan with the people who live in them."
ARABIC = "\u062a\u0636\u0639 \u0627\u0644\u0645\u062f\u0646 \u062e\u0637\u0637\u0647\u0627 \u0645\u0639 \u0633\u0643\u0627\u0646\u0647\u0627."
MIXED = f"{ARABIC} UN-Habitat"
BLOCKS = (
    Block("heading", ARABIC, "1", 1),
    Block("paragraph", ENGLISH, "3", notes=(Note(6, "1", ENGLISH),)),
    Block("paragraph", MIXED, "4"),
    Block("sub", ENGLISH, "(a)", 1),
    table([[ARABIC, ENGLISH], ["USA", "7 m"]]),
)


def word_paragraphs(document: Document) -> list[tuple[str, bool]]:
    """Each paragraph of the Word file: its words, and whether it runs from the right."""
    archive = zipfile.ZipFile(io.BytesIO(write_text(document, "docx")))
    found = []
    for part in ("word/document.xml", "word/footnotes.xml"):
        for one in re.findall(r"<w:p>.*?</w:p>", archive.read(part).decode(), re.S):
            words = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", one)).strip()
            found.append((words, "<w:bidi/>" in one))
            assert "<w:bidi/>" in one or "<w:rtl/>" not in one, words
    return [one for one in found if one[0]]


def test_an_arabic_document_quotes_english_from_left_to_right_in_word() -> None:
    ways = word_paragraphs(Document(ARABIC, BLOCKS, "ar"))
    for words, from_right in ways:
        assert from_right == (ENGLISH not in words), words
    assert sum(ENGLISH in words for words, _ in ways) == 4  # twice in paragraphs, a cell, a note


def test_an_english_document_quotes_arabic_from_right_to_left_in_word() -> None:
    blocks = (
        Block("paragraph", ARABIC, "1", notes=(Note(3, "1", ENGLISH),)),
        Block("paragraph", MIXED, "2"),
    )
    ways = dict(word_paragraphs(Document("Text", blocks, "en")))
    assert [from_right for words, from_right in ways.items() if words.endswith(ARABIC)] == [True]
    assert not any(from_right for words, from_right in ways.items() if ARABIC not in words[:80])
    assert [f for w, f in ways.items() if "UN-Habitat" in w] == [False]  # it goes with the text


def test_pages_and_print_do_the_same() -> None:
    document = Document(ARABIC, BLOCKS, "ar")
    page = write_text(document, "html").decode()
    assert page.count(' dir="ltr"') == 3 and page.count('<html lang="ar" dir="rtl">') == 1
    print_ = typst_source(document, None, ("Noto Sans",))
    assert print_.count("#set text(dir: ltr)") == 3


@pytest.mark.parametrize("ending", ["docx", "html", "md", "akn.xml"])
def test_what_runs_the_other_way_comes_back_as_it_was(ending: str) -> None:
    document = Document(ARABIC, BLOCKS, "ar")
    back = read_text(write_text(document, ending), f"a.{ending}")
    assert [(b.kind, b.text, b.number) for b in back.blocks] == [
        (b.kind, b.text, b.number) for b in document.blocks
    ]


def test_what_is_short_goes_with_the_whole() -> None:
    assert runs_from_right("{USA+ FRA-} [UN-Habitat] 7 m", True)
    assert not runs_from_right("\u0627\u0644\u0645\u062f\u0646", False)
    assert not runs_from_right("\u57ce\u5e02\u5e94\u4e0e\u5c45\u6c11\u5171\u540c\u89c4\u5212", True)
    assert runs_from_right("", True) and not runs_from_right("", False)
