"""Cutting and joining blocks so that emphasis, links and notes stay on their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from travaux.core.texts.document import Block, Mark, Note


def cut(block: Block, start: int, end: int | None = None) -> Block:
    """The block with `text[start:end]` only, white space trimmed, marks and notes moved along.

    Notes that stand outside the piece are left out; one at the very end stays with the left piece.

    >>> cut(Block("paragraph", "12. See here", marks=(Mark(8, 12, "em"),)), 4).marks
    (Mark(start=4, end=8, kind='em', href=''),)
    """
    end = len(block.text) if end is None else end
    piece = block.text[start:end]
    start += len(piece) - len(piece.lstrip())
    text = piece.strip()
    stop = start + len(text)
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, stop) - start)
        for mark in block.marks
        if mark.start < stop and mark.end > start
    )
    last = end >= len(block.text)
    first = start == 0 or not block.text[:start].strip()
    notes = tuple(
        replace(note, at=min(max(note.at - start, 0), len(text)))
        for note in block.notes
        if (note.at > start or (first and note.at <= start)) and (note.at <= end or last)
    )
    return replace(block, text=text, marks=marks, notes=notes)


def joined(first: Block, second: Block, between: str = " ") -> Block:
    """Two blocks as one, in the kind and under the number of the first.

    >>> joined(Block("paragraph", "One", number="1"), Block("paragraph", "two", number="2")).text
    'One two'
    """
    shift = len(first.text) + len(between)
    return replace(
        first,
        text=first.text + between + second.text,
        marks=first.marks
        + tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in second.marks),
        notes=first.notes + tuple(replace(n, at=n.at + shift) for n in second.notes),
    )


def table(rows: Sequence[Sequence[str]], notes: tuple[Note, ...] = ()) -> Block:
    """A table block whose rows all have the same number of cells.

    >>> table([["a", "b"], ["c"]]).text
    'a\\tb\\nc\\t'
    """
    width = max((len(row) for row in rows), default=0)
    even = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in even)
    kept = tuple(replace(note, at=min(note.at, len(text))) for note in notes)
    return Block("table", text, rows=even, notes=kept)


def cell_notes(block: Block) -> list[list[tuple[Note, ...]]]:
    """The notes of a table for each of its cells, their places told within the cell.

    >>> cell_notes(Block("table", "a\\tb", rows=(("a", "b"),), notes=(Note(3, "1", "n"),)))[0][1]
    (Note(at=1, label='1', text='n'),)
    """
    found: list[list[tuple[Note, ...]]] = []
    start = 0
    for row in block.rows:
        found.append([])
        for cell in row:
            end = start + len(cell)
            inside = (note for note in block.notes if start <= note.at <= end)
            found[-1].append(tuple(replace(note, at=note.at - start) for note in inside))
            start = end + 1
    return found


def sorted_marks(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks in reading order, empty ones left out, touching ones of one kind made one.

    >>> sorted_marks([Mark(4, 8, "em"), Mark(0, 4, "em"), Mark(2, 2, "strong")])
    (Mark(start=0, end=8, kind='em', href=''),)
    """
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.kind, m.href, m.start, m.end)):
        if mark.start >= mark.end:
            continue
        before = kept[-1] if kept else None
        if (
            before
            and (before.kind, before.href) == (mark.kind, mark.href)
            and mark.start <= before.end
        ):
            kept[-1] = replace(before, end=max(before.end, mark.end))
        else:
            kept.append(mark)
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end, m.kind)))
