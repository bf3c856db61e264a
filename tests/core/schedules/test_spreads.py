"""Ranges as tables: their chances, their order, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.schedules.spreads import STEPS, Spread, table


@st.composite
def ranges(draw):
    low, likely, high = sorted(draw(st.lists(st.integers(0, 400), min_size=3, max_size=3)))
    return Spread.of(low, likely, high, draw(st.sampled_from(["pert", "triangular"])))


@given(ranges())
def test_a_table_rises_and_stays_within_its_range(spread):
    entries = table(spread)
    assert entries.size == STEPS
    assert spread.low <= entries[0] and entries[-1] <= spread.high
    assert (np.diff(entries) >= 0).all()


@given(ranges())
def test_the_mean_is_that_of_the_formula(spread):
    low, likely, high = spread.low, spread.likely, spread.high
    mean = (low + 4 * likely + high) / 6 if spread.shape == "pert" else (low + likely + high) / 3
    assert abs(float(table(spread).mean()) - mean) < 0.51


@pytest.mark.parametrize("q", [0.05, 0.5, 0.8, 0.95])
def test_a_triangle_has_its_closed_form(q):
    low, likely, high = 100, 400, 900
    cut = (likely - low) / (high - low)
    if q <= cut:
        exact = low + (q * (high - low) * (likely - low)) ** 0.5
    else:
        exact = high - ((1 - q) * (high - low) * (high - likely)) ** 0.5
    entries = table(Spread.of(low, likely, high, "triangular"))
    assert abs(float(entries[int(q * STEPS)]) - exact) <= 0.6


@given(ranges(), st.integers(0, 400))
def test_what_has_lasted_already_leaves_only_what_is_longer(spread, elapsed):
    entries = table(spread, more_than=elapsed)
    if elapsed >= spread.high:
        assert not entries.size
    elif entries.size:
        assert entries.size == STEPS and entries[0] > elapsed


def test_past_durations_come_as_often_as_they_came():
    entries = table(Spread.seen((10, 20, 20, 70)))
    days, counts = np.unique(entries, return_counts=True)
    assert list(days) == [10, 20, 70]
    assert list(counts) == [STEPS // 4, STEPS // 2, STEPS // 4]


@pytest.mark.parametrize("values", [(5, 4, 9), (5, 6, 5), (-1, 0, 1)])
def test_values_out_of_order_are_named(values):
    with pytest.raises(Unusable) as refused:
        Spread.of(*values)
    assert refused.value.code == "spread-out-of-order"


def test_a_range_of_a_thousand_years_is_refused():
    with pytest.raises(Unusable) as refused:
        Spread.of(0, 1, 365_000)
    assert refused.value.code == "spread-too-long"
    with pytest.raises(Unusable) as refused:
        Spread.seen(())
    assert refused.value.code == "spread-without-past"
