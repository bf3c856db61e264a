"""The choice of links is the best there is, as scipy's own solver finds it too."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from travaux.core.texts.alignment import matching
from travaux.core.texts.alignment.likeness import Pairs


def gains(seed: int, rows: int, columns: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    found = np.where(chance.random((rows, columns)) < 0.5, chance.random((rows, columns)) * 9, 0)
    return np.round(found) if seed % 3 == 0 else found  # with ties now and then


@pytest.mark.parametrize("seed", range(60))
def test_assignment_is_as_good_as_scipys(seed: int) -> None:
    rows = seed % 9 + 1
    table = gains(seed, rows, rows + seed % 4)
    mine = matching.best_assignment(table)
    assert len(set(mine.tolist())) == rows
    best = table[linear_sum_assignment(table, maximize=True)].sum()
    assert table[np.arange(rows), mine].sum() == pytest.approx(best)


def test_large_tables_go_to_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    table = gains(1, 40, 44)
    small = table[np.arange(40), matching.best_assignment(table)].sum()
    monkeypatch.setattr(matching, "_LARGE", 10)
    assert table[np.arange(40), matching.best_assignment(table)].sum() == pytest.approx(small)


@pytest.mark.parametrize("seed", range(20))
def test_parts_are_solved_as_the_whole(seed: int) -> None:
    table = gains(seed, 12, 15) * (np.random.default_rng(seed).random((12, 15)) < 0.3)
    i, j = np.nonzero(table)
    score = table[i, j]
    nothing = np.zeros(len(i))
    picked = matching.chosen(Pairs(i, j, nothing, nothing), score)
    assert len(set(i[picked].tolist())) == len(set(j[picked].tolist())) == len(picked)
    best = table[linear_sum_assignment(table, maximize=True)].sum()
    assert score[picked].sum() == pytest.approx(best)


def test_nothing_likely_gives_nothing() -> None:
    none = np.zeros(1)
    pairs = Pairs(np.array([0]), np.array([0]), none, none)
    assert not len(matching.chosen(pairs, np.array([-1.0])))
