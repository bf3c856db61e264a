"""Brackets in Akoma Ntoso: their own elements, valid, and whole on the way back."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.core.formats.test_akn import IDENTITY, faults

from travaux.core.formats.akn_brackets import POSITIONS
from travaux.core.formats.akn_in import read_akn
from travaux.core.formats.akn_out import A, write_akn
from travaux.core.texts.blocks import table
from travaux.core.texts.brackets import groups, parse
from travaux.core.texts.document import Block, Document, Mark, Note

NESTED = (
    "States [shall [urgently]{CHN+} - US; G77 delete / should]{USA+ FRA-}{RUS reserve} act"
    " [now](EU+) [...] {1.2} [Agreed ad ref] [and report"
)
PIECES = st.lists(
    st.sampled_from(
        ["[", "]", "[[", "]]", " ", "shall", "]{USA+ FRA-}", "{RUS reserve}", "(EU)", " / ", "é",
         "EU: ", " - US; G77 delete]", "[...]", "{1.2}", "[Agreed]", "\n", "يجب", "必须", "<&>", "."]
    ),
    max_size=24,
).map(lambda parts: re.sub(" +\n", "\n", "x" + "".join(parts) + "x"))  # fmt: skip


def written(block: Block, language: str = "en") -> etree._Element:
    return etree.fromstring(write_akn(Document("T", (block,), language), None, IDENTITY))


def inline(root: etree._Element, name: str) -> list[str]:
    return ["".join(e.itertext()) for e in root.iter(A + "inline") if e.get("name") == name]


def test_a_bracket_holds_its_words_its_alternatives_and_its_tags() -> None:
    root = written(Block("paragraph", NESTED, "1"))
    whole = "[shall [urgently]{CHN+} - US; G77 delete / should]{USA+ FRA-}{RUS reserve}"
    assert inline(root, "bracket") == [whole, "[urgently]{CHN+}", "[now](EU+)", "[Agreed ad ref]"]
    assert inline(root, "alternative") == ["shall [urgently]{CHN+}", "should"]
    assert inline(root, "positions") == [
        "{CHN+}", " - US; G77 delete", "{USA+ FRA-}", "{RUS reserve}", "(EU+)"
    ]  # fmt: skip
    classes = [e.get("class") for e in root.iter(A + "inline") if e.get("name") == "bracket"]
    assert classes == ["open", "open", "open", "status agreed-ad-ref"]
    held = [
        (p.get("bracket"), p.get("alternative"), p.get("key"), p.get("stance"))
        for p in root.iter(f"{{{POSITIONS}}}position")
    ]
    assert held == [
        ("#para_1__inline_1", "1", "USA", "support"),
        ("#para_1__inline_1", "1", "G77", "oppose"),
        ("#para_1__inline_1", None, "USA", "support"),
        ("#para_1__inline_1", None, "FRA", "oppose"),
        ("#para_1__inline_1", None, "RUS", "reserve"),
        ("#para_1__inline_1__inline_1", None, "CHN", "support"),
        ("#para_1__inline_2", None, "EU", "support"),
    ]


def test_what_has_no_partner_stays_text_and_so_does_what_is_no_text() -> None:
    for words in ("a [b", "b] c", "[...]", "as in {1.2}", "dots [ . . . ] here"):
        assert list(written(Block("paragraph", words)).iter(A + "inline")) == []
    code = Block("code", "a[0] {USA+}")
    assert inline(written(code), "bracket") == []


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(PIECES, min_size=1, max_size=3),
    marks=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(["strong", "em", "link"]))),
    at=st.integers(0, 40),
    language=st.sampled_from(["en", "ar", "zh"]),
)  # fmt: skip
def test_any_brackets_are_valid_and_come_back(words, marks, at, language) -> None:
    def block(text: str, kind: str, level: int = 0) -> Block:
        held = [
            Mark(min(s, len(text) - 1), min(s + n, len(text)), k, "https://x.example" if k == "link" else "")
            for s, n, k in marks
        ]  # fmt: skip
        notes = (Note(min(at, len(text)), "1", "note [a]{EU+}"),)
        return Block(kind, text, "1", level, marks=tuple(held), notes=notes)  # type: ignore[arg-type]

    kinds = [("paragraph", 0), ("sub", 1), ("heading", 1)]
    blocks = [block(text, *kinds[n % 3]) for n, text in enumerate(words)]
    blocks.append(table([["a", "b"], [words[0].replace("\n", " "), "[c]{FRA-}"]]))
    document = Document("T", tuple(blocks), language)
    data = write_akn(document, None, IDENTITY)
    assert faults(data) == []
    back = read_akn(data)
    assert [(b.kind, b.number, b.text, b.notes, b.rows) for b in back.blocks] == [
        (b.kind, b.number, b.text, b.notes, b.rows) for b in document.blocks
    ]
    again = write_akn(replace(back, language=language), None, IDENTITY)
    assert read_akn(again) == back, "marks are the same the second time"
    for was, now in zip(document.blocks, back.blocks, strict=True):
        assert _covered(was) == _covered(now)
    root = etree.fromstring(data)
    ids = root.xpath("//@eId")
    assert len(ids) == len(set(ids))
    told = sum(group.kind != "ellipsis" for text in words for group in groups(parse(text).nodes))
    assert len(inline(root, "bracket")) >= told


def _covered(block: Block) -> set[tuple[str, str, int]]:
    return {(m.kind, m.href, n) for m in block.marks for n in range(m.start, m.end)}


def test_a_bracket_that_others_wrote_without_signs_gets_them() -> None:
    data = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="b">
    <body><paragraph><content><p>We <inline name="bracket">shall</inline> act.</p></content>
    </paragraph></body></bill></akomaNtoso>"""
    assert read_akn(data).blocks[0].text == "We [shall] act."
