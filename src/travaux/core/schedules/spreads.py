"""How long a step takes: a range of whole days, as chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from travaux.core.problems import Unusable

Shape = Literal["pert", "triangular", "observed"]
Days = npt.NDArray[np.int32]

STEPS = 1 << 16  # a table has this many equally likely entries: two random bytes choose one
LONGEST = 3660  # days


@dataclass(frozen=True, slots=True)
class Spread:
    """A duration in days: least, likely and most, or what past processes took (`past`).

    *pert* is the beta distribution with the weight 4 on the likely value, *triangular* the straight
    one, *observed* any of the past durations, each equally likely.
    """

    low: int
    likely: int
    high: int
    shape: Shape = "pert"
    past: tuple[int, ...] = ()

    @staticmethod
    def of(low: int, likely: int, high: int, shape: Shape = "pert") -> Spread:
        """A range whose three values come in order.

        Raises Unusable("spread-out-of-order") or Unusable("spread-too-long").

        >>> Spread.of(14, 28, 70).likely
        28
        """
        if not 0 <= low <= likely <= high:
            raise Unusable("spread-out-of-order", low=low, likely=likely, high=high)
        if high > LONGEST:
            raise Unusable("spread-too-long", high=high, longest=LONGEST)
        return Spread(low, likely, high, shape)

    @staticmethod
    def seen(past: tuple[int, ...]) -> Spread:
        """What past processes took; the likely value is the middle one.

        >>> Spread.seen((40, 20, 90)).likely
        40
        """
        if not past:
            raise Unusable("spread-without-past")
        if min(past) < 0:
            raise Unusable("spread-out-of-order", low=min(past), likely=0, high=max(past))
        if max(past) > LONGEST:
            raise Unusable("spread-too-long", high=max(past), longest=LONGEST)
        order = tuple(sorted(past))
        return Spread(order[0], order[len(order) // 2], order[-1], "observed", order)


def table(spread: Spread, *, more_than: int = -1) -> Days:
    """The whole days of a spread as `STEPS` equally likely entries, in rising order.

    The chance of a day is that of the continuous distribution within half a day of it (the ends
    take what is left), so that a table is exact to one in 65,536. `more_than`: only durations that
    are longer, with their chances among themselves; empty when there is none.

    >>> float(table(Spread.of(0, 10, 20, "triangular")).mean())
    10.0
    >>> table(Spread.of(0, 10, 20), more_than=20).size
    0
    """
    days, chances = _chances(spread)
    left = days > more_than
    days, chances = days[left], chances[left]
    if not days.size or chances.sum() <= 0:
        return np.empty(0, np.int32)
    upto = np.rint(np.cumsum(chances) / chances.sum() * STEPS).astype(np.int64)
    upto[-1] = STEPS
    return np.repeat(days, np.diff(upto, prepend=0)).astype(np.int32)


def _chances(spread: Spread) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    if spread.shape == "observed":
        days, counts = np.unique(np.asarray(spread.past, np.int64), return_counts=True)
        return days, counts / counts.sum()
    days = np.arange(spread.low, spread.high + 1, dtype=np.int64)
    if spread.low == spread.high:
        return days, np.ones(1)
    place = (days[:-1] + 0.5 - spread.low) / (spread.high - spread.low)
    peak = (spread.likely - spread.low) / (spread.high - spread.low)
    if spread.shape == "triangular":
        below = np.square(place) / peak if peak > 0 else np.full(place.shape, np.inf)
        above = 1 - np.square(1 - place) / (1 - peak) if peak < 1 else place
        upto = np.where(place <= peak, below, above)
    else:
        from scipy.special import betainc

        upto = np.asarray(betainc(1 + 4 * peak, 1 + 4 * (1 - peak), place), np.float64)
    return days, np.diff(upto, prepend=0.0, append=1.0)
