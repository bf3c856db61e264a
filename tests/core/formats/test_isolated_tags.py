"""In a text from right to left the tags of delegations are drawn whole, in every format."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from travaux.core.formats.redlines import write_redline
from travaux.core.formats.text_files import read_text, write_text
from travaux.core.formats.typst_source import typst_source
from travaux.core.formats.word_package import ISOLATE_STYLE
from travaux.core.formats.word_review import MarginComment, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.core.texts.blocks import table
from travaux.core.texts.document import Block, Document, Mark, Note

TAG = "{USA+ FRA-}"
WORDS = f"يجب على الدول [أن تضمن]{TAG} {{RUS reserve}} الحق (EU+, CHN-) و{{1.2}}."
OLD = Document(
    f"عنوان {TAG}",
    (
        Block("heading", f"فصل {TAG}", "1", 1),
        Block("paragraph", WORDS, "2", marks=(Mark(4, 7, "strong"),),
              notes=(Note(5, "1", f"حاشية {TAG} نص"),)),
        table([["أ", "ب"], [WORDS, "ج"]]),
    ),
    "ar",
)  # fmt: skip
NEW = replace(
    OLD,
    blocks=(
        OLD.blocks[0],
        replace(OLD.blocks[1], text=WORDS.replace("FRA-", "FRA+")),
        OLD.blocks[2],
        Block("paragraph", f"[فقرة جديدة]{TAG}"),
    ),
)
ISOLATED = '<bdi dir="ltr">{USA+ FRA-}</bdi>'


def xml_of(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


@pytest.mark.parametrize("ending", ["docx", "html", "md", "akn.xml"])
def test_the_words_come_back_as_they_were(ending: str) -> None:
    assert read_text(write_text(OLD, ending), f"a.{ending}") == OLD


def test_a_page_isolates_them_in_words_notes_and_tables_and_only_from_right_to_left() -> None:
    page = write_text(OLD, "html").decode()
    assert page.count(ISOLATED) == 5  # title, heading, paragraph, note, table
    cut = replace(OLD, blocks=(Block("paragraph", WORDS, marks=(Mark(3, 30, "strong"),)),))
    assert '<bdi dir="ltr"><strong>{USA+ F</strong>RA-}</bdi>' in write_text(cut, "html").decode()
    assert '<bdi dir="ltr">(EU+, CHN-)</bdi>' in page and "<bdi>{1.2}" not in page
    assert "<bdi" not in write_text(replace(OLD, language="fr"), "html").decode()


def test_a_word_file_isolates_them_with_runs_that_are_no_part_of_the_words() -> None:
    data = write_text(OLD, "docx")
    runs = re.findall(
        rf'<w:r><w:rPr><w:rStyle w:val="{ISOLATE_STYLE}"/></w:rPr><w:t[^>]*>(.)</w:t></w:r>',
        xml_of(data),
    )
    assert runs == ["\u2066", "\u2069"] * 8  # title, heading, three in each of the long ones
    inside = re.findall(r"\u2066</w:t></w:r><w:r>(.*?)</w:r>", xml_of(data))
    assert len(inside) == 8 and not any("<w:rtl" in run for run in inside)
    assert "\u2066" not in xml_of(write_text(replace(OLD, language="fr"), "docx"))
    assert "\u2066" in xml_of(data, "word/footnotes.xml")


def test_a_returned_word_file_is_read_as_if_they_were_not_there() -> None:
    data = write_text(OLD, "docx")
    at = WORDS.index(TAG)
    number = next(n for n, s in enumerate(read_review(data).stretches) if s.after.endswith(WORDS))
    ahead = len(read_review(data).stretches[number].after) - len(WORDS)
    comment = MarginComment(
        "1", "A", "", "لا", first=number, last=number, start=ahead + at, end=ahead + at + len(TAG)
    )
    review = read_review(with_margin_comments(data, [comment]))
    (found,) = review.comments
    assert review.stretches[number].after[found.start : found.end] == TAG
    assert "\u2066" not in "".join(s.after for s in review.stretches)


def test_what_was_typed_on_in_the_style_of_an_isolate_stays() -> None:
    data = write_text(OLD, "docx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(out, "w") as now:
        for name in was.namelist():
            part = was.read(name)
            if name == "word/document.xml":
                part = part.replace("\u2069</w:t>".encode(), "\u2069 جديد</w:t>".encode())
            now.writestr(name, part)
    text = read_text(out.getvalue(), "a.docx")
    assert TAG + " جديد" in text.blocks[1].text and "\u2069" not in text.blocks[1].text


def test_a_redline_keeps_a_tag_whole_in_which_a_position_changed() -> None:
    page = write_redline(OLD, NEW, "html").decode()
    assert '<bdi dir="ltr">{USA+ FRA<del>-</del><ins>+</ins>}</bdi>' in re.sub(
        "</?strong>", "", page
    )
    assert f'<ins>[فقرة جديدة]<bdi dir="ltr">{TAG}</bdi></ins>' in page
    data = write_redline(OLD, NEW, "docx")
    assert replace(read_text(data, "a.docx"), problems=()) == NEW
    assert xml_of(data).count("\u2066") == xml_of(data).count("\u2069") > 0


def test_print_sets_each_as_one_piece() -> None:
    source = typst_source(OLD, None, ("Noto Naskh Arabic",))
    assert source.count('#box(text(dir: ltr)[#"{USA+ FRA-}";]);') == 5
    assert "box(text" not in typst_source(replace(OLD, language="fr"), None, ("Libertinus",))
