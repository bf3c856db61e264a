"""Leaner scenarios: what is kept under a budget, exactly, and the frontier of cost against loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from travaux.core.problems import Unusable

EXACT = 1e-6  # of the whole weight: what the solver's bound may leave open
CENTS = 100


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry out an activity.

    `cost` in the plan's currency, net of support cost; `heard`: cell (such as "africa/states") ->
    how many are heard by it; `keeps`: clauses and languages ("clause:b", "language:ar") that it
    serves; `needs`: (activity, way) that must be chosen with it.
    """

    code: str
    cost: Decimal
    heard: Mapping[str, int] = field(default_factory=dict)
    keeps: frozenset[str] = frozenset()
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity and its ways; the first is the plan's own."""

    code: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All activities, how many should be heard in each cell, what each loss weighs, what must stay.

    `weights`: of cells and of what is kept; nothing said weighs 1. `support`: programme support
    cost in percent, added to every cost before it is held against a budget.
    """

    activities: tuple[Activity, ...]
    targets: Mapping[str, int]
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    support: Decimal = Decimal(0)

    def weight(self, name: str) -> Fraction:
        return Fraction(self.weights.get(name, Decimal(1)))

    @property
    def kept(self) -> tuple[str, ...]:
        """Every clause and language that some way serves, or that must stay, in order."""
        served = {one for a in self.activities for way in a.ways for one in way.keeps}
        return tuple(sorted(served | self.must))

    def gross(self, cost: Decimal) -> Decimal:
        """A cost with its support cost, to the cent, halves up."""
        whole = Fraction(cost) * (1 + Fraction(self.support) / 100) * CENTS
        return Decimal(int(whole + Fraction(1, 2))) / CENTS


@dataclass(frozen=True, slots=True)
class Lost:
    """A cell in which fewer are heard than should be, or something that is no longer served."""

    name: str
    heard: int
    target: int
    weight: Fraction

    @property
    def share(self) -> Fraction:
        """The part that is lost, from 0 to 1."""
        return Fraction(self.target - self.heard, self.target)

    @property
    def loss(self) -> Fraction:
        return self.weight * self.share


@dataclass(frozen=True, slots=True)
class Scenario:
    """A choice of one way for each activity; cost with support cost; loss as an exact fraction.

    `proven`: no choice within the budget loses less (by more than EXACT of the whole weight).
    """

    chosen: Mapping[str, str]
    cost: Decimal
    loss: Fraction
    lost: tuple[Lost, ...]
    bound: float
    proven: bool


def planned(question: Question) -> Scenario:
    """The plan itself: the first way of each activity."""
    return told(question, {a.code: a.ways[0].code for a in question.activities})


def told(question: Question, chosen: Mapping[str, str]) -> Scenario:
    """What a choice costs and loses, reckoned exactly.

    >>> hall, line = Way("in-person", Decimal(100), {"x": 10}), Way("online", Decimal(20), {"x": 4})
    >>> q = Question((Activity("meeting", (hall, line)),), {"x": 10})
    >>> told(q, {"meeting": "online"}).loss, told(q, {"meeting": "online"}).cost
    (Fraction(3, 5), Decimal('20'))
    """
    ways = [next(w for w in a.ways if w.code == chosen[a.code]) for a in question.activities]
    lost = []
    for cell, target in question.targets.items():
        heard = min(target, sum(w.heard.get(cell, 0) for w in ways))
        if heard < target:
            lost.append(Lost(cell, heard, target, question.weight(cell)))
    served = frozenset[str]().union(*(w.keeps for w in ways))
    lost += [Lost(n, 0, 1, question.weight(n)) for n in question.kept if n not in served]
    loss = sum((one.loss for one in lost), Fraction(0))
    cost = question.gross(sum((w.cost for w in ways), Decimal(0)))
    return Scenario(dict(chosen), cost, loss, tuple(lost), float(loss), False)


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
        aim: np.ndarray,
        limits: Sequence[tuple[np.ndarray, float]] = (),
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
        data, at, cols, low, high = [], [], [], [], []
        for r, (row, least, most) in enumerate(self.rows):
            data += list(row.values())
            at += [r] * len(row)
            cols += list(row)
            low.append(least)
            high.append(most)
        for values, most in limits:
            where = np.flatnonzero(values)
            data += values[where].tolist()
            at += [len(low)] * len(where)
            cols += where.tolist()
            low.append(-np.inf)
            high.append(most)
        matrix = csr_matrix((data, (at, cols)), shape=(len(low), self.count))
        whole = np.zeros(self.count)
        whole[: len(self.ways)] = 1
        found = milp(
            aim,
            constraints=LinearConstraint(matrix, np.array(low), np.array(high)),
            integrality=whole,
            bounds=Bounds(np.zeros(self.count), upper),
            options={"mip_rel_gap": 0.0, "time_limit": seconds},
        )
        if found.x is None:
            if found.status == 2:
                return None
            raise Unusable("solver-out-of-time")
        chosen = {a: w.code for n, (a, w) in enumerate(self.ways) if found.x[n] > 0.5}
        bound = found.mip_dual_bound
        return chosen, float(found.fun), float(found.fun if bound is None else bound)


def best_under(question: Question, budget: Decimal, *, seconds: float = 60.0) -> Scenario | None:
    """The choice that loses least within a budget; of several the cheapest. None: none is within it.

    Raises `Unusable("solver-out-of-time")`.

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


def least_cost(question: Question, *, seconds: float = 60.0) -> Scenario | None:
    """The cheapest choice that keeps what must stay; None where that cannot be kept at all."""
    program = _Program(question)
    found = program.solve(program.cost, seconds=seconds)
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
