"""The leximin levels of a polytope: who cannot have more than what, lowest first, and the prices.

Each level is one linear program. With x = sizes * z + s for those whose chance is still open and
x = sizes * level + s for the others, s >= 0, only the rules remain as rows: a few dozen, whatever
the number of people. The prices of the rules at the optimum show who holds the level down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travaux.core.panels.polytope import Numbers, Polytope, highs_model
from travaux.core.problems import Unusable

HELD = 1e-6  # a person's part in the prices above which the level is known to bind the person
BARRED = 1e-9  # a level up to here means: can be on no panel


@dataclass(frozen=True)
class Level:
    """`types` cannot have more than `chance` each, given what those of lower levels have.

    `prices` (rows,): multipliers of the rules, positive at an upper bound, that prove it;
    all 0 where the chance is 1.
    """

    chance: float
    types: tuple[int, ...]
    prices: Numbers


@dataclass(frozen=True)
class Levels:
    """The levels in their order and the average counts x (types,) that they make.

    Those that a demand includes or excludes belong to no level. `whole`: all levels are there.
    """

    levels: tuple[Level, ...]
    x: Numbers
    whole: bool

    @property
    def barred(self) -> tuple[int, ...]:
        """Types that can be on no panel."""
        return tuple(t for one in self.levels if one.chance <= BARRED for t in one.types)

    @property
    def lowest(self) -> Level | None:
        """The lowest level of those that can be chosen."""
        return next((one for one in self.levels if one.chance > BARRED), None)


def levels_of(polytope: Polytope, *, lowest_only: bool = False) -> Levels:
    """All leximin levels, or those up to the lowest of those who can be chosen.

    Raises `Unusable("quotas-impossible")` where not even parts of people meet the rules.

    >>> from travaux.core.panels.instance import Instance, Pool, Quota
    >>> pool = Pool(tuple("abc"), {"gender": (("f",), ("m",), ("m",))})
    >>> found = levels_of(Polytope.of(Instance(pool, 2, 2, (Quota("gender", "f", 1, 1),))))
    >>> [(round(one.chance, 9), one.types) for one in found.levels]
    [(0.5, (1,)), (1.0, (0,))]
    """
    return _Ladder(polytope).climb(lowest_only)


class _Ladder:
    def __init__(self, polytope: Polytope) -> None:
        self.polytope = polytope
        self.matrix = polytope.matrix.astype(float)
        self.sizes = polytope.sizes.astype(float)
        self.rows, self.count = self.matrix.shape
        fixed = polytope.least == polytope.most
        self.open: NDArray[np.bool_] = ~fixed
        self.level: Numbers = np.where(fixed, polytope.least / self.sizes, 0.0)
        self.capped: dict[int, int] = {}
        most = np.where(fixed, 0.0, self.sizes)
        self.highs = highs_model(
            np.hstack([self.matrix, (self.matrix @ (self.sizes * self.open))[:, None]]),
            polytope.low,
            polytope.high,
            np.zeros(self.count + 1),
            np.append(most, 1.0),
            np.append(np.zeros(self.count), 1.0),
        )
        self._shift()

    def climb(self, lowest_only: bool) -> Levels:
        found: list[Level] = []
        x = self.sizes * self.level
        while True:
            chance, x, prices, held = self._solved()
            if not self.open.any():
                return Levels(tuple(found), x, True)
            if chance >= 1 - 1e-9:
                held, prices, chance = self.open.copy(), np.zeros(self.rows), 1.0
            found.append(Level(chance, tuple(np.nonzero(held)[0].tolist()), prices))
            self._fix(held, chance)
            if lowest_only and chance > BARRED:
                return Levels(tuple(found), x, not self.open.any())
            if not self.open.any():
                return Levels(tuple(found), self.sizes * self.level, True)

    def _solved(self) -> tuple[float, Numbers, Numbers, NDArray[np.bool_]]:
        import highspy

        while True:
            self.highs.run()
            status = self.highs.getModelStatus()
            if status != highspy.HighsModelStatus.kOptimal:
                raise Unusable("quotas-impossible")
            solution: Any = self.highs.getSolution()
            values = np.asarray(solution.col_value)
            chance = float(values[-1])
            x = np.where(self.open, self.sizes * chance, self.sizes * self.level) + values[:-1]
            past = np.nonzero(self.open & (x > self.sizes + 1e-9))[0]
            added = [int(t) for t in past if int(t) not in self.capped]
            if not added:
                break
            for t in added:
                pair = np.array([t, self.count], dtype=np.int32)
                self.highs.addRow(-np.inf, self.sizes[t], 2, pair, np.array([1.0, self.sizes[t]]))
                self.capped[t] = self.rows + len(self.capped)
        duals = np.asarray(solution.row_dual)
        prices = duals[: self.rows]
        part = prices @ self.matrix
        for t, row in self.capped.items():
            part[t] += duals[row]
        held = self.open & (part > HELD)
        if self.open.any() and not held.any():
            held = self.open & (part >= part[self.open].max())
        return chance, x, prices, held

    def _fix(self, held: NDArray[np.bool_], chance: float) -> None:
        self.level[held] = chance
        self.open &= ~held
        for t in np.nonzero(held)[0].tolist():
            room = max(0.0, self.sizes[t] * (1 - chance))
            self.highs.changeColBounds(t, 0.0, room)
            if t in self.capped:
                self.highs.changeCoeff(self.capped[t], self.count, 0.0)
                self.highs.changeRowBounds(self.capped[t], -np.inf, room)
        self._shift()

    def _shift(self) -> None:
        """Put what the fixed ones have for certain on the other side of the rows."""
        have = self.matrix @ (self.sizes * self.level)
        share = self.matrix @ (self.sizes * self.open)
        low, high = self.polytope.low - have, self.polytope.high - have
        for row in range(self.rows):
            self.highs.changeCoeff(row, self.count, float(share[row]))
            self.highs.changeRowBounds(row, float(low[row]), float(high[row]))
