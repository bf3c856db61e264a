"""Means and shares of a survey with the error that its design leaves, by Taylor linearisation.

Sources: Wolter, Introduction to Variance Estimation (2007), chapters 2 and 6; Deville and Särndal,
Calibration estimators in survey sampling (JASA 1992); Korn and Graubard, Confidence intervals for
proportions with small expected number of positive counts (Survey Methodology 1998).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from travaux.core.problems import Unusable

METHOD = "taylor-linearisation-1"
LEVEL = 0.95
ROUNDING = 1e-12  # of the spread: a variance below is what adding up many figures leaves

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """How the units came into the sample: one entry for each unit.

    `weights` (n,): how many units of the population one stands for. `strata`, `clusters` (n,): codes,
    None: one stratum, each unit a cluster of its own; a cluster is told within its stratum.
    `populations` (n,): clusters of the population in the unit's stratum, None: very many. `margins`:
    codes of the groups to whose totals the weights were fitted; `base`: weights before that.
    """

    weights: Floats
    strata: Codes | None = None
    clusters: Codes | None = None
    populations: Floats | None = None
    margins: tuple[Codes, ...] = ()
    base: Floats | None = None


def plain_design(n: int) -> Design:
    """Every unit counts once: a sample drawn at random, or taken as one."""
    return Design(np.ones(n))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or share: its value, its standard error, and its interval at `LEVEL`.

    `n` is how many units it stands on, `effective` how many drawn purely at random would say as
    much, `freedom` the degrees of freedom; None where it cannot be said. What the frame itself
    gives has no error and no `effective`: the sample adds nothing to it.
    """

    n: int
    value: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    effective: float | None = None
    freedom: int = 0
    notes: tuple[str, ...] = field(default=())


def _checked(design: Design, n: int) -> None:
    if design.weights.shape != (n,):
        raise Unusable("weights-do-not-fit", units=n, weights=int(design.weights.size))
    if not np.all(np.isfinite(design.weights)) or np.any(design.weights < 0):
        raise Unusable("weights-unusable")


def _centred(z: Floats, design: Design) -> Floats:
    """What the margins do not explain of a linearised variable (n,): fitted weights leave no error
    in what they were fitted to."""
    if not design.margins:
        return z
    base = design.base if design.base is not None else design.weights
    if (
        len(design.margins) == 1
    ):  # the same regression: what is left is the distance from the group's mean
        of = design.margins[0] - design.margins[0].min()
        sums, sizes = np.bincount(of, weights=base * z), np.bincount(of, weights=base)
        middle = np.divide(sums, sizes, out=np.zeros_like(sums), where=sizes > 0)
        return np.asarray(z - middle[of], dtype=np.float64)
    columns = [m[:, None] == np.unique(m)[None, :] for m in design.margins]
    model = np.concatenate(columns, axis=1).astype(np.float64)
    root = np.sqrt(base)
    found, *_rest = np.linalg.lstsq(model * root[:, None], z * root, rcond=None)
    return np.asarray(z - model @ found, dtype=np.float64)


def variance_of_total(z: Floats, design: Design) -> tuple[float, int, tuple[str, ...]]:
    """Variance of the weighted total of `z` (n,), its degrees of freedom, and notes.

    Between the totals of clusters in each stratum, the first stage with its finite population. A
    stratum of one cluster is held against the mean of all (note `lonely-cluster`).
    """
    w = design.weights
    x = w * _centred(z, design)
    n = x.size
    if n > 1 and design.strata is None and design.clusters is None and design.populations is None:
        # each unit a cluster of its own in one stratum: the same sum without sorting anything
        return float(n / (n - 1) * np.sum((x - x.mean()) ** 2)), n - 1, ()
    strata = design.strata if design.strata is not None else np.zeros(n, dtype=np.int64)
    clusters = design.clusters if design.clusters is not None else np.arange(n)
    pairs, of = np.unique(np.stack([strata, clusters]), axis=1, return_inverse=True)
    of = of.reshape(-1)
    totals = np.bincount(of, weights=x, minlength=pairs.shape[1])
    stratum_of = pairs[0]
    names, where = np.unique(stratum_of, return_inverse=True)
    counts = np.bincount(where)
    means = np.bincount(where, weights=totals) / counts
    fractions = np.zeros(names.size)
    if design.populations is not None:
        first = np.zeros(pairs.shape[1])
        first[of] = design.populations
        per = np.zeros(names.size)
        per[where] = first
        if np.any(per < counts):
            raise Unusable("population-below-sample")
        fractions = counts / per
    notes: tuple[str, ...] = ()
    centre = means[where]
    lonely = (counts == 1) & (fractions < 1)
    if np.any(lonely):
        notes = ("lonely-cluster",)
        centre = np.where(lonely[where], totals.mean(), centre)
    squares = np.bincount(where, weights=(totals - centre) ** 2)
    factor = np.where(counts > 1, counts / np.maximum(counts - 1, 1), 1.0)
    variance = float(np.sum((1 - fractions) * factor * squares))
    return variance, int(counts.sum() - names.size), notes


