"""Fair lotteries over the panels that keep all quotas: leximin, maximin, Nash.

Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens' assemblies",
Nature 596 (2021). The way here: the best chances are first found where people may be chosen in
part, which are a few small linear programs with a proof; then these chances are written as a
lottery over whole panels. Where that cannot be done, the rule that all panels keep and the chances
break is added, and the chances are found anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from threadpoolctl import threadpool_limits

from travaux.core.chance import Chance
from travaux.core.panels.aiming import Reached, reached
from travaux.core.panels.certificate import (
    SURE,
    Certificate,
    Finding,
    Step,
    gap_of,
    whole_prices,
)
from travaux.core.panels.hull import Hull, cut_of
from travaux.core.panels.instance import Instance
from travaux.core.panels.levels import Level
from travaux.core.panels.polytope import Numbers, Polytope, highs_model
from travaux.core.panels.programs import checked
from travaux.core.panels.seating import GRAIN, Seating, seat
from travaux.core.problems import Unusable

METHODS = ("leximin", "maximin", "nash")
VERSION = "lottery-1"
NUMBERED = 1000
MOST_NUMBERED = 100_000


@dataclass(frozen=True)
class Lottery:
    """A lottery over panels with its proof.

    `instance` has its people in the order that all places refer to; `panels` are places, rising;
    `weights` and `chances` (one for each person) are in 1/GRAIN; `numbered[n]` is the panel of
    number n + 1 in the even lottery, `off` by how much a person's chance there differs at most.
    `gap`: no lottery is better by more (see `certificate.gap_of`); `sworn` cuts lack a proof.
    """

    instance: Instance
    method: str
    panels: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    chances: tuple[int, ...]
    numbered: tuple[int, ...]
    off: Fraction
    certificate: Certificate
    gap: Fraction
    sworn: int

    @property
    def lowest(self) -> Fraction:
        """The least chance of those whom some panel can have; 0 where there are none."""
        barred = {p for s in self.certificate.steps if s.kind == "barred" for p in s.people}
        never = self.instance.excluded.tolist()
        some = [c for p, c in enumerate(self.chances) if p not in barred and not never[p]]
        return Fraction(min(some, default=0), GRAIN)


def in_order(instance: Instance) -> Instance:
    """The same instance with its people in an order that does not depend on the file's."""
    features = list(instance.pool.features)

    def key(place: int) -> tuple[object, ...]:
        return (*(instance.pool.features[f][place] for f in features), instance.pool.ids[place])

    return instance.only(sorted(range(instance.people), key=key))


def fair_lottery(
    instance: Instance,
    method: str = "leximin",
    *,
    numbered: int = NUMBERED,
    seconds: float = float("inf"),
    progress: Callable[[str, int], None] | None = None,
) -> Lottery:
    """The fair lottery by this method, with `numbered` panels for a public draw.

    The result depends on the instance alone, on no seed: it can be published before the draw. After
    `seconds` the best lottery found is given with its true gap.
    Raises `Unusable`: method-unknown, numbers-unusable, quotas-impossible, solver-out-of-time.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(tuple("abc"), {"gender": (("f",), ("m",), ("m",))})
    >>> found = fair_lottery(Instance(pool, 2, 2, (Quota("gender", "f", 1, 1),)))
    >>> [chance / GRAIN for chance in found.chances], found.gap < 1e-9
    ([1.0, 0.5, 0.5], True)
    """
    if method not in METHODS:
        raise Unusable("method-unknown", method=method, known=", ".join(METHODS))
    if not 1 <= numbered <= MOST_NUMBERED:
        raise Unusable("numbers-unusable", numbers=numbered, most=MOST_NUMBERED)
    instance = in_order(instance)
    chance = Chance(f"{VERSION}\n{method}\n{numbered}\n{instance.hash}")
    until = time.monotonic() + seconds
    with threadpool_limits(limits=1, user_api="blas"):  # small tables: more threads only wait
        found = reached(instance, method, numbered, chance, until, progress or _silent)
    seating = seat(found.mixture, instance.types, chance)
    for members in seating.panels:
        checked(instance, members)
    chances = chances_of(instance.people, seating.panels, seating.weights)
    certificate = _certificate(found, method, chances, until)
    finding = gap_of(instance, chances, certificate)
    return _lottery(instance, method, seating, chances, certificate, finding)


