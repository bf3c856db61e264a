"""What a drafter does to an imported text before it is frozen; and its sections and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from travaux.core.problems import Unusable
from travaux.core.texts.blocks import cut, joined
from travaux.core.texts.document import Block, BlockKind, Document

Numbering = Literal["continuous", "by-section"]
_NUMBER_LENGTH = 24
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: `blocks[start:end]`, deeper sections included.

    `first` and `last` are the numbers of its first and last numbered paragraphs, "" where none;
    `words` counts the words under it.
    """

    start: int
    end: int
    level: int
    number: str
    title: str
    label: str
    first: str
    last: str
    paragraphs: int
    words: int


@dataclass(frozen=True, slots=True)
class Part:
    """One reading page of a long text: `blocks[start:end]`, named by its first heading."""

    start: int
    end: int
    title: str
    words: int


def split(document: Document, at: int, offset: int) -> Document:
    """Cut block `at` in two before `text[offset]`; the second half has no number yet.

    Errors: `no-such-block`, `cannot-split-here`, `table-cannot-change`.
    """
    block = _found(document, at)
    if block.kind == "table":
        raise Unusable("table-cannot-change")
    if not block.text[:offset].strip() or not block.text[max(offset, 0) :].strip() or offset < 0:
        raise Unusable("cannot-split-here", offset=offset)
    first, second = cut(block, 0, offset), cut(block, offset)
    # A note right on the cut belongs to the words before it, any later one to those after.
    begins = len(block.text) - len(block.text[offset:].lstrip())
    notes = tuple(
        replace(note, at=min(max(note.at - begins, 0), len(second.text)))
        for note in block.notes
        if note.at > offset
    )
    kind: BlockKind = "paragraph" if block.kind == "heading" else block.kind
    level = 0 if block.kind == "heading" else block.level
    second = replace(second, kind=kind, level=level, number="", label="", notes=notes)
    return _replaced(document, at, at + 1, [first, second])


def join_with_previous(document: Document, at: int) -> Document:
    """Add block `at` to the block before it, which keeps its kind and number.

    Errors: `no-such-block`, `nothing-before`, `table-cannot-change`.
    """
    block = _found(document, at)
    if at == 0:
        raise Unusable("nothing-before")
    before = document.blocks[at - 1]
    if "table" in (block.kind, before.kind):
        raise Unusable("table-cannot-change")
    between = "\n" if block.kind == before.kind == "code" else " "
    return _replaced(document, at - 1, at + 1, [joined(before, block, between)])


def set_block(
    document: Document,
    at: int,
    *,
    kind: BlockKind | None = None,
    level: int | None = None,
    number: str | None = None,
    label: str | None = None,
    text: str | None = None,
) -> Document:
    """Set what a block is, how deep it stands, its printed number, its label or its words.

    New words keep emphasis and notes only where the old words begin the same way.
    Errors: `no-such-block`, `kind-unknown`, `level-out-of-range`, `number-too-long`,
    `table-cannot-change`, `text-empty`.

    >>> text = Document("", (Block("paragraph", "Scope"),))
    >>> set_block(text, 0, kind="heading", level=2).blocks[0].level
    2
    """
    block = _found(document, at)
    wanted = kind or block.kind
    if wanted not in ("heading", "paragraph", "sub", "table", "code"):
        raise Unusable("kind-unknown", kind=wanted)
    if (wanted == "table") != (block.kind == "table") or (block.rows and text is not None):
        raise Unusable("table-cannot-change")
    if text is not None:
        block = _reworded(block, text)
    nested = wanted in ("heading", "sub")
    depth = level if level is not None else (block.level or 1 if nested else 0)
    if (nested and not 1 <= depth <= _DEEPEST) or (not nested and depth != 0):
        raise Unusable("level-out-of-range", level=depth)
    printed = block.number if number is None else " ".join(number.split()).removesuffix(".")
    if len(printed) > _NUMBER_LENGTH:
        raise Unusable("number-too-long", limit=_NUMBER_LENGTH)
    mark = block.label if label is None else label.strip().strip("[]")
    mark = mark if wanted == "heading" else ""
    block = replace(block, kind=wanted, level=depth, number=printed, label=mark)
    return _replaced(document, at, at + 1, [block])


def make_heading(document: Document, at: int, level: int = 1) -> Document:
    """Mark a block as a heading of the given level (1 to 6)."""
    return set_block(document, at, kind="heading", level=level)


def drop(document: Document, at: int) -> Document:
    """Leave a block out. Errors: `no-such-block`, `text-empty` for the only one."""
    _found(document, at)
    if len(document.blocks) == 1:
        raise Unusable("text-empty")
    return _replaced(document, at, at + 1, [])


