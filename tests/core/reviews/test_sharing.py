"""Sharing out: as many as may be, as even as can be, as few conflicts as can be; held to brute force."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.reviews.sharing import share_out

ROWS, PEOPLE = ("a", "b", "c"), ("x", "y", "z")
PAIRS = list(product(ROWS, PEOPLE))


def best(each: int, never: set, standing: set, weights: dict) -> tuple[int, int, int]:
    """Missing reviews, sum of squared loads, weight of conflicts: the least of all ways."""
    options = []
    for row in ROWS:
        have = sum(1 for a, _ in standing if a == row)
        free = [p for p in PEOPLE if (row, p) not in never | standing]
        count = min(len(free), max(0, each - have))
        options.append([[(row, p) for p in some] for some in combinations(free, count)])
    found = []
    for way in product(*options):
        pairs = [pair for part in way for pair in part]
        loads = [sum(1 for _, r in [*pairs, *standing] if r == p) for p in PEOPLE]
        wanted = sum(max(0, each - sum(1 for a, _ in standing if a == row)) for row in ROWS)
        found.append(
            (wanted - len(pairs), sum(n * n for n in loads), sum(weights.get(p, 0) for p in pairs))
        )
    return min(found)


@settings(max_examples=120, deadline=None)
@given(
    each=st.integers(1, 3),
    never=st.sets(st.sampled_from(PAIRS), max_size=4),
    standing=st.sets(st.sampled_from(PAIRS), max_size=3),
    weights=st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 9)),
    seed=st.text(max_size=4),
)
def test_no_other_way_is_better(each, never, standing, weights, seed) -> None:
    told = {"seed": seed, "never": never, "standing": standing, "rather_not": weights}
    found = share_out(ROWS, PEOPLE, each, **told)
    loads = found.loads.values()
    assert (sum(found.short.values()), sum(n * n for n in loads), found.hints) == best(
        each, never, standing, weights
    )
    assert not set(found.pairs) & (never | standing)
    assert found == share_out(reversed(ROWS), reversed(PEOPLE), each, **told)


def test_another_seed_is_another_sharing_and_still_even() -> None:
    rows, people = [f"a{n}" for n in range(40)], [f"r{n}" for n in range(7)]
    one, other = (share_out(rows, people, 3, seed=s) for s in ("1", "2"))
    assert one.pairs != other.pairs
    for found in (one, other):
        assert len(found.pairs) == 120 and set(found.loads.values()) == {17, 18}


def test_what_cannot_be_shared_is_refused_or_said() -> None:
    assert share_out(["a"], ["x"], 3, seed="").short == {"a": 2}
    assert share_out(["a"], [], 1, seed="").short == {"a": 1}
    for each in (0, 11):
        with pytest.raises(Unusable, match="each-out-of-range"):
            share_out(["a"], ["x"], each, seed="")
    with pytest.raises(Unusable, match="too-many-to-share"):
        share_out([], [str(n) for n in range(301)], 1, seed="")
    with pytest.raises(Unusable, match="weight-out-of-range"):
        share_out(["a"], ["x"], 1, seed="", rather_not={("a", "x"): 101})
