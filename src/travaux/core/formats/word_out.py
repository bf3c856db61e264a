"""Document -> Word (.docx): real styles, real footnotes and tables, numbers as stored text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from lxml import etree

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.table_sizes import column_shares
from travaux.core.formats.word_contents import contents_of, contents_styles, marked
from travaux.core.formats.word_head import put_head
from travaux.core.formats.word_in import (
    DRAFT_CODE,
    DRAFT_LABEL,
    DRAFT_PARAGRAPH,
    DRAFT_PLAIN,
    DRAFT_SUB,
    R,
)
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_package import ISOLATE_NAME, ISOLATE_STYLE
from travaux.core.formats.word_parts import (
    NAMESPACES,
    cell_width,
    isolate_edge,
    made,
    paragraph_properties,
    run_of,
    run_properties,
    storable,
    text_of,
    undated,
)
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.brackets.isolating import BEGIN, END, Part, parted
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed
from travaux.core.texts.scripts import runs_from_right

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FOOTNOTES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SUB_LEVELS = 6
# Styles carry a name in English, as Word's own do; the reader knows them by it.
_STYLES = {
    DRAFT_PARAGRAPH: "DraftParagraph",
    DRAFT_PLAIN: "DraftPlainParagraph",
    DRAFT_CODE: "DraftCode",
    **{f"{DRAFT_SUB}{level}": f"DraftSub{level}" for level in range(1, _SUB_LEVELS + 1)},
}


def write_docx(document: Document, masthead: Masthead | None = None) -> bytes:
    """Write a text as a Word file; equal texts give equal bytes.

    Numbers are stored text before a tab, so that no program counts them anew.
    """
    package = framed(document, masthead)
    words = masthead.contents if masthead else ("", "")
    Writer(package, right_to_left(document.language)).write(document, words)
    return saved(package)


def stretches_of(document: Document) -> list[int]:
    """Which paragraph of the written file (without contents) each block begins at, from 0.

    >>> stretches_of(Document("T", (Block("table", "", rows=(("a", "b"),)), Block("paragraph", "c"))))
    [1, 4]
    """
    at = 1 if document.title else 0
    found = []
    for block in document.blocks:
        found.append(at)
        at += sum(len(row) for row in block.rows) + 1 if block.kind == "table" else 1
    return found


def saved(package: Any) -> bytes:
    """The bytes of a package of python-docx, the same for equal content."""
    held = io.BytesIO()
    package.save(held)
    return undated(held.getvalue())


def framed(document: Document, masthead: Masthead | None) -> Any:
    """An empty package with the title, language, styles, header and footer of a document."""
    # python-docx takes a while to import and only writing needs it.
    package = import_module("docx").Document()
    core = package.core_properties
    core.title, core.author, core.comments = storable(document.title)[:255], "", ""
    core.language = document.language
    rtl = right_to_left(document.language)
    _styles(package.styles.element, document.language, rtl)
    section = package.sections[0]
    if rtl:
        section._sectPr.append(made("bidi"))
    put_head(section, masthead, rtl)
    return package


def _styles(root: Any, language: str, rtl: bool) -> None:
    lang = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if lang is not None and language:
        east = language.split("-")[0] in ("zh", "ja", "ko")
        lang.set(W + ("bidi" if rtl else "eastAsia" if east else "val"), language)
        if not rtl:
            lang.set(W + "val", language)
    for place, (name, key) in enumerate(_STYLES.items()):
        sub = name.removeprefix(DRAFT_SUB) if name.startswith(DRAFT_SUB) else ""
        indent = 567 * int(sub) if sub else 0
        style = made("style", type="paragraph", customStyle="1", styleId=key)
        style.append(made("name", val=name.title()))
        style.append(made("basedOn", val="Normal"))
        style.append(made("uiPriority", val=str(place + 1)))
        style.append(made("qFormat"))
        properties = made("pPr")
        tabs = made("tabs")
        tabs.append(made("tab", val="left", pos=str(indent + 567)))
        properties.append(tabs)
        properties.append(made("spacing", after="120"))
        if indent:
            properties.append(made("ind", left=str(indent)))
        style.append(properties)
        if name == DRAFT_CODE:
            run = made("rPr")
            run.append(made("rFonts", ascii="Courier New", hAnsi="Courier New", cs="Courier New"))
            style.append(run)
        root.append(style)
    for key, name in (("DraftLabel", DRAFT_LABEL), (ISOLATE_STYLE, ISOLATE_NAME)):
        label = made("style", type="character", customStyle="1", styleId=key)
        label.append(made("name", val=name.title()))
        root.append(label)
    contents_styles(root)
    for key, name, kind in (
        ("FootnoteReference", "footnote reference", "character"),
        ("FootnoteText", "footnote text", "paragraph"),
    ):
        style = made("style", type=kind, styleId=key)
        style.append(made("name", val=name))
        if kind == "paragraph":
            style.append(made("basedOn", val="Normal"))
        run = made("rPr")
        run.append(
            made("sz", val="18") if kind == "paragraph" else made("vertAlign", val="superscript")
        )
        style.append(run)
        root.append(style)


def style_of(block: Block) -> str:
    """The style of the paragraph that holds a block (of a table, of the one after it)."""
    if block.kind == "heading":
        return f"Heading{max(block.level, 1)}"
    if block.kind == "sub":
        return _STYLES[f"{DRAFT_SUB}{min(max(block.level, 1), _SUB_LEVELS)}"]
    if block.kind == "code":
        return _STYLES[DRAFT_CODE]
    numbered = block.number and block.kind == "paragraph"
    return _STYLES[DRAFT_PARAGRAPH if numbered else DRAFT_PLAIN]


TABLE_WIDTH = 9000  # twentieths of a point: what stands between the margins


class Writer:
    """Puts the blocks of a document into the body of a package, and its notes into a part."""

    def __init__(self, package: Any, rtl: bool) -> None:
        self._package = package
        self._rtl = rtl
        self._notes: list[Note] = []
        self._links: dict[str, str] = {}

    def write(self, document: Document, contents: tuple[str, str] = ("", "")) -> None:
        body = self._package.element.body
        last = body[-1]
        if document.title:
            last.addprevious(self._paragraph("Title", self._runs(document.title, (), ())))
        table = contents_of(document, contents, self._rtl)
        for element in table:
            last.addprevious(element)
        for place, block in enumerate(document.blocks):
            elements = self._block(block)
            if table and block.kind == "heading":
                start, end = marked(place)
                elements[0].insert(1, start)
                elements[0].append(end)
            for element in elements:
                last.addprevious(element)
        if self._notes:
            self._footnotes()

    @contextmanager
    def _own_way(self, text: str) -> Iterator[None]:
        """What is written within runs as these words do, which may be of another language."""
        whole = self._rtl
        self._rtl = runs_from_right(text, whole)
        try:
            yield
        finally:
            self._rtl = whole

    def _block(self, block: Block) -> list[Any]:
        if block.kind in ("table", "code"):
            return self._words(block)
        with self._own_way(block.text):
            return self._words(block)

    def _words(self, block: Block) -> list[Any]:
        if block.kind == "table":
            return [self._table(block), self._paragraph(_STYLES[DRAFT_PLAIN], [])]
        if block.kind == "code":
            runs = [run_of(block.text, rtl=False)]
            return [self._paragraph(style_of(block), runs, rtl=False)]
        runs = self._runs(block.text, block.marks, block.notes)
        number = printed(block.number)
        if number:
            runs.insert(0, run_of(number + "\t", rtl=self._rtl))
        if block.kind == "heading":
            if block.label:
                runs.append(run_of(f" [{block.label}]", style="DraftLabel"))
            return [self._paragraph(style_of(block), runs)]
        if block.kind == "sub" and not number:
            runs.insert(0, run_of("\t"))
        return [self._paragraph(style_of(block), runs)]

    def _paragraph(self, style: str, content: list[Any], *, rtl: bool | None = None) -> Any:
        paragraph = made("p")
        paragraph.append(paragraph_properties(style, self._rtl if rtl is None else rtl))
        paragraph.extend(content)
        return paragraph

    def _runs(self, text: str, marks: tuple[Mark, ...], notes: tuple[Note, ...]) -> list[Any]:
        places = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
        edges = sorted(places | {note.at for note in notes})
        waiting = sorted(notes, key=lambda note: note.at)
        fragments = list(zip(edges, [*edges[1:], len(text)], strict=True))
        cut = self._parts([text[start:end] for start, end in fragments])
        runs: list[Any] = []
        for (start, _end), parts in zip(fragments, cut, strict=True):
            runs += [self._reference(note) for note in waiting if note.at == start]
            here = [mark for mark in marks if mark.start <= start < mark.end]
            kinds: list[str] = [mark.kind for mark in here]
            href = next((mark.href for mark in here if mark.kind == "link" and mark.href), "")
            for part in parts:
                run = run_of(part.text, kinds=kinds, rtl=self._rtl and not part.inside)
                runs += [isolate_edge(BEGIN)] if part.begins else []
                runs.append(self._linked(run, href) if href else run)
                runs += [isolate_edge(END)] if part.ends else []
        return runs

    def _parts(self, texts: Sequence[str]) -> list[list[Part]]:
        """Pieces of a line, in a text from right to left cut where the tags of delegations are."""
        return parted(texts) if self._rtl else [[Part(text)] if text else [] for text in texts]

    def _linked(self, run: Any, href: str) -> Any:
        link = made("hyperlink")
        if href.startswith("#"):
            link.set(W + "anchor", href[1:])
        else:
            if href not in self._links:
                kind = f"{R[1:-1]}/hyperlink"
                self._links[href] = self._package.part.relate_to(href, kind, is_external=True)
            link.set(R + "id", self._links[href])
        link.append(run)
        return link

    def _reference(self, note: Note) -> Any:
        self._notes.append(note)
        run = made("r")
        run.append(run_properties("FootnoteReference", (), False))
        own = note.label == "*"
        reference = made("footnoteReference", id=str(len(self._notes)))
        if own:
            reference.set(W + "customMarkFollows", "1")
        run.append(reference)
        if own:
            run.append(text_of("*"))
        return run

    def _table(self, block: Block, measured: Sequence[Sequence[str]] = ()) -> Any:
        """A table; its columns are as wide as the words of `measured`, else its own, ask for."""
        table = made("tbl")
        properties = made("tblPr")
        properties.append(made("tblStyle", val="TableGrid"))
        if self._rtl:
            properties.append(made("bidiVisual"))
        properties.append(made("tblW", w="0", type="auto"))
        table.append(properties)
        shares = column_shares(measured or block.rows, TABLE_WIDTH)
        grid = made("tblGrid")
        grid.extend([made("gridCol", w=str(share)) for share in shares])
        table.append(grid)
        for place, (cells, held) in enumerate(zip(block.rows, cell_notes(block), strict=True)):
            row = made("tr")
            if place == 0:
                head = made("trPr")
                head.append(made("tblHeader"))
                row.append(head)
            for share, words, notes in zip(shares, cells, held, strict=False):
                cell = made("tc")
                cell.append(cell_width(share))
                with self._own_way(words):
                    cell.append(self._paragraph("Normal", self._runs(words, (), notes)))
                row.append(cell)
            table.append(row)
        return table

    def _footnotes(self) -> None:
        root = etree.Element(W + "footnotes", nsmap=NAMESPACES)
        for key, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            note = made("footnote", type=kind, id=key)
            run = made("r")
            run.append(made(kind))
            paragraph = made("p")
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
        for count, held in enumerate(self._notes, 1):
            note = made("footnote", id=str(count))
            for place, line in enumerate(held.text.split("\n")):
                with self._own_way(line):
                    runs = self._note_runs(count, " " + line if place == 0 else line)
                    if place == 0:
                        sign = made("r")
                        sign.append(run_properties("FootnoteReference", (), False))
                        sign.append(text_of("*") if held.label == "*" else made("footnoteRef"))
                        runs.insert(0, sign)
                    note.append(self._paragraph("FootnoteText", runs))
            root.append(note)
        opc = import_module("docx.opc.part")
        uri = import_module("docx.opc.packuri").PackURI("/word/footnotes.xml")
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = opc.Part(uri, _FOOTNOTES_TYPE, blob, self._package.part.package)
        self._package.part.relate_to(part, _FOOTNOTES_LINK)

    def _note_runs(self, number: int, line: str) -> list[Any]:
        """A line of the note with this number."""
        return self._runs(line, (), ())
