"""Best merit against trying all panels; its proof, and what a changed proof is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from benchmarks.panels.generate import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.panels.tiny import all_panels, instances

from travaux.core.panels.floor import above_floor
from travaux.core.panels.instance import AtMost, Instance, Pool
from travaux.core.panels.merit import best_merit, check_merit, tie_numbers, whole_scores
from travaux.core.panels.prices import loosened, merit_prices
from travaux.core.panels.proofs import SCALE, Proof, Question, ceiling, holds, prove
from travaux.core.panels.reading import read_instance
from travaux.core.problems import Unusable


def generated(people: int, features: int, seats: int, seed: str, **options: object) -> Instance:
    made = generate(people, features, seats, seed)
    read = read_instance(
        made.pool,
        made.quotas,
        seats=(seats, seats),
        id_column="id",
        score_column="score",
        **options,  # type: ignore[arg-type]
    )
    assert read.instance is not None, read.problems
    return read.instance


def worth(instance: Instance, panel: tuple[int, ...]) -> Decimal:
    assert instance.pool.scores is not None
    return sum((instance.pool.scores[p] for p in panel), Decimal(0))


@settings(max_examples=150, deadline=None)
@given(instances(), st.sampled_from(("s", "t")))
def test_the_best_of_all_panels_with_its_ties_broken_as_promised(
    instance: Instance, seed: str
) -> None:
    every = all_panels(instance)
    found = best_merit(instance, seed)
    if not every:
        assert found is None
        return
    assert found is not None
    drawn = tie_numbers(instance.pool.ids, seed)
    most = max(worth(instance, p) for p in every)
    equal = [p for p in every if worth(instance, p) == most]
    expected = min(equal, key=lambda p: (sum(drawn[n] for n in p), sorted(drawn[n] for n in p)))
    assert (found.score, found.members) == (most, expected)
    assert found.gap == 0 and found.bound == most
    steps = check_merit(instance, found.members, found.certificate, seed)
    assert [s.name for s in steps if not s.ok] == []
    through_json = json.loads(json.dumps(found.certificate))
    assert all(s.ok for s in check_merit(instance, found.members, through_json, seed))
    for other in every[:20]:
        if other != expected:
            assert not all(s.ok for s in check_merit(instance, other, found.certificate, seed))


@settings(max_examples=40, deadline=None)
@given(instances(demands=False), st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(instance: Instance, random: object) -> None:
    order = list(range(instance.people))
    random.shuffle(order)  # type: ignore[attr-defined]
    found, turned = best_merit(instance, "s"), best_merit(instance.only(order), "s")
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        ids = {instance.pool.ids[p] for p in found.members}
        assert {instance.only(order).pool.ids[p] for p in turned.members} == ids


def test_scores_become_whole_numbers_without_loss() -> None:
    weights, unit = whole_scores([Decimal("0.1"), Decimal("-0.25"), Decimal(3)])
    assert [unit * w for w in weights.tolist()] == [Decimal("0.1"), Decimal("-0.25"), Decimal(3)]
    assert whole_scores([Decimal(0), Decimal("0.00")])[0].tolist() == [0, 0]


def test_a_large_pool_is_settled_and_proven() -> None:
    instance = generated(400, 6, 30, "large", at_most=(AtMost("country", 2),))
    found = best_merit(instance, "published")
    assert found is not None and found.gap == 0
    assert instance.breaks(found.members) == ()
    assert all(s.ok for s in check_merit(instance, found.members, found.certificate, "published"))
    other_seed = check_merit(instance, found.members, found.certificate, "other")
    assert [s.name for s in other_seed if not s.ok] in ([], ["ties"])


def test_many_ties_are_broken_by_the_seed_alone() -> None:
    instance = generated(150, 4, 15, "ties")
    pool = replace(instance.pool, scores=(Decimal(1),) * 150)
    instance = replace(instance, pool=pool)
    one, again, other = (best_merit(instance, seed) for seed in ("a", "a", "b"))
    assert one is not None and again is not None and other is not None
    assert one.members == again.members != other.members
    assert one.score == other.score == 15
    assert all(s.ok for s in check_merit(instance, one.members, one.certificate, "a"))
    assert not all(s.ok for s in check_merit(instance, one.members, one.certificate, "b"))


def test_a_panel_worth_less_is_not_passed_off_as_the_best() -> None:
    instance = generated(60, 3, 8, "less")
    found = best_merit(instance, "s")
    assert found is not None
    best = set(found.members)
    swapped = next(
        tuple(sorted({*best - {a}, b}))
        for a in found.members
        for b in range(instance.people)
        if b not in best and not instance.breaks(tuple({*best - {a}, b}))
    )
    lie = json.loads(json.dumps(found.certificate))
    lie["value"] = int(whole_scores(instance.pool.scores or ())[0][list(swapped)].sum())
    lie["score"] = str(worth(instance, swapped))
    lie["bound"] = lie["value"]
    failed = {s.name for s in check_merit(instance, swapped, lie, "s") if not s.ok}
    assert "bound" in failed
    for broken in ({}, {**found.certificate, "proof": [["prices"]]}, {"value": "x"}):
        assert not all(s.ok for s in check_merit(instance, found.members, broken, "s"))


def test_scores_are_asked_for() -> None:
    bare = Instance(Pool(("a",), {}), 1, 1)
    for asked in (lambda: best_merit(bare, "s"), lambda: above_floor(bare, Decimal(1))):
        with pytest.raises(Unusable, match="scores-missing"):
            asked()


@settings(max_examples=80, deadline=None)
@given(instances(), st.integers(-3, 3), st.data())
def test_a_proof_bounds_every_panel_and_a_false_one_fails(
    instance: Instance, off: int, data: st.DataObject
) -> None:
    types = instance.types_by([int(s * 2) for s in instance.pool.scores or ()])
    first = [g[0] for g in types.members]
    weights = np.array([int((instance.pool.scores or ())[p] * 2) for p in first])
    question = Question(
        np.vstack([np.ones((1, len(types)), dtype=np.int64), types.matrix]),
        np.concatenate([[instance.seats_low], instance.lower]),
        np.concatenate([[instance.seats_high], instance.upper]),
        np.where(instance.included[first], types.sizes, 0),
        np.where(instance.excluded[first], 0, types.sizes),
        weights,
    )
    every = all_panels(instance)
    if not every:
        proof, better = prove(question, -(10**6))
        assert better is None and holds(question, proof)
        assert all(case[0] in ("split", "empty") for case in proof.cases)
        return
    best = int(max(worth(instance, p) for p in every) * 2)
    proof, better = prove(question, best)
    assert better is None and proof.complete and holds(question, proof)
    assert not holds(question, replace(proof, bound=best - 1))
    assert not holds(question, replace(proof, cases=proof.cases[:-1]))
    assert not holds(question, replace(proof, cases=(*proof.cases, proof.cases[-1])))
    false, found = prove(question, best - 1)
    assert found is not None and not false.complete
    assert int(found @ weights) == best and question.keeps(found)
    # any prices at all give a true bound
    prices = [data.draw(st.integers(-3 * SCALE, 3 * SCALE)) for _ in question.lower]
    assert ceiling(question, prices) >= best * SCALE


def test_prices_as_fractions_or_flags_are_no_proof() -> None:
    one = np.array([1])
    question = Question(np.array([[1]]), one * 0, one * 3, one * 0, one * 5, one * 2)
    assert holds(question, Proof((("prices", 2 * SCALE),), 6, True))
    for case in (
        ("prices", 2.0 * SCALE),
        ("prices", True),
        ("prices",),
        ("other", 0),
        ("split", 0, 9),
    ):
        assert not holds(question, Proof((case,), 6, True))


@settings(max_examples=60, deadline=None)
@given(instances(people=7))
def test_the_price_of_a_rule_is_what_one_person_more_would_bring(instance: Instance) -> None:
    every = all_panels(instance)
    found = best_merit(instance, "s")
    if not every or found is None:
        return
    prices = merit_prices(instance, found.members)
    assert [p.gain for p in prices] == sorted((p.gain for p in prices), reverse=True)
    for price in prices:
        looser = loosened(instance, price.rule, price.to)
        assert looser is not None
        most = max(worth(instance, p) for p in all_panels(looser))
        assert price.gain == most - found.score > 0
        panel = tuple(sorted({*found.members, *price.comes} - {*price.leaves}))
        assert worth(instance, panel) == most and not looser.breaks(panel)


def test_below_the_floor_nobody_takes_part() -> None:
    instance = generated(40, 2, 5, "floor")
    scores = instance.pool.scores or ()
    floor = sorted(scores)[20]
    kept = above_floor(instance, floor)
    assert min(kept.pool.scores or ()) == floor
    assert kept.people == sum(s >= floor for s in scores)
    with pytest.raises(Unusable, match="nobody-above-floor"):
        above_floor(instance, max(scores) + 1)