def mean(y: Floats, design: Design, domain: npt.NDArray[np.bool_] | None = None) -> Estimate:
    """The weighted mean of `y` (n,) over a domain, missing values (NaN) left out.

    The domain's own size is not known beforehand: it is a ratio, and units outside of it still tell
    of the design. Errors: `weights-do-not-fit`, `weights-unusable`, `population-below-sample`.
    """
    return _ratio(y, design, domain, share=False)


def share(y: Floats, design: Design, domain: npt.NDArray[np.bool_] | None = None) -> Estimate:
    """The same for a share: `y` lies between 0 and 1, and so does the interval (by its logit, after
    Korn and Graubard where nobody or everybody said so)."""
    return _ratio(y, design, domain, share=True)


def _ratio(
    y: Floats, design: Design, domain: npt.NDArray[np.bool_] | None, *, share: bool
) -> Estimate:
    _checked(design, y.size)
    inside = np.isfinite(y) & (design.weights > 0)
    if domain is not None:
        inside &= domain
    n = int(inside.sum())
    if not n:
        return Estimate(0)
    w = np.where(inside, design.weights, 0.0)
    size = float(w.sum())
    filled = np.where(inside, y, 0.0)
    value = float((w * filled).sum() / size)
    z = np.where(inside, filled - value, 0.0) / size
    spread = float((w * (filled - value) ** 2).sum() / size)
    kish = size**2 / float((w**2).sum())
    return _told(n, value, z, design, spread, kish, share=share)


def mean_of_rows(
    y: Floats,
    units: Codes,
    design: Design,
    domain: npt.NDArray[np.bool_] | None = None,
    *,
    respondents: Codes | None = None,
    share: bool = False,
) -> Estimate:
    """The mean (or share) over the rows of a repeated group, where a unit has any number of them.

    `y` (k,): the answer of each row, NaN where there is none; `units` (k,): the unit of each row;
    `respondents` (u,): how many answered for a unit, whose rows count together as one answer's. A
    row weighs what its unit weighs over its respondents; `domain` (u,) is of units. The ratio of
    two totals over units (Wolter, chapter 6): units are drawn, rows are not, so the error lies
    between units. `n` counts rows. Errors as of `mean`.
    """
    count = design.weights.size
    _checked(design, count)
    through = np.maximum(respondents if respondents is not None else np.ones(count), 1)
    inside = design.weights > 0
    if domain is not None:
        inside &= domain
    given = np.isfinite(y) & inside[units]
    n = int(given.sum())
    if not n:
        return Estimate(0)
    w = np.where(given, (design.weights / through)[units], 0.0)
    size = float(w.sum())
    filled = np.where(given, y, 0.0)
    value = float((w * filled).sum() / size)
    apart = np.where(given, filled - value, 0.0) / through[units]
    z = np.bincount(units, weights=apart, minlength=count) / size
    spread = float((w * (filled - value) ** 2).sum() / size)
    kish = size**2 / float((w**2).sum())
    return _told(n, value, z, design, spread, kish, share=share)


def _told(
    n: int, value: float, z: Floats, design: Design, spread: float, kish: float, *, share: bool
) -> Estimate:
    """A ratio with its error and interval, from its linearised variable `z` (u,) over units."""
    variance, freedom, notes = variance_of_total(z, design)
    error = math.sqrt(max(variance, 0.0))
    if design.margins and spread > 0 and variance <= ROUNDING * spread:  # the frame gives it
        return Estimate(n, value, 0.0, value, value, None, max(freedom, 0), notes)
    effective = spread / variance if variance > 0 and spread > 0 else kish
    if freedom < 1 or n < 2:
        return Estimate(n, value, None, None, None, effective, max(freedom, 0), notes)
    if share:
        low, high = _of_share(value, error, min(effective, n), freedom)
    else:
        wide = _student(0.5 + LEVEL / 2, freedom) * error
        low, high = value - wide, value + wide
    return Estimate(n, value, error, low, high, effective, freedom, notes)


def _of_share(value: float, error: float, effective: float, freedom: int) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    if value <= 0 or value >= 1 or error == 0:
        hits = value * effective
        low = _beta(tail, hits, effective - hits + 1) if hits > 0 else 0.0
        high = _beta(1 - tail, hits + 1, effective - hits) if hits < effective else 1.0
        return low, high
    t = _student(1 - tail, freedom)
    centre, wide = math.log(value / (1 - value)), t * error / (value * (1 - value))
    return _expit(centre - wide), _expit(centre + wide)


def _student(share: float, freedom: float) -> float:
    """The quantile of Student's t; the same figure as scipy.stats, whose import takes a second."""
    from scipy import special

    return float(special.stdtrit(freedom, share))


def _beta(share: float, first: float, second: float) -> float:
    """The quantile of the beta distribution."""
    from scipy import special

    return float(special.betaincinv(first, second, share))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def total(y: Floats, design: Design) -> Estimate:
    """The weighted total of `y` (n,), missing values counting nothing."""
    _checked(design, y.size)
    filled = np.where(np.isfinite(y), y, 0.0)
    value = float((design.weights * filled).sum())
    variance, freedom, notes = variance_of_total(filled, design)
    error = math.sqrt(max(variance, 0.0))
    n = int(np.isfinite(y).sum())
    if freedom < 1:
        return Estimate(n, value, notes=notes)
    wide = _student(0.5 + LEVEL / 2, freedom) * error
    return Estimate(n, value, error, value - wide, value + wide, None, freedom, notes)
