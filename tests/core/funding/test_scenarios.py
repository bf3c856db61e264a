"""Leaner scenarios are exact: held against trying every choice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.funding.choices import Activity, Question, Scenario, Way, planned, told
from travaux.core.funding.scenarios import (
    EXACT,
    best_under,
    cannot_stay,
    frontier,
    least_cost,
)

CELLS = ("africa/states", "asia/states", "open")
KEPT = ("clause:a", "clause:b", "language:ar")


def ways(name: str) -> st.SearchStrategy[Way]:
    return st.builds(
        Way,
        st.just(name),
        st.integers(0, 500).map(lambda n: Decimal(n) / 4),
        st.dictionaries(st.sampled_from(CELLS), st.integers(1, 9), max_size=3),
        st.frozensets(st.sampled_from(KEPT), max_size=2),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    activities = [
        Activity(f"a{n}", tuple(draw(ways(f"w{w}")) for w in range(draw(st.integers(1, 3)))))
        for n in range(draw(st.integers(1, 4)))
    ]
    if len(activities) > 1 and len(activities[0].ways) > 1 and draw(st.booleans()):
        first = activities[0].ways[-1]
        bound = Way(first.code, first.cost, first.heard, first.keeps, (("a1", "w0"),))
        activities[0] = Activity("a0", (*activities[0].ways[:-1], bound))
    weights = draw(
        st.dictionaries(
            st.sampled_from((*CELLS, *KEPT)), st.integers(0, 12).map(lambda n: Decimal(n) / 2)
        )
    )
    return Question(
        tuple(activities),
        {cell: draw(st.integers(1, 15)) for cell in CELLS[: draw(st.integers(0, 3))]},
        weights,
        draw(st.frozensets(st.sampled_from(KEPT), max_size=2)),
        draw(st.sampled_from([Decimal(0), Decimal(13)])),
    )


def every(question: Question) -> Iterator[Scenario]:
    """Each choice that keeps what must stay and takes nothing without what it needs."""
    for pick in product(*(a.ways for a in question.activities)):
        chosen = {a.code: w.code for a, w in zip(question.activities, pick, strict=True)}
        if any(chosen[a] != w for way in pick for a, w in way.needs):
            continue
        one = told(question, chosen)
        if not question.must & {lost.name for lost in one.lost}:
            yield one


@settings(max_examples=60, deadline=None)
@given(questions(), st.integers(0, 600).map(Decimal))
def test_nothing_within_the_budget_loses_less(question: Question, budget: Decimal) -> None:
    within = [one for one in every(question) if one.cost <= budget]
    best = best_under(question, budget)
    if not within:
        assert best is None
        return
    assert best is not None and best.proven and best.cost <= budget
    least = min(one.loss for one in within)
    assert abs(float(best.loss - least)) <= EXACT * 100
    equal = [one for one in within if abs(float(one.loss - least)) < 1e-9]
    assert best.cost == min(one.cost for one in equal) or best.loss < least


@settings(max_examples=30, deadline=None)
@given(questions())
def test_the_cheapest_and_the_frontier(question: Question) -> None:
    all_of_them = list(every(question))
    cheapest = least_cost(question)
    if not all_of_them:
        assert cheapest is None and frontier(question) == ()
        return
    assert cheapest is not None
    assert cheapest.cost == min(one.cost for one in all_of_them)
    line = frontier(question, 6)
    assert [one.cost for one in line] == sorted({one.cost for one in line})
    assert all(a.loss > b.loss for a, b in pairwise(line))
    for one in line:  # none is beaten
        assert not any(
            other.cost <= one.cost and float(one.loss - other.loss) > EXACT * 100
            for other in all_of_them
        )


def test_what_cannot_stay_is_named_with_the_least_sum() -> None:
    held = Way("in-person", Decimal(100), {"open": 5}, frozenset({"clause:a"}))
    dropped = Way("dropped", Decimal(0))
    question = Question(
        (Activity("meeting", (held, dropped)),), {"open": 5}, {}, frozenset({"clause:a"})
    )
    assert best_under(question, Decimal(99)) is None
    assert cannot_stay(question, Decimal(99)) == ("clause:a",)
    cheapest = least_cost(question)
    assert cheapest is not None and cheapest.cost == Decimal(100)
    assert planned(question).chosen == {"meeting": "in-person"}


@pytest.mark.parametrize(("support", "cost"), [("0", "100"), ("13", "113"), ("7.5", "107.5")])
def test_support_cost_is_added_before_the_budget(support: str, cost: str) -> None:
    one = Question((Activity("m", (Way("held", Decimal(100)),)),), {}, support=Decimal(support))
    assert planned(one).cost == Decimal(cost)
    assert best_under(one, Decimal(cost)) is not None
    assert best_under(one, Decimal(cost) - Decimal("0.01")) is None
