"""Document -> a clean page (.html) with language, direction, numbers as text and linked notes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.brackets.isolating import isolates
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed
from travaux.core.texts.scripts import runs_from_right

_TAGS = {"strong": "strong", "em": "em", "sup": "sup", "sub": "sub", "code": "code"}
# The tags of delegations in a text from right to left: their signs stay on their side.
ISOLATE, ENDED = '<bdi dir="ltr">', "</bdi>"
_STYLE = (
    "body{max-width:45rem;margin:1rem auto;padding:0 1rem;font-family:serif;line-height:1.5}"
    ".masthead{border-bottom:1px solid}.number{font-variant-numeric:tabular-nums}"
    ".sub{margin-inline-start:2rem}.sub[data-level='2']{margin-inline-start:4rem}"
    ".sub[data-level='3']{margin-inline-start:6rem}table{border-collapse:collapse}"
    "td,th{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top}"
    "pre{overflow-x:auto}"
)


def write_html(
    document: Document, masthead: Masthead | None = None, keys: Sequence[str] = ()
) -> bytes:
    """Write a text as one page that needs nothing else: no script, no outside file.

    `keys` name the blocks through all versions, in their order: each bears its own as id "p-KEY".
    """
    direction = "rtl" if right_to_left(document.language) else "ltr"
    language = f' lang="{escape(document.language)}"' if document.language else ""
    page = _Page(direction == "rtl")
    named = [*keys, *[""] * (len(document.blocks) - len(keys))]
    body = [page.block(block, key) for block, key in zip(document.blocks, named, strict=False)]
    title = escape(document.title)
    head = "".join(f"<p>{escape(line)}</p>\n" for line in masthead.lines) if masthead else ""
    lines = [
        "<!doctype html>",
        f'<html{language} dir="{direction}">',
        f'<head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head>",
        "<body>",
        f'<header class="masthead">\n{head}</header>' if head else "",
        "<main>",
        title_line(document),
        *body,
        "</main>",
        page.notes(),
        "</body>",
        "</html>",
    ]
    return ("\n".join(filter(None, lines)) + "\n").encode()


def title_line(document: Document) -> str:
    """The heading that bears the title; empty and hidden where there is none."""
    if not document.title:
        return '<h1 class="title" hidden></h1>'
    words = _Page(right_to_left(document.language)).woven(document.title, (), ())
    return f'<h1 class="title">{words}</h1>'


class _Page:
    def __init__(self, rtl: bool) -> None:
        self._rtl = rtl
        self._notes: list[Note] = []

    def block(self, block: Block, key: str = "") -> str:
        own = f' id="p-{escape(key)}"' if key else ""
        if block.kind == "code":
            # A line break right after <pre> is not part of the words.
            return f"<pre{own}><code>{escape(block.text, quote=False)}</code></pre>"
        if block.kind == "table":
            return self._table(block, own)
        words = self.woven(block.text, block.marks, block.notes)
        number = printed(block.number)
        sign = f'<span class="number">{escape(number)}</span> ' if number else ""
        if block.kind == "heading":
            level = max(block.level, 1) + 1
            label = f' <span class="label">[{escape(block.label)}]</span>' if block.label else ""
            role = f' aria-level="{level}"' if level > 6 else ""
            tag = f"h{min(level, 6)}"
            return f"<{tag}{own}{role}>{sign}{words}{label}</{tag}>"
        if block.kind == "sub":
            rank = f' data-level="{block.level}"'
            return f'<p{own} class="sub plain"{rank}{self._way(block.text)}>{sign}{words}</p>'
        return f'<p{own} class="plain"{self._way(block.text)}>{sign}{words}</p>'

    def _way(self, text: str) -> str:
        """How these words run, where that is not how the text does: they are of another language."""
        rtl = runs_from_right(text, self._rtl)
        return "" if rtl == self._rtl else f' dir="{"rtl" if rtl else "ltr"}"'

    def notes(self) -> str:
        if not self._notes:
            return ""
        lines = [
            f'<p id="note-{count}"><a href="#ref-{count}" role="doc-backlink">'
            f"{escape(note.label)}</a> {self.woven(note.text, (), ())}</p>"
            for count, note in enumerate(self._notes, 1)
        ]
        return "\n".join(['<section role="doc-endnotes">', *lines, "</section>"])

    def _table(self, block: Block, own: str) -> str:
        rows: list[str] = []
        for place, (cells, held) in enumerate(zip(block.rows, cell_notes(block), strict=True)):
            tag, scope = ("th", ' scope="col"') if place == 0 else ("td", "")
            row = "".join(
                f"<{tag}{scope}{self._way(cell)}>{self.woven(cell, (), inside)}</{tag}>"
                for cell, inside in zip(cells, held, strict=True)
            )
            rows.append(f"<tr>{row}</tr>")
        head, rest = rows[:1], rows[1:]
        body = ["<tbody>", *rest, "</tbody>"] if rest else []
        return "\n".join([f"<table{own}>", "<thead>", *head, "</thead>", *body, "</table>"])

    def woven(self, text: str, marks: tuple[Mark, ...], notes: tuple[Note, ...]) -> str:
        """Escaped words with tags; overlapping marks are cut where they would cross."""
        apart = isolates(text) if self._rtl else []
        held = (*(Mark(start, end, "bdi") for start, end in apart), *marks)  # type: ignore[arg-type]
        edges = sorted({0, len(text), *(m.start for m in held), *(m.end for m in held)})
        at_notes = sorted(notes, key=lambda note: note.at)
        edges = sorted({*edges, *(note.at for note in at_notes)})
        pieces: list[str] = []
        open_marks: list[Mark] = []
        for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
            wanted = [mark for mark in held if mark.start <= start < mark.end]
            # what stands open may stay so where it opened in the same order: isolates are outermost
            keep = 0
            while keep < min(len(open_marks), len(wanted)) and open_marks[keep] == wanted[keep]:
                keep += 1
            pieces += [_closing(mark) for mark in reversed(open_marks[keep:])]
            open_marks = open_marks[:keep]
            pieces += [self._reference(note) for note in at_notes if note.at == start]
            for mark in wanted:
                if mark not in open_marks:
                    pieces.append(_opening(mark))
                    open_marks.append(mark)
            pieces.append(_breaks(text[start:end]))
        pieces += [_closing(mark) for mark in reversed(open_marks)]
        return "".join(pieces)

    def _reference(self, note: Note) -> str:
        self._notes.append(note)
        count = len(self._notes)
        link = f'<a id="ref-{count}" href="#note-{count}" role="doc-noteref">'
        return f"<sup>{link}{escape(note.label)}</a></sup>"


def _opening(mark: Mark) -> str:
    if mark.kind == "bdi":  # type: ignore[comparison-overlap]
        return ISOLATE
    if mark.kind == "link":
        return f'<a href="{escape(mark.href)}">'
    return f"<{_TAGS[mark.kind]}>"


def _closing(mark: Mark) -> str:
    if mark.kind == "bdi":  # type: ignore[comparison-overlap]
        return ENDED
    return "</a>" if mark.kind == "link" else f"</{_TAGS[mark.kind]}>"


def _breaks(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
