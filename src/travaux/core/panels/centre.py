"""The point of a polytope where the product of all chances is greatest (Nash welfare)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travaux.core.panels.polytope import Numbers, Polytope, highs_model
from travaux.core.problems import Unusable

Flags = NDArray[np.bool_]
LAST = 1e-10  # the last weight of the barrier; below it slacks drown in rounding
STEPS = 60


def centre(polytope: Polytope, floor: Numbers, barred: Flags) -> Numbers:
    """The x that maximises the sum over people of log(chance), barred types (at 0) left out.

    Besides the polytope's rules x >= floor holds. Shapes: floor and barred (types,). A primal
    barrier method; each step solves one system as large as the number of rules. Rules that bind at
    the end are then taken as equations, which makes x exact.
    Raises `Unusable("quotas-impossible")` where nothing meets the floor and the rules.

    >>> from travaux.core.panels.instance import Instance, Pool, Quota
    >>> pool = Pool(tuple("abc"), {"gender": (("f",), ("m",), ("m",))})
    >>> poly = Polytope.of(Instance(pool, 1, 1, (Quota("gender", "m", 0, 1),)))
    >>> centre(poly, np.zeros(2), np.zeros(2, dtype=bool)).round(9).tolist()
    [0.333333333, 0.666666667]
    """
    space = _inside(polytope, floor, barred)
    if not space.free.any():
        return space.x
    weight = 1.0
    while weight > LAST * 2:
        nearer = _descend(space, weight * 0.1)
        if nearer is None:
            break
        space, weight = nearer, weight * 0.1
    return _polished(space, weight)


@dataclass(frozen=True)
class _Space:
    """A point strictly inside of all bounds that are not equations."""

    sizes: Numbers
    matrix: Numbers
    low: Numbers
    high: Numbers
    equal: Flags
    least: Numbers
    most: Numbers
    free: Flags
    x: Numbers

    def at(self, x: Numbers) -> _Space:
        return _Space(
            self.sizes, self.matrix, self.low, self.high, self.equal,
            self.least, self.most, self.free, x,
        )  # fmt: skip


def _inside(polytope: Polytope, floor: Numbers, barred: Flags) -> _Space:
    """Which bounds bind everywhere, and a point away from all others: one linear program.

    Maximising a sum of slacks, each counted up to 1, over all multiples of the polytope by factors
    of at least 1 gives slack to every bound that can have any (Freund, Roundy and Todd, 1985).
    """
    import highspy
    from scipy import sparse

    matrix = polytope.matrix.astype(float)
    rows, count = matrix.shape
    least = np.where(barred, 0.0, np.maximum(floor, polytope.least))
    most = np.where(barred, 0.0, polytope.most.astype(float))
    below = np.nonzero(least < most)[0]
    above = np.nonzero(least < most)[0]
    finite = np.nonzero(np.isfinite(polytope.low) & (polytope.low < polytope.high))[0]
    upper = np.nonzero(polytope.low < polytope.high)[0]
    same = np.nonzero(polytope.low == polytope.high)[0]
    fixed = np.nonzero(least == most)[0]
    unit = sparse.identity(count, format="csr")
    inside = sparse.csr_matrix(matrix)
    slacks = len(finite) + len(upper) + len(below) + len(above)
    equations = len(same) + len(fixed)
    bounds = [
        _row(inside[finite], -polytope.low[finite]),
        _row(-inside[upper], polytope.high[upper]),
        _row(unit[below], -least[below]),
        _row(-unit[above], most[above]),
        _row(inside[same], -polytope.low[same]),
        _row(unit[fixed], -least[fixed]),
    ]
    slack = sparse.identity(slacks + equations, format="csc")[:, :slacks]
    highs = highs_model(
        sparse.hstack([sparse.vstack(bounds), -slack], format="csc"),
        np.zeros(slacks + equations),
        np.concatenate([np.full(slacks, np.inf), np.zeros(equations)]),
        np.concatenate([np.zeros(count), [1.0], np.zeros(slacks)]),
        np.concatenate([np.full(count + 1, np.inf), np.ones(slacks)]),
        np.concatenate([np.zeros(count + 1), np.ones(slacks)]),
    )
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Unusable("quotas-impossible")
    values = np.asarray(highs.getSolution().col_value)
    x = values[:count] / values[count]
    has = values[count + 1 :] > 0.5
    has_low, has_high, has_least, has_most = np.split(
        has, np.cumsum([len(finite), len(upper), len(below)])
    )
    equal = np.zeros(rows, dtype=bool)
    equal[same] = True
    equal[finite[~has_low]] = True
    equal[upper[~has_high]] = True
    free = least < most
    free[below[~has_least]] = False
    free[above[~has_most]] = False
    return _Space(
        polytope.sizes.astype(float), matrix, polytope.low, polytope.high, equal,
        least, most, free, x,
    )  # fmt: skip


def _row(part: Any, bound: Numbers) -> Any:
    from scipy import sparse

    return sparse.hstack([part, sparse.csr_matrix(bound[:, None])])


def _descend(space: _Space, weight: float) -> _Space | None:
    """Newton's steps towards the minimum of -sum(sizes * log x) + weight * barrier; None where
    rounding leaves the inside."""
    x = space.x.copy()
    for _ in range(STEPS):
        if not _inside_of(space, x):
            return None
        step, decrement = _newton(space, x, weight)
        if decrement < 1e-3 * weight:
            break
        # a step scaled down like this stays inside and descends (self-concordance)
        size = 1.0 / (1.0 + np.sqrt(decrement / weight)) if decrement > 0.1 * weight else 1.0
        x = x + min(max(size, 0.05), 0.95 * _room(space, x, step)) * step
    return space.at(x)


def _inside_of(space: _Space, x: Numbers) -> bool:
    held = space.matrix @ x
    loose = ~space.equal
    free = space.free
    return bool(
        (held[loose] > space.low[loose]).all()
        and (held[loose] < space.high[loose]).all()
        and (x[free] > space.least[free]).all()
        and (x[free] < space.most[free]).all()
    )


def _newton(space: _Space, x: Numbers, weight: float) -> tuple[Numbers, float]:
    free, xf = space.free, x[space.free]
    matrix = space.matrix[:, free]
    held = space.matrix @ x
    down, up = xf - space.least[free], space.most[free] - xf
    gradient = -space.sizes[free] / xf - weight / down + weight / up
    curve = space.sizes[free] / xf**2 + weight / down**2 + weight / up**2
    under = np.where(space.equal, np.inf, held - space.low)
    over = np.where(space.equal, np.inf, space.high - held)
    gradient = gradient + matrix.T @ (weight / over - weight / under)
    bend = weight / over**2 + weight / under**2
    keep = space.equal | (bend > 0)
    loose = np.zeros(len(bend))
    loose[~space.equal] = 1.0 / np.maximum(bend[~space.equal], 1e-300)
    inverse = 1.0 / curve
    rows = matrix[keep]
    square = (rows * inverse) @ rows.T + np.diag(loose[keep])
    # equations that have drifted are brought back on the way
    miss = np.where(space.equal, np.rint(held) - held, 0.0)[keep]
    y = np.linalg.lstsq(square, -(rows @ (inverse * gradient)) - miss, rcond=1e-14)[0]
    move = inverse * (-gradient - rows.T @ y)
    step = np.zeros_like(x)
    step[free] = move
    return step, float(-(gradient @ move))


def _room(space: _Space, x: Numbers, step: Numbers) -> float:
    """How many times the step fits inside the bounds."""
    turn = space.matrix @ step
    held = space.matrix @ x
    pairs: list[tuple[Any, Any]] = [
        (space.most - x, np.where(space.free, step, 0.0)),
        (x - space.least, np.where(space.free, -step, 0.0)),
        (space.high - held, np.where(space.equal, 0.0, turn)),
        (held - space.low, np.where(space.equal, 0.0, -turn)),
    ]
    most = np.inf
    for room, move in pairs:
        moves = move > 1e-300
        if moves.any():
            most = min(most, float((room[moves] / move[moves]).min()))
    return most


def _polished(space: _Space, weight: float) -> Numbers:
    """The exact optimum on the bounds that bind: those whose price exceeds their slack."""
    x, held = space.x.copy(), space.matrix @ space.x
    binds_low = ~space.equal & (weight > (held - space.low) ** 2)
    binds_high = ~space.equal & (weight > (space.high - held) ** 2)
    top = space.free & (weight > (space.most - x) ** 2)
    bottom = space.free & (space.least > 0) & (weight > (x - space.least) ** 2)
    x = np.where(top, space.most, np.where(bottom, space.least, x))
    free = space.free & ~top & ~bottom
    rows = space.equal | binds_low | binds_high
    wanted = np.where(binds_high, space.high, np.where(binds_low, space.low, held))
    wanted = np.where(space.equal, np.rint(held), wanted)
    matrix = space.matrix[rows][:, free]
    for _ in range(12):
        curve = x[free] ** 2 / space.sizes[free]
        miss = wanted[rows] - space.matrix[rows] @ x
        gradient = -space.sizes[free] / x[free]
        square = (matrix * curve) @ matrix.T
        y = np.linalg.lstsq(square, -(miss + matrix @ (curve * gradient)), rcond=1e-13)[0]
        step = curve * (-gradient - matrix.T @ y)
        if not np.isfinite(step).all() or np.abs(step / x[free]).max(initial=0.0) > 0.5:
            return space.x
        x[free] += step
        if np.abs(step).max(initial=0.0) < 1e-15:
            break
    inside = (space.matrix @ x > space.low - 1e-9) & (space.matrix @ x < space.high + 1e-9)
    fits = (x > space.least - 1e-9) & (x < space.most + 1e-9)
    return x if inside.all() and fits.all() and np.abs(x - space.x).max() < 1e-3 else space.x
