"""How likely a pair is one paragraph: from its words, its rivals, and what its neighbours became."""

from __future__ import annotations

import numpy as np

from travaux.core.texts.alignment.likeness import Figures, Pairs, Places, Side

# How far around a paragraph its neighbours are asked, and how many strangers may stand between.
_NEIGHBOURS = 3
_STRANGERS = 4
_FADING = 0.7
# A neighbour that went further than this speaks against the pair.
_FAR = 6
_MARGIN = 6.0


class Bonds:
    """What is linked so far: for each old place its first and last new place, and how firmly.

    -1 stands for none. The ends of both texts count as linked to each other.
    """

    def __init__(self, size: int) -> None:
        self.first: Places = np.full(size, -1, dtype=np.int64)
        self.last: Places = np.full(size, -1, dtype=np.int64)
        self.firmness: Figures = np.zeros(size)

    def tie(self, i: int, j: int, firmness: float) -> None:
        """Link an old place to a new one; a second link of one old place widens its span."""
        free = self.first[i] < 0
        self.first[i] = j if free else min(self.first[i], j)
        self.last[i] = max(self.last[i], j)
        self.firmness[i] = max(self.firmness[i], firmness)


def own_features(old: Side, new: Side, pairs: Pairs) -> Figures:
    """What the words of each pair say by themselves: one row per pair, without its rivals."""
    i, j, ratio = pairs.i, pairs.j, pairs.ratio
    cosine = pairs.shared / np.sqrt(old.weight[i] * new.weight[j])
    held = np.minimum(pairs.shared / old.weight[i], 1)
    holds = np.minimum(pairs.shared / new.weight[j], 1)
    equal = (old.equals[i] == new.equals[j]).astype(np.float64)
    size = np.log1p(np.minimum(old.weight[i], new.weight[j]))
    often = np.log(np.maximum(old.repeats[i], 1) * np.maximum(new.repeats[j], 1))
    columns = (
        np.ones(len(i)),
        ratio,
        ratio**2,
        cosine,
        cosine**2,
        np.minimum(held, holds),
        np.maximum(held, holds),
        equal,
        equal / (1 + size),
        equal * often,
        size,
        ratio * size,
        cosine * size,
    )
    return np.stack(columns, axis=1)


def first_guess(old: Side, new: Side, pairs: Pairs) -> Figures:
    """A rough measure by which the rivals of each pair are told before anything is linked."""
    cosine = pairs.shared / np.sqrt(old.weight[pairs.i] * new.weight[pairs.j])
    return np.asarray(6 * (pairs.ratio + cosine) - 6)


def rival_features(pairs: Pairs, score: Figures, rows: int, columns: int) -> Figures:
    """How far each pair is ahead of the best other pair of its old and of its new paragraph."""
    by_old = _margin(score, pairs.i, rows)
    by_new = _margin(score, pairs.j, columns)
    return np.stack((np.minimum(by_old, by_new), np.maximum(by_old, by_new)), axis=1)


def _margin(score: Figures, key: Places, size: int) -> Figures:
    if not len(score):
        return np.zeros(0)
    best = np.full(size, -np.inf)
    np.maximum.at(best, key, score)
    leads = score >= best[key]
    leaders = np.bincount(key, weights=leads, minlength=size)
    second = np.full(size, -np.inf)
    np.maximum.at(second, key[~leads], score[~leads])
    second = np.where(leaders > 1, best, second)
    other = np.where(leads, second[key], best[key])
    return np.clip(np.where(np.isinf(other), _MARGIN, score - other), -_MARGIN, _MARGIN)


def neighbour_features(pairs: Pairs, own: Figures, bonds: Bonds, columns: int) -> Figures:
    """Whether the paragraphs before and after in the old text became those beside it in the new."""
    rows = len(bonds.first)
    gap = _NEIGHBOURS
    nothing = np.full(gap, -9999, dtype=np.int64)
    linked = bonds.first >= 0
    first = np.concatenate([nothing, np.where(linked, bonds.first, -9999), nothing])
    last = np.concatenate([nothing, np.where(linked, bonds.last, -9999), nothing])
    firm = np.concatenate([np.zeros(gap), bonds.firmness, np.zeros(gap)])
    last[gap - 1], firm[gap - 1] = -1, 1.0
    first[gap + rows], firm[gap + rows] = columns, 1.0
    sides: list[Figures] = []
    against = np.zeros(len(pairs.i))
    for sign, reached in ((-1, last), (1, first)):
        best = np.zeros(len(pairs.i))
        for step in range(1, gap + 1):
            at = pairs.i + sign * step + gap
            strangers = sign * (reached[at] - pairs.j) - 1
            near = (reached[at] > -9000) & (strangers >= 0) & (strangers <= _STRANGERS)
            fading = _FADING ** (np.where(near, strangers, 0) + step - 1)
            best = np.maximum(best, np.where(near, firm[at] * fading, 0))
        at = pairs.i + sign + gap
        far = (reached[at] > -9000) & (np.abs(reached[at] - pairs.j) > _FAR)
        against += np.where(far, firm[at], 0)
        sides.append(best)
    before, after = sides
    ratio, equal, size = own[:, 1], own[:, 7], own[:, 10]
    found = (
        before,
        after,
        before * after,
        against,
        before * ratio,
        after * ratio,
        before * after * ratio,
        (before + after) * size,
        (before + after) * equal,
    )
    return np.stack(found, axis=1)


def chance(score: Figures) -> Figures:
    """Log-odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))
