"""Blocks of two versions as those of Word: kept, joined, parted, or standing in one alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from travaux.core.formats.table_sizes import column_shares
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_out import TABLE_WIDTH, style_of
from travaux.core.formats.word_parts import cell_width, made, run_of
from travaux.core.formats.word_tracked import Edge, Line, Status, Tracked
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.document import Block, Note
from travaux.core.texts.interweaving import Break, Span, Strand
from travaux.core.texts.numbers import printed
from travaux.core.texts.redline import units

PLAIN = Block("paragraph", "")


class TrackedBlocks(Tracked):
    """Writes paragraphs and tables that changed, or that stand in one version only."""

    _touching = False  # the paragraph before ends in inserted words

    def _kept(self, olds: Sequence[Block], news: Sequence[Block], style: str = "") -> list[Any]:
        """Old blocks that became new ones: a paragraph for each end that stands in either."""
        elements: list[Any] = []
        heads, strands = self._heads(olds[0], news[0]), self._strands(olds, news)
        if self._touching and not style:
            heads, strands = self._parted(heads, strands)
        line = Line(heads)
        i = j = 0
        for strand in strands:
            if not isinstance(strand, Break):
                line.content += self._inline(strand, rtl=news[j].kind != "code")
                continue
            ended = news[j] if strand.status == "ins" else olds[i]
            i, j = (i, j + 1) if strand.status == "ins" else (i + 1, j)
            elements.append(self._closed(line, strand.status, style or style_of(ended), ended))
            here = (None, news[j]) if strand.status == "ins" else (olds[i], None)
            line = Line(self._heads(*here))
        before, after = style_of(olds[-1]), style_of(news[-1])
        line.content += self._tails(olds[-1], news[-1])
        last = self._closed(line, "same", style or after, news[-1])
        if not style and before != after:
            self._restyled(last, before)
        return [*elements, last]

    def _parted(
        self, heads: list[tuple[Status, Any]], strands: list[Strand | Edge]
    ) -> tuple[list[tuple[Status, Any]], list[Strand | Edge]]:
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
            blank = self._closed(Line(), status, style_of(PLAIN), PLAIN)
            return [table, blank]
        line = Line(self._heads(None, block, status) + self._words_of(block, status))
        line.content += self._tails(None, block, status)
        return [self._closed(line, status, style or style_of(block), block)]

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


def _sign(block: Block) -> str:
    if block.kind in ("table", "code"):
        return ""
    number = printed(block.number)
    return number + "\t" if number else "\t" if block.kind == "sub" else ""


def _label(label: str) -> Any:
    return run_of(f" [{label}]", style="DraftLabel")


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
