"""Document -> the source that typst sets: numbers as stored text, footnotes, tables, masthead."""

from __future__ import annotations

from collections.abc import Sequence

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.brackets.isolating import Part, parted
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed
from travaux.core.texts.scripts import runs_from_right

_SIGNS = {"strong": "strong", "em": "emph", "sup": "super", "sub": "sub"}
_CONTENTS = 6  # headings from which a table of contents helps

_PREAMBLE = """\
#set document(title: {title}, author: ())
#set text(font: {fonts}, lang: {language}, size: 11pt, hyphenate: false)
#set page(
  paper: "a4",
  margin: (top: 3cm, bottom: 2.5cm, inside: 2.5cm, outside: 2.5cm),
  numbering: "1",
  header: [#set text(size: 9pt); {header}],
)
#set par(leading: 0.7em, spacing: 0.9em, justify: false)
#set table(stroke: 0.5pt, inset: 5pt)
#set footnote.entry(gap: 0.5em)
#show table: set text(size: 10pt)
#show heading: set block(above: 1.4em, below: 0.8em)
#show title: set text(size: 17pt)
{lines}"""
_LINES = """\
#set par.line(numbering: n => [#text(size: 8pt, str(n))#context [
  #metadata(("line", here().page(), n, here().position().y.pt()))<place>]], numbering-scope: "page")
"""

_FIRST_PAGE = """
#block(below: 2em, {{
  set text(size: 10pt)
  set par.line(numbering: none)
  grid(
    columns: (1fr, auto), align: (start + bottom, end + bottom),
    inset: (bottom: 5pt), stroke: (bottom: 1.2pt), {organ}, {symbol},
  )
  v(-0.3em)
  grid(
    columns: (1fr, auto), align: (start, start),
    inset: (y: 5pt), stroke: (bottom: 0.4pt), {agenda}, {facts},
  )
  [{standing}]
}})
"""


def typst_source(
    document: Document,
    masthead: Masthead | None,
    fonts: tuple[str, ...],
    *,
    line_numbers: bool = False,
) -> str:
    """The whole source; every word of the text stands in it as a string literal, never as code.

    With `line_numbers` each printed line carries its number (anew on each page), and values under
    the label `<place>` tell where lines begin and blocks begin and end: (what, page, number, y in
    points).
    """
    rtl = right_to_left(document.language)
    setter = _Setter(rtl, line_numbers)
    parts = [preamble(document, masthead, fonts, _LINES if line_numbers else "")]
    if document.title:
        parts.append(f"#title[{words_set(document.title, rtl)}]")
    if sum(block.kind == "heading" for block in document.blocks) >= _CONTENTS:
        parts.append("#outline(title: none, indent: 1em)")
    parts += [setter.block(place, block) for place, block in enumerate(document.blocks)]
    return "\n\n".join(parts) + "\n"


def preamble(
    document: Document, masthead: Masthead | None, fonts: tuple[str, ...], more: str = ""
) -> str:
    """What stands before the text: title, language, fonts, page, masthead, and `more` of source."""
    language = document.language.replace("_", "-").split("-")[0].lower()
    return _PREAMBLE.format(
        title=literal(document.title or "Text"),
        fonts="(" + "".join(f"{literal(font)}, " for font in fonts) + ")",
        language=literal(language if 2 <= len(language) <= 3 else "en"),
        header=_running(masthead) if masthead else "",
        lines=more + (_first_page(masthead) if masthead and masthead.is_full else ""),
    )


def _running(masthead: Masthead) -> str:
    """What stands on every page; where the first has a head of its own, on those after it."""
    if not masthead.is_full:
        return _header(masthead.lines) if masthead.lines else ""
    if not masthead.running:
        return ""
    return f"#context if here().page() > 1 [{_header(masthead.running)}]"


def _first_page(masthead: Masthead) -> str:
    """Organ and symbol above a line; below it the agenda, and distribution, date and original."""
    symbol = f'text(size: 14pt, weight: "bold", {literal(masthead.symbol)})'
    organ = f'text(weight: "bold", {literal(masthead.organ)})'
    agenda, facts = (
        " + linebreak() + ".join(f"text({literal(line)})" for line in lines) or "[]"
        for lines in (masthead.agenda, masthead.facts)
    )
    standing = f"#strong({literal(masthead.standing)})" if masthead.standing else ""
    return _FIRST_PAGE.format(
        organ=organ, symbol=symbol, agenda=agenda, facts=facts, standing=standing
    )


def _header(lines: tuple[str, ...]) -> str:
    """The lines of the masthead side by side, the first where reading begins."""
    sides = ["start", *["center"] * (len(lines) - 2), "end"][: len(lines)]
    cells = ", ".join(literal(line) for line in lines)
    return f"#grid(columns: {len(lines)} * (1fr,), align: ({', '.join(sides)},), {cells})"


def literal(text: str) -> str:
    """Words as a string of typst.

    >>> literal('a "b" \\\\ c')
    '"a \\\\"b\\\\" \\\\\\\\ c"'
    """
    kept = "".join(sign for sign in text if sign in "\n\t" or sign >= " ")
    held = kept.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ")
    return f'"{held}"'


