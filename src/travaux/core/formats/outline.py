"""From paragraphs as a file has them to the blocks of a text: numbers, sub-paragraphs, labels."""

from __future__ import annotations

import re
from dataclasses import replace

from travaux.core.formats.decoding import clean
from travaux.core.formats.inline import Words
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.blocks import cut, table
from travaux.core.texts.document import Block, Document, Note
from travaux.core.texts.numbers import (
    LABEL,
    SubLevels,
    typed_heading_number,
    typed_paragraph_number,
    typed_sub_number,
)

HEADING_LEVELS = 6
_NUMBER_LENGTH = 24


class Outline:
    """Takes the pieces of a text in reading order and makes the Document of them."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._levels = SubLevels()
        self._bidi_dropped = 0

    def heading(self, words: Words, level: int, *, number: str = "", label: str = "") -> None:
        """A heading; a number typed before its words is split off when none was given."""
        block = self._taken(words)
        if not block.text:
            return
        head, tab, _ = block.text.partition("\t")
        if not number and tab and len(head) <= _NUMBER_LENGTH:
            number = head.strip().removesuffix(".")
            block = cut(block, len(head) + 1)
        elif not number:
            number, length = typed_heading_number(block.text)
            block = cut(block, length)
        text = block.text.replace("\t", " ").replace("\n", " ")
        level = min(max(level, 1), HEADING_LEVELS)
        self._levels.restart()
        self.blocks.append(
            replace(block, kind="heading", text=text, level=level, number=number, label=label)
        )

    def paragraph(
        self, words: Words, *, number: str = "", level: int = 0, plain: bool = False
    ) -> None:
        """A paragraph (`level` 0) or sub-paragraph; typed numbers are found unless `plain`."""
        block = self._taken(words)
        if not block.text and not block.notes and not number:
            return
        if plain:
            self._placed(block, number, level)
            return
        pieces = _lines_with_signs(block)
        if number:
            self._placed(pieces.pop(0), number, level)
        for piece in pieces:
            found, length = typed_paragraph_number(piece.text)
            if found:
                self._placed(cut(piece, length), found, 0)
                continue
            found, length = typed_sub_number(piece.text)
            if found:
                self._placed(cut(piece, length), found, self._levels.place(found))
            else:
                self._placed(piece, "", level)

    def place(self, number: str) -> int:
        """How deep a sub-paragraph with this sign stands after those before it."""
        return self._levels.place(number)

    def code(self, text: str, *, merge: bool = False) -> None:
        """Lines kept as they are; `merge` adds them to code that stands right before."""
        text, dropped = clean(text.replace("\t", "    "))
        self._bidi_dropped += dropped
        if merge and self.blocks and self.blocks[-1].kind == "code":
            before = self.blocks[-1]
            self.blocks[-1] = replace(before, text=f"{before.text}\n{text}")
        elif text.strip():
            self.blocks.append(Block("code", text.strip("\n")))

    def table(self, rows: list[list[Words]]) -> None:
        """A table out of cells of words; notes in cells keep their place in the joined text."""
        cells = [[self._taken(cell) for cell in row] for row in rows]
        width = max((len(row) for row in cells), default=0)
        if not any(cell.text for row in cells for cell in row):
            return
        notes: list[Note] = []
        start = 0
        for row in cells:
            for place in range(width):
                if place < len(row):
                    notes += [replace(note, at=note.at + start) for note in row[place].notes]
                    start += len(row[place].text)
                start += 1
        texts = [[cell.text.replace("\t", " ") for cell in row] for row in cells]
        self.blocks.append(table(texts, tuple(notes)))

    def problem(self, code: str, count: int, where: str = "") -> None:
        """Keep a Problem with its count, if there is anything to count."""
        if count:
            self.problems.append(Problem(code, where, {"count": count}))

    def finish(self, title: str = "", language: str = "") -> Document:
        """The Document; its title is the first heading's where the file names none.

        Errors: `text-empty` where no block was found.
        """
        if not self.blocks:
            raise Unusable("text-empty")
        self.problem("bidi-controls-removed", self._bidi_dropped)
        blocks = _with_labels(self.blocks)
        title = clean(" ".join(title.split()))[0]
        if not title:
            title = next((block.text for block in blocks if block.kind == "heading"), "")
        return Document(title, tuple(blocks), language, tuple(self.problems))

    def _taken(self, words: Words) -> Block:
        block = words.block("paragraph", tabs=True)
        self._bidi_dropped += words.bidi_dropped
        return block

    def _placed(self, block: Block, number: str, level: int) -> None:
        block = replace(block, text=block.text.replace("\t", " "), number=number, level=level)
        if not level and number:
            self._levels.restart()
        self.blocks.append(replace(block, kind="sub" if level else "paragraph"))


def _lines_with_signs(block: Block) -> list[Block]:
    """A paragraph whose lines begin with (a), (b) … as one block for each such line."""
    starts = [0]
    for found in re.finditer(r"\n\s*", block.text):
        rest = block.text[found.end() : found.end() + 16]
        if typed_sub_number(rest, dotted=False)[0] or typed_paragraph_number(rest)[0]:
            starts.append(found.end())
    if len(starts) == 1:
        return [block]
    ends = [*starts[1:], len(block.text)]
    return [cut(block, start, end) for start, end in zip(starts, ends, strict=True)]


def _with_labels(blocks: list[Block]) -> list[Block]:
    """Clause references split off headings, where at least half of the headings carry one.

    Single square brackets at the end of a heading are negotiated text, not a reference.
    """
    headings = [block for block in blocks if block.kind == "heading" and not block.label]
    labelled = [block for block in headings if LABEL.search(block.text)]
    if not labelled or 2 * len(labelled) < len(headings) or len(headings) < 2:
        return blocks
    return [_label_split(block) if block.kind == "heading" else block for block in blocks]


def _label_split(block: Block) -> Block:
    found = LABEL.search(block.text)
    if block.label or not found or not found.start():
        return block
    return replace(cut(block, 0, found.start()), label=found["label"])
