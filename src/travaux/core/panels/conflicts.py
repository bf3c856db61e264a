"""Why quotas cannot be met: a smallest set of rules that contradict one another.

The seats are given; what is sought are the fewest quotas, limits and demands that no panel of so
many seats can keep together. Smallest sets are found by hitting sets (Ignatiev, Previti, Liffiton
and Marques-Silva, CP 2015): every way to satisfy the rest by giving up some rules must be hit.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from travaux.core.panels.elastic import Elastic, Rule, movable
from travaux.core.panels.instance import Instance
from travaux.core.solver import new_highs


@dataclass(frozen=True, slots=True)
class Room:
    """What a limit leaves to those who hold the value of a minimum beside it in a conflict.

    Of `there` people with the value, `different` values of the limit's feature are held
    ("2 countries"), so that at most `room` of them can be chosen.
    """

    minimum: Rule
    limit: Rule
    there: int
    different: int
    room: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot hold together though any fewer of them can.

    `smallest`: proven that no smaller set contradicts itself. `with_seats`: the number of seats
    takes part in it. For each rule, `there` counts the people in the pool that it is about, and
    `at_best` how many of them the other rules leave at most (for a minimum) or at least (for a
    maximum). `rooms` tells what limits leave to minimums.
    """

    rules: tuple[Rule, ...]
    smallest: bool
    with_seats: bool
    there: tuple[int, ...]
    at_best: tuple[int, ...]
    rooms: tuple[Room, ...]


def conflict_of(instance: Instance, *, seconds: float = 20.0) -> Conflict | None:
    """A smallest set of rules that contradict one another; None where a panel exists.

    After `seconds` without the proof of a smallest set, one from which nothing can be left out.
    Raises `Unusable("solver-out-of-time")` where not even that is found.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("m",)), "r": (("x",), ("x",), ("y",))})
    >>> asked = (Quota("g", "f", 1, 2), Quota("r", "x", 0, 1), Quota("g", "m", 1, 2),
    ...          Quota("r", "y", 0, 0))
    >>> found = conflict_of(Instance(pool, 2, 2, asked))
    >>> [(r.feature, r.value, r.bound, r.number) for r in found.rules], found.smallest
    ([('r', 'x', 'max', 1), ('r', 'y', 'max', 0)], True)
    """
    elastic = Elastic(instance, counted=False)
    rules = elastic.rules
    given = [r for r, rule in enumerate(rules) if not movable(rule)]
    count = len(rules)
    elastic.price(np.ones(count), np.zeros(count))
    started = time.monotonic()
    ways: list[list[int]] = []
    while True:
        hit = _smallest_hitting(ways, count)
        elastic.hold([*given, *hit])
        moved = elastic.solve(roughly=True)
        if moved is None:
            return _told(elastic, hit, given, True)
        way = np.flatnonzero(moved).tolist()
        if not way:
            return None
        ways.append(way)
        if time.monotonic() - started > seconds:
            return _told(elastic, _irreducible(elastic, given), given, False)


def _smallest_hitting(ways: Sequence[Sequence[int]], count: int) -> list[int]:
    """The fewest rules of which each way contains one."""
    import highspy

    if not ways:
        return []
    used = sorted({r for way in ways for r in way})
    place = {r: n for n, r in enumerate(used)}
    highs = new_highs()
    highs.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(used), len(ways)
    # a trace of preference for earlier rules, so that the answer is the same each time
    model.col_cost_ = np.array([1 + r / (count + 1) / (len(used) + 1) for r in used])
    model.col_lower_, model.col_upper_ = np.zeros(len(used)), np.ones(len(used))
    model.row_lower_, model.row_upper_ = np.ones(len(ways)), np.full(len(ways), np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, ways)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([place[r] for way in ways for r in way], dtype=np.int32)
    model.a_matrix_.value_ = np.ones(sum(map(len, ways)))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(used)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(model)
    highs.run()
    chosen: Any = np.asarray(highs.getSolution().col_value)
    return [r for n, r in enumerate(used) if chosen[n] > 0.5]


def _irreducible(elastic: Elastic, given: Sequence[int]) -> list[int]:
    """A contradicting set from which no rule can be left out: each is tried in turn."""
    kept = [r for r, rule in enumerate(elastic.rules) if movable(rule)]
    for r in list(kept):
        without = [other for other in kept if other != r]
        elastic.hold([*given, *without])
        if elastic.solve() is None:
            kept = without
    return kept


def _told(elastic: Elastic, hit: Sequence[int], given: Sequence[int], smallest: bool) -> Conflict:
    """The conflict with what the pool holds for each of its rules."""
    rules = [elastic.rules[r] for r in hit]
    instance = elastic.instance
    count = len(elastic.rules)
    elastic.hold(hit)
    with_seats = elastic.solve() is not None
    at_best = []
    elastic.price(np.ones(count), np.zeros(count))
    for r, rule in zip(hit, rules, strict=True):
        free = np.zeros(count, dtype=np.int64)
        free[r] = elastic.reach[r]
        others = [other for other in range(count) if other not in hit and other not in given]
        free[others] = elastic.reach[others]
        elastic.price(np.eye(count, dtype=np.int64)[r], np.zeros(count))
        elastic.hold([], free)
        moved = elastic.solve()
        far = int(moved[r]) if moved is not None else int(elastic.reach[r])
        at_best.append(rule.number - far if rule.bound == "min" else rule.number + far)
    there = tuple(_there(instance, rule) for rule in rules)
    rooms = tuple(
        _room(instance, minimum, limit)
        for minimum in rules
        if minimum.kind == "quota" and minimum.bound == "min"
        for limit in rules
        if limit.kind == "at-most"
    )
    return Conflict(tuple(rules), smallest, with_seats, there, tuple(at_best), rooms)


def _there(instance: Instance, rule: Rule) -> int:
    if rule.kind == "quota":
        return int(instance.pool.holds(rule.feature, rule.value).sum())
    if rule.kind == "at-most":
        return len(instance.pool.values(rule.feature))
    return 1


def _room(instance: Instance, minimum: Rule, limit: Rule) -> Room:
    holds = instance.pool.holds(minimum.feature, minimum.value)
    free = 0
    held: dict[str, int] = {}
    for person in np.flatnonzero(holds).tolist():
        values = instance.pool.features[limit.feature][person]
        free += not values
        for value in values:
            held[value] = held.get(value, 0) + 1
    room = free + sum(min(n, limit.number) for n in held.values())
    there = int(holds.sum())
    return Room(minimum, limit, there, len(held), min(room, there))