class _Setter:
    def __init__(self, rtl: bool, line_numbers: bool) -> None:
        self._rtl = rtl
        self._lines = line_numbers
        self._depth = 0

    def block(self, place: int, block: Block) -> str:
        begins, ends = (self._here(place, "begins"), self._here(place, "ends"))
        if block.kind == "table":
            return f"{begins}\n{self._table(block)}\n{ends}"
        if block.kind == "code":
            return f"{begins}#raw(block: true, {literal(block.text)}){ends}"
        words = self._woven(block.text, block.marks, block.notes)
        number = printed(block.number)
        if block.kind == "heading":
            # A level may be deeper than the one before by one at most: no reader skips a step.
            self._depth = min(max(block.level, 1), self._depth + 1)
            sign = f"#{literal(number)}#h(0.6em)" if number else ""
            label = f" #{literal(f'[{block.label}]')}" if block.label else ""
            return f"#heading(level: {self._depth})[{begins}{sign}{words}{label}{ends}]"
        level = max(block.level, 1) if block.kind == "sub" else 0
        sign = f"#box(width: 2.4em)[#{literal(number)}]" if number and level else ""
        if number and not level:
            sign = f"#{literal(number)}#h(0.8em)"
        rtl = runs_from_right(block.text, self._rtl)
        side = "right" if rtl else "left"
        inset = f"#pad({side}: {2.4 * level:.1f}em)" if level else "#par"
        whole = f"{inset}[{begins}{sign}{words}{ends}]"
        return whole if rtl == self._rtl else f"#[{_way(rtl)}{whole}]"

    def _here(self, place: int, edge: str) -> str:
        if not self._lines:
            return ""
        told = f'("{edge}", here().page(), {place}, here().position().y.pt())'
        return f"#context [#metadata({told})<place>]"

    def _table(self, block: Block) -> str:
        width = max((len(row) for row in block.rows), default=1)
        rows: list[str] = []
        for cells, held in zip(block.rows, cell_notes(block), strict=True):
            inside = [
                f"[{self._way_of(cell)}{self._woven(cell, (), notes)}]"
                for cell, notes in zip(cells, held, strict=True)
            ]
            rows.append(", ".join([*inside, *["[]"] * (width - len(inside))]))
        head = f"table.header({rows[0]})" if rows else ""
        return f"#table(columns: {width}, {', '.join(filter(None, [head, *rows[1:]]))})"

    def _way_of(self, words: str) -> str:
        """How these words run, where that is not how the text does."""
        rtl = runs_from_right(words, self._rtl)
        return "" if rtl == self._rtl else _way(rtl)

    def _woven(self, text: str, marks: tuple[Mark, ...], notes: tuple[Note, ...]) -> str:
        places = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
        edges = sorted(places | {min(note.at, len(text)) for note in notes})
        waiting = sorted(notes, key=lambda note: note.at)
        fragments = list(zip(edges, [*edges[1:], len(text)], strict=True))
        cut = parts_of([text[start:end] for start, end in fragments], self._rtl)
        pieces: list[str] = []
        for (start, _end), parts in zip(fragments, cut, strict=True):
            pieces += [
                _footnote(note, self._rtl) for note in waiting if min(note.at, len(text)) == start
            ]
            for part in parts:
                words = f"#{literal(part.text)};"
                for mark in marks:
                    if mark.start <= start < mark.end:
                        words = marked(words, mark.kind, mark.href)
                pieces.append(boxed(part, words))
        return "".join(pieces)


def _way(rtl: bool) -> str:
    return f"#set text(dir: {'rtl' if rtl else 'ltr'})\n"


def words_set(text: str, rtl: bool) -> str:
    """Words as strings of typst; who stands where keeps its signs on its side."""
    (parts,) = parts_of([text], rtl)
    return "".join(boxed(part, f"#{literal(part.text)};") for part in parts)


def parts_of(texts: Sequence[str], rtl: bool) -> list[list[Part]]:
    """Pieces of one line, in a text from right to left cut where the tags of delegations are."""
    return parted(texts) if rtl else [[Part(text)] if text else [] for text in texts]


def boxed(part: Part, words: str) -> str:
    """The words of a part; a tag, {USA+ FRA-}, is set as one piece that runs from left to right."""
    return f"{'#box(text(dir: ltr)[' if part.begins else ''}{words}{']);' if part.ends else ''}"


def marked(words: str, kind: str, href: str = "") -> str:
    """Words with emphasis, or as a link where it leads outside."""
    if kind == "link":
        outside = href.startswith(("https://", "http://", "mailto:"))
        return f"#link({literal(href)})[{words}]" if outside else words
    if kind == "code":
        return f'#text(font: "DejaVu Sans Mono", size: 0.85em)[{words}]'
    return f"#{_SIGNS[kind]}[{words}]"


def _footnote(note: Note, rtl: bool) -> str:
    return f"#footnote(numbering: _ => {literal(note.label)})[{words_set(note.text, rtl)}]"
