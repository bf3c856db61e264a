"""Tracked changes: accepting all gives the new text and rejecting all the old, exactly."""

from __future__ import annotations

import io
import os
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.core.formats.tracked import settled

from travaux.core.formats.text_files import read_text
from travaux.core.formats.word_in import read_docx
from travaux.core.formats.word_out import write_docx
from travaux.core.formats.word_redline import write_docx_redline
from travaux.core.texts.comparison import compared
from travaux.core.texts.document import Block, Document, Mark, Note

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REAL = Path(os.environ.get("TRAVAUX_REAL_DATA") or "/nowhere") / "drafts"


def paragraph(text: str, number: str = "", **more: object) -> Block:
    return Block("paragraph", text, number=number, **more)  # type: ignore[arg-type]


def heading(text: str, level: int = 1, **more: object) -> Block:
    return Block("heading", text, level=level, **more)  # type: ignore[arg-type]


def grid(*rows: tuple[str, ...], notes: tuple[Note, ...] = ()) -> Block:
    text = "\n".join("\t".join(row) for row in rows)
    return Block("table", text, rows=rows, notes=notes)


def as_read(data: bytes) -> Document:
    return replace(read_docx(data), problems=(), language="")


def exact(old: Document, new: Document, links: list[tuple[int, int]] | None = None) -> bytes:
    data = write_docx_redline(old, new, compared(old, new, links))
    assert as_read(settled(data, "accept")) == as_read(write_docx(new))
    assert as_read(settled(data, "reject")) == as_read(write_docx(old))
    assert as_read(data) == as_read(write_docx(new))  # our reader accepts what it finds
    return data


