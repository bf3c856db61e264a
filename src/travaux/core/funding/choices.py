"""A process's activities and the ways to carry them out; what a choice costs and loses, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

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

    `proven`: no choice within the budget loses less, by more than a millionth of the whole weight.
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
