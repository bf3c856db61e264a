"""The choice of links: each paragraph at most one, together as likely as can be."""

from __future__ import annotations

import numpy as np

from travaux.core.texts.alignment.likeness import Figures, Pairs, Places

# One pair may weigh this much at most, so that a certain one does not outbid several likely ones.
_MOST = 12.0
_LARGE = 300


def chosen(pairs: Pairs, score: Figures) -> Places:
    """The places in `pairs` of those chosen: of all one-to-one choices that with the best sum.

    Only scores above 0 count. Promise: the best choice, exactly; each connected part of the pairs
    is solved by itself.
    """
    likely = np.flatnonzero(score > 0)
    i, j = pairs.i[likely], pairs.j[likely]
    gain = np.minimum(score[likely], _MOST)
    found: list[int] = []
    for members in _connected(i.tolist(), j.tolist()):
        if len(members) == 1:
            found += members
            continue
        place = np.array(members)
        row_names, row = np.unique(i[place], return_inverse=True)
        column_names, column = np.unique(j[place], return_inverse=True)
        table = np.zeros((len(row_names), len(column_names)))
        table[row, column] = gain[place]
        at = np.full(table.shape, -1, dtype=np.int64)
        at[row, column] = place
        turned = table.shape[0] > table.shape[1]
        best = best_assignment(table.T if turned else table)
        picked = at[best, np.arange(len(best))] if turned else at[np.arange(len(best)), best]
        found += picked[picked >= 0].tolist()
    return np.sort(likely[np.array(found, dtype=np.int64)])


def _connected(i: list[int], j: list[int]) -> list[list[int]]:
    """Pairs (by place) in lots that share no paragraph with each other."""
    above: dict[int, int] = {}

    def root(node: int) -> int:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for one, other in zip(i, j, strict=True):
        above[root(~one)] = root(other)  # old places stand as negative numbers
    lots: dict[int, list[int]] = {}
    for place, other in enumerate(j):
        lots.setdefault(root(other), []).append(place)
    return list(lots.values())


def best_assignment(gain: Figures) -> Places:
    """For each row of a table a column of its own so that the sum of gains is the greatest.

    Shape: rows x columns, no more rows than columns; returns the column of each row.
    Source: shortest augmenting paths with potentials (Jonker and Volgenant 1987). Small tables,
    which is nearly all, are solved here: scipy.optimize takes longer to import than they take.

    >>> best_assignment(np.array([[3.0, 2.0], [2.0, 0.0]])).tolist()
    [1, 0]
    """
    rows, columns = gain.shape
    if rows > _LARGE:
        from scipy.optimize import linear_sum_assignment

        return np.asarray(linear_sum_assignment(gain, maximize=True)[1], dtype=np.int64)
    cost = gain.max(initial=0.0) - gain
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    owner = np.full(columns, -1, dtype=np.int64)
    taken = np.full(rows, -1, dtype=np.int64)
    for start in range(rows):
        way = np.full(columns, np.inf)
        came_from = np.full(columns, -1, dtype=np.int64)
        done = np.zeros(columns, bool)
        reached = [start]
        row, length, end = start, 0.0, -1
        while end < 0:
            through = length + cost[row] - row_price[row] - column_price
            better = ~done & (through < way)
            way[better], came_from[better] = through[better], row
            column = int(np.argmin(np.where(done, np.inf, way)))
            length = float(way[column])
            done[column] = True
            if owner[column] < 0:
                end = column
            else:
                row = int(owner[column])
                reached.append(row)
        row_price[start] += length
        others = np.array(reached[1:], dtype=np.int64)
        row_price[others] += length - way[taken[others]]
        column_price[done] -= length - way[done]
        while True:
            row = int(came_from[end])
            owner[end] = row
            taken[row], end = end, int(taken[row])
            if row == start:
                break
    return taken
