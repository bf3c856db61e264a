"""Which pairs are looked at, and what their figures mean."""

from __future__ import annotations

import numpy as np
import pytest

from travaux.core.texts.alignment.likeness import candidates, ratios, shared_weight, sides

OLD = [
    "The States shall act at once.",
    "各国必须采取措施。",
    "على الدول أن تتخذ التدابير.",
    "Review",
]
NEW = [
    "على الدول أن تتخذ التدابير اللازمة.",
    "各国应当采取一切措施。",
    "States should act at once.",
    "Review",
]


def test_each_paragraph_meets_its_likeness_in_any_script() -> None:
    old, new = sides(OLD, NEW)
    pairs = candidates(old, new)
    best = {}
    for i, j, ratio in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.ratio.tolist(), strict=True):
        best[i] = max(best.get(i, (0.0, -1)), (ratio, j))
    assert {i: j for i, (_, j) in best.items()} == {0: 2, 1: 1, 2: 0, 3: 3}


def test_a_text_that_stands_once_in_both_is_compared_with_itself_alone() -> None:
    old, new = sides(["Review", "The States shall act."], ["The States shall act.", "Review it"])
    pairs = candidates(old, new)
    assert (1, 0) in set(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))
    assert (1, 1) not in set(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))


def test_shared_weight_of_a_text_with_itself_is_its_weight() -> None:
    old, new = sides(OLD, OLD)
    places = np.arange(len(OLD))
    assert shared_weight(old, new, places, places) == pytest.approx(old.weight)
    assert ratios(old, new, places, places).tolist() == [1.0] * len(OLD)


def test_repeats_are_counted_on_each_side() -> None:
    old, new = sides(["No text", "no  text", "Other"], ["No text"])
    assert old.repeats.tolist() == [2, 2, 1]
    assert new.repeats.tolist() == [1]
    assert old.equals.tolist()[:2] == [int(new.equals[0])] * 2
