"""Weights that make a sample look like its frame: post-stratification, and raking to margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from travaux.core.problems import Unusable
from travaux.core.surveys.estimates import Codes, Design, Floats

MOST_ROUNDS = 200
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Margin:
    """One way to divide the frame: for each unit its group, and how many units each group has."""

    name: str
    groups: Sequence[str]
    populations: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights after fitting. `without` are groups of the frame in which nobody answered: what was
    fitted speaks for the rest alone."""

    design: Design
    rounds: int
    without: tuple[str, ...] = ()
    largest_ratio: float = 1.0


def fit(design: Design, margins: Sequence[Margin]) -> Fitted:
    """Rake the weights until every group of every margin sums to its population.

    One margin is post-stratification. A unit whose group is in no frame keeps no weight. Promise:
    the sums hold to 1e-9 of each population, or error `raking-does-not-settle`; other error:
    `frame-without-group` where no unit is in any group of a margin.
    """
    if not margins:
        return Fitted(design, 0)
    weights = design.weights.astype(np.float64).copy()
    codes: list[Codes] = []
    targets: list[Floats] = []
    without: list[str] = []
    for margin in margins:
        present = set(margin.groups)
        names = [g for g in margin.populations if g in present and margin.populations[g] > 0]
        if not names:
            raise Unusable("frame-without-group", margin.name)
        without += [g for g in margin.populations if g not in present and margin.populations[g] > 0]
        at = {name: i for i, name in enumerate(names)}
        codes.append(np.array([at.get(g, -1) for g in margin.groups], dtype=np.int64))
        targets.append(np.array([float(margin.populations[g]) for g in names]))
    for code in codes:
        weights[code < 0] = 0.0
    if len(targets) > 1:  # margins of one frame have one sum: what is silent in one is scaled away
        whole = targets[0].sum()
        targets = [target * (whole / target.sum()) for target in targets]
    rounds = _rake(weights, codes, targets)
    kept = design.weights > 0
    ratios = weights[kept] / design.weights[kept]
    ratios = ratios[ratios > 0]
    fitted = Design(
        weights, design.strata, design.clusters, design.populations, tuple(codes), design.weights
    )
    spread = float(ratios.max() / ratios.min()) if ratios.size else 1.0
    return Fitted(fitted, rounds, tuple(without), spread)


def _rake(weights: Floats, codes: Sequence[Codes], targets: Sequence[Floats]) -> int:
    for number in range(1, MOST_ROUNDS + 1):
        for code, target in zip(codes, targets, strict=True):
            held = code >= 0
            sums = np.bincount(code[held], weights=weights[held], minlength=target.size)
            if np.any((sums <= 0) & (target > 0)):
                raise Unusable("raking-does-not-settle")
            weights[held] *= (target / np.where(sums > 0, sums, 1.0))[code[held]]
        if _settled(weights, codes, targets):
            return number
    raise Unusable("raking-does-not-settle")


def _settled(weights: Floats, codes: Sequence[Codes], targets: Sequence[Floats]) -> bool:
    for code, target in zip(codes, targets, strict=True):
        held = code >= 0
        sums = np.bincount(code[held], weights=weights[held], minlength=target.size)
        if np.any(np.abs(sums - target) > CLOSE * np.maximum(target, 1.0)):
            return False
    return True


def coded(names: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Names as numbers, and which number is which, in the order they first came."""
    known: dict[str, int] = {}
    found = np.array([known.setdefault(n, len(known)) for n in names], dtype=np.int64)
    return found, list(known)
