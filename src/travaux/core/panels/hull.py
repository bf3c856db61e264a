"""Is an average of panels in reach? Either the panels and weights that make it, or a cut.

Panels are added one by one, each the best that an integer program finds for the prices at hand
(column generation), until the average is made, or the prices show a rule that all panels keep and
the average breaks. Shooting along a ray from a point inside gives such rules as facets, of which
there are finitely many.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from travaux.core.panels.instance import Counts, Instance
from travaux.core.panels.polytope import Cut, Numbers, Polytope, highs_model
from travaux.core.panels.programs import Program
from travaux.core.panels.proofs import prove
from travaux.core.problems import Unusable

CLOSE = 1e-10
WHOLE = 2**20  # cuts whose numbers are in no small ratio are rounded to this grain


@dataclass(frozen=True)
class Mixture:
    """Panels (count, types), their weights (sum 1), and which panels stand for the numbers drawn.

    `numbered` has one place in `panels` for each number, or is None where none were balanced.
    """

    panels: Counts
    weights: Numbers
    numbered: Counts | None = None


class Hull:
    """The panels of an instance known so far, and the way to more of them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.program = Program(instance)
        # many small programs one after another: what prepares and guesses costs more than it saves
        for option, value in (("presolve", "off"), ("mip_heuristic_effort", 0.0)):
            self.program.highs.setOptionValue(option, value)
        self.known: dict[bytes, int] = {}
        self.panels: list[Counts] = []

    def add(self, panel: Counts) -> bool:
        """Remember a panel; False if it was known."""
        key = panel.astype(np.int32).tobytes()
        if key in self.known:
            return False
        self.known[key] = len(self.panels)
        self.panels.append(panel.astype(np.int64))
        return True

    def best(self, weights: Numbers) -> tuple[Counts, float]:
        """The panel of greatest weight (one weight for each type) and its weight.

        Raises `Unusable`: quotas-impossible, solver-out-of-time.
        """
        self.program.weigh(weights)
        status, counts, _, _ = self.program.solve()
        if status == "infeasible":
            raise Unusable("quotas-impossible")
        if status != "optimal":
            raise Unusable("solver-out-of-time")
        return counts, float(counts @ weights)

    def reach(
        self,
        polytope: Polytope,
        x: Numbers,
        *,
        until: float = float("inf"),
        progress: Callable[[int], None] | None = None,
    ) -> Mixture | Cut:
        """Panels whose weighted average is x, or a cut that x breaks.

        After the instant `until` (of `time.monotonic`) the nearest average on the ray is given.
        """
        if not self.panels:
            self.add(self.best(np.zeros(len(x)))[0])
        start = np.mean(np.array(self.panels, dtype=float), axis=0)
        if np.abs(start - x).max() < CLOSE:
            even = np.full(len(self.panels), 1 / len(self.panels))
            return Mixture(np.array(self.panels), even)
        ray = x - start
        model = _ray_model(np.array(self.panels, dtype=float), start, ray)
        rows = np.arange(len(x) + 1, dtype=np.int32)
        while True:
            model.run()
            solution = model.getSolution()
            values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
            share, weights = float(values[0]), np.maximum(values[1:], 0.0)
            if share >= 1 - CLOSE or time.monotonic() > until:
                return Mixture(np.array(self.panels), weights / weights.sum())
            prices, bound = -duals[:-1], float(duals[-1])
            panel, value = self.best(prices)
            scale = max(1.0, float(np.abs(prices).max()))
            if value <= bound + 1e-9 * scale or not self.add(panel):  # no panel breaks the rule
                cut = self._cut(polytope, prices, x, until)
                return cut or Mixture(np.array(self.panels), weights / weights.sum())
            column = np.append(panel.astype(float), 1.0)
            model.addCol(0.0, 0.0, np.inf, len(rows), rows, column)
            if progress is not None:
                progress(len(self.panels))

    def _cut(self, polytope: Polytope, prices: Numbers, x: Numbers, until: float) -> Cut | None:
        """The rule that the prices show; None where x breaks it by rounding only."""
        cut = cut_of(self, polytope, prices, until)
        past = float(cut.weights @ x) - cut.bound
        return cut if past > 1e-9 * np.abs(cut.weights).max() else None


def cut_of(hull: Hull, polytope: Polytope, prices: Numbers, until: float) -> Cut:
    """The rule "sum of prices <= the greatest of any panel" in whole numbers, proven if time allows."""
    scale = float(np.abs(prices).max())
    value = hull.best(prices)[1]
    for weights in _whole(prices):
        panel, _ = hull.best(weights.astype(float))
        bound = int(weights @ panel)
        if abs(bound / np.abs(weights).max() - value / scale) < 1e-6:
            break
    question = polytope.question(weights)
    seconds = min(60.0, max(1.0, until - time.monotonic()))
    proof, better = prove(question, bound, seconds=seconds)
    while better is not None:
        hull.add(better)
        bound = int(weights @ better)
        proof, better = prove(question, bound, seconds=seconds)
    return Cut(weights, bound, proof if proof.complete else None)


def _ray_model(panels: Numbers, start: Numbers, ray: Numbers) -> Any:
    """Maximise t with weights @ panels - t * ray = start and weights of sum 1."""
    count = len(panels)
    matrix = np.vstack([
        np.hstack([-ray[:, None], panels.T]),
        np.append(0.0, np.ones(count))[None, :],
    ])  # fmt: skip
    wanted = np.append(start, 1.0)
    model = highs_model(
        matrix,
        wanted,
        wanted,
        np.zeros(count + 1),
        np.append(1.0, np.full(count, np.inf)),
        np.append(1.0, np.zeros(count)),
    )
    # averages of many panels meet their equations to about this, not to the last digit
    model.setOptionValue("primal_feasibility_tolerance", 1e-9)
    return model


def _whole(prices: Numbers) -> list[Counts]:
    """The prices as whole numbers: in small ratios where they have them, else finely rounded."""
    largest = float(np.abs(prices).max())
    found: list[Counts] = []
    small = np.abs(prices)[np.abs(prices) > 1e-7 * largest]
    for unit in (float(small.min()), largest):
        ratios = prices / unit
        lot = 1
        for ratio in ratios.tolist():
            lot = int(np.lcm(lot, Fraction(ratio).limit_denominator(60).denominator))
            if lot > 5000:
                break
        if lot <= 5000 and np.abs(ratios * lot - np.rint(ratios * lot)).max() < 1e-5 * lot:
            found.append(np.rint(ratios * lot).astype(np.int64))
    found.append(np.rint(prices / largest * WHOLE).astype(np.int64))
    return found
