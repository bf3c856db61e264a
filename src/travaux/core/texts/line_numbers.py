"""Which paragraph stands on which page and line of the printed draft."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

# No page has so many lines: the end of a page whose last line is not known.
_LAST = 100_000


class Printed(Protocol):
    """Where a block stands in print, as the writer of the PDF tells it."""

    @property
    def block(self) -> int: ...
    @property
    def from_page(self) -> int: ...
    @property
    def from_line(self) -> int: ...
    @property
    def to_page(self) -> int: ...
    @property
    def to_line(self) -> int: ...


@dataclass(frozen=True, slots=True)
class LineMap:
    """The places of paragraphs in print, in reading order: from page, line to page, line, key."""

    places: tuple[tuple[int, int, int, int, str], ...]
    _begins: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ends: list[tuple[int, int]] = []
        for place in self.places:
            end = (place[2], place[3])
            ends.append(max(end, ends[-1]) if ends else end)
        object.__setattr__(self, "_begins", tuple((place[0], place[1]) for place in self.places))
        object.__setattr__(self, "_ends", tuple(ends))

    def covered(self, page: int, line: int, to_page: int = 0, to_line: int = 0) -> tuple[str, ...]:
        """The paragraphs that a range of lines touches, in order; none where nothing stands.

        A line 0 means the whole page. Without an end the range is one line.

        >>> at = LineMap(((1, 1, 1, 4, "a"), (1, 5, 2, 2, "b"), (2, 3, 2, 3, "c")))
        >>> at.covered(1, 2), at.covered(1, 4, 1, 5), at.covered(2, 1, 2, 9), at.covered(2, 9)
        (('a',), ('a', 'b'), ('b', 'c'), ())
        """
        start = (page, line)
        if to_page or to_line:
            end = (to_page or page, to_line or _LAST)
        else:
            end = start if line else (page, _LAST)
        if page < 1 or end < start:
            return ()
        first = bisect_left(self._ends, start)
        last = bisect_right(self._begins, end)
        return tuple(place[4] for place in self.places[first:last])

    def place_of(self, key: str) -> tuple[int, int] | None:
        """The page and line on which a paragraph begins."""
        return next(((p[0], p[1]) for p in self.places if p[4] == key), None)

    def as_rows(self) -> list[list[int | str]]:
        """The map as plain rows, to be kept."""
        return [list(place) for place in self.places]


def map_of(rows: Iterable[Sequence[int | str]]) -> LineMap:
    """The map out of rows that were kept.

    >>> map_of([[1, 1, 1, 3, "a"]]).covered(1, 2)
    ('a',)
    """
    return LineMap(tuple((int(a), int(b), int(c), int(d), str(key)) for a, b, c, d, key in rows))


def line_map(printed: Iterable[Printed], keys: Sequence[str]) -> LineMap:
    """The map of a text from what its printer tells of each block; `keys` in the order of blocks."""
    return LineMap(
        tuple((p.from_page, p.from_line, p.to_page, p.to_line, keys[p.block]) for p in printed)
    )


_REFERENCE = re.compile(
    r"(?:p(?:age|g|p)?\.?\s*)?(?P<page>\d{1,4})\s*(?:[:,;/.]|\s|\bl)\s*(?:l(?:ines?|n)?\.?\s*)?"
    r"(?P<line>\d{1,4})"
    r"(?:\s*(?:[-–—]|to|bis|à|a)\s*(?:(?:p(?:age|g)?\.?\s*)?(?P<to_page>\d{1,4})\s*[:,;/.]\s*)?"
    r"(?:l(?:ines?|n)?\.?\s*)?(?P<to_line>\d{1,4}))?",
    re.IGNORECASE,
)


def read_page_line(text: str) -> tuple[int, int, int, int] | None:
    """Page, line, end page, end line out of one cell; 0 where it does not say.

    >>> read_page_line("p. 3, l. 12-15"), read_page_line("3:12 – 4:2"), read_page_line("12")
    ((3, 12, 0, 15), (3, 12, 4, 2), None)
    """
    found = _REFERENCE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    page, line, to_page, to_line = (
        int(found[name] or 0) for name in ("page", "line", "to_page", "to_line")
    )
    return page, line, to_page, to_line
