"""Sharing applications out among reviewers: so many reviews each, loads even, conflicts kept apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from travaux.core.chance import Chance
from travaux.core.problems import Unusable

MOST_APPLICATIONS = 5_000
MOST_REVIEWERS = 300
MOST_EACH = 10  # reviews of one application
_FAR = np.iinfo(np.int64).max // 4

VERSION = "even-sharing-1"
Pair = tuple[str, str]  # application, reviewer


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who reviews what anew; what could not be filled; and how even it came out."""

    pairs: tuple[Pair, ...]
    short: Mapping[str, int]  # application -> reviews that nobody is left for
    loads: Mapping[str, int]  # reviewer -> reviews in all, those that stood before included
    hints: int  # weight of the conflicts that could not be avoided among the new pairs


def share_out(
    applications: Collection[str],
    reviewers: Collection[str],
    each: int,
    *,
    seed: str,
    standing: Collection[Pair] = (),
    never: Collection[Pair] = (),
    rather_not: Mapping[Pair, int] | None = None,
) -> Sharing:
    """Every application gets `each` reviewers; what stands already stays and counts.

    Promise, in this order: as many reviews as there are reviewers allowed (`never` names pairs that
    may not be); loads as even as can be (the sum of their squares is least); then the weights in
    `rather_not` (whole numbers from 1 to 100) sum to the least. Ties fall by the seed; the order in
    which things are given does not matter. The method is a minimum-cost flow, filled one review at
    a time along the cheapest way through reviews already given in this run (Ahuja, Magnanti and
    Orlin, Network Flows, 1993, chapter 9), in whole numbers, so that it is exact.

    Errors: too-many-to-share, each-out-of-range, weight-out-of-range.

    >>> found = share_out(["a", "b"], ["x", "y"], 1, seed="1", never=[("a", "x")])
    >>> found.pairs, dict(found.loads)
    ((('a', 'y'), ('b', 'x')), {'x': 1, 'y': 1})
    """
    asked, there = sorted(set(applications)), sorted(set(reviewers))
    if len(asked) > MOST_APPLICATIONS or len(there) > MOST_REVIEWERS:
        raise Unusable("too-many-to-share", most=MOST_APPLICATIONS, reviewers=MOST_REVIEWERS)
    if not 1 <= each <= MOST_EACH:
        raise Unusable("each-out-of-range", most=MOST_EACH)
    weights = rather_not or {}
    if any(not 1 <= w <= 100 for w in weights.values()):
        raise Unusable("weight-out-of-range", most=100)
    chance = Chance(seed)
    rows = chance.child("applications").shuffled(asked)
    people = chance.child("reviewers").shuffled(there)
    row_of = {key: n for n, key in enumerate(rows)}
    person_of = {key: n for n, key in enumerate(people)}

    cost = np.zeros((len(rows), len(people)), dtype=np.int64)
    for (a, r), weight in weights.items():
        if a in row_of and r in person_of:
            cost[row_of[a], person_of[r]] = weight
    closed = np.zeros((len(rows), len(people)), dtype=bool)  # may not be, or stands and stays
    have, load = [0] * len(rows), np.zeros(len(people), dtype=np.int64)
    fixed = set(standing)
    for a, r in fixed:
        if r in person_of:
            load[person_of[r]] += 1
        if a in row_of:
            have[row_of[a]] += 1
            if r in person_of:
                closed[row_of[a], person_of[r]] = True
    for a, r in never:
        if a in row_of and r in person_of:
            closed[row_of[a], person_of[r]] = True

    # one more review weighs more than all that could be rather not
    step = 1 + 100 * each * max(1, len(rows))
    given = np.zeros_like(closed)
    short: dict[str, int] = {}
    for row in range(len(rows)):
        for _ in range(max(0, each - have[row])):
            if not _give_one(row, cost, closed, given, load, step):
                short[rows[row]] = short.get(rows[row], 0) + 1
    found = sorted((rows[int(n)], people[int(m)]) for n, m in np.argwhere(given))
    return Sharing(
        tuple(found),
        {key: short[key] for key in sorted(short)},
        {key: int(load[person_of[key]]) for key in there},
        int((cost * given).sum()),
    )


def _give_one(
    row: int,
    cost: np.ndarray,
    closed: np.ndarray,
    given: np.ndarray,
    load: np.ndarray,
    step: int,
) -> bool:
    """One more review of an application, along the cheapest chain of handing on; whether it went."""
    people = load.shape[0]
    free = ~(closed | given)
    far = np.where(free[row], cost[row], _FAR)
    if not people or not (far < _FAR).any():
        return False
    before = np.full(people, -1, dtype=np.int64)
    handed = np.full(people, -1, dtype=np.int64)
    # from one reviewer to another: the cheapest review that the first could hand on to the second
    hand = np.full((people, people), _FAR, dtype=np.int64)
    which = np.full((people, people), -1, dtype=np.int64)
    for one in range(people):
        held = np.flatnonzero(given[:, one])
        if held.size:
            costs = np.where(free[held], cost[held] - cost[held, one][:, None], _FAR)
            best = costs.argmin(axis=0)
            hand[one], which[one] = costs[best, np.arange(people)], held[best]
    for _ in range(people):
        changed = False
        for one in map(int, np.flatnonzero(far < _FAR)):
            way = np.where(hand[one] < _FAR, far[one] + hand[one], _FAR)
            better = way < far
            if better.any():
                far = np.where(better, way, far)
                before[better], handed[better] = one, which[one][better]
                changed = True
        if not changed:
            break
    ends = np.where(far < _FAR, far + step * (2 * load + 1), _FAR)
    last = int(ends.argmin())
    load[last] += 1
    here = last
    while before[here] >= 0:
        giver, moved = int(before[here]), int(handed[here])
        given[moved, giver], given[moved, here] = False, True
        here = giver
    given[row, here] = True
    return True
