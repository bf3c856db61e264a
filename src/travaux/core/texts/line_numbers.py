"""The printed draft with numbered lines, and which paragraph stands on which page and line."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from travaux.core.texts.document import Block
from travaux.core.texts.numbers import printed

#: What fits a sheet of A4 in the size of type of the printed draft.
COLUMNS = 86
LINES = 46
# A line of Chinese or Japanese does not begin with one of these.
_NO_START = frozenset("、。，．：；？！）」』】》〉”’％,.:;?!)]}")
_TOKEN = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of print: its page and its number there (both from 1), the paragraph, the words.

    Number 0 is an empty line between paragraphs, which bears no number.
    """

    page: int
    line: int
    key: str
    text: str
    kind: str = "paragraph"
    first: bool = False


@dataclass(frozen=True, slots=True)
class LineMap:
    """Where each paragraph begins: (page, line, key) in the order of print."""

    starts: tuple[tuple[int, int, str], ...]
    pages: int
    lines: tuple[int, ...]

    def covered(self, page: int, line: int, to_page: int = 0, to_line: int = 0) -> tuple[str, ...]:
        """The paragraphs on a range of lines, in order; none where there is no such place.

        A line 0 means the whole page. Without an end the range is one line.

        >>> at = LineMap(((1, 1, "a"), (1, 3, "b"), (2, 1, "c")), 2, (4, 2))
        >>> at.covered(1, 2), at.covered(1, 2, 1, 3), at.covered(1, 4, 2, 1), at.covered(2, 9)
        (('a',), ('a', 'b'), ('b', 'c'), ())
        """
        if not 1 <= page <= self.pages or line > self.lines[page - 1]:
            return ()
        start = (page, max(line, 1))
        if to_page or to_line:
            end_page = to_page or page
            if end_page < page or end_page > self.pages:
                return ()
            end = (end_page, to_line or self.lines[end_page - 1])
        else:
            end = start if line else (page, self.lines[page - 1])
        if end < start:
            return ()
        places = [(p, n) for p, n, _ in self.starts]
        first = max(bisect_right(places, start) - 1, 0)
        last = bisect_right(places, end)
        return tuple(dict.fromkeys(key for _, _, key in self.starts[first:last]))

    def place_of(self, key: str) -> tuple[int, int] | None:
        """The page and line on which a paragraph begins."""
        return next(((page, line) for page, line, held in self.starts if held == key), None)

    def as_rows(self) -> list[list[int | str]]:
        """The map as plain rows, to be kept."""
        return [[page, line, key] for page, line, key in self.starts]


def map_of(rows: Sequence[Sequence[int | str]], lines: Sequence[int]) -> LineMap:
    """The map out of rows that were kept.

    >>> map_of([[1, 1, "a"]], [3]).covered(1, 2)
    ('a',)
    """
    starts = tuple((int(page), int(line), str(key)) for page, line, key in rows)
    return LineMap(starts, len(lines), tuple(int(n) for n in lines))


def lay_out(
    blocks: Sequence[Block], keys: Sequence[str], *, columns: int = COLUMNS, lines: int = LINES
) -> tuple[PrintedLine, ...]:
    """A text set in lines of equal measure, numbered anew on each page.

    Promise: it depends on the words alone, not on fonts or programs, so that a page and a line
    mean the same paragraph on every copy for ever. A heading stands with at least two lines of
    what follows; notes follow their paragraph, set in.
    Units: `columns` are half-widths (a Chinese sign takes two), `lines` those of one page.

    >>> [(l.page, l.line, l.text) for l in lay_out([Block("paragraph", "One two.", "1")], ["k"])]
    [(1, 1, '1.  One two.')]
    """
    found: list[PrintedLine] = []
    page, used, number = 1, 0, 0
    for at, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        rows = list(_rows(block, columns))
        need = min(len(rows), 2) + (2 if block.kind == "heading" and at + 1 < len(blocks) else 0)
        if used and used + 1 + need > lines:
            page, used, number = page + 1, 0, 0
        elif used:
            found.append(PrintedLine(page, 0, "", ""))
            used += 1
        for first, row in enumerate(rows):
            if used >= lines:
                page, used, number = page + 1, 0, 0
            used += 1
            number += 1
            found.append(PrintedLine(page, number, key, row, block.kind, first == 0))
    return tuple(found)


def line_map(laid: Iterable[PrintedLine]) -> LineMap:
    """Where each paragraph begins in a text that was laid out."""
    starts: list[tuple[int, int, str]] = []
    counts: list[int] = []
    for line in laid:
        while len(counts) < line.page:
            counts.append(0)
        counts[line.page - 1] = max(counts[line.page - 1], line.line)
        if line.line and (not starts or starts[-1][2] != line.key):
            starts.append((line.page, line.line, line.key))
    return LineMap(tuple(starts), len(counts), tuple(counts))


def _rows(block: Block, columns: int) -> Iterable[str]:
    indent = 4 * block.level if block.kind == "sub" else 0
    sign = printed(block.number)
    head = f"{sign}  " if sign else ""
    hang = indent + (width(head) if block.kind == "sub" else 0)
    if block.kind == "table":
        for row in block.rows:
            yield from wrapped(" | ".join(cell.replace("\n", " ") for cell in row), columns)
    else:
        first = True
        for line in block.text.split("\n") or [""]:
            lead = " " * indent + head if first else " " * hang
            for piece in wrapped(line, columns - max(hang, width(lead) if first else hang)):
                yield (lead if first else " " * hang) + piece
                first = False
                lead = ""
    for note in block.notes:
        label = f"    [{note.label}] "
        for piece in wrapped(note.text.replace("\n", " "), columns - width(label)):
            yield label + piece
            label = " " * width(label)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines no wider than `columns` (12 at least), broken between words or Chinese signs.

    A longer word is cut; a line does not begin with a closing sign.

    >>> wrapped("one two three four", 12), wrapped("城市应当规划。公开", 12)
    (['one two', 'three four'], ['城市应当规', '划。公开'])
    """
    columns = max(columns, 12)
    lines: list[str] = []
    line, used = "", 0
    for unit in _units(text, columns):
        size = width(unit)
        if used + size > columns and line.strip():
            if unit and unit[0] in _NO_START and len(line) > 1 and _wide(line[-1]):
                lines.append(line[:-1].rstrip())
                line = line[-1]
                used = width(line)
            else:
                lines.append(line.rstrip())
                line, used = "", 0
            if unit.isspace():
                continue
        if not line and unit.isspace():
            continue
        line += unit
        used += size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _units(text: str, columns: int) -> Iterable[str]:
    for token in _TOKEN.findall(text):
        if token.isspace():
            yield " "
            continue
        word = ""
        for sign in token:
            if _wide(sign):
                if word:
                    yield word
                word = ""
                yield sign
            elif width(word) >= columns:
                yield word
                word = sign
            else:
                word += sign
        if word:
            yield word


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def width(text: str) -> int:
    """How many half-widths a text takes; marks that stand on a letter take none.

    >>> width("abc"), width("城市"), width("e\\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2 if _wide(sign) else 1
        for sign in text
    )  # fmt: skip


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
