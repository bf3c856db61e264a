"""The drafter's edits in the preview change what they say and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.structure import (
    drop,
    join_with_previous,
    make_heading,
    parts,
    renumber,
    sections,
    set_block,
    split,
)

TEXT = Document(
    "Guideline",
    (
        Block("heading", "Scope", "1", 1),
        Block("paragraph", "One two three", "1", marks=(Mark(4, 7, "em"),), notes=(Note(7, "1", "n"),)),
        Block("sub", "by mail", "(a)", 1),
        Block("heading", "Terms", "1.1", 2),
        Block("paragraph", "Four", "2"),
        Block("heading", "Means", "2", 1),
        Block("table", "a\tb", rows=(("a", "b"),)),
        Block("paragraph", "Five", "9"),
    ),
)  # fmt: skip


def test_splitting_and_joining_give_the_text_back() -> None:
    cut = split(TEXT, 1, 8)
    assert [(b.text, b.number) for b in cut.blocks[1:3]] == [("One two", "1"), ("three", "")]
    assert cut.blocks[1].notes == (Note(7, "1", "n"),) and cut.blocks[1].marks == (
        Mark(4, 7, "em"),
    )
    assert join_with_previous(cut, 2) == TEXT


@given(
    at=st.integers(1, 12),
    notes=st.lists(st.integers(0, 13), max_size=4).map(sorted),
)
@example(at=7, notes=[8])
def test_splitting_never_loses_or_doubles_a_note(at: int, notes: list[int]) -> None:
    held = tuple(Note(place, str(count), "n") for count, place in enumerate(notes))
    text = Document("", (Block("paragraph", "One two three", notes=held),))
    halves = split(text, 0, at).blocks
    assert [note.label for half in halves for note in half.notes] == [n.label for n in held]
    assert all(0 <= note.at <= len(half.text) for half in halves for note in half.notes)


def test_a_block_can_be_made_a_heading_and_a_heading_a_paragraph() -> None:
    made = make_heading(TEXT, 4, 3).blocks[4]
    assert (made.kind, made.level, made.text) == ("heading", 3, "Four")
    back = set_block(TEXT, 0, kind="paragraph", level=0, number="12.").blocks[0]
    assert (back.kind, back.level, back.number) == ("paragraph", 0, "12")


def test_renumbering_counts_on_or_begins_again_in_each_section() -> None:
    def numbers(text: Document) -> list[str]:
        return [block.number for block in text.blocks if block.kind == "paragraph"]

    assert numbers(renumber(TEXT)) == ["1", "2", "3"]
    assert numbers(renumber(TEXT, "by-section")) == ["1", "1", "1"]
    assert renumber(TEXT).blocks[2].number == "(a)"


def test_sections_know_their_range() -> None:
    found = sections(TEXT)
    assert [(s.number, s.title, s.start, s.end, s.first, s.last) for s in found] == [
        ("1", "Scope", 0, 5, "1", "2"),
        ("1.1", "Terms", 3, 5, "2", "2"),
        ("2", "Means", 5, 8, "9", "9"),
    ]
    assert found[0].words == 7


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda: split(TEXT, 1, 0), "cannot-split-here"),
        (lambda: split(TEXT, 1, 99), "cannot-split-here"),
        (lambda: split(TEXT, 1, -2), "cannot-split-here"),
        (lambda: split(TEXT, 99, 1), "no-such-block"),
        (lambda: split(TEXT, 6, 1), "table-cannot-change"),
        (lambda: join_with_previous(TEXT, 0), "nothing-before"),
        (lambda: join_with_previous(TEXT, 7), "table-cannot-change"),
        (lambda: drop(TEXT, -1), "no-such-block"),
        (lambda: drop(Document("", TEXT.blocks[:1]), 0), "text-empty"),
        (lambda: make_heading(TEXT, 1, 7), "level-out-of-range"),
        (lambda: set_block(TEXT, 1, level=2), "level-out-of-range"),
        (lambda: set_block(TEXT, 1, kind="table"), "table-cannot-change"),
        (lambda: set_block(TEXT, 1, number="x" * 30), "number-too-long"),
        (lambda: set_block(TEXT, 1, text=" "), "text-empty"),
        (lambda: parts(TEXT, 0), "level-out-of-range"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_code(edit: Callable[[], object], code: str) -> None:
    with pytest.raises(Unusable) as refusal:
        edit()
    assert refusal.value.code == code


@given(
    st.lists(
        st.builds(
            lambda level, words: Block(
                "heading" if level else "paragraph", "w " * words, level=level
            ),
            st.integers(0, 3),
            st.integers(1, 30),
        ),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 60),
)
def test_pages_cover_the_text_once_and_are_too_long_only_where_one_block_is(
    blocks: list[Block], limit: int
) -> None:
    found = parts(Document("", tuple(blocks)), limit)
    assert [place for part in found for place in range(part.start, part.end)] == list(
        range(len(blocks))
    )
    for part in found:
        bodies = [b for b in blocks[part.start : part.end] if b.kind == "paragraph"]
        assert part.words <= limit or len(bodies) <= 1
