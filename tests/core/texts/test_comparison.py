"""Two documents against each other: every block once, moves word for word, links as given."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.texts.comparison import Stretch, compared
from travaux.core.texts.document import Block, Document


def text(*words: str) -> Document:
    return Document("", tuple(Block("paragraph", word) for word in words))


def told(old: Document, new: Document, links: list[tuple[int, int]] | None = None) -> list[tuple]:
    return [(s.kind, s.old, s.new) for s in compared(old, new, links)]


def test_deletions_stand_before_insertions_and_at_their_place() -> None:
    old, new = text("One.", "Gone.", "Two."), text("One.", "Came.", "Two.")
    assert told(old, new, [(0, 0), (2, 2)]) == [
        ("kept", (0,), (0,)),
        ("deleted", (1,), ()),
        ("inserted", (), (1,)),
        ("kept", (2,), (2,)),
    ]


def test_a_move_and_a_move_with_an_edit() -> None:
    old = text("One.", "Two.", "Three.", "Four.")
    new = text("Two.", "Three.", "Four.", "One.")
    links = [(0, 3), (1, 0), (2, 1), (3, 2)]
    assert [s.kind for s in compared(old, new, links)] == [
        "moved-from", "kept", "kept", "kept", "moved-to"
    ]  # fmt: skip
    edited = text("Two.", "Three.", "Four.", "One!")
    assert [s.kind for s in compared(old, edited, links)] == [
        "deleted", "kept", "kept", "kept", "inserted"
    ]  # fmt: skip


def test_splits_and_mergers_stay_together() -> None:
    old, new = text("One. Two.", "Three.", "Four."), text("One.", "Two.", "Three. Four.")
    links = [(0, 0), (0, 1), (1, 2), (2, 2)]
    assert told(old, new, links) == [("kept", (0,), (0, 1)), ("kept", (1, 2), (2,))]


def test_parts_that_do_not_stand_side_by_side_are_inserted() -> None:
    old, new = text("One. Two.", "X"), text("One is long.", "X", "Two.")
    links = [(0, 0), (0, 2), (1, 1)]
    assert told(old, new, links) == [
        ("kept", (0,), (0,)),
        ("kept", (1,), (1,)),
        ("inserted", (), (2,)),
    ]


def test_without_links_words_are_aligned_and_guesses_marked() -> None:
    old = text("States shall act at once.", "Cities hold their data.")
    new = text("States should act at once.", "Cities hold their data.")
    found = compared(old, new)
    assert [(s.kind, s.old, s.new) for s in found] == [("kept", (0,), (0,)), ("kept", (1,), (1,))]
    assert not all(s.sure for s in found) or all(isinstance(s, Stretch) for s in found)


SIZES = st.integers(0, 7)


@settings(max_examples=200, deadline=None)
@given(olds=SIZES, news=SIZES, links=st.lists(st.tuples(SIZES, SIZES), max_size=12))
def test_every_block_stands_in_one_stretch(
    olds: int, news: int, links: list[tuple[int, int]]
) -> None:
    old, new = text(*["same"] * olds), text(*["same"] * news)
    known = [(i, j) for i, j in links if i < olds and j < news]
    found = compared(old, new, known)
    assert [i for s in found for i in s.old] == list(range(olds))
    assert [j for s in found for j in s.new] == list(range(news))
    moves = [s.move for s in found if s.move]
    assert sorted(moves) == sorted([*set(moves), *set(moves)])
