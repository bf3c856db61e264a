"""Alignment finds what became of each paragraph, in any language, and never says too much."""

from __future__ import annotations

import os
import random

import pytest
from benchmarks.alignment.pairs import (
    PROFILES,
    Pair,
    catalogue_text,
    made_pair,
    other_pair,
    real_pairs,
    scored,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.texts.alignment import Alignment, align
from travaux.core.texts.versions import normalised

REAL = pytest.mark.skipif(
    not os.environ.get("TRAVAUX_REAL_DATA"), reason="TRAVAUX_REAL_DATA is not set: no real pairs"
)
TEXT = [
    "Purpose",
    "The purpose of these guidelines is to help local governments use digital tools for people.",
    "States shall encourage open standards. They shall publish the data that they hold.",
    "Each city should name an officer who answers for the protection of personal data.",
    "Participation",
    "Residents take part in the choice, the design and the review of every digital service.",
    "Services remain available to those who do not use digital means.",
    "Review",
    "The guidelines are reviewed every four years by the governing body.",
]


def pairs_of(found: Alignment) -> set[tuple[int, int]]:
    return {(link.old, link.new) for link in found.links}


def whole(old: list[str], new: list[str], found: Alignment) -> None:
    """Every place is linked or named as left over, once; only groups link a place twice."""
    assert {link.old for link in found.links} | set(found.deleted) == set(range(len(old)))
    assert {link.new for link in found.links} | set(found.inserted) == set(range(len(new)))
    assert not {link.old for link in found.links} & set(found.deleted)
    assert not {link.new for link in found.links} & set(found.inserted)
    assert len(pairs_of(found)) == len(found.links)
    olds = [link.old for link in found.links]
    news = [link.new for link in found.links]
    for link in found.links:
        many = olds.count(link.old) > 1 or news.count(link.new) > 1
        assert many == (link.kind in ("split", "merged"))
        assert 0 <= link.confidence <= 1
        if not many:
            assert link.edited == (normalised(old[link.old]) != normalised(new[link.new]))
        if link.kind in ("same", "edited"):
            assert link.edited == (link.kind == "edited")


def test_a_text_is_the_same_as_itself() -> None:
    found = align(TEXT, TEXT)
    assert [(link.old, link.new, link.kind) for link in found.links] == [
        (place, place, "same") for place in range(len(TEXT))
    ]
    assert found.deleted == found.inserted == ()


def test_each_kind_of_change() -> None:
    new = [
        TEXT[0],
        TEXT[1].replace("help", "assist") + " " + TEXT[3],
        "States shall encourage open standards.",
        "They shall publish the data that they hold.",
        TEXT[7],
        TEXT[8].replace("every four years", "every two years"),
        TEXT[4],
        TEXT[5],
        "Nothing in these guidelines changes the duties of States under international law.",
    ]
    found = align(TEXT, new)
    whole(TEXT, new, found)
    kinds = {(link.old, link.new): (link.kind, link.edited) for link in found.links}
    assert kinds == {
        (0, 0): ("same", False),
        (1, 1): ("merged", True),
        (2, 2): ("split", False),
        (2, 3): ("split", False),
        (3, 1): ("merged", True),
        (4, 6): ("moved", False),
        (5, 7): ("moved", False),
        (7, 4): ("same", False),
        (8, 5): ("edited", True),
    }
    assert found.deleted == (6,)
    assert found.inserted == (8,)


def test_numbers_before_paragraphs_do_not_mislead() -> None:
    old = [f"{n}. {text}" for n, text in enumerate(TEXT, 1)]
    new = [f"{n}. {text}" for n, text in enumerate(["A new first paragraph of its own.", *TEXT], 1)]
    found = align(old, new)
    assert pairs_of(found) == {(place, place + 1) for place in range(len(TEXT))}
    assert all(link.edited for link in found.links)  # the number belongs to a ready paragraph


def test_equal_texts_are_told_by_their_neighbours() -> None:
    old = ["Scope", "No text", TEXT[2], "Means", "No text", TEXT[5], "Review", "No text"]
    new = ["Means", "No text", TEXT[5], "Scope", "No text", TEXT[2], "Review", "No text"]
    assert pairs_of(align(old, new)) == {
        (0, 3), (1, 4), (2, 5), (3, 0), (4, 1), (5, 2), (6, 6), (7, 7)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [([], []), ([], ["a"]), (["a"], []), ([""], [""]), (["", "x"], ["x", ""]), (["\ud800"], ["b"])],
)
def test_nothing_is_too_little(old: list[str], new: list[str]) -> None:
    whole(old, new, align(old, new))


def test_many_equal_paragraphs_are_linked_in_order() -> None:
    found = align(["same"] * 700, ["same"] * 900)
    assert len(found.links) == 700
    assert not any(link.sure for link in found.links)


WORDS = st.sampled_from(
    ["the", "States", "shall", "水", "必须", "على", "المدينة", "12.", "(a)", ":", "é", "\u200d"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=14)


@settings(max_examples=60, deadline=None)
@given(old=PARAGRAPHS, new=PARAGRAPHS)
def test_any_two_texts_are_accounted_for(old: list[str], new: list[str]) -> None:
    found = align(old, new)
    whole(old, new, found)
    assert found == align(old, new)


def measured(pairs: list[Pair]) -> dict[str, float]:
    """The mean figures of several pairs, and how often what is called sure was right."""
    scores, sure, right = [], 0, 0
    for pair in pairs:
        found = align(pair.old, pair.new)
        whole(pair.old, pair.new, found)
        many = {(n.old, n.new) for n in found.links if n.kind in ("split", "merged")}
        scores.append(scored(pair, pairs_of(found), many))
        sure += sum(1 for link in found.links if link.sure)
        right += sum(1 for n in found.links if n.sure and (n.old, n.new) in pair.links)
    names = {name for score in scores for name in score}
    known = {name: [score[name] for score in scores if name in score] for name in names}
    means = {name: sum(values) / len(values) for name, values in known.items()}
    return {**means, "sure": right / max(sure, 1)}


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_made_changes_are_found_in_any_language(language: str) -> None:
    text = catalogue_text(language, seed=3)
    pairs = [made_pair(language, text, profile, 31) for profile in PROFILES.values()]
    pairs += [other_pair(language, text, seed) for seed in (32, 33)]
    found = measured(pairs)
    assert found["f1"] >= 0.98
    assert found["changed"] >= 0.96
    assert found["many"] >= 0.95
    assert found["sure"] >= 0.995


@REAL
@pytest.mark.parametrize(("name", "least"), [("transport-20-21", 0.99), ("recovery-16-20", 0.93)])
def test_real_pairs(name: str, least: float) -> None:
    found = measured([pair for pair in real_pairs() if pair.name == name])
    assert found["f1"] >= least
    assert found["sure"] >= 0.99


def test_order_of_a_shuffled_text_is_found_again() -> None:
    text = catalogue_text("fr", seed=3)[:80]
    order = list(range(len(text)))
    random.Random(1).shuffle(order)
    found = align(text, [text[place] for place in order])
    assert pairs_of(found) == {(place, at) for at, place in enumerate(order)}
    assert {link.kind for link in found.links} == {"same", "moved"}
