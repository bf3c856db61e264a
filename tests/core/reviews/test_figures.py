"""One figure out of scores: exact, and no scale outweighs another by its length."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from travaux.core.reviews.figures import Scale, figures, rounded, total


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_figures_are_those_of_arithmetic(values: list[int]) -> None:
    found = figures(values)
    assert found is not None and found.median == Fraction(median(map(Fraction, values)))
    assert found.mean * len(values) == sum(values)
    assert found.least <= found.median <= found.most
    assert found.spread == max(values) - min(values)


@given(st.integers(1, 5), st.integers(1, 9), st.integers(1, 9))
def test_a_longer_scale_weighs_no_more(value: int, one: int, other: int) -> None:
    short = {"a": Scale(1, 5, Decimal(one)), "b": Scale(1, 5, Decimal(other))}
    long = {"a": Scale(1, 5, Decimal(one)), "b": Scale(0, 40, Decimal(other))}
    assert total(short, {"a": value, "b": 3}) == total(long, {"a": value, "b": 20})


def test_totals_run_from_0_to_100_and_need_every_score() -> None:
    scales = {"a": Scale(1, 5, Decimal("2.5")), "b": Scale(-3, 3, Decimal("0.5"))}
    assert total(scales, {"a": 1, "b": -3}) == 0 and total(scales, {"a": 5, "b": 3}) == 100
    assert total(scales, {"b": 3}) is None and total({}, {}) is None


def test_halves_go_to_the_even_digit() -> None:
    assert rounded(Fraction(1, 200)) == Decimal("0.00")
    assert rounded(Fraction(3, 200)) == Decimal("0.02")
    assert rounded(Fraction(100)) == Decimal("100.00")
