"""An average of panels written as a lottery over panels, most of them about equally likely."""

from __future__ import annotations

import numpy as np

from travaux.core.chance import Chance
from travaux.core.panels.hull import Mixture
from travaux.core.panels.instance import Counts
from travaux.core.panels.polytope import Numbers, Polytope
from travaux.core.panels.search import Search
from travaux.core.panels.weights import EXACT, any_weights, even_weights

FLOORS = (0.5, 0.2, 0.05)  # the least weight of a numbered panel, in parts of an even one
PER_TYPE = 2.0  # panels for each type that leave room for weights without a negative one
WIDE = 2.0  # a surplus past this asks for more rounds


def mixture(
    polytope: Polytope, x: Numbers, numbered: int, chance: Chance
) -> tuple[Mixture | None, Counts]:
    """A lottery over panels whose average is x (types,), and the panels that were tried.

    The first `numbered` panels are balanced: drawing one of them evenly comes near to x too. None
    where none was found; that says nothing about whether there is one.
    """
    batches: list[Counts] = []
    left = 0.0
    for turn in range(max(1, int(np.ceil(PER_TYPE * len(x) / numbered)))):
        search = Search(polytope, x, numbered, chance.child(f"batch {turn}"))
        search.repair()
        bad = np.nonzero(search.broken() > 0)[0]
        if len(bad) == search.count:
            return None, np.zeros((0, len(x)), dtype=np.int64)
        search.renew(bad)
        surplus = search.balance()
        if surplus > WIDE:
            surplus = search.balance()
        left = left or surplus
        batches.append(search.sound())
    panels = np.vstack(batches)
    found = _weighed(panels, x)
    if found is None:
        return None, panels
    weights, even = found
    first = np.arange(numbered, dtype=np.int64)
    other = rounded(panels, weights, x, numbered) if not even or left > WIDE else first
    if not even or _off(panels, other, x) < _off(panels, first, x):
        first = other
    kept = weights > 0
    place = np.cumsum(kept) - 1
    return Mixture(panels[kept], weights[kept], place[first]), panels


def _weighed(panels: Counts, x: Numbers) -> tuple[Numbers, bool] | None:
    """Exact weights, and whether each panel has one."""
    for least in FLOORS:
        weights = even_weights(panels, x, least=least)
        if weights is not None:
            return weights, True
    weights, off = any_weights(panels, x)
    return (weights, False) if off < EXACT * 10 else None


def _off(panels: Counts, numbers: Counts, x: Numbers) -> float:
    """How far the even lottery over these numbers is from x at most."""
    return float(np.abs(panels[numbers].sum(axis=0) / len(numbers) - x).max())


def rounded(panels: Counts, weights: Numbers, x: Numbers, numbered: int) -> Counts:
    """For each of the numbers a panel, each about as often as its weight says.

    Shares are rounded, then numbers are moved from panel to panel while the square of the distance
    to x falls. Gives places in `panels` in rising order.
    """
    support = np.nonzero(weights > 0)[0]
    table = panels[support].astype(float)
    share = weights[support] / weights[support].sum() * numbered
    times = np.floor(share)
    missing = round(numbered - times.sum())
    times[np.argsort(-(share - times), kind="stable")[:missing]] += 1
    off = times @ table - numbered * x
    squares = (table * table).sum(axis=1)
    inner = table @ table.T if len(support) <= 3000 else None
    for _ in range(2000 if inner is not None else 0):
        assert inner is not None
        pull = table @ off
        # one number less of a panel, one more of another: the best exchange of all
        less = np.where(times > 0, -2 * pull + squares, np.inf)
        more = 2 * pull + squares
        source = int(less.argmin())
        change = less[source] + more - 2 * inner[source]
        change[source] = np.inf
        target = int(change.argmin())
        if change[target] > -1e-9:
            break
        times[source] -= 1
        times[target] += 1
        off += table[target] - table[source]
    return np.repeat(support, times.astype(np.int64))
