"""One figure out of scores on weighted criteria: total, mean, median and spread, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PLACES = 2  # digits after the point in what is shown
TOP = 100  # a total runs from 0 to this

VERSION = "weighted-share-1"


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion: the scale that it is scored on, and how much it weighs."""

    low: int
    high: int
    weight: Decimal

    def share(self, value: int | Decimal | Fraction) -> Fraction:
        """Where a score lies between the ends of the scale, 0 to 1."""
        return (Fraction(value) - self.low) / (self.high - self.low)


def total(scales: Mapping[str, Scale], scores: Mapping[str, int]) -> Fraction | None:
    """The weighted total of one review, 0 to 100; nothing while a criterion is not scored.

    Each score is taken as its share of the scale, so that a scale from 1 to 10 does not outweigh one
    from 1 to 5: total = 100 · Σ weight · (score - low) / (high - low) / Σ weight.

    >>> scales = {"a": Scale(1, 5, Decimal(3)), "b": Scale(0, 10, Decimal(1))}
    >>> total(scales, {"a": 5, "b": 0})
    Fraction(75, 1)
    >>> total(scales, {"a": 5}) is None
    True
    """
    if not scales or any(key not in scores for key in scales):
        return None
    weights = sum((Fraction(s.weight) for s in scales.values()), Fraction(0))
    parts = (Fraction(s.weight) * s.share(scores[key]) for key, s in scales.items())
    return TOP * sum(parts, Fraction(0)) / weights


@dataclass(frozen=True, slots=True)
class Figures:
    """What several reviewers' figures come to. `spread` is the largest less the smallest."""

    count: int
    mean: Fraction
    median: Fraction
    least: Fraction
    most: Fraction

    @property
    def spread(self) -> Fraction:
        return self.most - self.least


def figures(values: Sequence[int | Fraction]) -> Figures | None:
    """Mean, median and spread of some figures; nothing of none.

    >>> found = figures([1, 2, 6])
    >>> found.mean, found.median, found.spread
    (Fraction(3, 1), Fraction(2, 1), Fraction(5, 1))
    >>> figures([]) is None
    True
    """
    if not values:
        return None
    order = sorted(Fraction(v) for v in values)
    half, odd = divmod(len(order), 2)
    median = order[half] if odd else (order[half - 1] + order[half]) / 2
    mean = sum(order, Fraction(0)) / len(order)
    return Figures(len(order), mean, median, order[0], order[-1])


def rounded(value: Fraction, places: int = PLACES) -> Decimal:
    """A figure as it is shown: half goes to the even digit.

    >>> rounded(Fraction(200, 3))
    Decimal('66.67')
    """
    whole = round(value * 10**places)  # of a fraction: exact, half to even
    return Decimal(whole).scaleb(-places)
