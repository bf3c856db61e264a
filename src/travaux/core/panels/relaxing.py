"""The least relaxation: how far which rules must move so that a panel can keep them all.

Each option moves rules by as few people in all as possible, within `min_flex` and `max_flex`;
every further option leaves at least one rule of each earlier one as it was.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from travaux.core.panels.elastic import Elastic, Rule, movable
from travaux.core.panels.instance import Counts, Instance

OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One rule moved from `rule.number` to `to`; for a demand, 1 to 0 or 0 to 1 gives it up."""

    rule: Rule
    to: int


@dataclass(frozen=True, slots=True)
class Option:
    """Changes after which a panel exists; `cost` is the number of people by which rules move.

    `beyond_flex`: they go farther than the quota table allows. `members` is such a panel, as
    places in the pool.
    """

    changes: tuple[Change, ...]
    cost: int
    beyond_flex: bool
    members: tuple[int, ...]


def relaxations(
    instance: Instance, *, options: int = OPTIONS, seconds: float = 8.0
) -> tuple[Option, ...]:
    """The cheapest ways to make the rules possible, cheapest first; then by other seats alone.

    Where the table's flex does not allow any, the ways beyond it, marked as such. Empty where a
    panel exists already. The first option is the least of all; later ones stop after `seconds`.
    Raises `Unusable("solver-out-of-time")`.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("m",))})
    >>> found = relaxations(Instance(pool, 2, 2, (Quota("g", "f", 2, 2),)))
    >>> [(c.rule.bound, c.rule.number, c.to) for c in found[0].changes], found[0].cost
    ([('min', 2, 1)], 1)
    """
    started = time.monotonic()
    found: list[Option] = []
    for beyond in (False, True):
        elastic = Elastic(instance)
        limits = _limits(elastic, beyond)
        count = len(elastic.rules)
        # people first; among equals, fewer rules
        elastic.price(np.full(count, count + 1), np.ones(count))
        elastic.hold([], limits)
        while len(found) < options and (not found or time.monotonic() - started < seconds):
            moved = elastic.solve()
            if moved is None:
                break
            if not moved.any():
                return ()
            found.append(_option(elastic, moved, beyond))
            elastic.exclude(np.flatnonzero(moved).tolist())
        if found:
            break
    seats = _by_seats(instance)
    return (*found, *([seats] if seats is not None else []))


def _limits(elastic: Elastic, beyond: bool) -> Counts:
    """How far each rule may move: within its flex or, beyond it, all the way; the seats not."""
    limits = elastic.reach.copy()
    for r, rule in enumerate(elastic.rules):
        if not movable(rule):
            limits[r] = 0
        elif rule.flex is not None and not beyond:
            limits[r] = min(limits[r], abs(rule.number - rule.flex))
    return limits


def _option(elastic: Elastic, moved: Counts, beyond: bool) -> Option:
    changes = tuple(
        Change(rule, rule.number - int(far) if rule.bound == "min" else rule.number + int(far))
        for rule, far in zip(elastic.rules, moved, strict=True)
        if far
    )
    members = sorted(
        person
        for group, count in zip(elastic.types.members, elastic.counts.tolist(), strict=True)
        for person in group[:count]
    )
    return Option(changes, int(moved.sum()), beyond, tuple(members))


def _by_seats(instance: Instance) -> Option | None:
    """The fewest seats more or less with which every other rule can stay."""
    # a maximum that so many seats cannot reach may bind when there are more
    wide = replace(instance, seats_high=instance.people)
    elastic = Elastic(wide, counted=False, seats=(instance.seats_low, instance.seats_high))
    count = len(elastic.rules)
    limits = elastic.reach.copy()
    for r, rule in enumerate(elastic.rules):
        if movable(rule):
            limits[r] = 0
    elastic.price(np.ones(count), np.zeros(count))
    elastic.hold([], limits)
    moved = elastic.solve()
    return _option(elastic, moved, False) if moved is not None and moved.any() else None
