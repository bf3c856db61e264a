"""Which chances are best and in reach of whole panels, and a lottery that has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from travaux.core.chance import Chance
from travaux.core.panels.centre import centre
from travaux.core.panels.columns import levels_over_panels
from travaux.core.panels.hull import Hull, Mixture
from travaux.core.panels.instance import Instance
from travaux.core.panels.levels import Levels, levels_of
from travaux.core.panels.mixture import mixture, rounded
from travaux.core.panels.polytope import Numbers, Polytope
from travaux.core.panels.product import product_over_panels
from travaux.core.panels.programs import any_panel
from travaux.core.problems import Unusable

MOST_CUTS = 12  # past these, parts of people say too little and whole panels are taken alone
FEW = 20  # so few panels on the face: as good as none

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Aim:
    """The average counts x (types,) sought, and the levels that prove them."""

    x: Numbers
    levels: Levels


@dataclass(frozen=True)
class Reached:
    """An aim with a lottery that has it; the polytope holds the cuts that were needed."""

    polytope: Polytope
    aim: Aim
    mixture: Mixture


def reached(
    instance: Instance,
    method: str,
    numbered: int,
    chance: Chance,
    until: float,
    progress: Progress,
) -> Reached:
    """The best chances that a lottery can have, and such a lottery.

    First where people may be chosen in part; where whole panels do not reach that, a cut is added,
    and in the end whole panels are taken alone. Raises `Unusable`: quotas-impossible,
    solver-out-of-time.
    """
    polytope = Polytope.of(instance)
    hull: Hull | None = None
    while True:
        progress("levels", len(polytope.cuts))
        aim = aim_of(polytope, method)
        progress("panels", len(polytope.cuts))
        found, tried = mixture(polytope, aim.x, numbered, chance)
        if found is not None:
            return Reached(polytope, aim, found)
        if hull is None:
            hull = Hull(instance)
            if any_panel(instance) is None:
                raise Unusable("quotas-impossible")
        for panel in tried:
            hull.add(panel)
        known = len({panel.tobytes() for panel in tried})
        if len(polytope.cuts) >= MOST_CUTS or (known < FEW and len(aim.x) > FEW):
            return _over_panels(hull, method, numbered, until, progress)
        nearest = hull.reach(
            polytope, aim.x, until=until, progress=lambda count: progress("columns", count)
        )
        if isinstance(nearest, Mixture):
            return Reached(polytope, aim, _with_numbers(nearest, numbered))
        polytope = polytope.with_cut(nearest)


def aim_of(polytope: Polytope, method: str) -> Aim:
    """The best chances where people may be chosen in part."""
    levels = levels_of(polytope, lowest_only=method != "leximin")
    if method == "leximin" or levels.whole:
        return Aim(levels.x, levels)
    barred = np.zeros(len(polytope.sizes), dtype=bool)
    barred[list(levels.barred)] = True
    lowest = levels.lowest
    least = lowest.chance if method == "maximin" and lowest is not None else 0.0
    floor = np.where(barred | (polytope.most == 0), 0.0, least * polytope.sizes)
    return Aim(centre(polytope, floor, barred), levels)


def _over_panels(
    hull: Hull, method: str, numbered: int, until: float, progress: Progress
) -> Reached:
    """The same out of whole panels alone."""
    polytope, levels, mixed = levels_over_panels(
        hull,
        Polytope.of(hull.instance),
        lowest_only=method != "leximin",
        until=until,
        progress=lambda count: progress("columns", count),
    )
    if method == "nash":
        mixed = product_over_panels(
            hull, polytope, until=until, progress=lambda count: progress("columns", count)
        )
    mixed = _with_numbers(mixed, numbered)
    return Reached(polytope, Aim(mixed.weights @ mixed.panels, levels), mixed)


def _with_numbers(mixed: Mixture, numbered: int) -> Mixture:
    kept = mixed.weights > 1e-13
    panels, weights = mixed.panels[kept], mixed.weights[kept]
    weights = weights / weights.sum()
    return Mixture(panels, weights, rounded(panels, weights, weights @ panels, numbered))
