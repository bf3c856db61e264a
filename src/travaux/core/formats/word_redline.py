"""Two versions -> one Word file with tracked changes: accepted it is the new one, rejected the old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_out import framed, saved, style_of
from travaux.core.formats.word_parts import made
from travaux.core.formats.word_tracked import Status
from travaux.core.formats.word_tracked_blocks import PLAIN, TrackedBlocks
from travaux.core.texts.comparison import Stretch
from travaux.core.texts.document import Block, Document

AUTHOR = "Travaux"


def write_docx_redline(
    old: Document,
    new: Document,
    stretches: Sequence[Stretch],
    *,
    author: str = AUTHOR,
    at: datetime | None = None,
    masthead: Masthead | None = None,
) -> bytes:
    """Write what changed from `old` to `new` as tracked changes by `author`; equal input, equal bytes.

    Promise: with all changes accepted the file reads as `write_docx(new)` does, with all rejected
    as `write_docx(old)`: words, numbers, headings, emphasis, notes and tables. Moves are tracked as
    moves only where the block is the same word for word, because LibreOffice (7.4) turns a
    deletion inside a move into plain text. `stretches` come from `core.texts.comparison`.
    """
    # A file without a title of its own is named by its properties: not where one side has none.
    package = framed(replace(new, title=new.title if old.title else ""), masthead)
    writer = _Tracker(package, right_to_left(new.language), author, at)
    writer.write_redline(old, new, stretches)
    return saved(package)


@dataclass(frozen=True, slots=True)
class _Ending:
    """A kept paragraph that ends in inserted words, or an inserted one that runs on from it."""

    paragraph: Any
    style: str  # that its mark has in the old version
    run_on: bool = False


def _joinable(old: Document, new: Document, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches as Word can hold them: what cannot be compared goes and comes.

    Of a split or merger across styles the largest parts are kept, the others go and come: joined paragraphs of different styles end up in one of them, in each program another.
    """
    for stretch in stretches:
        olds, news = stretch.old, stretch.new
        blocks = [*(old.blocks[i] for i in olds), *(new.blocks[j] for j in news)]
        if stretch.kind == "kept" and not _comparable(blocks):
            yield from (Stretch("deleted", old=(place,)) for place in olds)
            yield from (Stretch("inserted", new=(place,)) for place in news)
            continue
        if len(blocks) < 3 or len({style_of(block) for block in blocks}) == 1:
            yield stretch
            continue
        i = max(olds, key=lambda place: len(old.blocks[place].text))
        j = max(news, key=lambda place: len(new.blocks[place].text))
        yield from (Stretch("deleted", old=(place,)) for place in olds if place < i)
        yield from (Stretch("inserted", new=(place,)) for place in news if place < j)
        yield replace(stretch, old=(i,), new=(j,))
        yield from (Stretch("deleted", old=(place,)) for place in olds if place > i)
        yield from (Stretch("inserted", new=(place,)) for place in news if place > j)


def _comparable(blocks: Sequence[Block]) -> bool:
    """Whether blocks can be redlined: words with words, code with code, tables of one width."""
    kinds = {block.kind for block in blocks}
    if kinds == {"table"}:
        return len({len(block.rows[0]) for block in blocks}) == 1
    return kinds == {"code"} or kinds.isdisjoint(("table", "code"))


def _ending(stretch: Stretch, olds: Sequence[Block], elements: Sequence[Any]) -> _Ending | None:
    last = elements[-1]
    if stretch.kind != "kept" or len(last) < 2 or last.tag != W + "p":
        return None
    end = last[-1][-1] if last[-1].tag == W + "hyperlink" else last[-1]
    return _Ending(last, style_of(olds[-1])) if end.tag == W + "ins" else None


class _Tracker(TrackedBlocks):
    def write_redline(self, old: Document, new: Document, stretches: Sequence[Stretch]) -> None:
        body = self._package.element.body
        last = body[-1]
        for element in self._title(old.title, new.title):
            last.addprevious(element)
        ended: _Ending | None = None
        for stretch in _joinable(old, new, stretches):
            olds = [_as_written(old.blocks[place]) for place in stretch.old]
            news = [_as_written(new.blocks[place]) for place in stretch.new]
            self._touching = ended is not None
            elements = self._stretch(stretch, olds, news)
            if stretch.kind == "inserted" and news[0].kind != "table":
                ended = self._run_on(ended, elements[0])
            else:
                ended = _ending(stretch, olds, elements)
            for element in elements:
                last.addprevious(element)
        if stretches and stretches[-1].kind != "kept":
            # The mark of the last paragraph of a file cannot be inserted or deleted.
            last.addprevious(self._paragraph(style_of(PLAIN), []))
        if self._notes:
            self._footnotes()

    def _run_on(self, ended: _Ending | None, inserted: Any) -> _Ending | None:
        """Let an inserted paragraph run on from words inserted at the end of the one before.

        As Word itself writes it: the mark of the paragraph before is the inserted one, and the
        last inserted paragraph keeps the old mark. Where two insertions touch otherwise,
        LibreOffice (7.4) takes them for one and rejects the old mark too.
        """
        if ended is None:
            return None
        self._marked(ended.paragraph, "ins")
        for mark in inserted[0].findall(W + "rPr"):
            inserted[0].remove(mark)
        for change in ended.paragraph[0].findall(W + "pPrChange") if ended.run_on else ():
            ended.paragraph[0].remove(change)
        if inserted[0].find(W + "pStyle").get(W + "val") != ended.style:
            self._restyled(inserted, ended.style)
        return _Ending(inserted, ended.style, run_on=True)

    def _title(self, old: str, new: str) -> list[Any]:
        if not old and not new:
            return []
        if old and new:
            lines = [Block("paragraph", old)], [Block("paragraph", new)]
            return self._kept(lines[0], lines[1], style="Title")
        only: Status = "del" if old else "ins"
        return self._alone(Block("paragraph", old or new), only, style="Title")

    def _stretch(self, stretch: Stretch, olds: Sequence[Block], news: Sequence[Block]) -> list[Any]:
        first = (*news, *olds)[0]
        if first.kind in ("table", "code"):
            return self._elements(stretch, olds, news)
        with self._own_way(first.text):
            return self._elements(stretch, olds, news)

    def _elements(
        self, stretch: Stretch, olds: Sequence[Block], news: Sequence[Block]
    ) -> list[Any]:
        match stretch.kind:
            case "deleted":
                return self._alone(olds[0], "del")
            case "inserted":
                return self._alone(news[0], "ins")
            case "moved-from":
                return self._moved(olds[0], "moveFrom", stretch.move)
            case "moved-to":
                return self._moved(news[0], "moveTo", stretch.move)
        if olds[0].kind == "table":
            return [self._changed_table(olds[0], news[0]), self._paragraph(style_of(PLAIN), [])]
        return self._kept(olds, news)

    def _moved(self, block: Block, status: Literal["moveFrom", "moveTo"], move: int) -> list[Any]:
        (paragraph,) = self._alone(block, status)
        key, name = str(self._next()), f"move{move}"
        start = self._change(f"{status}RangeStart")
        start.set(W + "id", key)
        start.set(W + "name", name)
        paragraph.insert(1, start)
        return [paragraph, made(f"{status}RangeEnd", id=key)]


def _as_written(block: Block) -> Block:
    """Code has neither emphasis nor notes in a Word file."""
    return replace(block, marks=(), notes=()) if block.kind == "code" else block
