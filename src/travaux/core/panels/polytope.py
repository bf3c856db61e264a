"""What the rules allow where people may be chosen in part: an outer bound on every lottery."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travaux.core.panels.instance import Counts, Instance
from travaux.core.panels.proofs import Proof, Question

Numbers = NDArray[np.float64]
NEAR = 1e-7  # counts nearer than this to a bound lie on it


@dataclass(frozen=True)
class Cut:
    """A rule that follows from the quotas for whole people only: weights @ counts <= bound.

    `weights` has one whole number for each type; `proof` shows the bound (see `proofs`), None where
    the solver's word stands alone.
    """

    weights: Counts
    bound: int
    proof: Proof | None


@dataclass(frozen=True)
class Polytope:
    """All x with low <= matrix @ x <= high and least <= x <= most; x counts people of each type.

    Row 0 counts the seats, then come the rows of the instance, then the cuts. The average counts
    of every lottery over panels lie in it; the reverse holds only where no cut is missing.
    """

    instance: Instance
    matrix: Counts
    low: Numbers
    high: Numbers
    sizes: Counts
    least: Counts
    most: Counts
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def of(cls, instance: Instance) -> Polytope:
        """The outer bound that the rules give without cuts."""
        types = instance.types
        first = [group[0] for group in types.members]
        ones = np.ones((1, len(types)), dtype=np.int64)
        return cls(
            instance,
            np.vstack([ones, types.matrix]),
            np.concatenate([[instance.seats_low], instance.lower]).astype(float),
            np.concatenate([[instance.seats_high], instance.upper]).astype(float),
            types.sizes,
            np.where(instance.included[first], types.sizes, 0),
            np.where(instance.excluded[first], 0, types.sizes),
        )

    @property
    def rules(self) -> int:
        """How many rows stand for rules; cuts come after."""
        return len(self.matrix) - len(self.cuts)

    def with_cut(self, cut: Cut) -> Polytope:
        """The same with one more cut."""
        return replace(
            self,
            matrix=np.vstack([self.matrix, cut.weights[None, :]]),
            low=np.append(self.low, -np.inf),
            high=np.append(self.high, float(cut.bound)),
            cuts=(*self.cuts, cut),
        )

    def question(self, weights: Counts) -> Question:
        """What is the greatest weight of a panel? Asked of the rules alone, without cuts."""
        rules = self.rules
        return Question(
            self.matrix[:rules],
            self.low[:rules].astype(np.int64),
            self.high[:rules].astype(np.int64),
            self.least,
            self.most,
            weights,
        )

    def face(self, x: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Bounds of the rows (low, high) and types (least, most) for each panel of a lottery whose
        average is x: where the average lies on a bound, so does every panel."""
        counts = self.matrix @ x
        low, high = self.low.copy(), self.high.copy()
        on_low, on_high = counts < low + NEAR, counts > high - NEAR
        high[on_low] = low[on_low]
        low[on_high] = self.high[on_high]
        least = np.where(x > self.most - NEAR, self.most, self.least).astype(float)
        most = np.where(x < self.least + NEAR, self.least, self.most).astype(float)
        return low, high, least, most


def highs_model(
    matrix: Any,
    low: Numbers,
    high: Numbers,
    least: Numbers,
    most: Numbers,
    costs: Numbers,
) -> Any:
    """A HiGHS model that maximises costs @ x; tolerances as tight as the solver allows.

    Shapes: matrix (rows, columns), an array or a sparse matrix; low and high (rows,), the rest
    (columns,).
    """
    import highspy

    from travaux.core.solver import new_highs

    rows, count = matrix.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, rows
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = least, most
    model.row_lower_, model.row_upper_ = low, high
    model.sense_ = highspy.ObjSense.kMaximize
    if isinstance(matrix, np.ndarray):
        columns, places = np.nonzero(matrix.T)
        starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=count))])
        values = matrix.T[columns, places]
    else:
        matrix = matrix.tocsc()
        starts, places, values = matrix.indptr, matrix.indices, matrix.data
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = places.astype(np.int32)
    model.a_matrix_.value_ = values.astype(float)
    highs = new_highs()
    for option, value in (
        ("threads", 1),
        ("primal_feasibility_tolerance", 1e-10),
        ("dual_feasibility_tolerance", 1e-10),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(model)
    return highs
