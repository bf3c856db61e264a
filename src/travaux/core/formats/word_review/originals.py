"""The paragraphs of the text as it was sent out, put together again from the stretches of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from travaux.core.formats.word_review.model import Original, Piece, Review, Stretch

Indexed = tuple[int, Stretch]


def originals(review: Review, by: str | None = None) -> tuple[Original, ...]:
    """The paragraphs as they were before all tracked changes, in reading order.

    `after` takes in all changes, or with `by` only those of one author. Paragraphs divided by an
    inserted end are one again; a table is one paragraph, its cells joined by tabs and its rows by
    newlines, as in a text's own tables. Paragraphs that were put in whole hang on the one before
    or after which they stand; where nothing stood before, they are an original with empty
    `before`.
    """
    taken = _Taken(review, by)
    found: list[Original] = []
    numbered = list(enumerate(review.stretches))
    for key, group in groupby(numbered, key=lambda pair: _block_of(pair[1])):
        members = list(group)
        if key is not None:
            found.append(_table(members, taken))
        else:
            found.extend(_paragraphs(members, taken))
    return tuple(found)


class _Taken:
    """Which changes count as accepted."""

    def __init__(self, review: Review, by: str | None) -> None:
        self._all = by is None
        self._places: Collection[int] = frozenset(
            at for at, change in enumerate(review.changes) if change.author == by
        )

    def has(self, change: int) -> bool:
        return change >= 0 and (self._all or change in self._places)

    def shows(self, piece: Piece) -> bool:
        came = piece.inserted < 0 or self.has(piece.inserted)
        return came and not self.has(piece.deleted)

    def words(self, stretch: Stretch) -> str:
        return "".join(piece.text for piece in stretch.pieces if self.shows(piece))

    def ends(self, stretch: Stretch) -> bool:
        """Whether the paragraph ends here after the changes."""
        came = stretch.end_inserted < 0 or self.has(stretch.end_inserted)
        return came and not self.has(stretch.end_deleted)


def _block_of(stretch: Stretch) -> int | None:
    return stretch.cell[0] if stretch.cell is not None and stretch.place == "table" else None


def _paragraphs(members: Sequence[Indexed], taken: _Taken) -> Iterator[Original]:
    waiting: list[Indexed] = []
    for at, (place, stretch) in enumerate(members):
        waiting.append((place, stretch))
        after = members[at + 1][1] if at + 1 < len(members) else None
        apart = after is None or (after.place, after.host) != (stretch.place, stretch.host)
        if stretch.end_inserted < 0 or apart:
            yield _joined(waiting, taken)
            waiting = []


def _joined(members: Sequence[Indexed], taken: _Taken) -> Original:
    last = members[-1][1]
    before = "".join(stretch.before for _, stretch in members)
    lines: list[tuple[str, bool]] = []  # words after the changes, and whether any stood before
    fresh = True
    for _, stretch in members:
        stood = bool(stretch.before.strip())
        words = taken.words(stretch)
        if fresh:
            lines.append((words, stood))
        else:
            lines[-1] = (lines[-1][0] + words, lines[-1][1] or stood)
        fresh = taken.ends(stretch)
    first = next((at for at, (_, stood) in enumerate(lines) if stood), 0)
    final = max((at for at, (_, stood) in enumerate(lines) if stood), default=len(lines) - 1)
    came_before = tuple(text for text, _ in lines[:first] if text.strip())
    came_after = tuple(text for text, _ in lines[final + 1 :] if text.strip())
    after = "\n".join(text for text, _ in lines[first : final + 1])
    return Original(
        stretches=tuple(place for place, _ in members),
        number=last.number,
        level=last.level,
        before=before,
        after=after,
        came_before=came_before,
        came_after=came_after,
        gone=bool(before.strip()) and not after.strip(),
        joined=not taken.ends(last),
        names=tuple(name for _, stretch in members for name in stretch.names),
        place=last.place,
        host=last.host,
    )


def _table(members: Sequence[Indexed], taken: _Taken) -> Original:
    first = members[0][1]
    before = _cells([(stretch, stretch.before) for _, stretch in members])
    after = _cells([(stretch, taken.words(stretch)) for _, stretch in members])
    return Original(
        stretches=tuple(place for place, _ in members),
        number="",
        level=0,
        before=before,
        after=after,
        gone=bool(before.strip()) and not after.strip(),
        names=tuple(name for _, stretch in members for name in stretch.names),
        place=first.place,
    )


def _cells(words: Sequence[tuple[Stretch, str]]) -> str:
    """The words of a table, before or after; rows without any are left out."""
    rows: dict[int, dict[int, list[str]]] = {}
    for stretch, text in words:
        if stretch.cell is not None:
            _, row, column = stretch.cell
            rows.setdefault(row, {}).setdefault(column, []).append(text)
    lines = []
    for row in sorted(rows):
        cells = [" ".join(filter(None, held)) for _, held in sorted(rows[row].items())]
        if any(cell.strip() for cell in cells):
            lines.append("\t".join(cells))
    return "\n".join(lines)
