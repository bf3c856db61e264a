"""Impossible quotas: the smallest contradiction and the least relaxation, against trying all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

from hypothesis import given, settings
from tests.core.panels.tiny import all_panels, instances

from travaux.core.panels.conflicts import conflict_of
from travaux.core.panels.elastic import Rule, movable, only_rules, rules_of
from travaux.core.panels.instance import AtMost, Demand, Instance, Pool, Quota
from travaux.core.panels.prices import loosened
from travaux.core.panels.programs import any_panel
from travaux.core.panels.relaxing import Option, relaxations


def region(*counts: tuple[str, str, int]) -> Pool:
    """People with a region and a country, so many of each."""
    rows = [(r, c) for r, c, n in counts for _ in range(n)]
    return Pool(
        tuple(f"p{n}" for n in range(len(rows))),
        {"region": tuple((r,) for r, _ in rows), "country": tuple((c,) for _, c in rows)},
    )


def applied(instance: Instance, option: Option) -> Instance:
    """The instance after the changes; demands are given up last, so that places stay right."""
    ordered = sorted(
        option.changes, key=lambda c: (c.rule.kind in ("include", "exclude"), -c.rule.source)
    )
    for change in ordered:
        looser = loosened(instance, change.rule, change.to)
        assert looser is not None
        instance = looser
    return instance


@settings(max_examples=150, deadline=None)
@given(instances())
def test_a_conflict_is_smallest_and_contradicts_itself(instance: Instance) -> None:
    every = all_panels(instance)
    found = conflict_of(instance)
    if every:
        assert found is None
        return
    assert found is not None and found.smallest
    assert any_panel(only_rules(instance, found.rules)) is None
    rules = [r for r in rules_of(instance) if movable(r)]
    for fewer in combinations(rules, len(found.rules) - 1) if found.rules else []:
        assert any_panel(only_rules(instance, fewer)) is not None
    for rule, best in zip(found.rules, found.at_best, strict=True):
        others = only_rules(instance, [r for r in found.rules if r != rule])
        if rule.kind == "quota":
            holds = instance.pool.holds(rule.feature, rule.value)
            counts = [int(holds[list(p)].sum()) for p in all_panels(others)]
            assert best == (max(counts) if rule.bound == "min" else min(counts))
    seatless = replace(instance, seats_low=1, seats_high=instance.people)
    alone = any_panel(only_rules(seatless, found.rules)) is None
    nobody_needed = not any(r.bound == "min" for r in found.rules)
    assert found.with_seats == (not alone or nobody_needed)


@settings(max_examples=100, deadline=None)
@given(instances(people=7))
def test_a_relaxation_works_and_none_is_cheaper(instance: Instance) -> None:
    found = relaxations(instance, options=3)
    if all_panels(instance):
        assert found == ()
        return
    assert found
    costs = [o.cost for o in found if all(movable(c.rule) for c in o.changes)]
    assert costs == sorted(costs)
    for option in found:
        after = applied(instance, option)
        assert after.breaks(option.members) == ()
        assert option.cost == sum(abs(c.to - c.rule.number) for c in option.changes) > 0
        assert not option.beyond_flex
    rules = [r for r in rules_of(instance) if movable(r)]
    first = next((o for o in found if all(movable(c.rule) for c in o.changes)), None)
    if first is None or first.cost > 3 or len(rules) > 9:
        return
    for moves in product(range(first.cost), repeat=len(rules)):
        if 0 < sum(moves) < first.cost and _possible(rules, moves):
            assert any_panel(_moved(instance, rules, moves)) is None


def test_more_seats_make_no_maximum_break_that_was_idle_before() -> None:
    features = {"gender": (("f",),) * 5 + (("m",),), "region": (("A",),) * 4 + (("B",),) * 2}
    pool = Pool(tuple(f"p{n}" for n in range(6)), features)
    asked = (Quota("gender", "f", 1), Quota("gender", "m", 1), Quota("region", "B", 0, 1))
    instance = Instance(pool, 1, 1, asked)
    by_seats = [o for o in relaxations(instance) if o.changes[0].rule.kind == "seats"]
    assert [(o.changes[0].to, len(o.members)) for o in by_seats] == [(2, 2)]
    assert replace(instance, seats_high=2).breaks(by_seats[0].members) == ()


def _possible(rules: list[Rule], moves: tuple[int, ...]) -> bool:
    return all(
        m <= (1 if r.kind in ("include", "exclude") else r.number if r.bound == "min" else 99)
        for r, m in zip(rules, moves, strict=True)
    )


def _moved(instance: Instance, rules: list[Rule], moves: tuple[int, ...]) -> Instance:
    pairs = sorted(
        zip(rules, moves, strict=True),
        key=lambda p: (p[0].kind in ("include", "exclude"), -p[0].source),
    )
    for rule, move in pairs:
        if move:
            to = rule.number - move if rule.bound == "min" else rule.number + move
            looser = loosened(instance, rule, to)
            assert looser is not None
            instance = looser
    return instance


def test_six_from_a_region_of_two_countries_and_two_per_country() -> None:
    pool = region(("X", "K", 5), ("X", "L", 4), ("Y", "M", 3), ("Y", "N", 3), ("Y", "O", 3))
    instance = Instance(pool, 8, 8, (Quota("region", "X", 6, 8),), (AtMost("country", 2),))
    found = conflict_of(instance)
    assert found is not None
    assert [(r.kind, r.feature, r.value, r.bound, r.number) for r in found.rules] == [
        ("quota", "region", "X", "min", 6),
        ("at-most", "country", "*", "max", 2),
    ]
    assert (found.with_seats, found.at_best[0]) == (False, 4)
    room = found.rooms[0]
    assert (room.there, room.different, room.room) == (9, 2, 4)
    options = relaxations(instance)
    assert [(c.rule.kind, c.to) for c in options[0].changes] == [("at-most", 3)]
    assert [(c.rule.kind, c.to) for c in options[1].changes] == [("quota", 4)]


def test_flex_says_how_far_and_beyond_it_is_marked() -> None:
    pool = region(("X", "K", 3), ("Y", "M", 9))
    tight = Quota("region", "X", 6, None, low_flex=5)
    found = relaxations(Instance(pool, 8, 8, (tight,)))
    assert [(o.beyond_flex, o.cost) for o in found] == [(True, 3)]
    within = replace(tight, low_flex=2)
    found = relaxations(Instance(pool, 8, 8, (within,)))
    assert [(o.beyond_flex, o.changes[0].to) for o in found] == [(False, 3)]


def test_fewer_or_more_seats_are_offered_as_a_way() -> None:
    pool = region(("X", "K", 9), ("Y", "M", 9))
    asked = (Quota("region", "X", 5, None), Quota("region", "Y", 5, None))
    found = relaxations(Instance(pool, 8, 8, asked))
    assert [(c.rule.kind, c.rule.bound, c.to) for c in found[-1].changes] == [("seats", "max", 10)]
    conflict = conflict_of(Instance(pool, 8, 8, asked))
    assert conflict is not None and conflict.with_seats and conflict.at_best == (3, 3)


def test_people_who_must_be_chosen_can_be_the_conflict() -> None:
    pool = region(("X", "K", 4), ("Y", "M", 6))
    asked = tuple(Demand(p, "include", "chairs") for p in ("p0", "p1", "p2"))
    few = conflict_of(Instance(pool, 5, 5, (), (AtMost("country", 2),), asked))
    assert few is not None and [r.kind for r in few.rules] == ["at-most"] and few.with_seats
    instance = Instance(pool, 4, 4, (), (AtMost("country", 2),), asked)
    found = conflict_of(instance)
    assert found is not None
    assert sorted(r.kind for r in found.rules) == ["at-most", "include", "include", "include"]
    options = relaxations(instance)
    assert options[0].cost == 1
