"""Where the row of a table belongs: by the identity it carries, by page and line, by clause."""

from __future__ import annotations

from collections.abc import Sequence

from travaux.core.comments.placing import MAX_CANDIDATES, Placement, Places, Target
from travaux.core.formats.comment_tables.model import TableRow
from travaux.core.texts.line_numbers import LineMap, read_page_line

Lines = tuple[int, int, int, int]


class RowPlaces:
    """The places of one draft for the rows of tables; `lines` is the map of its printed copy."""

    def __init__(self, targets: Sequence[Target], lines: LineMap | None = None) -> None:
        self._places = Places(targets)
        self._kinds = {target.key: target.kind for target in targets}
        self._lines = lines

    def place(self, row: TableRow) -> Placement:
        """The place of a row.

        A reference of ours wins over what is typed beside it. Page and line are looked up in the
        printed copy; a range over several paragraphs stands at the first, the others are
        `candidates`. Nothing is ever guessed.

        >>> from travaux.core.texts.line_numbers import map_of
        >>> at = RowPlaces([Target("a", "paragraph")], map_of([[1, 1, 1, 9, "a"]]))
        >>> at.place(TableRow(2, comment="x", from_page="1", from_line="4")).key
        'a'
        """
        if row.reference:
            return self._by_reference(row.reference.strip())
        told = self._told(row)
        if told is not None:
            found = self._on_lines(*told)
            if found.key or not (row.paragraph or row.clause) or self._lines is not None:
                return found
            by_words = self._places.place(row.clause, row.paragraph, "")
            # A clause is coarser than a line: it serves where nothing knows the lines.
            return by_words if by_words.kind in ("paragraph", "section") else found
        return self._places.place(row.clause, row.paragraph, row.line)

    def _told(self, row: TableRow) -> Lines | None:
        numbers = [whole(t) for t in (row.from_page, row.from_line, row.to_page, row.to_line)]
        if numbers[0]:
            return numbers[0], numbers[1], numbers[2], numbers[3]
        return read_page_line(row.line) if row.line and not row.paragraph else None

    def _by_reference(self, reference: str) -> Placement:
        if reference in ("-", "text"):
            return Placement("text", why="whole-text")
        kind = self._kinds.get(reference)
        if kind is None:
            return Placement("unplaced", why="reference-unknown")
        return Placement("section" if kind == "heading" else "paragraph", reference, "reference")

    def _on_lines(self, page: int, line: int, to_page: int, to_line: int) -> Placement:
        if self._lines is None:
            return Placement("unplaced", why="lines-not-known")
        keys = [k for k in self._lines.covered(page, line, to_page, to_line) if k in self._kinds]
        if not keys:
            return Placement("unplaced", why="line-not-in-print")
        # What a range takes in of a heading above a paragraph is the paragraph's.
        first = next((key for key in keys if self._kinds[key] != "heading"), keys[0])
        others = tuple(key for key in keys if key != first)[:MAX_CANDIDATES]
        kind = self._kinds[first]
        return Placement(
            "section" if kind == "heading" else "paragraph", first, "page-and-line", others
        )


def whole(text: str) -> int:
    """A whole number out of a cell, 0 where it is none.

    >>> whole(" 12 "), whole("12.0"), whole("x"), whole("")
    (12, 12, 0, 0)
    """
    try:
        value = float(text.strip() or 0)
    except ValueError:
        return 0
    return int(value) if 0 <= value < 100_000 and value == int(value) else 0
