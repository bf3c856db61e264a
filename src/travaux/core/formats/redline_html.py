"""A redline as one page that needs nothing else, and as Markdown with the marks of CriticMarkup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape

from travaux.core.formats.html_out import ENDED, ISOLATE, title_line, write_html
from travaux.core.formats.masthead import right_to_left
from travaux.core.formats.redline_rows import RedlineWords, Row, Strands, rows_of
from travaux.core.texts.brackets.isolating import Part, parted
from travaux.core.texts.comparison import Stretch
from travaux.core.texts.document import Block, Document
from travaux.core.texts.interweaving import Break, Sign, Span
from travaux.core.texts.redline import redline

# What came in and what went out is told by a line besides the colour, and to whoever hears the page
# by signs; these are not seen, for among brackets that are negotiated nobody could tell them apart.
_STYLE = (
    b"<style>ins{text-decoration:underline double;color:#0b5394}"
    b"del{text-decoration:line-through;color:#900}"
    b"ins::before{content:'[+ '}ins::after{content:' +]'}"
    b"del::before{content:'[- '}del::after{content:' -]'}"
    b"ins::before,ins::after,del::before,del::after{position:absolute;width:1px;height:1px;"
    b"overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    b".told{font-size:.85em;font-style:italic}.sub{margin-inline-start:2rem}"
    b"tr.ins td{text-decoration:underline double}tr.del td{text-decoration:line-through}</style>"
)
_TAGS = {"strong": "strong", "em": "em", "sup": "sup", "sub": "sub", "code": "code"}
_HOLE = "\ufffc"


def write_html_redline(
    old: Document,
    new: Document,
    stretches: Sequence[Stretch],
    words: RedlineWords | None = None,
) -> bytes:
    """Write what changed as one page: words put in, left out and moved, notes at the end."""
    rtl = right_to_left(new.language)
    page = _Page(words or RedlineWords(), rtl)
    body = [page.row(row) for row in rows_of(old, new, stretches)]
    body.append(page.ending())
    empty = write_html(Document(new.title, (Block("paragraph", _HOLE),), new.language))
    if old.title != new.title:
        title = f'<h1 class="title">{_pieces(old.title, new.title, rtl)}</h1>'
        empty = empty.replace(title_line(new).encode(), title.encode(), 1)
    empty = empty.replace(b"</head>", _STYLE + b"</head>", 1)
    hole = f'<p class="plain">{_HOLE}</p>'.encode()
    return empty.replace(hole, "\n".join(filter(None, body)).encode(), 1)


def _pieces(old: str, new: str, rtl: bool) -> str:
    pieces = redline(old, new)
    cut = _parted([piece.text for piece in pieces], rtl)
    return "".join(
        _in_parts(piece.kind, parts, _escaped) for piece, parts in zip(pieces, cut, strict=True)
    )


def _parted(texts: Sequence[str], rtl: bool) -> list[list[Part]]:
    """Cut where the tags of delegations begin and end, which are isolated in a text from the right."""
    return parted(texts) if rtl else [[Part(text)] for text in texts]


def _in_parts(status: str, parts: Sequence[Part], marked: Callable[[str], str]) -> str:
    """One strand: whole tags are isolated within its ins or del, those in which a position changed
    around it."""
    found: list[str] = []
    held = ""
    for part in [*parts, None]:
        if part is not None and part.begins == part.ends == part.inside:
            words = marked(part.text)
            held += f"{ISOLATE}{words}{ENDED}" if part.inside else words
            continue
        found.append(_tagged(status, held) if held else "")
        held = ""
        if part is not None:
            words = _tagged(status, marked(part.text))
            found.append(f"{ISOLATE if part.begins else ''}{words}{ENDED if part.ends else ''}")
    return "".join(found)


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _tagged(status: str, words: str) -> str:
    return words if status == "same" else f"<{status}>{words}</{status}>"


class _Page:
    def __init__(self, words: RedlineWords, rtl: bool) -> None:
        self._words = words
        self._rtl = rtl
        self._notes: list[tuple[str, str]] = []

    def row(self, row: Row) -> str:
        told = self._told(row)
        if row.cells:
            lines = []
            for status, cells in row.cells:
                css = "" if status == "same" else f' class="{status}"'
                inside = "".join(f"<td>{self._woven(cell)}</td>" for cell in cells)
                lines.append(f"<tr{css}>{inside}</tr>")
            return f"{f'<p>{told}</p>' if told else ''}<table>{''.join(lines)}</table>"
        words = self._woven(row.strands) + (f" {told}" if told else "")
        if row.block.kind == "code":
            return f"<pre><code>{words.replace('<br>', chr(10))}</code></pre>"
        if row.block.kind == "heading":
            tag = f"h{min(max(row.block.level, 1) + 1, 6)}"
            return f"<{tag}>{words}</{tag}>"
        css = ' class="sub plain"' if row.block.kind == "sub" else ' class="plain"'
        return f"<p{css}>{words}</p>"

    def _told(self, row: Row) -> str:
        told = self._words.told(row)
        return f'<span class="told">({escape(told)})</span>' if told else ""

    def _woven(self, strands: Strands) -> str:
        found: list[str] = []
        texts = [strand.text if isinstance(strand, Span) else "" for strand in strands]
        for strand, parts in zip(strands, _parted(texts, self._rtl), strict=True):
            if isinstance(strand, Break):
                found.append(f"{_tagged(strand.status, '¶')}<br>")
            elif isinstance(strand, Sign):
                found.append(self._sign(strand))
            else:
                found.append(_in_parts(strand.status, parts, partial(_marked, strand)))
        return "".join(found)

    def _sign(self, sign: Sign) -> str:
        note = sign.new or sign.old
        if note is None:
            return ""
        before = sign.old.text if sign.old and sign.status == "same" else note.text
        words = _pieces(before, note.text, self._rtl)
        self._notes.append((note.label, _tagged(sign.status, words)))
        place = len(self._notes)
        link = f'<a id="ref-{place}" href="#note-{place}" role="doc-noteref">'
        return f"<sup>{_tagged(sign.status, f'{link}{escape(note.label)}</a>')}</sup>"

    def ending(self) -> str:
        if not self._notes:
            return ""
        lines = [
            f'<p id="note-{place}"><a href="#ref-{place}" role="doc-backlink">{escape(label)}</a> '
            f"{words}</p>"
            for place, (label, words) in enumerate(self._notes, 1)
        ]
        title = f"<h2>{escape(self._words.notes)}</h2>"
        return f'<section role="doc-endnotes">{title}{"".join(lines)}</section>'


def _marked(span: Span, text: str) -> str:
    words = _escaped(text)
    for kind, href in span.marks:
        if kind == "link":
            if href.lower().startswith(("https://", "http://", "mailto:", "#")):
                words = f'<a href="{escape(href)}" rel="noopener">{words}</a>'
        else:
            words = f"<{_TAGS[kind]}>{words}</{_TAGS[kind]}>"
    return words


def write_markdown_redline(old: Document, new: Document, stretches: Iterable[Stretch]) -> bytes:
    """Write what changed as Markdown: {++came in++}, {--went out--}; notes are left out."""
    marks = {"ins": ("{++", "++}"), "del": ("{--", "--}"), "same": ("", "")}
    lines: list[str] = []
    for row in rows_of(old, new, list(stretches)):
        table = [
            "| " + " | ".join(_critic(cell, marks, status) for cell in cells) + " |"
            for status, cells in row.cells
        ]
        head = "#" * max(row.block.level, 1) + " " if row.block.kind == "heading" else ""
        lines.append("\n".join(table) if table else head + _critic(row.strands, marks))
    return ("\n\n".join(lines) + "\n").encode()


def _critic(strands: Strands, marks: dict[str, tuple[str, str]], whole: str = "same") -> str:
    found = []
    for strand in strands:
        status = strand.status if strand.status != "same" else whole
        if isinstance(strand, Span):
            found.append(strand.text.join(marks[status]))
        elif isinstance(strand, Break):
            found.append("¶".join(marks[status]) + "\n\n")
    return "".join(found)
