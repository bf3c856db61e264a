"""A comparison of two documents as rows to be shown: each with its words kept, out and in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.comparison import Stretch, StretchKind
from travaux.core.texts.document import Block, Document, Note
from travaux.core.texts.interweaving import Break, Sign, Span, Strand, interwoven
from travaux.core.texts.numbers import printed
from travaux.core.texts.redline import PieceKind

Strands = tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class RedlineWords:
    """What a redline says in words; whoever writes it in another language hands them over.

    `%s` is the number (or the first words) of the paragraph at the other end of a move.
    """

    moved_from: str = "moved here from %s"
    moved_to: str = "moved to %s"
    unsure: str = "uncertain match"
    notes: str = "Notes"

    def told(self, row: Row) -> str:
        """What stands beside a row: the other end of its move, or that the match is uncertain."""
        if row.kind == "moved-to":
            return self.moved_from % row.other
        if row.kind == "moved-from":
            return self.moved_to % row.other
        return self.unsure if not row.sure and row.changed else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch as it is shown. `block` tells kind and level; `cells` are those of a table.

    `other` names the other end of a move.
    """

    kind: StretchKind
    block: Block
    strands: Strands = ()
    cells: tuple[tuple[PieceKind, tuple[Strands, ...]], ...] = ()
    other: str = ""
    sure: bool = True

    @property
    def changed(self) -> bool:
        """Whether anything in the row is marked."""
        cells = (strand for _, row in self.cells for cell in row for strand in cell)
        return self.kind != "kept" or any(s.status != "same" for s in (*self.strands, *cells))


def rows_of(old: Document, new: Document, stretches: Sequence[Stretch]) -> Iterator[Row]:
    """The rows of a redline in reading order, numbers and clause references among the words.

    >>> one, two = (Document("", (Block("paragraph", text, number="1"),)) for text in ("a b", "a c"))
    >>> [(s.status, s.text) for s in next(rows_of(one, two, [Stretch("kept", (0,), (0,))])).strands]
    [('same', '1. '), ('same', 'a '), ('del', 'b'), ('ins', 'c')]
    """
    to_place = {s.move: new.blocks[s.new[0]] for s in stretches if s.kind == "moved-to"}
    from_place = {s.move: old.blocks[s.old[0]] for s in stretches if s.kind == "moved-from"}
    for stretch in stretches:
        olds = [old.blocks[place] for place in stretch.old]
        news = [new.blocks[place] for place in stretch.new]
        block = (news or olds)[0]
        other = {**to_place, 0: None} if stretch.kind == "moved-from" else {**from_place, 0: None}
        named = _name(other.get(stretch.move)) if stretch.move else ""
        row = Row(stretch.kind, block, other=named, sure=stretch.sure)
        if stretch.kind != "kept":
            status: PieceKind = "del" if stretch.old else "ins"
            if block.kind == "table":
                yield replace(row, cells=_whole_table(block, status))
            else:
                yield replace(row, strands=tuple(_alone(block, status)))
        elif block.kind == "table" or olds[0].kind == "table":
            yield from _tables(row, olds, news)
        else:
            yield replace(row, strands=tuple(_together(olds, news)))


def _name(block: Block | None) -> str:
    if block is None:
        return ""
    words = " ".join(block.text.split())
    return block.number or (words if len(words) <= 40 else words[:39] + "…")


def _number(block: Block) -> str:
    return f"{printed(block.number)} " if printed(block.number) else ""


def _label(block: Block) -> str:
    return f" [{block.label}]" if block.label and block.kind == "heading" else ""


def _alone(block: Block, status: PieceKind) -> Iterator[Strand]:
    if _number(block):
        yield Span(status, _number(block))
    for strand in interwoven([block], [block]):
        if isinstance(strand, Sign):
            yield Sign(status, strand.old, strand.new)
        elif isinstance(strand, Span):
            yield replace(strand, status=status)
    if _label(block):
        yield Span(status, _label(block))


def _changed(before: str, after: str) -> Iterator[Strand]:
    if before == after:
        yield from [Span("same", after)] if after else []
        return
    if before:
        yield Span("del", before)
    if after:
        yield Span("ins", after)


def _together(olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Strand]:
    i = j = 0
    yield from _changed(_number(olds[0]), _number(news[0]))
    for strand in interwoven(olds, news):
        yield strand
        if isinstance(strand, Break):
            i, j = (i, j + 1) if strand.status == "ins" else (i + 1, j)
            number = _number(news[j] if strand.status == "ins" else olds[i])
            if number:
                yield Span(strand.status, number)
    yield from _changed(_label(olds[-1]), _label(news[-1]))


Cells = tuple[tuple[PieceKind, tuple[Strands, ...]], ...]


def _cells(words: Sequence[str], notes: Sequence[tuple[Note, ...]]) -> list[Block]:
    return [Block("paragraph", text, notes=held) for text, held in zip(words, notes, strict=True)]


def _whole_table(block: Block, status: PieceKind) -> Cells:
    return tuple(
        (status, tuple(tuple(_alone(cell, "same")) for cell in _cells(row, notes)))
        for row, notes in zip(block.rows, cell_notes(block), strict=True)
    )


def _tables(row: Row, olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Row]:
    """A table against a table of the same width cell by cell; else what was, then what is."""
    old, new = olds[0], news[0]
    if old.kind != new.kind or len(old.rows[0]) != len(new.rows[0]):
        for block, status in ((old, "del"), (new, "ins")):
            kind: StretchKind = "deleted" if status == "del" else "inserted"
            shown = replace(row, kind=kind, block=block)
            if block.kind == "table":
                yield replace(shown, cells=_whole_table(block, status))  # type: ignore[arg-type]
            else:
                yield replace(shown, strands=tuple(_alone(block, status)))  # type: ignore[arg-type]
        return
    found: list[tuple[PieceKind, tuple[Strands, ...]]] = []
    for before, after in paired_rows(old.rows, new.rows):
        left = _cells(old.rows[before], cell_notes(old)[before]) if before is not None else []
        right = _cells(new.rows[after], cell_notes(new)[after]) if after is not None else []
        if left and right:
            pairs = zip(left, right, strict=True)
            found.append(("same", tuple(tuple(interwoven([a], [b])) for a, b in pairs)))
        else:
            cells = tuple(tuple(_alone(cell, "same")) for cell in left or right)
            found.append(("del" if left else "ins", cells))
    yield replace(row, cells=tuple(found))


def paired_rows(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int | None, int | None]]:
    """Rows of two tables against each other: equal ones, then those between them in their order.

    >>> list(paired_rows([("a",), ("b",)], [("a",), ("x",), ("y",)]))
    [(0, 0), (1, 1), (None, 2)]
    """
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, i, i_end, j, j_end in steps:
        both = min(i_end - i, j_end - j) if tag in ("equal", "replace") else 0
        yield from ((i + step, j + step) for step in range(both))
        yield from ((place, None) for place in range(i + both, i_end))
        yield from ((None, place) for place in range(j + both, j_end))
