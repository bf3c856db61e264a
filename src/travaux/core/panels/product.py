"""The Nash product over whole panels alone, for pools where parts of people say little."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from travaux.core.panels.hull import Hull, Mixture
from travaux.core.panels.polytope import Numbers, Polytope

CLOSE = 1e-9  # by how much the slope may still rise, as a part
LAST = 1e-12


def product_over_panels(
    hull: Hull,
    polytope: Polytope,
    *,
    until: float = float("inf"),
    progress: Callable[[int], None] | None = None,
) -> Mixture:
    """The lottery with the greatest product of chances of those whom a known panel has.

    Panels are added while one has a greater sum of 1 / chance than there are people (the slope of
    the logarithm): at the end that sum proves the lottery. Every type that some panel can have must
    be in a panel of the hull beforehand.
    """
    counted = polytope.least < polytope.most
    while True:
        panels = np.array(hull.panels, dtype=float)
        some = counted & (panels.sum(axis=0) > 0)
        sizes = polytope.sizes[some].astype(float)
        weights = _greatest(panels[:, some], sizes)
        mixed = Mixture(np.array(hull.panels), weights)
        if not some.any() or time.monotonic() > until:
            return mixed
        slope = np.zeros(len(some))
        slope[some] = sizes / (weights @ panels[:, some])
        panel, value = hull.best(slope)
        if value <= sizes.sum() * (1 + CLOSE) or not hull.add(panel):
            return mixed
        if progress is not None:
            progress(len(hull.panels))


def _greatest(panels: Numbers, sizes: Numbers) -> Numbers:
    """Weights (sum 1) that maximise sizes @ log(weights @ panels): a barrier and Newton's steps."""
    count = len(panels)
    weights = np.full(count, 1.0 / count)
    if not panels.shape[1]:
        return weights
    barrier = 1e-1
    while barrier > LAST:
        for _ in range(60):
            x = weights @ panels
            gradient = panels @ (sizes / x) + barrier / weights
            curve = (panels * (sizes / x**2)) @ panels.T + np.diag(barrier / weights**2)
            # scaled by the weights, so that the system stays in order near the border
            scaled = curve * weights[:, None] * weights[None, :]
            system = np.zeros((count + 1, count + 1))
            system[:count, :count] = scaled
            system[:count, count] = system[count, :count] = weights
            right = np.append(weights * gradient, 0.0)
            step = np.linalg.lstsq(system, right, rcond=1e-15)[0][:count] * weights
            rise = float(gradient @ step)
            if rise < 1e-3 * barrier:
                break
            falls = step < 0
            room = float((-weights[falls] / step[falls]).min()) if falls.any() else np.inf
            size = 1.0 / (1.0 + np.sqrt(rise / barrier)) if rise > 0.1 * barrier else 1.0
            weights = weights + min(max(size, 0.05), 0.95 * room) * step
            weights /= weights.sum()
        barrier *= 0.1
    return weights
