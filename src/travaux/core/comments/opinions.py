"""Groups of people who vote alike on short statements, what divides them, and what all hold.

Promise: the same votes and seed give the same groups; nobody's group is guessed who voted on too
few statements; and the answer says how sure it is: whether the groups are clearer than chance
alone would make them, and whether they come out again when a fifth of the people is left out.
The way is that of Polis (Small and others 2021): docs/methods/opinions.md has the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from travaux.core.chance import Chance
from travaux.core.comments.opinion_votes import Votes
from travaux.core.problems import Unusable

VERSION = "1"
ENOUGH_VOTES = (
    7  # of one person, before a group is looked for; fewer where there are fewer to vote on
)
FEWEST_PEOPLE = 10  # people with enough votes, below which there is nothing to group
FEWEST_STATEMENTS = 3
MOST_GROUPS = 5
SMALLEST = 5  # people of a group, where more than two are looked for
NEARLY = 0.02  # so near to the best silhouette, the smaller number of groups is taken
AGAIN = 20  # times that a fifth is left out, and times that the votes are shuffled
SURE_90, SURE_95 = 1.2816, 1.6449  # of the normal distribution, one side
HELD_BY_ALL = 0.6  # of every group, shrunk towards a half
APART = 0.3  # between the groups farthest from each other
_LOOKED_AT = 1500  # people of whom it is reckoned how well they lie in their group

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement by which a group is told from the others: it agrees, or disagrees, more than they."""

    statement: str
    agrees: bool
    share: float  # of those in the group who voted on it
    others: float  # of the other groups' people who did
    weight: float


