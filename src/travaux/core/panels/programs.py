"""Integer programs over an instance, solved by HiGHS: feasible, best, and their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travaux.core.panels.instance import Counts, Instance, Types
from travaux.core.problems import Unusable
from travaux.core.solver import new_highs

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Best:
    """What an integer program found.

    `status` is "optimal", "infeasible" or "stopped" (time ran out); `members` are places in the
    pool, sorted, empty unless a panel was found; `value` its weight; no panel weighs more than
    `bound` (the solver's word; `merit` proves it anew).
    """

    status: str
    members: tuple[int, ...]
    value: float
    bound: float


@dataclass(frozen=True, slots=True)
class Relaxed:
    """An optimum of the relaxation in which people may be chosen in part.

    `shares` per person or type in 0..1 or 0..size; `value` the optimum; `seat_price` and
    `row_prices` what one more allowed seat or person of a row would add (dual values; positive
    at an upper bound, negative at a lower one); `own_prices` reduced weights.
    """

    status: str
    shares: Numbers
    value: float
    seat_price: float
    row_prices: Numbers
    own_prices: Numbers


class Program:
    """A standing model of an instance that is solved again and again with other weights.

    One whole variable for each type of `types` (default: `instance.types`), from 0 to its size;
    row 0 counts the seats, row 1 + r counts row r of the instance. `highs` is the HiGHS model:
    rows may be added below, bounds changed.
    """

    def __init__(
        self,
        instance: Instance,
        types: Types | None = None,
        *,
        whole: bool = True,
        seconds: float | None = None,
    ) -> None:
        import highspy

        self.instance = instance
        self.types = types or instance.types
        count = len(self.types)
        first = [group[0] for group in self.types.members]
        self.least: Counts = np.where(instance.included[first], self.types.sizes, 0)
        self.most: Counts = np.where(instance.excluded[first], 0, self.types.sizes)
        table = np.vstack([np.ones((1, count), dtype=np.int64), self.types.matrix])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, table.shape[0]
        model.col_cost_ = np.zeros(count)
        model.col_lower_ = self.least.astype(float)
        model.col_upper_ = self.most.astype(float)
        model.row_lower_ = np.concatenate([[instance.seats_low], instance.lower]).astype(float)
        model.row_upper_ = np.concatenate([[instance.seats_high], instance.upper]).astype(float)
        model.sense_ = highspy.ObjSense.kMaximize
        columns, rows = np.nonzero(table.T)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate(
            [[0], np.cumsum(np.bincount(columns, minlength=count))]
        ).astype(np.int32)
        model.a_matrix_.index_ = rows.astype(np.int32)
        model.a_matrix_.value_ = np.ones(len(rows))
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * count
        self.highs = new_highs()
        for option, value in (
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
            ("mip_feasibility_tolerance", 1e-9),
        ):
            self.highs.setOptionValue(option, value)
        if seconds is not None:
            self.highs.setOptionValue("time_limit", float(seconds))
        self.highs.passModel(model)

    def weigh(self, weights: Sequence[float] | Numbers) -> None:
        """Set the weight of each type; what is sought is the greatest sum."""
        count = len(self.types)
        self.highs.changeColsCost(
            count, np.arange(count, dtype=np.int32), np.asarray(weights, dtype=float)
        )

    def solve(self) -> tuple[str, Counts, float, float]:
        """Solve as it stands: status, how many of each type, value, bound."""
        import highspy

        self.highs.run()
        status = self.highs.getModelStatus()
        none = np.zeros(len(self.types), dtype=np.int64)
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return "infeasible", none, 0.0, 0.0
        info = self.highs.getInfo()
        solution = self.highs.getSolution()
        if not solution.value_valid or info.primal_solution_status != 2:
            return "stopped", none, float("-inf"), float(info.mip_dual_bound)
        counts = np.rint(np.asarray(solution.col_value)).astype(np.int64)
        done = status == highspy.HighsModelStatus.kOptimal
        return (
            "optimal" if done else "stopped",
            counts,
            float(info.objective_function_value),
            float(info.mip_dual_bound),
        )

    def people(self, counts: Counts, order: Sequence[int] | None = None) -> tuple[int, ...]:
        """Which people these counts of types mean: of each type the first in the order given."""
        rank = None if order is None else {person: n for n, person in enumerate(order)}
        chosen: list[int] = []
        for group, count in zip(self.types.members, counts.tolist(), strict=True):
            ranked = group if rank is None else sorted(group, key=rank.__getitem__)
            chosen.extend(ranked[:count])
        return tuple(sorted(chosen))


def best_panel(
    instance: Instance,
    weights: Sequence[float] | Numbers,
    *,
    order: Sequence[int] | None = None,
    seconds: float | None = None,
) -> Best:
    """The panel of greatest weight among all that keep every rule; weights: one per person.

    `order` decides between people whom neither rules nor weights tell apart. The panel is checked
    in whole numbers before it is given back. Raises `Unusable("solver-wrong")` if that fails.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"gender": (("f",), ("m",), ("m",))})
    >>> best_panel(Instance(pool, 2, 2, (Quota("gender", "f", 1, 1),)), [0, 1, 2]).members
    (0, 2)
    """
    given = np.asarray(weights, dtype=float)
    types = instance.types_by(given.tolist())
    program = Program(instance, types, seconds=seconds)
    program.weigh([given[group[0]] for group in types.members])
    status, counts, value, bound = program.solve()
    if status == "infeasible" or (status == "stopped" and not counts.any()):
        return Best(status, (), value, bound)
    members = program.people(counts, order)
    checked(instance, members)
    return Best(status, members, float(given[list(members)].sum()), bound)


def checked(instance: Instance, members: Sequence[int]) -> tuple[int, ...]:
    """The panel, if it keeps every rule in whole numbers. Raises `Unusable("solver-wrong")`."""
    broken = instance.breaks(members)
    if broken:
        first = broken[0]
        raise Unusable("solver-wrong", feature=first.feature, value=first.value)
    return tuple(members)


def any_panel(instance: Instance, *, seconds: float | None = None) -> tuple[int, ...] | None:
    """Some panel that keeps every rule, or None where there is none.

    Raises `Unusable("solver-out-of-time")` where neither could be shown in time.
    """
    found = best_panel(instance, np.zeros(instance.people), seconds=seconds)
    if found.status == "stopped" and not found.members:
        raise Unusable("solver-out-of-time")
    return found.members if found.status != "infeasible" else None


def relaxed(
    instance: Instance, weights: Sequence[float] | Numbers, types: Types | None = None
) -> Relaxed:
    """The optimum where people may be chosen in part: an upper bound, and the prices of the rules.

    `weights` and `shares` go by type (default `instance.types`).
    """
    import highspy

    program = Program(instance, types, whole=False)
    program.weigh(weights)
    program.highs.run()
    count, rows = len(program.types), len(instance.rows)
    if program.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        empty = np.zeros(count)
        return Relaxed("infeasible", empty, 0.0, 0.0, np.zeros(rows), empty)
    solution: Any = program.highs.getSolution()
    duals = np.asarray(solution.row_dual)
    return Relaxed(
        "optimal",
        np.asarray(solution.col_value),
        float(program.highs.getInfo().objective_function_value),
        float(duals[0]),
        duals[1:],
        np.asarray(solution.col_dual),
    )
