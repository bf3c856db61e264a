"""Weights near to even ones under which given panels have exactly the average wanted."""

from __future__ import annotations

import numpy as np

from travaux.core.panels.instance import Counts
from travaux.core.panels.polytope import Numbers

EXACT = 1e-11  # an average nearer than this, person by person, is met


def even_weights(panels: Counts, x: Numbers, *, least: float = 0.0) -> Numbers | None:
    """Weights w >= least / count, as near to even as can be, with panels.T @ w = x and sum 1.

    Shapes: panels (count, types), x (types,). None where Newton's steps find none. What is
    minimised is the sum of squares of w - 1/count; its dual has one variable for each type, so that
    a step is one system of equations (types, types). Several passes cost less than one linear
    program over the panels.

    >>> even_weights(np.array([[1, 0], [0, 1], [0, 1]]), np.array([0.5, 0.5])).round(6).tolist()
    [0.5, 0.25, 0.25]
    """
    count = len(panels)
    if not count:
        return None
    table = np.vstack([panels.T.astype(float), np.ones((1, count))])
    wanted = np.append(x, 1.0)
    start, floor = 1.0 / count, least / count
    y = np.zeros(len(wanted))
    weights = np.full(count, start)
    miss = wanted - table @ weights
    for _ in range(40):
        if np.abs(miss).max() < EXACT:
            return weights
        held = table[:, weights > floor]
        step = _solved(held, miss)
        size = 1.0
        while True:
            other = np.maximum(floor, start + (y + size * step) @ table)
            left = wanted - table @ other
            if left @ left < (1 - 0.1 * size) * (miss @ miss):
                break
            size /= 2
            if size < 1e-3:
                return None
        y, weights, miss = y + size * step, other, left
    return None


def _solved(held: Numbers, miss: Numbers) -> Numbers:
    """y with held @ held.T @ y = miss, as near as can be; twice refined."""
    square = held @ held.T
    loaded = square + np.eye(len(square)) * (1e-10 * np.trace(square) / len(square) + 1e-300)
    inverse = np.linalg.inv(loaded)
    y = inverse @ miss
    for _ in range(2):
        y += inverse @ (miss - square @ y)
    return np.asarray(y)


def any_weights(panels: Counts, x: Numbers) -> tuple[Numbers, float]:
    """Weights >= 0 with sum 1 whose average comes nearest to x, and how far it stays away at most."""
    from scipy.optimize import nnls

    table = np.vstack([panels.T.astype(float), np.ones((1, len(panels)))])
    wanted = np.append(x, 1.0)
    try:
        weights, _ = nnls(table, wanted, maxiter=10 * len(wanted) + 100)
    except RuntimeError:
        return np.full(len(panels), 1.0 / len(panels)), float("inf")
    return weights, float(np.abs(table @ weights - wanted).max())
