"""A redline in print: a tagged PDF in which what came in is underlined and what went out struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.pdf_out import fonts_for, set_pdf
from travaux.core.formats.redline_rows import RedlineWords, Row, Strands, rows_of
from travaux.core.formats.typst_source import (
    boxed,
    literal,
    marked,
    parts_of,
    preamble,
    words_set,
)
from travaux.core.texts.comparison import Stretch
from travaux.core.texts.document import Block, Document
from travaux.core.texts.interweaving import Break, Sign, Span
from travaux.core.texts.redline import PieceKind, redline

# Told by a line as well as by a colour; both colours are dark enough on white.
# Words in notes bear signs instead: typst 0.15 refuses PDF/UA where a page ends within struck or
# underlined words that have struck or underlined words in a note.
_SIGNS = {"ins": "[+ {} +]", "del": "[- {} -]", "same": "{}"}
_PREAMBLE = """\
#let ins(body) = text(fill: rgb("#0b5394"), underline(stroke: 0.7pt, offset: 2pt, body))
#let del(body) = text(fill: rgb("#990000"), strike(stroke: 0.7pt, body))
"""


def write_pdf_redline(
    old: Document,
    new: Document,
    stretches: Sequence[Stretch],
    words: RedlineWords | None = None,
    masthead: Masthead | None = None,
) -> bytes:
    """Write what changed as a PDF/UA-1; equal input gives equal bytes.

    Errors: `pdf-fonts-missing` (facts: families, packages).
    """
    return set_pdf(redline_source(old, new, stretches, words or RedlineWords(), masthead))


def redline_source(
    old: Document,
    new: Document,
    stretches: Sequence[Stretch],
    words: RedlineWords,
    masthead: Masthead | None,
) -> str:
    """The source that typst sets; every word stands in it as a string literal, never as code."""
    both = replace(new, blocks=(*old.blocks, *new.blocks, Block("paragraph", words.notes)))
    setter = _Setter(right_to_left(new.language), words)
    parts = [
        preamble(
            replace(new, title=new.title or old.title),
            masthead,
            fonts_for(both, masthead),
            _PREAMBLE,
        )
    ]
    if new.title or old.title:
        parts.append(f"#title[{words_set(new.title or old.title, setter.rtl)}]")
    if old.title != new.title:
        pieces = redline(old.title, new.title)
        spans = tuple(Span(piece.kind, piece.text) for piece in pieces)
        parts.append(f"#par[{setter.woven(spans)}]")
    parts += [setter.row(row) for row in rows_of(old, new, stretches)]
    return "\n\n".join(parts) + "\n"


class _Setter:
    def __init__(self, rtl: bool, words: RedlineWords) -> None:
        self.rtl = rtl
        self._words = words
        self._depth = 0

    def row(self, row: Row) -> str:
        told = self._told(row)
        if row.cells:
            note = f"#par[{told}]\n" if told else ""
            return note + self._table(row)
        words = self.woven(row.strands) + told
        if row.block.kind == "heading":
            # A heading that went out keeps its place among the others: no level is skipped.
            self._depth = min(max(row.block.level, 1), self._depth + 1)
            return f"#heading(level: {self._depth})[{words}]"
        if row.block.kind == "sub":
            side = "right" if self.rtl else "left"
            return f"#pad({side}: {2.4 * max(row.block.level, 1):.1f}em)[{words}]"
        if row.block.kind == "code":
            return f'#text(font: "DejaVu Sans Mono", size: 0.85em)[#par[{words}]]'
        return f"#par[{words}]"

    def _told(self, row: Row) -> str:
        told = self._words.told(row)
        return f" #emph(text(size: 0.85em)[#{literal(f'({told})')}])" if told else ""

    def _table(self, row: Row) -> str:
        width = max(len(cells) for _, cells in row.cells)
        lines = []
        for status, cells in row.cells:
            inside = [f"[{_tracked(status, self.woven(cell))}]" for cell in cells]
            lines.append(", ".join([*inside, *["[]"] * (width - len(inside))]))
        rest = "".join(f", {line}" for line in lines[1:])
        return f"#table(columns: {width}, table.header({lines[0]}){rest})"

    def woven(self, strands: Strands) -> str:
        found: list[str] = []
        texts = [strand.text if isinstance(strand, Span) else "" for strand in strands]
        for strand, parts in zip(strands, parts_of(texts, self.rtl), strict=True):
            if isinstance(strand, Break):
                found.append(_tracked(strand.status, '#"¶";') + "#linebreak()")
            elif isinstance(strand, Sign):
                found.append(self._note(strand))
            else:
                found += [boxed(part, _span(strand, part.text)) for part in parts]
        return "".join(found)

    def _note(self, sign: Sign) -> str:
        note = sign.new or sign.old
        if note is None:
            return ""
        before = sign.old.text if sign.old and sign.status == "same" else note.text
        pieces = redline(before, note.text)
        words = "".join(_SIGNS[piece.kind].format(piece.text) for piece in pieces)
        words = words_set(_SIGNS[sign.status].format(words), self.rtl)
        return f"#footnote(numbering: _ => {literal(note.label)})[{words}]"


def _span(span: Span, text: str) -> str:
    words = f"#{literal(text)};"
    for kind, href in span.marks:
        words = marked(words, kind, href)
    return _tracked(span.status, words)


def _tracked(status: PieceKind, words: str) -> str:
    return words if status == "same" else f"#{status}[{words}]"
