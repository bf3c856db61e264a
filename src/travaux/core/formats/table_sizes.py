"""How wide the columns of a table are, and how high a row of a sheet, from the words in them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

_SHORTEST = 5  # signs for which a column has room even where its cells are empty
_LONGEST_WORD = 14  # longer words may be broken
_LINE = 15.0  # points of a line in a sheet
_HIGHEST = 409.0  # points that a row of a sheet may have at most


def column_shares(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """The width of each column so that they fill `total`: more for more words, none too narrow.

    A column has as much as its longest words need, and of the rest a share that grows with the
    root of its longest cell: a column of long texts is wide, but not so wide that numbers break.

    >>> column_shares([["No.", "Comment"], ["1", "Residents need to know how long data are kept."]], 90)
    [13, 77]
    """
    width = max((len(row) for row in rows), default=1)
    needs: list[float] = []
    for column in range(width):
        cells = [row[column] for row in rows if column < len(row)]
        longest = max((signs(cell) for cell in cells), default=0)
        word = max((signs(one) for cell in cells for one in cell.split()), default=0)
        floor = max(_SHORTEST, min(word, _LONGEST_WORD))
        needs.append(floor + 3 * math.sqrt(max(longest - floor, 0)))
    whole = sum(needs) or 1
    shares = [int(total * need / whole) for need in needs]
    shares[-1] += total - sum(shares)
    return shares


def row_height(cells: Sequence[tuple[str, float]]) -> float:
    """Points that a row needs for its (text, width of the column in signs), wrapped; 15 a line.

    Programs that do not measure rows by themselves when they open a sheet show no more than this.

    >>> row_height([("short", 20), ("twenty letters and more than that", 20)])
    30.0
    """
    lines = 1
    for text, width in cells:
        room = max(width - 1, 1)
        lines = max(lines, sum(math.ceil(max(signs(line), 1) / room) for line in text.split("\n")))
        if lines * _LINE >= _HIGHEST:
            return _HIGHEST
    return lines * _LINE


def signs(text: str) -> int:
    """Letters by their width: those of Chinese, Japanese and Korean count twice.

    >>> signs("abc"), signs("\u56fd\u5bb6")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
