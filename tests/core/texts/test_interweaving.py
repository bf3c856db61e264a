"""The stream of two versions of a paragraph loses neither words, nor marks, nor notes."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.formats.test_word_redline import paragraph, some_block

from travaux.core.texts.document import Block, Mark, Note
from travaux.core.texts.interweaving import Break, Sign, Span, Strand, interwoven


def side(strands: list[Strand], without: str) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Words with "|" for the ends of blocks, each letter with its marks, and texts of notes."""
    words, marks, notes = "", [], []
    for strand in strands:
        if strand.status == without:
            continue
        if isinstance(strand, Break):
            words += "|"
        elif isinstance(strand, Span):
            words += strand.text
            marks += [(letter, str(strand.marks)) for letter in strand.text]
        elif isinstance(strand, Sign):
            note = strand.old if without == "ins" else strand.new
            assert note is not None
            notes.append(f"{len(words)} {note.text}")
    return words, marks, notes


def of(blocks: list[Block]) -> tuple[str, list[tuple[str, str]], list[str]]:
    return side(
        [
            s
            for n, b in enumerate(blocks)
            for s in ([Break("ins")] if n else []) + list(interwoven([b], [b]))
        ],
        "",
    )


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), parts=st.integers(1, 3), turned=st.booleans())
def test_both_sides_come_out_whole(seed: int, parts: int, turned: bool) -> None:
    chance = random.Random(seed)

    def worded() -> Block:
        block = some_block(chance)
        return block if not block.rows else paragraph(block.text)

    many, one = [worded() for _ in range(parts)], [worded()]
    old, new = (many, one) if turned else (one, many)
    strands = list(interwoven(old, new))
    for blocks, without in ((old, "ins"), (new, "del")):
        words, marks, notes = side(strands, without)
        assert words == "|".join(block.text for block in blocks)
        assert (words, marks, sorted(notes)) == (
            of(blocks)[0],
            of(blocks)[1],
            sorted(of(blocks)[2]),
        )


def test_words_whose_emphasis_changed_go_and_come() -> None:
    old, new = paragraph("a b c", marks=(Mark(2, 3, "em"),)), paragraph("a b c")
    assert [(s.status, s.text) for s in interwoven([old], [new]) if isinstance(s, Span)] == [
        ("same", "a "), ("del", "b"), ("ins", "b"), ("same", " c")
    ]  # fmt: skip


def test_a_note_stays_with_the_words_before_it() -> None:
    old = paragraph("one, two", notes=(Note(3, "1", "n"),))
    new = paragraph("one; two", notes=(Note(3, "1", "m"),))
    signs = [s for s in interwoven([old], [new]) if isinstance(s, Sign)]
    assert [(s.status, s.old and s.old.text, s.new and s.new.text) for s in signs] == [
        ("same", "n", "m")
    ]


def test_a_sign_of_the_private_area_is_not_taken_for_an_end() -> None:
    strands = list(
        interwoven(
            [Block("paragraph", "a \ue000 b")],
            [Block("paragraph", "a"), Block("paragraph", "\ue000 b")],
        )
    )
    assert side(strands, "ins")[0] == "a \ue000 b"
    assert side(strands, "del")[0] == "a|\ue000 b"
