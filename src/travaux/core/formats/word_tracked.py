"""Words of two versions as one stream of Word: each run in the element that tracks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_out import Writer
from travaux.core.formats.word_parts import isolate_edge, made, paragraph_properties, run_of
from travaux.core.texts.brackets.isolating import BEGIN, END
from travaux.core.texts.document import Block, Note
from travaux.core.texts.interweaving import Sign, Span, Strand, interwoven
from travaux.core.texts.redline import PieceKind

Status = Literal["same", "ins", "del", "moveFrom", "moveTo"]


@dataclass(slots=True)
class Line:
    """One paragraph in the making."""

    content: list[tuple[Status, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where an isolate begins or ends; its status is that of all words in it, else "same"."""

    status: PieceKind
    sign: str


@dataclass(frozen=True, slots=True)
class _Inside(Span):
    """Words in an isolate: they run from left to right."""


class Tracked(Writer):
    """Writes what stays, comes and goes in one paragraph, by one author at one instant."""

    def __init__(self, package: Any, rtl: bool, author: str, at: datetime | None) -> None:
        super().__init__(package, rtl)
        self._author = author
        self._at = at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
        self._count = 0
        self._rewritten: dict[int, Note] = {}  # number of a kept note -> how it read before

    def _strands(self, olds: Sequence[Block], news: Sequence[Block]) -> list[Strand | Edge]:
        """Old and new words as one stream, the tags of delegations isolated."""
        strands = list(interwoven(olds, news))
        if news[0].kind == "code" or not self._rtl:
            return [*strands]
        cut = self._parts([s.text if isinstance(s, Span) else "" for s in strands])
        found: list[Strand | Edge] = []
        begun: list[int] = []
        for strand, parts in zip(strands, cut, strict=True):
            if not isinstance(strand, Span):
                found.append(strand)
                continue
            for part in parts:
                if part.begins:
                    begun.append(len(found))
                    found.append(Edge("same", BEGIN))
                kind = _Inside if part.inside else Span
                found.append(kind(strand.status, part.text, strand.marks))
                if part.ends:
                    first = begun.pop()
                    inside = {one.status for one in found[first + 1 :]}
                    status = inside.pop() if len(inside) == 1 else "same"
                    found[first] = Edge(status, BEGIN)
                    found.append(Edge(status, END))
        return found

    def _inline(self, strand: Strand | Edge, *, rtl: bool) -> list[tuple[Status, Any]]:
        if isinstance(strand, Edge):
            return [(strand.status, isolate_edge(strand.sign))]
        if isinstance(strand, Sign):
            note = strand.new or strand.old
            if note is None:
                return []
            element = self._reference(note)
            if strand.status == "same" and strand.old and strand.old.text != note.text:
                if "\n" in strand.old.text + note.text:
                    gone = self._notes.pop()
                    was = self._reference(strand.old)
                    return [("del", was), ("ins", self._reference(gone))]
                self._rewritten[len(self._notes)] = strand.old
            return [(strand.status, element)]
        if not isinstance(strand, Span):
            return []
        kinds = [kind for kind, _ in strand.marks]
        run = run_of(
            strand.text, kinds=kinds, rtl=self._rtl and rtl and not isinstance(strand, _Inside)
        )
        href = next((href for kind, href in strand.marks if kind == "link" and href), "")
        return [(strand.status, self._linked(run, href) if href else run)]

    def _closed(self, line: Line, mark: Status, style: str, block: Block) -> Any:
        """A paragraph with its content tracked, and its mark where that is inserted or deleted."""
        rtl = self._rtl and block.kind != "code"
        paragraph = made("p")
        properties = paragraph_properties(style, rtl)
        paragraph.append(properties)
        if mark != "same":
            self._marked(paragraph, mark)
        paragraph.extend(self._wrapped(line.content))
        return paragraph

    def _marked(self, paragraph: Any, mark: Status) -> None:
        """The end of this paragraph was inserted, deleted or moved."""
        own = made("rPr")
        own.append(self._change(mark))
        change = paragraph[0].find(W + "pPrChange")
        if change is None:
            paragraph[0].append(own)
        else:
            change.addprevious(own)

    def _restyled(self, paragraph: Any, before: str) -> None:
        """The paragraph had another style before: a tracked change of its properties."""
        change = self._change("pPrChange")
        change.append(paragraph_properties(before, self._rtl))
        paragraph[0].append(change)

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _change(self, name: str) -> Any:
        element = made(name, id=str(self._next()), author=self._author)
        if self._at:
            element.set(W + "date", self._at)
        return element

    def _wrapped(self, content: Iterable[tuple[Status, Any]]) -> list[Any]:
        """Runs in the elements that track them; links stand outside of these."""
        found: list[Any] = []
        held: Status = "same"
        for status, element in content:
            if status == "del":
                _as_deleted(element)
            if status == "same":
                found.append(element)
            elif element.tag == W + "hyperlink":
                wrapper = self._change(status)
                wrapper.extend(list(element))
                element.append(wrapper)
                found.append(element)
            elif status == held and found and found[-1].tag == W + status:
                found[-1].append(element)
            else:
                wrapper = self._change(status)
                wrapper.append(element)
                found.append(wrapper)
            held = status
        return found

    def _note_runs(self, number: int, line: str) -> list[Any]:
        was = self._rewritten.get(number)
        if was is None:
            return super()._note_runs(number, line)
        strands = self._strands(
            [Block("paragraph", was.text)], [Block("paragraph", line.removeprefix(" "))]
        )
        content = [pair for strand in strands for pair in self._inline(strand, rtl=True)]
        return [run_of(" ", rtl=self._rtl), *self._wrapped(content)]


def _as_deleted(element: Any) -> None:
    for text in element.iter(W + "t"):
        text.tag = W + "delText"
