"""Small cells are hidden, and so are those from which a hidden one could be reckoned back."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5


def hidden_rows(totals: Sequence[int], least: int = LEAST) -> frozenset[int]:
    """Rows with so few units that nothing of them is shown; never a single one beside a known sum.

    >>> sorted(hidden_rows([40, 3, 9]))
    [1, 2]
    """
    hidden = {i for i, n in enumerate(totals) if 0 < n < least}
    if len(hidden) == 1 and len(totals) > 1:
        others = [i for i in range(len(totals)) if i not in hidden and totals[i] > 0]
        if others:
            hidden.add(min(others, key=lambda i: (totals[i], i)))
    return frozenset(hidden)


def hidden_cells(
    counts: Sequence[Sequence[int]], least: int = LEAST, *, rows_sum: bool = True
) -> frozenset[tuple[int, int]]:
    """The cells of a table that are hidden; its sums by row and by column are taken as known.

    `rows_sum` False where the cells of a row do not add up (several answers could be chosen).
    Promise: every cell from 1 to `least` - 1 is hidden; no row or column holds exactly one hidden
    cell, unless it has only one cell. Zero says that nobody is there and is shown, unless it must
    stand in for want of another.
    """
    rows = len(counts)
    columns = len(counts[0]) if rows else 0
    hidden = {(i, j) for i in range(rows) for j in range(columns) if 0 < counts[i][j] < least}
    for i in hidden_rows([sum(row) if rows_sum else max(row, default=0) for row in counts], least):
        hidden |= {(i, j) for j in range(columns)}
    while True:
        more = _alone(counts, hidden, rows_sum=rows_sum)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def _alone(
    counts: Sequence[Sequence[int]], hidden: set[tuple[int, int]], *, rows_sum: bool
) -> tuple[int, int] | None:
    rows, columns = len(counts), len(counts[0]) if counts else 0
    lines = [[(i, j) for i in range(rows)] for j in range(columns)]
    if rows_sum:
        lines += [[(i, j) for j in range(columns)] for i in range(rows)]
    for line in lines:
        here = [cell for cell in line if cell in hidden]
        free = [cell for cell in line if cell not in hidden]
        if len(here) == 1 and free:
            return min(free, key=lambda c: (counts[c[0]][c[1]] == 0, counts[c[0]][c[1]], c))
    return None
