"""Markdown, HTML, plain text and JSON come in, and what is written reads back the same."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from travaux.core.formats.bounds import open_office_archive
from travaux.core.formats.text_files import Masthead, read_text, write_text
from travaux.core.texts.document import Block, Document, Mark, Note

STANDARD = 517
MASTHEAD = Masthead("G/2027/1", "4 May 2027", "Draft, not for citation")
WHOLE = Document(
    "Guideline",
    (
        Block("heading", "Scope", "1", 1, label="scope"),
        Block(
            "paragraph",
            "States [shall][should] act",
            "1",
            marks=(Mark(7, 22, "em"),),
            notes=(Note(6, "1", "All of them."), Note(26, "2", "Soon.")),
        ),
        Block("sub", "by mail;", "(a)", 1),
        Block("sub", "at once;", "(i)", 2),
        Block("sub", "by hand.", "(b)", 1),
        Block("heading", "Definitions", "1.1", 2, label="scope.definitions"),
        Block("paragraph", "Number again", "1"),
        Block("paragraph", "No number here."),
        Block("table", "Year\tSum\n2027\t5", rows=(("Year", "Sum"), ("2027", "5"))),
        Block("code", "a = 1\n  b = 2"),
    ),
    "en",
)


def shown(document: Document) -> list[tuple[str, int, str, str, str]]:
    return [(b.kind, b.level, b.number, b.label, b.text) for b in document.blocks]


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_what_is_written_reads_back_the_same(ending: str) -> None:
    again = read_text(write_text(WHOLE, ending, masthead=MASTHEAD), f"a.{ending}")
    assert again == WHOLE


@pytest.mark.parametrize("ending", ["docx", "html", "md", "json", "txt"])
def test_equal_texts_give_equal_bytes(ending: str) -> None:
    assert write_text(WHOLE, ending) == write_text(WHOLE, ending)


def test_the_word_file_has_real_notes_header_row_and_masthead() -> None:
    archive = open_office_archive(write_text(WHOLE, "docx", masthead=MASTHEAD))
    assert b"All of them." in archive.read("word/footnotes.xml")
    assert b"w:tblHeader" in archive.read("word/document.xml")
    assert b"Draft, not for citation" in archive.read("word/header1.xml")


def test_an_arabic_text_is_written_from_the_right() -> None:
    text = Document("دليل", (Block("paragraph", "على الدول", "1"),), "ar")
    page = write_text(text, "html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    document = open_office_archive(write_text(text, "docx")).read("word/document.xml")
    assert b"<w:bidi/>" in document and b"<w:rtl/>" in document
    assert read_text(write_text(text, "docx"), "a.docx") == text


WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs")),
    min_size=1,
    max_size=20,
)
PARAGRAPHS = st.lists(
    st.builds(
        lambda words, number: Block("paragraph", "x" + " ".join(words), number),
        st.lists(WORDS, min_size=1, max_size=6),
        st.sampled_from(["", "1", "2", "12", "3.1"]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
@settings(max_examples=40, deadline=None)
@given(blocks=PARAGRAPHS)
@example(blocks=[Block("paragraph", "x0 __0__"), Block("paragraph", "_a_ b__c_ __")])
def test_any_words_survive_writing_and_reading(ending: str, blocks: list[Block]) -> None:
    first = read_text(write_text(Document("T", tuple(blocks)), "html"), "a.html")
    again = read_text(write_text(first, ending), f"a.{ending}")
    assert shown(again) == shown(first)


def test_markdown_numbers_labels_notes_and_brackets() -> None:
    text = (
        "---\ntitle: Draft\nlang: en\n---\n# 1 Scope [scope]\n\n1. States [shall](EU) act.[^1]\n\n"
        "2. Each state\n(a) reports;\n(b) pays.\n\n## 1.1 Terms [scope.terms]\n\n1. Words *mean*.\n\n"
        "[^1]: Some *hesitate*.\n"
    )
    found = read_text(text.encode(), "draft.md")
    assert (found.title, found.language) == ("Draft", "en")
    assert shown(found) == [
        ("heading", 1, "1", "scope", "Scope"),
        ("paragraph", 0, "1", "", "States [shall](EU) act."),
        ("paragraph", 0, "2", "", "Each state"),
        ("sub", 1, "(a)", "", "reports;"),
        ("sub", 1, "(b)", "", "pays."),
        ("heading", 2, "1.1", "scope.terms", "Terms"),
        ("paragraph", 0, "1", "", "Words mean."),
    ]
    assert found.blocks[1].notes == (Note(23, "1", "Some hesitate."),)


def test_a_single_bracket_at_the_end_of_a_heading_is_negotiated_text() -> None:
    found = read_text(b"# Scope [general]\n\nText\n\n# Aim\n\nText\n\n# Means\n\nText", "a.md")
    assert found.blocks[0].text == "Scope [general]"


def test_html_drops_what_runs_and_keeps_what_is_read() -> None:
    page = """<html lang="ru"><title>T</title><style>p{}</style><h1>Scope</h1>
    <p onclick="x()">1. One <b>two</b><script>alert(1)</script>
    <a href="javascript:x()">three</a></p><ol type="a"><li>x<ol type="i"><li>y</li></ol></li></ol>
    <table><tr><th>A<th>B<tr><td colspan=2>c</table>"""
    found = read_text(page.encode(), "a.html")
    assert shown(found)[:4] == [
        ("heading", 1, "", "", "Scope"),
        ("paragraph", 0, "1", "", "One two three"),
        ("sub", 1, "a", "", "x"),
        ("sub", 2, "i", "", "y"),
    ]
    assert found.blocks[1].marks == (Mark(4, 7, "strong"),)
    assert found.blocks[4].rows == (("A", "B"), ("c", ""))
    assert found.language == "ru"


def test_json_is_taken_word_for_word() -> None:
    data = json.dumps(["1. As it is", "(a) too"]).encode()
    assert [block.text for block in read_text(data, "a.json").blocks] == ["1. As it is", "(a) too"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1256", "على الدول أن تتخذ التدابير اللازمة لحماية المياه والصحة العامة."),
        ("windows-1251", "Государства принимают меры для охраны водных ресурсов и здоровья."),
        ("gb18030", "各国必须采取措施保护水资源和公众健康，并定期提交报告。"),
    ],
)
def test_an_old_encoding_is_found_and_said(encoding: str, words: str) -> None:
    found = read_text((words + "\n\n" + words).encode(encoding), "a.txt")
    assert found.blocks[0].text == words
    assert [(p.code, p.facts["encoding"]) for p in found.problems] == [
        ("encoding-assumed", encoding)
    ]


def test_utf16_with_its_mark_needs_no_guess() -> None:
    found = read_text("Один\n\nДва".encode("utf-16"), "a.txt")
    assert [block.text for block in found.blocks] == ["Один", "Два"]
    assert found.problems == ()


def real(name: str) -> Document:
    if "TRAVAUX_REAL_DATA" not in os.environ:
        pytest.skip("needs TRAVAUX_REAL_DATA: real drafts are not in the repository")
    path = Path(os.environ["TRAVAUX_REAL_DATA"]) / name
    return read_text(path.read_bytes(), path.name)


def test_a_real_standard_comes_out_with_all_its_paragraphs_and_labels() -> None:
    found = real("comments/standard-iterators.md")
    paragraphs = [block for block in found.blocks if block.kind == "paragraph"]
    headings = [block for block in found.blocks if block.kind == "heading"]
    assert len(paragraphs) == STANDARD and all(block.number for block in paragraphs)
    assert len(headings) == 140 and all(block.label and block.number for block in headings)
    assert len(found.blocks) == STANDARD + 140


@pytest.mark.parametrize("date", ["2015-10-23", "2015-12-04", "2015-12-09"])
def test_a_real_negotiating_text_keeps_every_bracket(date: str) -> None:
    found = real(f"drafts/cop21/{date}.md")
    source = (Path(os.environ["TRAVAUX_REAL_DATA"]) / f"drafts/cop21/{date}.md").read_text()
    kept = "".join(block.text + "".join(n.text for n in block.notes) for block in found.blocks)
    labels = re.findall(r"(?m)^\[([^\]^]+)\]:.*$", source)
    bare = re.sub(r"(?m)^\[[^\]]+\]:", "", re.sub(r"(?m)^\[[^\]^]+\]: http.*$", "", source))
    for label in re.findall(r"(?m)^\[\^(\d+)\]:", source):
        bare = bare.replace(f"[^{label}]", "")  # a sign without its note stays as words
    for label in labels:
        bare = re.sub(rf"\[([^\[\]]*)\]\[{re.escape(label)}\]", r"\1", bare)
    assert kept.count("[") == bare.count("[") and kept.count("]") == bare.count("]")
    again = read_text(write_text(found, "docx"), "a.docx")
    assert shown(again) == shown(found)


HEAD = Masthead(
    "G/2027/1",
    "4 May 2027",
    "Draft",
    distribution="Distr.: Limited",
    original="Original: English",
    organ="An invented committee",
    contents=("Contents", "Paragraphs"),
)
LONG = Document(
    "Guideline",
    (
        Block("heading", "Scope", "1", 1),
        Block("paragraph", "States act.", "1"),
        Block("paragraph", "States report.", "2"),
        Block("heading", "Definitions", "1.1", 2),
        Block("paragraph", "Words mean what they say.", "3"),
        Block("heading", "Costs", "2", 1),
        Block("paragraph", "Somebody pays.", "4"),
    ),
    "en",
)


def test_the_contents_of_a_word_file_are_written_and_lead_to_the_headings() -> None:
    archive = open_office_archive(write_text(LONG, "docx", masthead=HEAD))
    body = archive.read("word/document.xml").decode()
    assert re.findall(r'w:fldCharType="(\w+)"', body) == ["begin", "separate", "end"]
    assert ' TOC \\o "1-3" \\h \\z \\u ' in body
    marks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(_Toc\d+)"', body)
    assert re.findall(r'w:anchor="(_Toc\d+)"', body) == marks
    assert len(set(marks)) == 3
    assert "1–3" in body  # section 1 holds paragraphs 1 to 3, those of 1.1 among them
    styles = archive.read("word/styles.xml").decode()
    assert all(f'w:val="toc {level}"' in styles for level in (1, 2, 3))
    again = read_text(write_text(LONG, "docx", masthead=HEAD), "a.docx")
    assert again.blocks == LONG.blocks and again.title == LONG.title


def test_a_short_text_has_no_contents() -> None:
    short = Document("T", LONG.blocks[:3], "en")
    body = open_office_archive(write_text(short, "docx", masthead=HEAD)).read("word/document.xml")
    assert b"fldChar" not in body and b"bookmarkStart" not in body


def test_the_first_page_of_a_word_file_bears_symbol_distribution_date_and_language() -> None:
    archive = open_office_archive(write_text(LONG, "docx", masthead=HEAD))
    body = archive.read("word/document.xml").decode()
    assert "<w:titlePg/>" in body
    headers = {
        kind: archive.read(f"word/{target}").decode()
        for kind, target in (
            (kind, _target(archive.read("word/_rels/document.xml.rels").decode(), key))
            for kind, key in re.findall(r'<w:headerReference w:type="(\w+)" r:id="(\w+)"', body)
        )
    }
    first = re.findall(r"<w:t [^>]*>([^<]+)<", headers["first"])
    assert first == [
        "An invented committee",
        "G/2027/1",
        "Distr.: Limited",
        "4 May 2027",
        "Original: English",
        "Draft",
    ]
    assert re.findall(r"<w:t [^>]*>([^<]+)<", headers["default"]) == ["G/2027/1", "Draft"]
    assert body.count("<w:footerReference ") == 2


def _target(relations: str, key: str) -> str:
    found = next(tag for tag in re.findall(r"<Relationship [^>]*>", relations) if f'"{key}"' in tag)
    return re.search(r'Target="([^"]+)"', found)[1]  # type: ignore[index]


def test_a_file_that_came_back_with_its_contents_changes_nothing() -> None:
    from travaux.core.comments.pairing import Sent
    from travaux.core.comments.returned import understand
    from travaux.core.formats.word_review import read_review

    review = read_review(write_text(LONG, "docx", masthead=HEAD))
    lines = [s.before for s in review.stretches if s.place == "contents"]
    assert len(lines) == 6 and "1. Scope" in lines[2]
    sent = [Sent(str(n), b.text, b.number, b.kind) for n, b in enumerate(LONG.blocks)]
    assert not understand(review, sent, "Guideline").edits
