"""The words of old and new blocks as one stream: kept, left out, put in; with marks and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from travaux.core.texts.document import Block, Mark, Note
from travaux.core.texts.redline import PieceKind, redline

# Stands between blocks while they are compared; one that occurs in neither text is taken.
_PRIVATE = range(0xE000, 0xF8FF)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look: `marks` are those that cover all of it, their places left out."""

    status: PieceKind
    text: str
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a note; of a kept one both its old and its new text are at hand."""

    status: PieceKind
    old: Note | None = None
    new: Note | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a block that stands in one version only: put in (a split), or left out."""

    status: Literal["ins", "del"]


Strand = Span | Sign | Break


@dataclass(frozen=True, slots=True)
class _Strung:
    """Several blocks as one text."""

    text: str
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]


def interwoven(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Strand]:
    """One stream of the words of both, in which nothing is lost.

    Either side may have several blocks (a split, a merger), not both. Promise: the spans that are
    kept or left out are the words of `old`, those that are kept or put in the words of `new`,
    with their marks; signs of notes stand after the words that they stood after. Words whose
    marks changed are left out and put in again.

    >>> one, two = Block("paragraph", "One. Two."), Block("paragraph", "One.")
    >>> [type(strand).__name__ for strand in interwoven([one], [two, replace(two, text="Two.")])]
    ['Span', 'Span', 'Break', 'Span']
    """
    taken = set("".join(block.text for block in (*old, *new)))
    between = next(chr(code) for code in _PRIVATE if chr(code) not in taken)
    left, right = _strung(old, between), _strung(new, between)
    yield from _signs(left, right, 0, 0)
    i = j = 0
    for piece in redline(left.text, right.text):
        size = len(piece.text)
        olds = (i, i + size) if piece.kind != "ins" else None
        news = (j, j + size) if piece.kind != "del" else None
        yield from _piece(left, right, olds, news, between)
        i, j = olds[1] if olds else i, news[1] if news else j


def _strung(blocks: Sequence[Block], between: str) -> _Strung:
    text = ""
    marks: list[Mark] = []
    notes: list[Note] = []
    for place, block in enumerate(blocks):
        text += between if place else ""
        start = len(text)
        marks += [replace(m, start=m.start + start, end=m.end + start) for m in block.marks]
        notes += [replace(n, at=min(n.at, len(block.text)) + start) for n in block.notes]
        text += block.text
    return _Strung(text, tuple(marks), tuple(sorted(notes, key=lambda note: note.at)))


Range = tuple[int, int] | None


def _piece(
    left: _Strung, right: _Strung, olds: Range, news: Range, between: str
) -> Iterator[Strand]:
    size = (olds or news or (0, 0))[1] - (olds or news or (0, 0))[0]
    cuts = {0, size}
    for strung, place in ((left, olds), (right, news)):
        if place:
            cuts |= {cut - place[0] for cut in _cuts(strung, between) if place[0] < cut < place[1]}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        i = olds[0] + start if olds else -1
        j = news[0] + start if news else -1
        words = left.text[i : i + end - start] if olds else right.text[j : j + end - start]
        if words == between:
            yield Break("ins" if news else "del")
        else:
            yield from _spans(left, right, i, j, words)
        yield from _signs(
            left, right, i + end - start if olds else -1, j + end - start if news else -1
        )


def _cuts(strung: _Strung, between: str) -> set[int]:
    found = {edge for mark in strung.marks for edge in (mark.start, mark.end)}
    found |= {note.at for note in strung.notes}
    at = strung.text.find(between)
    while at >= 0:
        found |= {at, at + 1}
        at = strung.text.find(between, at + 1)
    return found


def _spans(left: _Strung, right: _Strung, i: int, j: int, words: str) -> Iterator[Span]:
    before = _marks(left.marks, i) if i >= 0 else None
    after = _marks(right.marks, j) if j >= 0 else None
    if before is not None and before == after:
        yield Span("same", words, before)
        return
    if before is not None:
        yield Span("del", words, before)
    if after is not None:
        yield Span("ins", words, after)


def _marks(marks: Iterable[Mark], place: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted({(mark.kind, mark.href) for mark in marks if mark.start <= place < mark.end})
    )


def _signs(left: _Strung, right: _Strung, i: int, j: int) -> Iterator[Sign]:
    """The notes that stand right after the words so far; of both sides where both are here."""
    olds = [note for note in left.notes if note.at == i]
    news = [note for note in right.notes if note.at == j]
    both = min(len(olds), len(news)) if i >= 0 and j >= 0 else 0
    for one, other in zip(olds[:both], news[:both], strict=True):
        if (one.label == "*") == (other.label == "*"):
            yield Sign("same", one, other)
        else:
            yield Sign("del", old=one)
            yield Sign("ins", new=other)
    yield from (Sign("del", old=note) for note in olds[both:])
    yield from (Sign("ins", new=note) for note in news[both:])
