"""Gathering the words of one block from runs, with emphasis, links and notes on their places."""

from __future__ import annotations

import re
from dataclasses import replace

from travaux.core.formats.decoding import clean, clean_run
from travaux.core.texts.blocks import cut, sorted_marks
from travaux.core.texts.document import Block, BlockKind, Mark, MarkKind, Note

_SPACES = re.compile(r"[ \t\n\r\f]+")


class Words:
    """The words of one block as they come in: `add` text, `open` and `close` marks, `note`.

    With `collapse` white space is joined as in HTML and Markdown.

    >>> words = Words()
    >>> words.add("See "); words.open("em"); words.add("here"); words.close()
    >>> words.block("paragraph").marks
    (Mark(start=4, end=8, kind='em', href=''),)
    """

    def __init__(self, *, collapse: bool = False) -> None:
        self._collapse = collapse
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[tuple[int, MarkKind, str]] = []
        self._marks: list[Mark] = []
        self._notes: list[Note] = []
        self.bidi_dropped = 0

    def add(self, text: str) -> None:
        if self._collapse:
            text = _SPACES.sub(" ", text)
            ended = not self._pieces or self._pieces[-1][-1] in " \n"
            if ended and text.startswith(" "):
                text = text[1:]
        text, dropped = clean_run(text)
        self.bidi_dropped += dropped
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def line_break(self) -> None:
        if self._pieces and self._pieces[-1].endswith(" "):
            last = self._pieces.pop()
            kept = last.rstrip(" ")
            self._length -= len(last) - len(kept)
            if kept:
                self._pieces.append(kept)
        self._pieces.append("\n")
        self._length += 1

    def open(self, kind: MarkKind, href: str = "") -> None:
        self._open.append((self._length, kind, href))

    def close(self) -> None:
        if not self._open:
            return  # a block in between closed it already
        start, kind, href = self._open.pop()
        self._marks.append(Mark(start, self._length, kind, href))

    def mark(self, kind: MarkKind, start: int, href: str = "") -> None:
        """A mark from `start` (an earlier `length`) to here."""
        self._marks.append(Mark(start, self._length, kind, href))

    def note(self, label: str, text: str) -> None:
        self._notes.append(Note(self._length, label, text))

    def raw(self) -> str:
        """The words so far, as they came in."""
        return "".join(self._pieces)

    def number_before_tab(self) -> tuple[str, Words]:
        """The number that stands before the first tab, and the words after it."""
        head, tab, _ = self.raw().partition("\t")
        if not tab:
            return "", self
        rest = Words(collapse=self._collapse)
        gone = len(head) + 1
        rest.add(self.raw()[gone:])
        rest._marks = [
            replace(mark, start=max(mark.start - gone, 0), end=max(mark.end - gone, 0))
            for mark in self._marks
        ]
        rest._notes = [replace(note, at=max(note.at - gone, 0)) for note in self._notes]
        rest.bidi_dropped = self.bidi_dropped
        number = head.strip()
        return (number[:-1] if number.endswith(".") else number), rest

    @property
    def length(self) -> int:
        return self._length

    @property
    def empty(self) -> bool:
        return not self._notes and not any(piece.strip() for piece in self._pieces)

    def block(self, kind: BlockKind, *, tabs: bool = False) -> Block:
        """The gathered words as one block; a tab becomes a space unless `tabs`."""
        while self._open:
            self.close()
        raw = "".join(self._pieces)
        # Runs were cleaned one by one; a letter and its accent may meet only here, and isolates
        # may be balanced only across runs.
        text, dropped = clean(raw)
        self.bidi_dropped += dropped
        marks, notes = self._marks, self._notes
        if text != raw:
            places = _Places(self._pieces, len(text))
            marks = [replace(m, start=places(m.start), end=places(m.end)) for m in marks]
            notes = [replace(n, at=places(n.at)) for n in notes]
        if not tabs:
            text = text.replace("\t", " ")
        marks = [replace(m, end=min(m.end, len(text))) for m in marks]
        whole = Block(kind, text, marks=sorted_marks(marks), notes=tuple(notes))
        return cut(whole, 0)


class _Places:
    """Where an offset of the raw pieces falls once the text was normalised."""

    def __init__(self, pieces: list[str], limit: int) -> None:
        self._known = {0: 0}
        self._limit = limit
        raw = fine = 0
        for piece in pieces:
            raw += len(piece)
            fine += len(piece)
            self._known[raw] = fine

    def __call__(self, offset: int) -> int:
        return min(self._known.get(offset, offset), self._limit)
