"""Document -> Word (.docx): real styles, real footnotes and tables, numbers as stored text."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from typing import Any

from lxml import etree

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.word_in import (
    DRAFT_CODE,
    DRAFT_LABEL,
    DRAFT_PARAGRAPH,
    DRAFT_PLAIN,
    DRAFT_SUB,
    R,
)
from travaux.core.formats.word_numbering import W
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FOOTNOTES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NAMESPACES = {"w": W[1:-1], "r": R[1:-1]}
_SUB_LEVELS = 6
# Styles carry a name in English, as Word's own do; the reader knows them by it.
_STYLES = {
    DRAFT_PARAGRAPH: "DraftParagraph",
    DRAFT_PLAIN: "DraftPlainParagraph",
    DRAFT_CODE: "DraftCode",
    **{f"{DRAFT_SUB}{level}": f"DraftSub{level}" for level in range(1, _SUB_LEVELS + 1)},
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document, masthead: Masthead | None = None) -> bytes:
    """Write a text as a Word file; equal texts give equal bytes.

    Numbers are stored text before a tab, so that no program counts them anew.
    """
    # python-docx takes a while to import and only writing needs it.
    package = import_module("docx").Document()
    _frame(package, document, masthead)
    writer = _Writer(package, right_to_left(document.language))
    writer.write(document)
    held = io.BytesIO()
    package.save(held)
    return undated(held.getvalue())


def undated(data: bytes) -> bytes:
    """The same archive with no clock in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return out.getvalue()


def _frame(package: Any, document: Document, masthead: Masthead | None) -> None:
    core = package.core_properties
    core.title, core.author, core.comments = storable(document.title)[:255], "", ""
    core.language = document.language
    rtl = right_to_left(document.language)
    _styles(package.styles.element, document.language, rtl)
    section = package.sections[0]
    if rtl:
        section._sectPr.append(_made("bidi"))
    lines = masthead.lines if masthead else ()
    if lines:
        header = section.header.paragraphs[0]._p
        _fill(header, "Header", rtl, [_run("\t".join(map(storable, lines)), rtl=rtl)])
    footer = section.footer.paragraphs[0]._p
    field = _made("fldSimple", instr="PAGE")
    field.append(_run("1"))
    _fill(footer, "Footer", rtl, [field])


def _fill(paragraph: Any, style: str, rtl: bool, content: list[Any]) -> None:
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(_properties(style, rtl))
    paragraph.extend(content)


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
        style = _made("style", type="paragraph", customStyle="1", styleId=key)
        style.append(_made("name", val=name.title()))
        style.append(_made("basedOn", val="Normal"))
        style.append(_made("uiPriority", val=str(place + 1)))
        style.append(_made("qFormat"))
        properties = _made("pPr")
        tabs = _made("tabs")
        tabs.append(_made("tab", val="left", pos=str(indent + 567)))
        properties.append(tabs)
        properties.append(_made("spacing", after="120"))
        if indent:
            properties.append(_made("ind", left=str(indent)))
        style.append(properties)
        if name == DRAFT_CODE:
            run = _made("rPr")
            run.append(_made("rFonts", ascii="Courier New", hAnsi="Courier New", cs="Courier New"))
            style.append(run)
        root.append(style)
    label = _made("style", type="character", customStyle="1", styleId="DraftLabel")
    label.append(_made("name", val=DRAFT_LABEL.title()))
    root.append(label)
    for key, name, kind in (
        ("FootnoteReference", "footnote reference", "character"),
        ("FootnoteText", "footnote text", "paragraph"),
    ):
        style = _made("style", type=kind, styleId=key)
        style.append(_made("name", val=name))
        if kind == "paragraph":
            style.append(_made("basedOn", val="Normal"))
        run = _made("rPr")
        run.append(
            _made("sz", val="18") if kind == "paragraph" else _made("vertAlign", val="superscript")
        )
        style.append(run)
        root.append(style)


