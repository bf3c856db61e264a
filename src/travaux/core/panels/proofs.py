"""That no panel is better: a tree of cases, each closed by prices that anyone can check by hand.

Whatever whole prices y are put on the rules, the weight of a panel is at most

    sum over rules of (y > 0: y * upper, else y * lower)
    + sum over people of the greatest value of (weight - prices of the rules the person counts for)

(weak duality). A proof divides all panels into cases ("of these alike people at most k", "at least
k + 1") until in each case this sum stays below the value to be proven, in whole numbers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from travaux.core.panels.instance import Counts

SCALE = 2**20  # prices are whole multiples of 1/SCALE
MOST_CASES = 4_000

Case = tuple[Any, ...]
Limits = tuple[Counts, Counts]


@dataclass(frozen=True)
class Question:
    """What is the greatest `weights @ x` for whole x with lower <= matrix @ x <= upper,
    least <= x <= most? Shapes: matrix (rows, types), weights, least, most (types,), the rest (rows,).
    """

    matrix: Counts
    lower: Counts
    upper: Counts
    least: Counts
    most: Counts
    weights: Counts

    def keeps(self, x: Counts) -> bool:
        """Whether x keeps every rule and every limit."""
        counts = self.matrix @ x
        return bool(
            (counts >= self.lower).all()
            and (counts <= self.upper).all()
            and (x >= self.least).all()
            and (x <= self.most).all()
        )

    def within(self, limits: Limits) -> Question:
        """The same question with other limits of x."""
        return replace(self, least=limits[0], most=limits[1])


@dataclass(frozen=True, slots=True)
class Proof:
    """Cases in order of a walk through the tree, first the side "at most".

    Each case is ("split", type, k), ("prices", y …) or ("empty", y …), the last showing that no
    panel is in it. `complete` False: the tree was cut off, and the proof stands for `bound` only.
    """

    cases: tuple[Case, ...]
    bound: int
    complete: bool


def ceiling(question: Question, prices: Sequence[int], *, weighted: bool = True) -> int:
    """The bound that these prices (in 1/SCALE) give, in 1/SCALE; exact.

    >>> one = np.array([1])
    >>> q = Question(np.array([[1]]), one * 0, one * 3, one * 0, one * 5, one * 2)
    >>> ceiling(q, [2 * SCALE]) // SCALE
    6
    """
    by_rules, rest = _terms(question, prices, weighted)
    return by_rules + _by_people(question, rest)


def _terms(question: Question, prices: Sequence[int], weighted: bool) -> tuple[int, Any]:
    """What the rules cost at these prices, and what is left of the weight of each type."""
    largest = max(map(abs, prices), default=0)
    greatest = int(np.abs(question.weights).max(initial=0)) * SCALE
    greatest += largest * len(prices) * int(np.abs(question.matrix).max(initial=1))
    spread = int(max(np.abs(question.most).max(initial=1), np.abs(question.upper).max(initial=1)))
    # numpy's whole numbers where nothing can overflow, Python's otherwise
    small = greatest * spread * (len(question.weights) + len(prices) + 1) < 2**62
    kind: Any = np.int64 if small else object
    y = np.array(prices, dtype=kind)
    by_rules = np.where(y > 0, y * question.upper.astype(kind), y * question.lower.astype(kind))
    rest = -(question.matrix.T.astype(kind) @ y)
    if weighted:
        rest = rest + question.weights.astype(kind) * SCALE
    return int(by_rules.sum()), rest


def _by_people(question: Question, rest: Any) -> int:
    most, least = question.most.astype(rest.dtype), question.least.astype(rest.dtype)
    return int(np.where(rest > 0, rest * most, rest * least).sum())


def narrowed(question: Question, prices: Sequence[int], value: int) -> Limits | None:
    """The limits of any x worth `value` or more, as far as these prices tell; None: there is none.

    Moving one of a type away from its better end costs what the prices leave of its weight, and
    must fit into the room between the ceiling and the value.
    """
    by_rules, rest = _terms(question, prices, True)
    room = by_rules + _by_people(question, rest) - value * SCALE
    if room < 0:
        return None
    least, most = question.least, question.most
    cost = np.abs(rest)
    moves = np.where(cost > 0, room // np.maximum(cost, 1), most - least)
    moves = np.minimum(moves, most - least).astype(np.int64)
    return np.where(rest > 0, most - moves, least), np.where(rest < 0, least + moves, most)


def remaining(question: Question, proof: Proof, value: int) -> Limits | None:
    """The limits of any x worth `value` or more over all cases of a proof that holds."""
    found: Limits | None = None
    for part, case in cases_of(question, proof.cases):
        limits = narrowed(part, case[1:], value) if case[0] == "prices" else None
        if limits is None:
            continue
        if found is None:
            found = limits
        else:
            found = np.minimum(found[0], limits[0]), np.maximum(found[1], limits[1])
    return found


def cases_of(question: Question, cases: Sequence[Case]) -> Iterator[tuple[Question, Case]]:
    """Each closed case with its own limits. Raises ValueError for a tree that is not whole."""
    pending = [(question.least, question.most)]
    for case in cases:
        if not pending:
            raise ValueError("more cases than the tree has")
        if any(type(n) is not int for n in case[1:]):
            raise ValueError("a price or a place that is no whole number")
        least, most = pending.pop()
        if case[0] == "split":
            low, high = split((least, most), case[1], case[2])
            pending += [high, low]
        else:
            yield question.within((least, most)), case
    if pending:
        raise ValueError("cases are missing")


def split(limits: Limits, column: int, k: int) -> tuple[Limits, Limits]:
    """The two cases "at most k of this type" and "at least k + 1". Raises ValueError."""
    least, most = limits
    if not 0 <= column < len(least) or not least[column] <= k < most[column]:
        raise ValueError("a division that divides nothing")
    higher, lower = least.copy(), most.copy()
    higher[column], lower[column] = k + 1, k
    return (least, lower), (higher, most)


def holds(question: Question, proof: Proof) -> bool:
    """Whether the proof proves its bound; exact, without a solver."""
    try:
        for part, case in cases_of(question, proof.cases):
            kind, prices = case[0], case[1:]
            if len(prices) != len(question.matrix):
                return False
            top = ceiling(part, prices, weighted=kind == "prices")
            if kind == "prices" and top // SCALE <= proof.bound:
                continue
            if kind == "empty" and top < 0:
                continue
            return False
    except (ValueError, IndexError, TypeError):
        return False
    return True


def prove(
    question: Question,
    value: int,
    *,
    seconds: float = 60.0,
    most_cases: int = MOST_CASES,
    progress: Callable[[int], None] | None = None,
) -> tuple[Proof, Counts | None]:
    """A proof that no x is worth more than `value`; or, should there be one, a better x.

    Where time or cases run out the proof is one case: the bound of the root's prices.
    """
    relaxation = Relaxation(question)
    started = time.monotonic()
    cases: list[Case] = []
    pending: list[Limits] = [(question.least, question.most)]
    while pending:
        limits = pending.pop()
        part = question.within(limits)
        solved = relaxation.solve(limits)
        if solved.ray is not None:
            cases.append(("empty", *solved.ray))
        elif solved.prices and ceiling(part, solved.prices) // SCALE <= value:
            cases.append(("prices", *solved.prices))
        else:
            whole = np.rint(solved.shares).astype(np.int64)
            if part.keeps(whole) and int(whole @ question.weights) > value:
                return Proof((), value, False), whole
            case, halves = divided(part, solved.shares)
            cases.append(case)
            pending += reversed(halves)
        if progress is not None and len(cases) % 100 == 0:
            progress(len(cases))
        if len(cases) + len(pending) > most_cases or time.monotonic() - started > seconds:
            root = relaxation.solve((question.least, question.most))
            bound = ceiling(question, root.prices) // SCALE
            return Proof((("prices", *root.prices),), bound, False), None
    return Proof(tuple(cases), value, True), None


def divided(part: Question, shares: Any) -> tuple[Case, tuple[Limits, ...]]:
    """How a case is divided: at the share farthest from whole; a single x closes itself."""
    apart = np.abs(shares - np.rint(shares))
    apart[part.least >= part.most] = -1.0
    column = int(np.argmax(apart))
    if part.least[column] < part.most[column]:
        k = int(np.clip(np.floor(shares[column]), part.least[column], part.most[column] - 1))
        return ("split", column, k), split((part.least, part.most), column, k)
    counts = part.matrix @ part.least
    prices = [0] * len(counts)
    for n, count in enumerate(counts):
        if count > part.upper[n] or count < part.lower[n]:
            prices[n] = SCALE if count > part.upper[n] else -SCALE
            return ("empty", *prices), ()
    return ("prices", *prices), ()


@dataclass(frozen=True, slots=True)
class Solved:
    """One relaxation: shares and whole prices, or a ray of prices that shows it to be empty."""

    shares: Any
    prices: tuple[int, ...]
    ray: tuple[int, ...] | None = None


class Relaxation:
    """A question where x need not be whole, solved for case after case."""

    def __init__(self, question: Question) -> None:
        import highspy

        from travaux.core.solver import new_highs

        self.question = question
        self.now: Limits = (question.least, question.most)
        rows, count = question.matrix.shape
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, rows
        model.col_cost_ = question.weights.astype(float)
        model.col_lower_ = question.least.astype(float)
        model.col_upper_ = question.most.astype(float)
        model.row_lower_ = question.lower.astype(float)
        model.row_upper_ = question.upper.astype(float)
        model.sense_ = highspy.ObjSense.kMaximize
        columns, places = np.nonzero(question.matrix.T)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate(
            [[0], np.cumsum(np.bincount(columns, minlength=count))]
        ).astype(np.int32)
        model.a_matrix_.index_ = places.astype(np.int32)
        model.a_matrix_.value_ = question.matrix.T[columns, places].astype(float)
        self.highs = new_highs()
        for option, setting in (
            ("threads", 1),
            ("presolve", "off"),  # a case found empty by presolve leaves no prices that show it
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
        ):
            self.highs.setOptionValue(option, setting)
        self.highs.passModel(model)

    def solve(self, limits: Limits) -> Solved:
        """The relaxation within these limits."""
        import highspy

        changed = np.flatnonzero((limits[0] != self.now[0]) | (limits[1] != self.now[1]))
        for column in changed.tolist():
            self.highs.changeColBounds(column, float(limits[0][column]), float(limits[1][column]))
        self.now = limits
        self.highs.run()
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = self.highs.getSolution()
            prices = tuple(round(y * SCALE) for y in solution.row_dual)
            return Solved(np.asarray(solution.col_value), prices)
        middle = (limits[0] + limits[1]) / 2
        return Solved(middle, (), self._ray(self.question.within(limits)))

    def _ray(self, part: Question) -> tuple[int, ...] | None:
        """Prices that show the case to be empty, scaled so that the largest is SCALE."""
        found = self.highs.getDualRay()
        ray = np.asarray(found[2]) if found[1] else np.zeros(0)
        if not np.abs(ray).max(initial=0.0) > 0:
            return None
        ray = ray / np.abs(ray).max() * SCALE
        for sign in (1, -1):
            whole = tuple(round(sign * y) for y in ray.tolist())
            if ceiling(part, whole, weighted=False) < 0:
                return whole
        return None
