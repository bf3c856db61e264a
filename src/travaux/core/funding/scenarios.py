"""Leaner scenarios: what is kept under a budget, exactly, and the frontier of cost against loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from travaux.core.funding.choices import CENTS, Question, Scenario, planned, told
from travaux.core.problems import Unusable
from travaux.core.solver import new_highs

Numbers = NDArray[np.float64]

EXACT = 1e-6  # of the whole weight: what the solver's bound may leave open


class _Program:
    """The question as a mixed-integer program: ways, shortfalls of cells, what is kept."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.ways = [(a.code, w) for a in question.activities for w in a.ways]
        self.place = {(a, w.code): n for n, (a, w) in enumerate(self.ways)}
        self.cells, self.kept = tuple(question.targets), question.kept
        self.count = len(self.ways) + len(self.cells) + len(self.kept)
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for a in question.activities:
            self.rows.append(({self.place[a.code, w.code]: 1.0 for w in a.ways}, 1.0, 1.0))
        for n, (_, way) in enumerate(self.ways):
            for needed in way.needs:
                self.rows.append(({n: 1.0, self.place[needed]: -1.0}, -np.inf, 0.0))
        for c, cell in enumerate(self.cells):
            target = question.targets[cell]
            row = {n: float(w.heard[cell]) for n, (_, w) in enumerate(self.ways) if cell in w.heard}
            self.rows.append(({**row, len(self.ways) + c: float(target)}, float(target), np.inf))
        for k, name in enumerate(self.kept):
            row = {n: 1.0 for n, (_, w) in enumerate(self.ways) if name in w.keeps}
            self.rows.append(({**row, len(self.ways) + len(self.cells) + k: 1.0}, 1.0, np.inf))
        self.loss = np.zeros(self.count)
        for n, name in enumerate((*self.cells, *self.kept), len(self.ways)):
            self.loss[n] = float(question.weight(name))
        self.cost = np.zeros(self.count)
        for n, (_, way) in enumerate(self.ways):
            self.cost[n] = float(question.gross(way.cost) * CENTS)

    def solve(
        self,
        aim: Numbers,
        limits: Sequence[tuple[Numbers, float]] = (),
        *,
        must: bool = True,
        seconds: float = 60.0,
    ) -> tuple[dict[str, str], float, float] | None:
        """The least choice, its value and a bound below which none can be; None where none is."""
        upper = np.ones(self.count)
        if must:
            for k, name in enumerate(self.kept):
                if name in self.question.must:
                    upper[len(self.ways) + len(self.cells) + k] = 0
        import highspy

        rows = [*self.rows]
        for values, most in limits:
            rows.append(({int(n): float(values[n]) for n in np.flatnonzero(values)}, -np.inf, most))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.count, len(rows)
        model.col_cost_ = aim
        model.col_lower_, model.col_upper_ = np.zeros(self.count), upper
        model.row_lower_ = np.array([least for _, least, _ in rows])
        model.row_upper_ = np.array([most for _, _, most in rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _, _ in rows)])
        model.a_matrix_.index_ = np.array([n for row, _, _ in rows for n in row])
        model.a_matrix_.value_ = np.array([v for row, _, _ in rows for v in row.values()])
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if n < len(self.ways) else part for n in range(self.count)]
        highs = new_highs()
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("time_limit", seconds)
        highs.passModel(model)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unusable("solver-out-of-time")
        shares, info = highs.getSolution().col_value, highs.getInfo()
        chosen = {a: w.code for n, (a, w) in enumerate(self.ways) if shares[n] > 0.5}
        value = float(info.objective_function_value)
        return chosen, value, float(info.mip_dual_bound)


def best_under(question: Question, budget: Decimal, *, seconds: float = 60.0) -> Scenario | None:
    """The choice that loses least within a budget; of several the cheapest. None: none is within it.

    Raises `Unusable("solver-out-of-time")`.

    >>> from travaux.core.funding.choices import Activity, Way
    >>> ways = (Way("in-person", Decimal(100), {"x": 10}), Way("online", Decimal(20), {"x": 4}))
    >>> q = Question((Activity("first", ways), Activity("second", ways)), {"x": 12})
    >>> best = best_under(q, Decimal(150))
    >>> sorted(best.chosen.values()), best.cost, best.loss, best.proven
    (['in-person', 'online'], Decimal('120'), Fraction(0, 1), True)
    >>> best_under(q, Decimal(30)) is None
    True
    """
    return _best(_Program(question), budget, seconds)


def _best(program: _Program, budget: Decimal, seconds: float) -> Scenario | None:
    question = program.question
    # costs are rounded to the cent one by one; half a cent each is allowed, then reckoned exactly
    slack = len(question.activities) / 2
    purse = (program.cost, float(budget * CENTS) + slack)
    found = program.solve(program.loss, (purse,), seconds=seconds)
    if found is None:
        return None
    _, value, bound = found
    whole = float(sum((question.weight(n) for n in (*program.cells, *program.kept)), Fraction(0)))
    kept_loss = (program.loss, value + EXACT * whole * 1e-3)
    cheaper = program.solve(program.cost, (purse, kept_loss), seconds=seconds) or found
    one = told(question, cheaper[0])
    if one.cost > budget:
        return _best(program, budget - Decimal(slack) / CENTS, seconds)
    proven = float(one.loss) - bound <= EXACT * max(whole, 1.0)
    return Scenario(one.chosen, one.cost, one.loss, one.lost, bound, proven)


def least_cost(question: Question, *, must: bool = True, seconds: float = 60.0) -> Scenario | None:
    """The cheapest choice that keeps what must stay (or any, without `must`); None where that
    cannot be kept at all."""
    program = _Program(question)
    found = program.solve(program.cost, must=must, seconds=seconds)
    return None if found is None else told(question, found[0])


def cannot_stay(question: Question, budget: Decimal, *, seconds: float = 60.0) -> tuple[str, ...]:
    """Where no choice fits a budget: the least of what must stay that would have to be given up."""
    program = _Program(question)
    aim = np.zeros(program.count)
    for k, name in enumerate(program.kept, len(program.ways) + len(program.cells)):
        aim[k] = 1.0 if name in question.must else 0.0
    purse = (program.cost, float(budget * CENTS))
    found = program.solve(aim, (purse,), must=False, seconds=seconds)
    if found is None:
        return ()
    lost = {one.name for one in told(question, found[0]).lost}
    return tuple(name for name in program.kept if name in question.must and name in lost)


def frontier(
    question: Question,
    points: int = 24,
    *,
    seconds: float = 60.0,
    progress: Callable[[int], None] | None = None,
) -> tuple[Scenario, ...]:
    """The best choices from the cheapest to the one that loses least: none is beaten by another.

    Budgets in even steps between the two; what the same choice answers twice stands once.
    """
    cheapest = least_cost(question, seconds=seconds)
    if cheapest is None:
        return ()
    program = _Program(question)
    plan = planned(question)
    dearest = _best(program, max(plan.cost, cheapest.cost), seconds)
    top = dearest.cost if dearest else plan.cost
    found: list[Scenario] = []
    for n in range(points):
        step = (top - cheapest.cost) * n / max(1, points - 1)
        budget = (cheapest.cost + step).quantize(Decimal("0.01"))
        best = _best(program, budget, seconds)
        if best is not None and all(best.loss < other.loss for other in found):
            found.append(best)
        if progress is not None:
            progress(n + 1)
    return tuple(found)
