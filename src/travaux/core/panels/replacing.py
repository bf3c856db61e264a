"""Somebody leaves a group: who comes instead so that every rule is kept, or broken least.

Those who stay, stay. Among the newcomers that break the rules least (by as few people as
possible beyond their bounds), the one that stands first in the order given: that of the reserve
of the same lottery, or that of merit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from travaux.core.panels.elastic import Elastic, movable
from travaux.core.panels.instance import Break, Counts, Demand, Instance
from travaux.core.problems import Unusable

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One person (a place in the pool) who could come, and what would then be broken."""

    person: int
    breaks: tuple[Break, ...]

    @property
    def by(self) -> int:
        """By how many people rules would be broken in all."""
        return size_of(self.breaks)


@dataclass(frozen=True)
class Replacement:
    """Who comes for those who leave, and the group then; all are places in the pool.

    `breaks`: the rules that the group then does not keep (none: it keeps all); `alternatives`:
    the next in order for a single seat; `vacant`: what would be broken if the seats stayed empty.
    """

    leaves: tuple[int, ...]
    comes: tuple[int, ...]
    members: tuple[int, ...]
    breaks: tuple[Break, ...]
    alternatives: tuple[Newcomer, ...]
    vacant: tuple[Break, ...]


def size_of(breaks: Sequence[Break]) -> int:
    """By how many people rules are broken in all.

    >>> size_of((Break("quota", "gender", "f", "min", 3, 1),))
    2
    """
    return sum(abs(b.number - b.count) for b in breaks)


def replacement(
    instance: Instance,
    members: Sequence[int],
    leaves: Sequence[int],
    *,
    order: Sequence[int],
    declined: Sequence[int] = (),
) -> Replacement:
    """The best replacement; `order` holds the places of all who may come, first choice first.

    Demands that someone who leaves be chosen no longer bind. Raises `Unusable`: not-a-member,
    nobody-left.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("f",))})
    >>> replacement(Instance(pool, 1, 1, (Quota("g", "f", 1, 1),)), [0], [0], order=[1, 2]).comes
    (2,)
    """
    for person in leaves:
        if person not in members:
            raise Unusable("not-a-member", id=instance.pool.ids[person])
    gone = {instance.pool.ids[p] for p in leaves}
    instance = replace(
        instance,
        demands=tuple(
            d for d in instance.demands if not (d.kind == "include" and d.person in gone)
        ),
    )
    stay = sorted(set(members) - set(leaves))
    out = {*members, *leaves, *declined, *np.flatnonzero(instance.excluded).tolist()}
    ranked = [p for p in dict.fromkeys(order) if p not in out]
    if len(ranked) < len(leaves):
        raise Unusable("nobody-left", wanted=len(leaves), there=len(ranked))
    alternatives: tuple[Newcomer, ...] = ()
    if len(leaves) == 1:
        each = _each(instance, stay, ranked)
        comes: tuple[int, ...] = (each[0].person,)
        alternatives = each[1 : 1 + SHOWN]
    else:
        comes = _several(instance, stay, ranked, len(leaves))
    group = tuple(sorted([*stay, *comes]))
    return Replacement(
        tuple(leaves), comes, group, instance.breaks(group), alternatives, instance.breaks(stay)
    )


def _each(instance: Instance, stay: Sequence[int], ranked: Sequence[int]) -> tuple[Newcomer, ...]:
    """All who could come, those who break least first, then in the order given."""
    held = instance.matrix[:, list(stay)].sum(axis=1)
    counts = held[:, None] + instance.matrix[:, list(ranked)]
    below = np.maximum(instance.lower[:, None] - counts, 0)
    above = np.maximum(counts - instance.upper[:, None], 0)
    broken = (below + above).sum(axis=0)
    missing = instance.included[list(ranked)]  # whoever must be chosen comes first of all
    best = sorted(range(len(ranked)), key=lambda n: (not missing[n], int(broken[n]), n))
    return tuple(
        Newcomer(ranked[n], instance.breaks([*stay, ranked[n]])) for n in best[: SHOWN + 1]
    )


def _several(
    instance: Instance, stay: Sequence[int], ranked: Sequence[int], seats: int
) -> tuple[int, ...]:
    """Several at once: fewest broken, then the smallest sum of places in the order."""
    ids = instance.pool.ids
    here = [*stay, *ranked]
    fixed = tuple(Demand(ids[p], "include", "stays") for p in stay)
    asked = {d.person for d in fixed}
    others = tuple(d for d in instance.demands if d.person not in asked)
    there = instance.only(here)
    small = replace(
        there,
        seats_low=len(stay) + seats,
        seats_high=len(stay) + seats,
        demands=(
            *fixed,
            *(d for d in others if d.kind == "include" and d.person in there.pool.place),
        ),
    )
    elastic = Elastic(small, counted=False, apart=True)
    count = len(elastic.rules)
    limits: Counts = elastic.reach.copy()
    for r, rule in enumerate(elastic.rules):
        if not movable(rule) or rule.kind in ("include", "exclude"):
            limits[r] = 0
    elastic.price(np.ones(count), np.zeros(count))
    elastic.hold([], limits)
    moved = elastic.solve()
    if moved is None:
        raise Unusable("nobody-left", wanted=seats, there=len(ranked))
    elastic.spend(int(moved.sum()))
    elastic.price(np.zeros(count), np.zeros(count))
    elastic.prefer([0] * len(stay) + list(range(len(ranked))))
    if elastic.solve() is None:
        raise Unusable("solver-out-of-time")
    chosen = [here[n] for n in np.flatnonzero(elastic.counts).tolist()]
    return tuple(p for p in chosen if p not in set(stay))