@dataclass(frozen=True, slots=True)
class Group:
    """People who vote alike; the largest group is number 0."""

    id: int
    members: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement and how the groups stand to it, in their order."""

    statement: str
    agree: tuple[int, ...]
    disagree: tuple[int, ...]
    passed: tuple[int, ...]
    held: float  # the smallest share of agreement among the groups, shrunk
    refused: float  # the smallest share of disagreement
    spread: float  # between the most and the least agreeing group
    sure: bool  # the spread is more than chance would make


@dataclass(frozen=True, slots=True)
class Opinions:
    """Groups, and what the votes say about each statement."""

    participants: int
    groups: tuple[Group, ...]
    statements: tuple[Standing, ...]
    consensus: tuple[str, ...]  # held by all groups, or refused by all; the clearest first
    divisive: tuple[str, ...]
    projection: dict[str, tuple[float, float]]  # of those in a group
    silhouette: float
    chance: float  # what the silhouette comes to in 95 of 100 shuffles of the same votes
    stability: float  # 1: the same groups whoever is left out; 0: no more alike than by chance
    seed: str
    version: str = VERSION

    @property
    def clear(self) -> bool:
        """Whether the groups are clearer than chance would make them, and come out again."""
        return self.silhouette > self.chance and self.stability >= 0.6


def enough(table: Floats) -> NDArray[np.bool_]:
    """Who voted on enough statements to be put into a group."""
    needed = min(ENOUGH_VOTES, table.shape[1])
    counts: Ints = (~np.isnan(table)).sum(axis=1)
    found: NDArray[np.bool_] = counts >= needed
    return found


def opinion_groups(votes: Votes, *, seed: str, groups: int | None = None) -> Opinions:
    """The groups of a vote; `groups`: so many, or as many (2 to 5) as part most clearly.

    Raises `Unusable`: `opinions-too-few` where fewer than ten people voted on enough of at least
    three statements, `opinions-all-alike` where all voted the same, `groups-out-of-range`.
    """
    inside = enough(votes.table) if votes.table.size else np.zeros(0, dtype=bool)
    people = int(inside.sum())
    if people < FEWEST_PEOPLE or len(votes.statements) < FEWEST_STATEMENTS:
        raise Unusable(
            "opinions-too-few",
            people=FEWEST_PEOPLE,
            statements=FEWEST_STATEMENTS,
            votes=min(ENOUGH_VOTES, max(len(votes.statements), FEWEST_STATEMENTS)),
        )
    if groups is not None and not 2 <= groups <= people // 2:
        raise Unusable("groups-out-of-range", most=people // 2)
    table = votes.table[inside]
    points = project(table)
    different = len(np.unique(points.round(9), axis=0))
    if different < 2:
        raise Unusable("opinions-all-alike")
    chance = Chance(seed)
    labels, score = _best(points, chance.child("groups"), groups, different)
    count = int(labels.max()) + 1
    voters = [v for v, i in zip(votes.voters, inside, strict=True) if i]
    standings = tuple(_standings(votes.statements, table, labels, count))
    return Opinions(
        participants=len(votes.voters),
        groups=tuple(
            Group(
                g,
                tuple(v for v, at in zip(voters, labels, strict=True) if at == g),
                tuple(_marks(votes.statements, table, labels, g)),
            )
            for g in range(count)
        ),
        statements=standings,
        consensus=_consensus(standings),
        divisive=_divisive(standings),
        projection={
            v: (round(float(x), 4), round(float(y), 4))
            for v, (x, y) in zip(voters, points, strict=True)
        },
        silhouette=round(score, 4),
        chance=round(_by_chance(table, count, chance.child("shuffles")), 4),
        stability=round(_stability(table, labels, count, chance.child("stability")), 4),
        seed=seed,
    )


def project(table: Floats) -> Floats:
    """People as points in a plane: the two directions in which votes differ most.

    What somebody did not vote on counts as the mean of those who did; who voted on few lies as far
    out as if they had voted on all.
    """
    voted = ~np.isnan(table)
    counts = voted.sum(axis=0)
    means = np.where(counts > 0, np.nansum(table, axis=0) / np.maximum(counts, 1), 0.0)
    filled = np.where(voted, table, means) - means
    _sizes, directions = np.linalg.eigh(filled.T @ filled)  # the largest last
    axes = directions[:, ::-1][:, :2].T.copy()
    for axis in axes:  # a direction and its opposite are one: the largest part is positive
        if axis[np.abs(axis).argmax()] < 0:
            axis *= -1
    out: Floats = (filled @ axes.T) * np.sqrt(table.shape[1] / voted.sum(axis=1))[:, None]
    return out


def _fitted(points: Floats, count: int, chance: Chance, starts: int = 3) -> Ints:
    """Groups of points, the largest first."""
    from sklearn.cluster import KMeans  # takes seconds to import

    made = KMeans(count, n_init=starts, random_state=chance.below(2**32 - 1)).fit_predict(points)
    sizes = np.bincount(made, minlength=count)
    # of two as large, the one farther left
    left = [points[made == g, 0].mean() if sizes[g] else 0.0 for g in range(count)]
    order = sorted(range(count), key=lambda g: (-sizes[g], left[g]))
    place = {old: new for new, old in enumerate(order)}
    return np.array([place[int(g)] for g in made], dtype=np.int64)


def _score(points: Floats, labels: Ints, chance: Chance) -> float:
    from sklearn.metrics import silhouette_score

    most = _LOOKED_AT if len(points) > _LOOKED_AT else None
    if len(np.unique(labels)) < 2:
        return -1.0
    seed = chance.below(2**32 - 1)
    try:
        return float(silhouette_score(points, labels, sample_size=most, random_state=seed))
    except ValueError:  # all that were looked at lie in one group
        return -1.0


def _best(points: Floats, chance: Chance, wanted: int | None, different: int) -> tuple[Ints, float]:
    most = min(MOST_GROUPS, 2 + len(points) // 12, different)
    tries = [wanted] if wanted is not None else range(2, most + 1)
    found: list[tuple[float, Ints]] = []
    for count in tries:
        here = chance.child(str(count))
        labels = _fitted(points, min(count, different), here, starts=10)
        if found and wanted is None and np.bincount(labels).min() < SMALLEST:
            continue  # a few who lie apart are no group
        found.append((_score(points, labels, here), labels))
    best = max(score for score, _labels in found)
    score, labels = next(f for f in found if f[0] >= best - NEARLY)
    return labels, score


def _by_chance(table: Floats, count: int, chance: Chance) -> float:
    """How clear groups come out where each statement has its votes, and no person holds two together."""
    scores = []
    for turn in range(AGAIN):
        here = chance.child(str(turn))
        numbers = np.random.default_rng(here.bits(64))
        mixed = table.copy()
        for column in mixed.T:
            cast = np.flatnonzero(~np.isnan(column))
            column[cast] = column[numbers.permutation(cast)]
        points = project(mixed)
        if len(np.unique(points.round(9), axis=0)) >= count:
            scores.append(_score(points, _fitted(points, count, here), here))
    return float(np.quantile(scores, 0.95)) if scores else 1.0


def _stability(table: Floats, labels: Ints, count: int, chance: Chance) -> float:
    """How alike the groups are when a fifth of the people is left out (adjusted Rand index, mean)."""
    from sklearn.metrics import adjusted_rand_score

    alike = []
    for turn in range(AGAIN):
        here = chance.child(str(turn))
        kept = np.array(sorted(here.chosen(range(len(table)), max(count, len(table) * 4 // 5))))
        points = project(table[kept])
        if len(np.unique(points.round(9), axis=0)) < count:
            continue
        alike.append(adjusted_rand_score(labels[kept], _fitted(points, count, here)))
    return float(np.mean(alike)) if alike else 0.0


def _two_shares(one: int, of: int, other: int, of_other: int) -> float:
    """How many standard errors the first share lies above the second (each with one more)."""
    one, of, other, of_other = one + 1, of + 1, other + 1, of_other + 1
    both = (one + other) / (of + of_other)
    if both >= 1:
        return 0.0
    error = (both * (1 - both) * (1 / of + 1 / of_other)) ** 0.5
    return (one / of - other / of_other) / error if error else 0.0


def _above_half(one: int, of: int) -> float:
    return float(2 * (of + 1) ** 0.5 * ((one + 1) / (of + 1) - 0.5))


def _marks(names: tuple[str, ...], table: Floats, labels: Ints, group: int) -> list[Mark]:
    inside, outside = table[labels == group], table[labels != group]
    found = []
    for place, name in enumerate(names):
        mine, theirs = inside[:, place], outside[:, place]
        cast, cast_there = int((~np.isnan(mine)).sum()), int((~np.isnan(theirs)).sum())
        best: Mark | None = None
        for value in (1, -1):
            here, there = int((mine == value).sum()), int((theirs == value).sum())
            half = _above_half(here, cast)
            more = _two_shares(here, cast, there, cast_there)
            if not here or half < SURE_90 or more < SURE_90:
                continue
            share = (here + 1) / (cast + 2)
            weight = share / ((there + 1) / (cast_there + 2)) * more * share * half
            if best is None or weight > best.weight:
                others = there / cast_there if cast_there else 0.0
                best = Mark(name, value == 1, round(here / cast, 4), round(others, 4), weight)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda m: -m.weight)[:5]


def _standings(names: tuple[str, ...], table: Floats, labels: Ints, count: int) -> list[Standing]:
    found = []
    for place, name in enumerate(names):
        column = table[:, place]
        agree, against, passed = (
            tuple(int((column[labels == g] == value).sum()) for g in range(count))
            for value in (1, -1, 0)
        )
        cast = [sum(three) for three in zip(agree, against, passed, strict=True)]
        shares = [(a + 1) / (n + 2) for a, n in zip(agree, cast, strict=True)]
        refused = [(d + 1) / (n + 2) for d, n in zip(against, cast, strict=True)]
        top, low = int(np.argmax(shares)), int(np.argmin(shares))
        found.append(
            Standing(
                name, agree, against, passed,
                held=round(min(shares), 4),
                refused=round(min(refused), 4),
                spread=round(shares[top] - shares[low], 4),
                sure=_two_shares(agree[top], cast[top], agree[low], cast[low]) > SURE_95,
            )
        )  # fmt: skip
    return found


def _consensus(rows: tuple[Standing, ...]) -> tuple[str, ...]:
    found = [(max(r.held, r.refused), r.statement) for r in rows]
    return tuple(s for share, s in sorted(found, key=lambda f: -f[0]) if share >= HELD_BY_ALL)[:10]


def _divisive(rows: tuple[Standing, ...]) -> tuple[str, ...]:
    found = [r for r in rows if r.sure and r.spread >= APART]
    return tuple(r.statement for r in sorted(found, key=lambda r: -r.spread))[:10]
