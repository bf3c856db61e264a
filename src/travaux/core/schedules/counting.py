"""Steps made ready for drawing, and what the drawn courses add up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from travaux.core.chance import Chance
from travaux.core.schedules.closures import Tables
from travaux.core.schedules.spreads import Days
from travaux.core.schedules.tasks import Task


@dataclass(slots=True)
class Step:
    """A step made ready for drawing. Days are counted from the first day of the network."""

    task: Task
    waits: list[tuple[int, int]]  # place of the predecessor, days
    chance: Chance
    entries: Days  # of the spread; empty: no time of its own
    plan: tuple[int, int] | None  # first and last day still open of its window
    least: int  # the day before which it cannot end
    begins: int | None  # what it waits for is over: the day its time counts from
    const: int | None  # over, or fixed
    slip: int
    calendar: Tables | None
    overrun: bool = False
    upper: int = 0
    within: int | None = None  # last day of the planned window


class Counts:
    """What all chunks add up to."""

    def __init__(self, steps: list[Step]) -> None:
        n = len(steps)
        self.days = [np.zeros(s.upper + 1, np.int64) for s in steps]
        self.criticals, self.moves, self.keeps = [0] * n, [0] * n, [0] * n
        self.reaching: set[int] = set()
        self.own = np.zeros((n, 3))  # sums of the own time, of its square, of it with the target
        self.ready = np.zeros(2)  # sums of the target's day, of its square
        self.zero: float | None = None

    def add(self, i: int, ends: Days) -> None:
        self.days[i] += np.bincount(ends, minlength=self.days[i].size)

    def of_target(self, ready: npt.NDArray[np.float64]) -> None:
        if self.zero is None:
            self.zero = float(ready[0])
        ready -= self.zero  # near zero, sums lose nothing
        self.ready += [ready.sum(), ready @ ready]

    def critical(
        self,
        i: int,
        slack: Days,
        over: Days,
        kept: int,
        own: Days | None,
        ready: npt.NDArray[np.float64],
    ) -> None:
        self.reaching.add(i)
        self.criticals[i] += int(np.count_nonzero(slack <= 0))
        self.moves[i] += int(over.sum())
        self.keeps[i] += kept
        if own is not None:
            time = own.astype(np.float64)
            self.own[i] += [time.sum(), time @ time, time @ ready]

    def correlation(self, i: int, draws: int) -> float:
        x, xx, xy = self.own[i] / draws
        y, yy = self.ready / draws
        of_both = (xx - x * x) * (yy - y * y)
        return float((xy - x * y) / np.sqrt(of_both)) if of_both > 1e-9 else 0.0
