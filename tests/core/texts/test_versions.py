"""Paragraphs keep their identity from version to version; nothing is matched by likeness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.texts.versions import Standing, compare


def stand(key: str, text: str | None = None, number: str = "") -> Standing:
    return Standing(key, number, text if text is not None else f"Text of {key}.")


def kinds(old: list[Standing], new: list[Standing], **more: dict[str, str]) -> list[str]:
    changes = compare(old, new, **more)
    return [f"{c.kind} {(c.new or c.old).key}" for c in changes]  # type: ignore[union-attr]


A, B, C, D = (stand(key) for key in "ABCD")


def test_same_edited_inserted_and_deleted_stand_in_reading_order() -> None:
    new = [A, stand("X"), stand("C", "Other words.")]
    assert kinds([A, B, C], new) == ["same A", "deleted B", "inserted X", "edited C"]


def test_the_fewest_paragraphs_count_as_moved() -> None:
    assert kinds([A, B, C, D], [D, A, B, C]) == ["moved D", "same A", "same B", "same C"]
    new = [B, C, stand("A", "new")]
    assert kinds([A, B, C], new) == ["same B", "same C", "moved-and-edited A"]


def test_a_new_key_with_the_same_words_is_the_same_paragraph() -> None:
    changes = compare([A, B], [A, stand("N", " Text  of B.")])
    assert [(change.kind, change.ground) for change in changes] == [
        ("same", "key"),
        ("same", "words"),
    ]


def test_words_that_are_only_alike_are_not_matched_but_a_confirmed_link_is() -> None:
    new = [A, stand("N", "Text of B!")]
    assert kinds([A, B], new) == ["same A", "deleted B", "inserted N"]
    changes = compare([A, B], new, links={"N": "B"})
    assert [(change.kind, change.ground) for change in changes] == [
        ("same", "key"),
        ("edited", "link"),
    ]


def test_a_link_never_takes_a_paragraph_that_still_stands() -> None:
    assert kinds([A], [A, stand("N", "n")], links={"N": "A"}) == ["same A", "inserted N"]


def test_a_new_number_alone_is_no_edit_but_is_told() -> None:
    (change,) = compare([stand("A", number="1")], [stand("A", number="2")])
    assert change.kind == "same" and change.renumbered


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(Unusable, match="key-repeated"):
        compare([A, A], [A])


KEYS = st.lists(st.sampled_from("ABCDEFGH"), unique=True)
WORDS = st.sampled_from(["one", "two", "three"])


@given(old=KEYS, new=KEYS, words=st.lists(WORDS, min_size=16, max_size=16))
def test_every_paragraph_is_accounted_for_once(
    old: list[str], new: list[str], words: list[str]
) -> None:
    olds = [stand(key, words[place]) for place, key in enumerate(old)]
    news = [stand(key, words[8 + place]) for place, key in enumerate(new)]
    changes = compare(olds, news)
    assert [change.new for change in changes if change.new] == news
    assert sorted(c.old.key for c in changes if c.old) == sorted(old)
    gone = [c.old.key for c in changes if c.kind == "deleted" and c.old]
    assert gone == [key for key in old if key in gone]