class _Writer:
    def __init__(self, package: Any, rtl: bool) -> None:
        self._package = package
        self._rtl = rtl
        self._notes: list[Note] = []
        self._links: dict[str, str] = {}

    def write(self, document: Document) -> None:
        body = self._package.element.body
        last = body[-1]
        if document.title:
            last.addprevious(self._paragraph("Title", [_run(document.title, rtl=self._rtl)]))
        for block in document.blocks:
            for element in self._block(block):
                last.addprevious(element)
        if self._notes:
            self._footnotes()

    def _block(self, block: Block) -> list[Any]:
        if block.kind == "table":
            return [self._table(block), self._paragraph(_STYLES[DRAFT_PLAIN], [])]
        if block.kind == "code":
            runs = [_run(block.text, rtl=False)]
            return [self._paragraph(_STYLES[DRAFT_CODE], runs, rtl=False)]
        runs = self._runs(block.text, block.marks, block.notes)
        number = printed(block.number)
        if number:
            runs.insert(0, _run(number + "\t", rtl=self._rtl))
        if block.kind == "heading":
            if block.label:
                runs.append(_run(f" [{block.label}]", style="DraftLabel"))
            return [self._paragraph(f"Heading{max(block.level, 1)}", runs)]
        name = DRAFT_PARAGRAPH if number else DRAFT_PLAIN
        if block.kind == "sub":
            name = f"{DRAFT_SUB}{min(max(block.level, 1), _SUB_LEVELS)}"
            if not number:
                runs.insert(0, _run("\t"))
        return [self._paragraph(_STYLES[name], runs)]

    def _paragraph(self, style: str, content: list[Any], *, rtl: bool | None = None) -> Any:
        paragraph = _made("p")
        paragraph.append(_properties(style, self._rtl if rtl is None else rtl))
        paragraph.extend(content)
        return paragraph

    def _runs(self, text: str, marks: tuple[Mark, ...], notes: tuple[Note, ...]) -> list[Any]:
        places = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
        edges = sorted(places | {note.at for note in notes})
        waiting = sorted(notes, key=lambda note: note.at)
        runs: list[Any] = []
        for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
            runs += [self._reference(note) for note in waiting if note.at == start]
            if start == end:
                continue
            here = [mark for mark in marks if mark.start <= start < mark.end]
            run = _run(text[start:end], kinds=[mark.kind for mark in here], rtl=self._rtl)
            href = next((mark.href for mark in here if mark.kind == "link" and mark.href), "")
            runs.append(self._linked(run, href) if href else run)
        return runs

    def _linked(self, run: Any, href: str) -> Any:
        link = _made("hyperlink")
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
        run = _made("r")
        run.append(_run_properties("FootnoteReference", (), False))
        own = note.label == "*"
        reference = _made("footnoteReference", id=str(len(self._notes)))
        if own:
            reference.set(W + "customMarkFollows", "1")
        run.append(reference)
        if own:
            run.append(_text("*"))
        return run

    def _table(self, block: Block) -> Any:
        table = _made("tbl")
        properties = _made("tblPr")
        properties.append(_made("tblStyle", val="TableGrid"))
        if self._rtl:
            properties.append(_made("bidiVisual"))
        properties.append(_made("tblW", w="0", type="auto"))
        table.append(properties)
        width = len(block.rows[0]) if block.rows else 1
        grid = _made("tblGrid")
        grid.extend([_made("gridCol", w=str(9000 // max(width, 1))) for _ in range(width)])
        table.append(grid)
        for place, (cells, held) in enumerate(zip(block.rows, cell_notes(block), strict=True)):
            row = _made("tr")
            if place == 0:
                head = _made("trPr")
                head.append(_made("tblHeader"))
                row.append(head)
            for words, notes in zip(cells, held, strict=True):
                cell = _made("tc")
                cell.append(self._paragraph("Normal", self._runs(words, (), notes)))
                row.append(cell)
            table.append(row)
        return table

    def _footnotes(self) -> None:
        root = etree.Element(W + "footnotes", nsmap=_NAMESPACES)
        for key, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            note = _made("footnote", type=kind, id=key)
            run = _made("r")
            run.append(_made(kind))
            paragraph = _made("p")
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
        for count, held in enumerate(self._notes, 1):
            note = _made("footnote", id=str(count))
            for place, line in enumerate(held.text.split("\n")):
                runs = [_run(" " + line if place == 0 else line, rtl=self._rtl)]
                if place == 0:
                    sign = _made("r")
                    sign.append(_run_properties("FootnoteReference", (), False))
                    sign.append(_text("*") if held.label == "*" else _made("footnoteRef"))
                    runs.insert(0, sign)
                note.append(self._paragraph("FootnoteText", runs))
            root.append(note)
        opc = import_module("docx.opc.part")
        uri = import_module("docx.opc.packuri").PackURI("/word/footnotes.xml")
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = opc.Part(uri, _FOOTNOTES_TYPE, blob, self._package.part.package)
        self._package.part.relate_to(part, _FOOTNOTES_LINK)


def _made(name: str, **values: str) -> Any:
    element = etree.Element(W + name, nsmap=_NAMESPACES)
    for key, value in values.items():
        element.set(W + key, value)
    return element


def _properties(style: str, rtl: bool) -> Any:
    properties = _made("pPr")
    properties.append(_made("pStyle", val=style))
    if rtl:
        properties.append(_made("bidi"))
    return properties


def _run_properties(style: str, kinds: list[str] | tuple[()], rtl: bool) -> Any:
    properties = _made("rPr")
    if style:
        properties.append(_made("rStyle", val=style))
    if "code" in kinds:
        properties.append(_made("rFonts", ascii="Courier New", hAnsi="Courier New"))
    for kind, names in (("strong", ("b", "bCs")), ("em", ("i", "iCs"))):
        if kind in kinds:
            properties.extend([_made(name) for name in names])
    if "sup" in kinds or "sub" in kinds:
        properties.append(_made("vertAlign", val="superscript" if "sup" in kinds else "subscript"))
    if rtl:
        properties.append(_made("rtl"))
    return properties


def _run(text: str, *, kinds: list[str] | None = None, rtl: bool = False, style: str = "") -> Any:
    run = _made("r")
    properties = _run_properties(style, kinds or (), rtl)
    if len(properties):
        run.append(properties)
    for place, line in enumerate(storable(text).split("\n")):
        if place:
            run.append(_made("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.append(_made("tab"))
            if piece:
                run.append(_text(piece))
    return run


def _text(words: str) -> Any:
    element = _made("t")
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def storable(text: str) -> str:
    """Text without the characters that XML cannot hold.

    >>> storable("a\\ufffeb")
    'ab'
    """
    return "".join(
        sign
        for sign in text
        if sign in "\n\t"
        or (" " <= sign <= "\ud7ff")
        or "\ue000" <= sign <= "\ufffd"
        or sign > "\uffff"
    )
