"""Two versions -> one Word file with tracked changes: accepted it is the new one, rejected the old."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.table_sizes import column_shares
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_out import TABLE_WIDTH, Writer, framed, saved, style_of
from travaux.core.formats.word_parts import (
    cell_width,
    isolate_edge,
    made,
    paragraph_properties,
    run_of,
)
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.brackets.isolating import BEGIN, END
from travaux.core.texts.comparison import Stretch
from travaux.core.texts.document import Block, Document, Note
from travaux.core.texts.interweaving import Break, Sign, Span, Strand, interwoven
from travaux.core.texts.numbers import printed
from travaux.core.texts.redline import PieceKind, units

Status = Literal["same", "ins", "del", "moveFrom", "moveTo"]
AUTHOR = "Travaux"
_PLAIN = Block("paragraph", "")


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


@dataclass(slots=True)
class _Line:
    """One paragraph in the making."""

    content: list[tuple[Status, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where an isolate begins or ends; its status is that of all words in it, else "same"."""

    status: PieceKind
    sign: str


@dataclass(frozen=True, slots=True)
class _Inside(Span):
    """Words in an isolate: they run from left to right."""


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


class _Tracker(Writer):
    def __init__(self, package: Any, rtl: bool, author: str, at: datetime | None) -> None:
        super().__init__(package, rtl)
        self._author = author
        self._at = at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
        self._count = 0
        self._touching = False  # the paragraph before ends in inserted words
        self._rewritten: dict[int, Note] = {}  # number of a kept note -> how it read before

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
            last.addprevious(self._paragraph(style_of(_PLAIN), []))
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
            return [self._changed_table(olds[0], news[0]), self._paragraph(style_of(_PLAIN), [])]
        return self._kept(olds, news)

    # Paragraphs

    def _kept(self, olds: Sequence[Block], news: Sequence[Block], style: str = "") -> list[Any]:
        """Old blocks that became new ones: a paragraph for each end that stands in either."""
        elements: list[Any] = []
        heads, strands = self._heads(olds[0], news[0]), self._strands(olds, news)
        if self._touching and not style:
            heads, strands = self._parted(heads, strands)
        line = _Line(heads)
        i = j = 0
        for strand in strands:
            if not isinstance(strand, Break):
                line.content += self._inline(strand, rtl=news[j].kind != "code")
                continue
            ended = news[j] if strand.status == "ins" else olds[i]
            i, j = (i, j + 1) if strand.status == "ins" else (i + 1, j)
            elements.append(self._closed(line, strand.status, style or style_of(ended), ended))
            here = (None, news[j]) if strand.status == "ins" else (olds[i], None)
            line = _Line(self._heads(*here))
        before, after = style_of(olds[-1]), style_of(news[-1])
        line.content += self._tails(olds[-1], news[-1])
        last = self._closed(line, "same", style or after, news[-1])
        if not style and before != after:
            self._restyled(last, before)
        return [*elements, last]

    def _parted(
        self, heads: list[tuple[Status, Any]], strands: list[Strand | _Edge]
    ) -> tuple[list[tuple[Status, Any]], list[Strand | _Edge]]:
        """A paragraph that begins with inserted words begins with a deletion instead.

        Its first kept word is deleted and inserted again: where the insertions of two paragraphs
        touch, LibreOffice (7.4) takes them for one and rejects the mark between them.
        """
        first = next(
            (n for n, s in enumerate(strands) if isinstance(s, Span) and s.status != "ins"), -1
        )
        begins = heads[0][0] if heads else getattr(strands[0], "status", "") if strands else ""
        if begins != "ins" or first < 0 or any(status != "ins" for status, _ in heads):
            return heads, strands
        kept = strands[first]
        if not isinstance(kept, Span) or kept.status != "same":
            return heads, strands
        cut = len(units(kept.text)[0])
        gone = replace(kept, status="del", text=kept.text[:cut])
        again = replace(kept, status="ins", text=kept.text[:cut])
        rest = replace(kept, text=kept.text[cut:])
        head = [*self._inline(gone, rtl=self._rtl), *heads]
        return head, [
            *strands[:first],
            again,
            *([rest] if rest.text else []),
            *strands[first + 1 :],
        ]

    def _alone(self, block: Block, status: Status, style: str = "") -> list[Any]:
        """A block that stands in one version only."""
        if block.kind == "table":
            table = self._table(block)
            for row in table.iter(W + "tr"):
                self._row_tracked(row, status)
            blank = self._closed(_Line(), status, style_of(_PLAIN), _PLAIN)
            return [table, blank]
        line = _Line(self._heads(None, block, status) + self._words_of(block, status))
        line.content += self._tails(None, block, status)
        return [self._closed(line, status, style or style_of(block), block)]

    def _moved(self, block: Block, status: Literal["moveFrom", "moveTo"], move: int) -> list[Any]:
        (paragraph,) = self._alone(block, status)
        key, name = str(self._next()), f"move{move}"
        start = self._change(f"{status}RangeStart")
        start.set(W + "id", key)
        start.set(W + "name", name)
        paragraph.insert(1, start)
        return [paragraph, made(f"{status}RangeEnd", id=key)]

    def _words_of(self, block: Block, status: Status) -> list[tuple[Status, Any]]:
        rtl = block.kind != "code"
        kept = self._strands([block], [block])
        return [
            (status, element) for strand in kept for _, element in self._inline(strand, rtl=rtl)
        ]

    def _heads(
        self, old: Block | None, new: Block | None, alone: Status = "same"
    ) -> list[tuple[Status, Any]]:
        """The printed numbers before a paragraph, up to the tab."""
        if old is None or new is None:
            block = old or new
            status: Status = alone if alone != "same" else "del" if old else "ins"
            return [(status, self._head(_sign(block)))] if block and _sign(block) else []
        before, after = _sign(old), _sign(new)
        if before == after:
            return [("same", self._head(after))] if after else []
        tab = before.endswith("\t") and after.endswith("\t")
        before, after = (before[:-1], after[:-1]) if tab else (before, after)
        found: list[tuple[Status, Any]] = []
        parts: tuple[tuple[Status, str], ...] = (
            ("del", before),
            ("ins", after),
            ("same", "\t" if tab else ""),
        )
        for status, sign in parts:
            if sign:
                found.append((status, self._head(sign)))
        return found

    def _head(self, sign: str) -> Any:
        return run_of(sign, rtl=self._rtl)

    def _tails(
        self, old: Block | None, new: Block, alone: Status = "same"
    ) -> list[tuple[Status, Any]]:
        """The clause references after headings."""
        before, after = old.label if old else "", new.label if new.kind == "heading" else ""
        if old is None:
            return [(alone, _label(after))] if after else []
        if before == after:
            return [("same", _label(after))] if after else []
        found: list[tuple[Status, Any]] = [("del", _label(before))] if before else []
        return [*found, ("ins", _label(after))] if after else found

    def _strands(self, olds: Sequence[Block], news: Sequence[Block]) -> list[Strand | _Edge]:
        """Old and new words as one stream, the tags of delegations isolated."""
        strands = list(interwoven(olds, news))
        if news[0].kind == "code" or not self._rtl:
            return [*strands]
        cut = self._parts([s.text if isinstance(s, Span) else "" for s in strands])
        found: list[Strand | _Edge] = []
        begun: list[int] = []
        for strand, parts in zip(strands, cut, strict=True):
            if not isinstance(strand, Span):
                found.append(strand)
                continue
            for part in parts:
                if part.begins:
                    begun.append(len(found))
                    found.append(_Edge("same", BEGIN))
                kind = _Inside if part.inside else Span
                found.append(kind(strand.status, part.text, strand.marks))
                if part.ends:
                    first = begun.pop()
                    inside = {one.status for one in found[first + 1 :]}
                    status = inside.pop() if len(inside) == 1 else "same"
                    found[first] = _Edge(status, BEGIN)
                    found.append(_Edge(status, END))
        return found

    def _inline(self, strand: Strand | _Edge, *, rtl: bool) -> list[tuple[Status, Any]]:
        if isinstance(strand, _Edge):
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

    def _closed(self, line: _Line, mark: Status, style: str, block: Block) -> Any:
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

    # Tracking

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

    # Tables

    def _changed_table(self, old: Block, new: Block) -> Any:
        """A table with as many columns as before: cells redlined, rows inserted and deleted."""
        measured = [*old.rows, *new.rows]
        table = self._table(replace(new, rows=new.rows[:1], notes=()), measured)
        shares = column_shares(measured, TABLE_WIDTH)
        for row in table.findall(W + "tr"):
            table.remove(row)
        old_notes, new_notes = cell_notes(old), cell_notes(new)
        matcher = difflib.SequenceMatcher(None, old.rows, new.rows, autojunk=False)
        for tag, i, i_end, j, j_end in matcher.get_opcodes():
            both = min(i_end - i, j_end - j) if tag in ("equal", "replace") else 0
            for step in range(both):
                cells = zip(
                    _cells(old.rows[i + step], old_notes[i + step]),
                    _cells(new.rows[j + step], new_notes[j + step]),
                    strict=True,
                )
                lines = [self._kept([one], [other], style="Normal")[0] for one, other in cells]
                table.append(_row(lines, shares, head=j + step == 0))
            for rows, notes, places, status in (
                (old.rows, old_notes, range(i + both, i_end), "del"),
                (new.rows, new_notes, range(j + both, j_end), "ins"),
            ):
                for place in places:
                    lines = [
                        self._paragraph(
                            "Normal", [element for _, element in self._words_of(cell, "same")]
                        )
                        for cell in _cells(rows[place], notes[place])
                    ]
                    row = _row(lines, shares, head=False)
                    self._row_tracked(row, status)  # type: ignore[arg-type]
                    table.append(row)
        return table

    def _row_tracked(self, row: Any, status: Status) -> None:
        properties = row.find(W + "trPr")
        if properties is None:
            properties = made("trPr")
            row.insert(0, properties)
        properties.append(self._change(status))
        for paragraph in row.iter(W + "p"):
            self._marked(paragraph, status)
            content = [(status, element) for element in paragraph[1:]]
            for _, element in content:
                paragraph.remove(element)
            paragraph.extend(self._wrapped(content))

    # Notes

    def _note_runs(self, number: int, line: str) -> list[Any]:
        was = self._rewritten.get(number)
        if was is None:
            return super()._note_runs(number, line)
        strands = self._strands(
            [Block("paragraph", was.text)], [Block("paragraph", line.removeprefix(" "))]
        )
        content = [pair for strand in strands for pair in self._inline(strand, rtl=True)]
        return [run_of(" ", rtl=self._rtl), *self._wrapped(content)]


def _as_written(block: Block) -> Block:
    """Code has neither emphasis nor notes in a Word file."""
    return replace(block, marks=(), notes=()) if block.kind == "code" else block


def _sign(block: Block) -> str:
    if block.kind in ("table", "code"):
        return ""
    number = printed(block.number)
    return number + "\t" if number else "\t" if block.kind == "sub" else ""


def _label(label: str) -> Any:
    return run_of(f" [{label}]", style="DraftLabel")


def _as_deleted(element: Any) -> None:
    for text in element.iter(W + "t"):
        text.tag = W + "delText"


def _cells(words: Sequence[str], notes: Sequence[tuple[Note, ...]]) -> list[Block]:
    return [Block("paragraph", text, notes=held) for text, held in zip(words, notes, strict=True)]


def _row(paragraphs: Iterable[Any], shares: Sequence[int], *, head: bool) -> Any:
    row = made("tr")
    if head:
        properties = made("trPr")
        properties.append(made("tblHeader"))
        row.append(properties)
    for paragraph, share in zip(paragraphs, shares, strict=False):
        cell = made("tc")
        cell.append(cell_width(share))
        cell.append(paragraph)
        row.append(cell)
    return row