def _silent(stage: str, count: int) -> None:
    return None


def chances_of(
    people: int, panels: tuple[tuple[int, ...], ...], weights: tuple[int, ...]
) -> tuple[int, ...]:
    """Each person's chance in 1/GRAIN: the weights of the panels that have the person."""
    chances = [0] * people
    for members, weight in zip(panels, weights, strict=True):
        for person in members:
            chances[person] += weight
    return tuple(chances)


def _certificate(
    found: Reached, method: str, chances: tuple[int, ...], until: float
) -> Certificate:
    polytope, levels = found.polytope, found.aim.levels
    members = polytope.instance.types.members

    def step(kind: str, level: Level) -> Step:
        people = tuple(sorted(p for t in level.types for p in members[t]))
        return Step(kind, people, whole_prices(level.prices))

    barred = set(levels.barred)
    steps = []
    for level in levels.levels:
        if set(level.types) <= barred:
            steps.append(step("barred", level))
        elif method != "nash":
            steps.append(step("level", level))
    if method == "nash":
        polytope, product = _product(polytope, barred, chances, until)
        steps.extend(product)
    rows = len(polytope.matrix)
    steps = [Step(s.kind, s.people, (*s.prices, *[0] * (rows - len(s.prices)))) for s in steps]
    return Certificate(method, tuple(steps), polytope.cuts)


def _product(
    polytope: Polytope, barred: set[int], chances: tuple[int, ...], until: float
) -> tuple[Polytope, list[Step]]:
    """The prices under which no lottery has a greater sum of q / chance; a cut where needed."""
    types = polytope.instance.types
    open_ = [
        t for t in range(len(types)) if t not in barred and polytope.least[t] < polytope.most[t]
    ]
    if not open_:
        return polytope, []
    slope = np.zeros(len(types))
    for t in open_:
        slope[t] = GRAIN / np.mean([chances[p] for p in types.members[t]])
    people = tuple(sorted(p for t in open_ for p in types.members[t]))
    prices, value = _prices(polytope, barred, slope)
    if value > len(people) * (1 + SURE / 10):
        hull = Hull(polytope.instance)
        polytope = polytope.with_cut(cut_of(hull, polytope, slope, until))
        prices, _ = _prices(polytope, barred, slope)
    return polytope, [Step("product", people, whole_prices(prices, fixed_unit=True))]


def _prices(polytope: Polytope, barred: set[int], slope: Numbers) -> tuple[Numbers, float]:
    """The prices of the rules at the greatest slope @ x, and that value without what must be."""
    most = polytope.most.astype(float)
    most[list(barred)] = 0.0
    matrix, least = polytope.matrix.astype(float), polytope.least.astype(float)
    highs = highs_model(matrix, polytope.low, polytope.high, least, most, slope)
    highs.run()
    return np.asarray(highs.getSolution().row_dual), float(highs.getInfo().objective_function_value)


def _lottery(
    instance: Instance,
    method: str,
    seating: Seating,
    chances: tuple[int, ...],
    certificate: Certificate,
    finding: Finding,
) -> Lottery:
    if finding.gap is None:
        raise Unusable("solver-wrong", feature=finding.code, value="")
    return Lottery(
        instance,
        method,
        seating.panels,
        seating.weights,
        chances,
        seating.numbered,
        off_of(instance.people, seating.panels, seating.numbered, chances),
        certificate,
        finding.gap,
        finding.sworn,
    )


def off_of(
    people: int,
    panels: tuple[tuple[int, ...], ...],
    numbered: tuple[int, ...],
    chances: tuple[int, ...],
) -> Fraction:
    """By how much a person's chance in the even lottery over the numbers differs at most; exact."""
    times = [0] * people
    for row in numbered:
        for person in panels[row]:
            times[person] += 1
    count = len(numbered)
    worst = max(abs(t * GRAIN - c * count) for t, c in zip(times, chances, strict=True))
    return Fraction(worst, count * GRAIN)
