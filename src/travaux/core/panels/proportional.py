"""Quotas to begin with: what the pool itself would give, with some room on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from travaux.core.panels.instance import Pool, Quota

ROOM = Fraction(1, 10)  # of the seats a value would have, on each side; one seat at least
MOST_VALUES = 40  # a column with more different values (names, codes) asks for no quotas


def proportional_quotas(
    pool: Pool, features: Sequence[str], seats: tuple[int, int]
) -> tuple[Quota, ...]:
    """For each value of each feature its share of the pool in seats, a tenth less and more.

    Where people hold several values only a minimum is proposed. Features with more than 40 values
    get none. The pool's own shares are a start, not a target: who should be represented is asked.

    >>> pool = Pool(tuple("abcdefgh"), {"gender": (("f",),) * 3 + (("m",),) * 5})
    >>> [(q.value, q.low, q.high) for q in proportional_quotas(pool, ["gender"], (4, 4))]
    [('f', 1, 2), ('m', 2, 3)]
    """
    quotas: list[Quota] = []
    for feature in features:
        values = pool.values(feature)
        if not values or len(values) > MOST_VALUES:
            continue
        several = any(len(held) > 1 for held in pool.features[feature])
        for value in values:
            held = int(pool.holds(feature, value).sum())
            share = Fraction(held, len(pool))
            fewest, most = share * seats[0], share * seats[1]
            low = max(0, ceil(fewest - max(fewest * ROOM, Fraction(1))))
            top = max(floor(most + max(most * ROOM, Fraction(1))), 1)
            high = None if several else min(top, held, seats[1])
            quotas.append(Quota(feature, value, min(low, held), high))
    return tuple(quotas)
