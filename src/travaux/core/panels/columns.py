"""Leximin levels over whole panels alone, for pools where parts of people say little.

The way of Flanigan and others (2021): for each level a linear program over the panels known so far,
and an integer program that finds a panel which its prices undervalue, until there is none. Each
level leaves one rule that all panels keep, which proves it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from travaux.core.panels.hull import Hull, Mixture, cut_of
from travaux.core.panels.levels import HELD, Level, Levels
from travaux.core.panels.polytope import Numbers, Polytope, highs_model

STILL = 1e-9  # a panel undervalued by less than this is not


def levels_over_panels(
    hull: Hull,
    polytope: Polytope,
    *,
    lowest_only: bool = False,
    until: float = float("inf"),
    progress: Callable[[int], None] | None = None,
) -> tuple[Polytope, Levels, Mixture]:
    """The levels, the polytope with the cuts that prove them, and a lottery that has them.

    After the instant `until` (of `time.monotonic`) levels are closed as they stand.
    """
    return _Columns(hull, polytope, until, progress).climb(lowest_only)


class _Columns:
    def __init__(
        self,
        hull: Hull,
        polytope: Polytope,
        until: float,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.hull, self.polytope = hull, polytope
        self.until, self.progress = until, progress
        self.sizes = polytope.sizes.astype(float)
        fixed = polytope.least == polytope.most
        self.open = ~fixed
        self.level: Numbers = np.where(fixed, polytope.least / self.sizes, 0.0)
        self.cover()
        self.model = self._model()

    def cover(self) -> None:
        """A panel for each type that some panel can have."""
        seen = np.array(self.hull.panels).sum(axis=0) if self.hull.panels else 0 * self.sizes
        for t in np.nonzero(self.open)[0].tolist():
            if seen[t] == 0 and time.monotonic() < self.until:
                wish = np.where(seen == 0, 1.0 / len(self.sizes), 0.0)
                wish[t] = 2.0
                panel, _ = self.hull.best(wish)
                self.hull.add(panel)
                seen = seen + panel

    def _model(self) -> Any:
        panels = np.array(self.hull.panels, dtype=float)
        count = len(self.sizes)
        matrix = np.vstack([
            np.hstack([-(self.sizes * self.open)[:, None], panels.T]),
            np.append(0.0, np.ones(len(panels)))[None, :],
        ])  # fmt: skip
        return highs_model(
            matrix,
            np.append(self.sizes * self.level, 1.0),
            np.append(np.full(count, np.inf), 1.0),
            np.zeros(len(panels) + 1),
            np.append(1.0, np.full(len(panels), np.inf)),
            np.append(1.0, np.zeros(len(panels))),
        )

    def climb(self, lowest_only: bool) -> tuple[Polytope, Levels, Mixture]:
        levels: list[Level] = []
        polytope = self.polytope
        weights = np.full(len(self.hull.panels), 1 / len(self.hull.panels))
        while self.open.any():
            chance, prices, weights = self._settled()
            if chance >= 1 - STILL:
                held, chance = self.open.copy(), 1.0
                prices = np.zeros(len(self.sizes))
            else:
                part = np.where(self.open, prices, 0.0)
                held = part > HELD
                if not held.any():
                    held = self.open & (part >= part[self.open].max())
                cut = cut_of(self.hull, polytope, prices, self.until)
                polytope = polytope.with_cut(cut)
                prices = np.append(np.zeros(len(polytope.matrix) - 1), 1.0)
            levels.append(Level(chance, tuple(np.nonzero(held)[0].tolist()), prices))
            self.level[held] = chance
            self.open &= ~held
            if lowest_only and chance > STILL:
                break
            self._shift()
        full = len(polytope.matrix)
        levels = [
            Level(
                one.chance,
                one.types,
                np.pad(one.prices[:full], (0, max(0, full - len(one.prices)))),
            )
            for one in levels
        ]
        panels = np.array(self.hull.panels)
        weights = np.pad(weights, (0, len(panels) - len(weights)))
        x: Numbers = weights @ panels.astype(float)
        return polytope, Levels(tuple(levels), x, not self.open.any()), Mixture(panels, weights)

    def _settled(self) -> tuple[float, Numbers, Numbers]:
        """The highest lowest chance of the open ones; the prices of the types; the weights."""
        rows = np.arange(len(self.sizes) + 1, dtype=np.int32)
        while True:
            self.model.run()
            solution = self.model.getSolution()
            values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
            prices, bound = np.maximum(-duals[:-1], 0.0), float(duals[-1])
            weights = np.maximum(values[1:], 0.0)
            done = float(values[0]), prices, weights / weights.sum()
            if time.monotonic() > self.until or values[0] >= 1 - STILL:
                return done
            panel, value = self.hull.best(prices)
            if value <= bound + STILL or not self.hull.add(panel):
                return done
            column = np.append(panel.astype(float), 1.0)
            self.model.addCol(0.0, 0.0, np.inf, len(rows), rows, column)
            if self.progress is not None:
                self.progress(len(self.hull.panels))

    def _shift(self) -> None:
        for t in np.nonzero(~self.open)[0].tolist():
            self.model.changeCoeff(t, 0, 0.0)
            # a breath of room, or rounding would close the program
            self.model.changeRowBounds(t, float(self.sizes[t] * self.level[t] - 1e-10), np.inf)
