"""Counts that everybody sees of a group: of one or two people who were not chosen they tell nothing."""

from __future__ import annotations

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from travaux.panels.queries import Attribute, Target, shown


def test_counts_that_point_at_one_or_two_people_are_left_out() -> None:
    rows = (
        Target("region", "X", 5, 1, 4, 4),
        Target("region", "Y", 9, 1, 4, 4),
        Target("region", "Z", 4, 1, 4, 4),
    )

    def told(several: bool, *rows: Target, **also: bool) -> list[int | None]:
        [(_, found)] = shown([Attribute("region", several, rows)], **{"all_of_it": False, **also})
        return [r.nominated for r in found]

    assert told(False, *rows) == told(True, *rows) == [None, None, None]  # X would tell of one
    assert told(False, *rows[1:]) == [9, 4]
    assert told(False, *rows[1:], adopted=False) == [None, None]  # or the group would tell the rest
    assert told(False, *rows, all_of_it=True) == told(True, *rows, all_of_it=True) == [5, 9, 4]


@given(st.lists(st.integers(0, 4), min_size=2, max_size=3), st.booleans())
@example([1, 1, 20], False)  # two alone were left out: their sum told that each is one
def test_no_count_of_one_or_two_follows_from_what_is_told(left: list[int], several: bool) -> None:
    """With everybody's total public, another table always looks the same."""

    def told(table: tuple[int, ...]) -> list[int | None]:
        rows = tuple(Target("r", str(n), 3 + c, 0, None, 3) for n, c in enumerate(table))
        [(_, found)] = shown([Attribute("r", several, rows)], all_of_it=False)
        return [r.nominated for r in found]

    before = told(tuple(left))
    others = [
        one
        for one in product(range(sum(left) + 1), repeat=len(left))
        if sum(one) == sum(left) and told(one) == before
    ]
    for place, count in enumerate(left):
        if count in (1, 2):
            assert {one[place] for one in others} != {count}
