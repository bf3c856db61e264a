"""Counts that everybody sees of a group: of one or two people who were not chosen they tell nothing."""

from __future__ import annotations

import json
from itertools import product

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from tests.journeys.worlds import browser
from tests.panels import makers
from tests.panels.test_offering import UNTIL, adopted_at_once, offered
from travaux.panels import actions, queries
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


def test_who_left_counts_as_chosen_for_ever() -> None:
    """Else the count would be told once enough had left, and the group of before tells the rest."""
    gone = Target("region", "X", 5, 1, 4, 2, (1, 1))  # five nominated, four ever in, two still
    kept = Target("region", "Y", 9, 1, 4, 4, (5, 5))
    [(_, rows)] = shown([Attribute("region", False, (gone, kept))], all_of_it=False)
    assert [r.nominated for r in rows] == [None, None]
    placed = Target("region", "Y", 9, 1, 4, 4, (5, 2))  # three of the five are in a regional group
    [(_, rows)] = shown([Attribute("region", False, (placed,))], all_of_it=False)
    assert [r.nominated for r in rows] == [None]


@pytest.mark.django_db
def test_a_regional_group_does_not_tell_of_one_or_two_who_did_not_come(cast) -> None:
    panel = offered(cast)
    group = queries.regional_groups(panel).first()
    offers = list(group.offers.all())
    page, files = f"/en/harbour/panels/{group.key}/", "/en/harbour/panels/groups.json"

    def told():
        public = json.loads(Client().get(page + "public.json").content)
        rows = json.loads(Client().get(files).content)
        return public["people"], public["seats"], str(rows).count(f"'nominated': {len(offers)}")

    assert len(offers) >= 4 and told()[:2] == (len(offers), [1, len(offers)])
    for offer in offers[1:]:
        actions.answer_offer(by=None, offer=offer, answer="accepted", at=makers.AT)
    people, seats, _rows = told()
    assert people is None and seats is None
    assert "left out" in Client().get(page).content.decode()
    counts = json.loads(Client().get(page + "composition.json").content)
    assert "left out" not in str(
        browser(cast.amina).get(page).content.decode().split("Asked")[1][:90]
    )
    assert counts
    actions.answer_offer(by=None, offer=offers[0], answer="accepted", at=makers.AT)
    assert told()[0] == len(offers)


@pytest.mark.django_db
def test_two_files_kept_before_and_after_somebody_left_tell_no_count_of_one(cast) -> None:
    """What is left out of an attribute does not come back because members leave."""
    panel = adopted_at_once(cast)
    address = f"/en/harbour/panels/{panel.key}/public.json"

    def counts():
        rows = json.loads(Client().get(address).content)["composition"]
        return {(r["feature"], r["value"]): (r["nominated"], r["in_the_group"]) for r in rows}

    before = counts()
    hidden = {k for k, (nominated, _in) in before.items() if nominated is None}
    for n, seat in enumerate(panel.seats.order_by("pk")[:3]):
        actions.end_seat(
            by=cast.amina, seat=seat, end="left", until=UNTIL, reason=f"{n}", at=makers.AT
        )
        now = counts()
        assert {k for k, (nominated, _in) in now.items() if nominated is None} == hidden
    assert now != before