def tracked(data: bytes, part: str = "document") -> list[tuple[str, str]]:
    """Kind and words of each tracked run, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(f"word/{part}.xml"))
    tags = [W + name for name in ("ins", "del", "moveFrom", "moveTo")]
    found = []
    for node in root.iter(*tags):
        words = "".join(t.text or "" for t in node.iter(W + "t", W + "delText"))
        if words:
            found.append((etree.QName(node).localname, words))
    return found


OLD = Document(
    "Guidelines",
    (
        heading("Scope", number="1"),
        paragraph("These guidelines help cities. They bind nobody.", "1"),
        paragraph("States shall act at once.", "2", notes=(Note(6, "1", "All of them."),)),
        Block("sub", "by law;", number="(a)", level=1),
        Block("sub", "by practice.", number="(b)", level=1),
        grid(("Term", "Meaning"), ("city", "a settlement"), ("data", "facts")),
        heading("Review", number="2"),
        paragraph("The text is reviewed every four years.", "3", marks=(Mark(28, 32, "em"),)),
    ),
    "en",
)


def test_every_kind_of_change_in_one_file() -> None:
    new = Document(
        "Guidelines of the world",
        (
            heading("Scope", number="1"),
            paragraph("These guidelines help cities.", "1"),
            paragraph("They bind nobody.", "2"),
            paragraph("States should act.", "3", notes=(Note(6, "1", "All of us."),)),
            Block("sub", "by law;", number="(a)", level=1),
            heading("Review", number="2"),
            grid(
                ("Term", "Meaning"), ("city", "a large settlement"), ("data", "facts"), ("x", "y")
            ),
            paragraph("The text is reviewed every two years.", "4", marks=(Mark(28, 31, "em"),)),
        ),
        "en",
    )
    data = exact(OLD, new)
    changes = tracked(data)
    assert ("ins", " of the world") in changes
    assert ("del", "shall") in changes
    assert ("ins", "should") in changes
    assert ("del", "them") in tracked(data, "footnotes")
    assert ("ins", "us") in tracked(data, "footnotes")


def test_a_move_is_tracked_as_a_move_only_word_for_word() -> None:
    blocks = list(OLD.blocks)
    moved = replace(OLD, blocks=(*blocks[:1], *blocks[2:], replace(blocks[1], number="9")))
    kinds = {kind for kind, _ in tracked(exact(OLD, moved))}
    assert {"moveFrom", "moveTo"} <= kinds
    other = replace(blocks[1], text=blocks[1].text.replace("nobody", "no one"))
    changed = replace(OLD, blocks=(*blocks[:1], *blocks[2:], other))
    links = [(0, 0), *((n, n - 1) for n in range(2, 8)), (1, 7)]
    kinds = {kind for kind, _ in tracked(exact(OLD, changed, links))}
    assert kinds == {"ins", "del"}


def test_nothing_changed_means_nothing_tracked() -> None:
    assert not tracked(exact(OLD, OLD))


def test_a_paragraph_becomes_a_heading_and_loses_its_number() -> None:
    blocks = list(OLD.blocks)
    blocks[1] = heading(blocks[1].text, 2)
    blocks[3] = paragraph("by law;")
    data = exact(OLD, replace(OLD, blocks=tuple(blocks)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/document.xml").count(b"<w:pPrChange ") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("على الدول أن تتخذ التدابير اللازمة.", "الاستعراض"), ("على الدول أن تتخذ كل التدابير.", "استعراض")),
        (("各国必须采取措施。应当公布数据。", "审查"), ("各国应当采取措施。", "应当公布数据。", "审查")),
    ],
)  # fmt: skip
def test_arabic_and_chinese(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    language = "ar" if "على" in old[0] else "zh"
    one = Document("", tuple(paragraph(text, str(n)) for n, text in enumerate(old, 1)), language)
    two = Document("", tuple(paragraph(text, str(n)) for n, text in enumerate(new, 1)), language)
    data = exact(one, two)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert (b"<w:bidi/>" in archive.read("word/document.xml")) == (language == "ar")


def test_the_ends_of_the_file_and_whole_tables() -> None:
    table = grid(("a", "b"), ("c", "d"), notes=(Note(1, "1", "of a"),))
    wide = grid(("a", "b", "c"), ("d", "e", "f"))
    documents = [
        Document("", (paragraph("One."),)),
        Document("T", (paragraph("One."), table)),
        Document("T", (table, paragraph("One.", "1"))),
        Document("", (wide, paragraph("Two."), heading("End"))),
        Document("T", (paragraph("One."), paragraph("Two."), wide)),
        Document("", (Block("code", "a = 1\nb = 2"), paragraph("One."))),
    ]
    for one in documents:
        for two in documents:
            exact(one, two)


def test_author_and_date_stand_in_every_change() -> None:
    two = replace(OLD, blocks=OLD.blocks[:-1])
    at = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    data = write_docx_redline(OLD, two, compared(OLD, two), author="Secretariat", at=at)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    changes = [node for node in root.iter() if node.get(W + "author")]
    assert changes
    assert {node.get(W + "author") for node in changes} == {"Secretariat"}
    assert {node.get(W + "date") for node in changes} == {"2026-03-04T05:06:07Z"}
    keys = [node.get(W + "id") for node in changes]
    assert len(keys) == len(set(keys))
    assert data == write_docx_redline(OLD, two, compared(OLD, two), author="Secretariat", at=at)


WORDS = [
    "the",
    "States",
    "shall",
    "act",
    "[",
    "]",
    "必须",
    "水",
    "على",
    "الدول",
    "é",
    "no text",
    "12",
    "—",
]


def some_block(chance: random.Random) -> Block:
    text = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 9)))
    marks: tuple[Mark, ...] = ()
    if chance.random() < 0.3 and len(text) > 4:
        start = chance.randrange(len(text) - 2)
        kind = chance.choice(["em", "strong", "link", "sup"])
        href = "https://example.org/" if kind == "link" else ""
        marks = (Mark(start, chance.randrange(start + 1, len(text)), kind, href),)  # type: ignore[arg-type]
    notes: tuple[Note, ...] = ()
    if chance.random() < 0.25:
        place = chance.randrange(len(text) + 1)
        notes = (Note(place, "1", chance.choice(["a note", "another", "two\nlines"])),)
    roll = chance.random()
    if roll < 0.12:
        rows = tuple(
            tuple(chance.choice(WORDS) for _ in range(2)) for _ in range(chance.randrange(1, 4))
        )
        return grid(*rows)
    if roll < 0.25:
        return heading(text, chance.randrange(1, 4), number=chance.choice(["", "1"]), notes=notes)
    if roll < 0.4:
        return Block(
            "sub", text, number=chance.choice(["", "(a)"]), level=1, marks=marks, notes=notes
        )
    if roll < 0.45:
        return Block("code", text)
    return paragraph(text, chance.choice(["", "1", "2 bis"]), marks=marks, notes=notes)


def shaken(blocks: list[Block], chance: random.Random) -> list[Block]:
    found = list(blocks)
    for _ in range(chance.randrange(0, 5)):
        at = chance.randrange(len(found) + 1)
        roll = chance.random()
        if roll < 0.3 or not found:
            found.insert(at, some_block(chance))
        elif roll < 0.5:
            found.pop(at - 1)
        elif roll < 0.7:
            found.insert(chance.randrange(len(found)), found.pop(at - 1))
        else:
            block = found[at - 1]
            if block.kind != "table":
                found[at - 1] = replace(block, text=block.text + " " + chance.choice(WORDS))
    return found or [some_block(chance)]


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_any_two_documents(seed: int) -> None:
    chance = random.Random(seed)
    blocks = [some_block(chance) for _ in range(chance.randrange(1, 8))]
    language = chance.choice(["en", "ar", "zh"])
    old = Document(chance.choice(["", "One title"]), tuple(blocks), language)
    new = Document(
        chance.choice(["", "One title", "Another"]), tuple(shaken(blocks, chance)), language
    )
    links = None
    if chance.random() < 0.5:
        pairs = [(i, j) for i in range(len(old.blocks)) for j in range(len(new.blocks))]
        links = chance.sample(pairs, min(len(pairs), chance.randrange(6)))
    exact(old, new, links)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real texts are not here: set TRAVAUX_REAL_DATA")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cop21/2015-10-23.md", "cop21/2015-12-04.md"),
        ("cop21/2015-12-04.md", "cop21/2015-12-09.md"),
        ("quic/recovery-16.md", "quic/recovery-20.md"),
    ],
)
def test_real_pairs(old: str, new: str) -> None:
    one, two = (read_text((REAL / name).read_bytes(), name) for name in (old, new))
    exact(one, two)
