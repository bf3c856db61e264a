"""From panels of types to panels of people, so that people alike get chances exactly alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from travaux.core.chance import Chance
from travaux.core.panels.hull import Mixture
from travaux.core.panels.instance import Types

GRAIN = 10**15  # weights are whole multiples of 1/GRAIN, so that sums can be checked exactly
SAME = 1e-14


@dataclass(frozen=True)
class Seating:
    """Panels of people (places in the pool, rising), their weights in 1/GRAIN with sum GRAIN, and
    for each number of the even lottery the panel it stands for."""

    panels: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    numbered: tuple[int, ...]


def seat(mixture: Mixture, types: Types, chance: Chance) -> Seating:
    """Who sits in each panel: people alike take turns in an order of chance.

    What turns leave uneven is evened out by dividing panels: in a part of one's weight the person
    who has too much is replaced by one alike who has too little.
    """
    slots = _slots(mixture)
    orders = [
        members if len(members) == 1 else tuple(chance.child(f"order {t}").shuffled(members))
        for t, members in enumerate(types.members)
    ]
    turn = [0] * len(orders)
    seated: list[list[int]] = []
    weight = [w for _, w in slots]
    counts = mixture.panels
    for row, _ in slots:
        people: list[int] = []
        there = np.nonzero(counts[row])[0]
        for t, count in zip(there.tolist(), counts[row, there].tolist(), strict=True):
            order = orders[t]
            if len(order) == 1:
                people.append(order[0])
                continue
            start = turn[t]
            people.extend(order[(start + n) % len(order)] for n in range(count))
            turn[t] = (start + count) % len(order)
        seated.append(sorted(people))
    shared = [order for order in orders if len(order) > 1]
    where: dict[int, set[int]] = {person: set() for order in shared for person in order}
    for slot, people in enumerate(seated):
        for person in people:
            if person in where:
                where[person].add(slot)
    for order in shared:
        _even_out(order, seated, weight, where)
    numbers = len(mixture.numbered) if mixture.numbered is not None else 0
    return _gathered(seated, weight, numbers)


def _slots(mixture: Mixture) -> list[tuple[int, float]]:
    """One slot for each number, then one for each panel without; a panel's weight is shared."""
    numbered = [] if mixture.numbered is None else mixture.numbered.tolist()
    times = np.bincount(numbered, minlength=len(mixture.weights)) if numbered else None
    if times is None:
        return [(row, float(w)) for row, w in enumerate(mixture.weights)]
    share = mixture.weights / np.maximum(times, 1)
    slots = [(row, float(share[row])) for row in numbered]
    return slots + [(row, float(share[row])) for row in np.nonzero(times == 0)[0].tolist()]


def _even_out(
    order: tuple[int, ...],
    seated: list[list[int]],
    weight: list[float],
    where: dict[int, set[int]],
) -> None:
    """Divide panels until these people, who are alike, have the same; `where` tells who sits where
    and is kept up to date."""
    have = {person: sum(weight[s] for s in sorted(where[person])) for person in order}
    goal = sum(have.values()) / len(order)
    rich = sorted((p for p in order if have[p] > goal + SAME), key=lambda p: goal - have[p])
    poor = sorted((p for p in order if have[p] < goal - SAME), key=lambda p: have[p] - goal)
    at = 0
    for person in rich:
        while have[person] > goal + SAME and at < len(poor):
            other = poor[at]
            if have[other] >= goal - SAME:
                at += 1
                continue
            slot = max(where[person] - where[other], key=lambda s: (weight[s], -s))
            part = min(have[person] - goal, goal - have[other], weight[slot] / 2)
            weight[slot] -= part
            weight.append(part)
            seated.append(sorted(other if p == person else p for p in seated[slot]))
            for one in seated[-1]:
                if one in where:
                    where[one].add(len(seated) - 1)
            have[person] -= part
            have[other] += part


def _gathered(seated: list[list[int]], weight: list[float], numbers: int) -> Seating:
    """Equal panels as one, weights on the grain."""
    place: dict[tuple[int, ...], int] = {}
    total: list[float] = []
    rows: list[int] = []
    for people, part in zip(seated, weight, strict=True):
        row = place.setdefault(tuple(people), len(place))
        if row == len(total):
            total.append(0.0)
        total[row] += part
        rows.append(row)
    whole = on_grain(total)
    kept = {row for row, w in enumerate(whole) if w > 0} | set(rows[:numbers])
    new = {row: n for n, row in enumerate(sorted(kept))}
    panels = list(place)
    return Seating(
        tuple(panels[row] for row in new),
        tuple(whole[row] for row in new),
        tuple(new[row] for row in rows[:numbers]),
    )


def on_grain(weights: list[float]) -> list[int]:
    """Whole multiples of 1/GRAIN nearest to these weights, with sum GRAIN (largest remainders).

    >>> sum(on_grain([1 / 3, 1 / 3, 1 / 3])) == GRAIN
    True
    """
    scale = GRAIN / sum(weights)
    whole = [int(w * scale) for w in weights]
    order = sorted(range(len(weights)), key=lambda n: whole[n] - weights[n] * scale)
    for n in order[: GRAIN - sum(whole)]:
        whole[n] += 1
    return whole