def renumber(document: Document, numbering: Numbering = "continuous", start: int = 1) -> Document:
    """Number all paragraphs anew; headings, sub-paragraphs and tables keep their numbers.

    "by-section" begins again under each heading that has paragraphs of its own.
    Errors: `level-out-of-range` for a start below 0.

    >>> text = Document("", (Block("heading", "A", level=1), Block("paragraph", "x", number="7")))
    >>> renumber(text).blocks[1].number
    '1'
    """
    if start < 0:
        raise Unusable("level-out-of-range", level=start)
    blocks: list[Block] = []
    count = start
    for block in document.blocks:
        if block.kind == "heading" and numbering == "by-section":
            count = start
        if block.kind == "paragraph":
            block, count = replace(block, number=str(count)), count + 1
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def sections(document: Document) -> tuple[Section, ...]:
    """The table of contents, each section with the range of its paragraph numbers."""
    blocks = document.blocks
    words = _running_words(blocks)
    found: list[Section] = []
    places = [place for place, block in enumerate(blocks) if block.kind == "heading"]
    for order, place in enumerate(places):
        level = blocks[place].level
        following = (other for other in places[order + 1 :] if blocks[other].level <= level)
        end = next(following, len(blocks))
        inside = [block for block in blocks[place + 1 : end] if block.kind == "paragraph"]
        numbers = [block.number for block in inside if block.number]
        heading = blocks[place]
        found.append(
            Section(
                start=place,
                end=end,
                level=level,
                number=heading.number,
                title=heading.text,
                label=heading.label,
                first=numbers[0] if numbers else "",
                last=numbers[-1] if numbers else "",
                paragraphs=len(inside),
                words=words[end] - words[place + 1],
            )
        )
    return tuple(found)


def parts(document: Document, max_words: int = 3000) -> tuple[Part, ...]:
    """Cut a long text into reading pages at headings, the highest that make the pages fit.

    A section without headings of its own is cut between paragraphs; one paragraph longer than
    `max_words` stays whole. Errors: `level-out-of-range` where `max_words` is below 1.

    >>> text = Document("", tuple(Block("paragraph", "one two three") for _ in range(4)))
    >>> [(part.start, part.end) for part in parts(text, 6)]
    [(0, 2), (2, 4)]
    """
    if max_words < 1:
        raise Unusable("level-out-of-range", level=max_words)
    words = _running_words(document.blocks)
    pieces = _pieces(document.blocks, words, 0, len(document.blocks), 1, max_words)
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and words[end] - words[found[-1][0]] <= max_words:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(
        Part(start, end, _title(document, start, end), words[end] - words[start])
        for start, end in found
    )


def _pieces(
    blocks: Sequence[Block], words: list[int], start: int, end: int, level: int, limit: int
) -> list[tuple[int, int]]:
    if words[end] - words[start] <= limit:
        return [(start, end)] if start < end else []
    if level <= _DEEPEST:
        heads = [
            place
            for place in range(start + 1, end)
            if blocks[place].kind == "heading" and blocks[place].level <= level
        ]
        edges = [start, *heads, end]
        found: list[tuple[int, int]] = []
        for low, high in pairwise(edges):
            found += _pieces(blocks, words, low, high, level + 1, limit)
        return found
    found = []
    low = start
    for place in range(start + 1, end):
        alone = all(block.kind == "heading" for block in blocks[low:place])
        if words[place + 1] - words[low] > limit and blocks[place].kind != "sub" and not alone:
            found.append((low, place))
            low = place
    return [*found, (low, end)]


def _title(document: Document, start: int, end: int) -> str:
    inside = (block.text for block in document.blocks[start:end] if block.kind == "heading")
    before = (block.text for block in reversed(document.blocks[:start]) if block.kind == "heading")
    return next(inside, "") or next(before, "") or document.title


def _running_words(blocks: Sequence[Block]) -> list[int]:
    counts = [0]
    for block in blocks:
        counts.append(counts[-1] + word_count(block.text))
    return counts


def word_count(text: str) -> int:
    """Words of a text; two signs of a script without spaces count as one word.

    >>> word_count("The Parties shall"), word_count("各国必须采取措施")
    (3, 4)
    """
    if text.isascii():
        return len(text.split())
    unspaced = sum(
        1 for sign in text if "\u3040" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff"
    )
    words = len(text.split())
    return words if not unspaced else max(words, (unspaced + 1) // 2)


def _reworded(block: Block, text: str) -> Block:
    words = " ".join(text.split(" ")).strip()
    if not words:
        raise Unusable("text-empty")
    same = 0
    for one, other in zip(block.text, words, strict=False):
        if one != other:
            break
        same += 1
    marks = tuple(mark for mark in block.marks if mark.end <= same)
    notes = tuple(replace(note, at=min(note.at, len(words))) for note in block.notes)
    return replace(block, text=words, marks=marks, notes=notes)


def _found(document: Document, at: int) -> Block:
    if not 0 <= at < len(document.blocks):
        raise Unusable("no-such-block", at=at)
    return document.blocks[at]


def _replaced(document: Document, start: int, end: int, blocks: list[Block]) -> Document:
    whole = (*document.blocks[:start], *blocks, *document.blocks[end:])
    return replace(document, blocks=whole)
