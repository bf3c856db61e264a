"""The draft as a Word file that knows its paragraphs, with the sheet for comments behind it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from travaux.core.comments.pairing import BOOKMARK, OURS
from travaux.core.formats.bounds import open_office_archive
from travaux.core.formats.comment_sheets.model import CommentSheet
from travaux.core.formats.masthead import Masthead
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_out import stretches_of, write_docx
from travaux.core.formats.word_package import main_part
from travaux.core.formats.word_parts import storable
from travaux.core.formats.word_review.writing import with_margin_comments, with_part
from travaux.core.texts.document import Document

_COLUMNS = ("reference", "paragraph", "type", "comment", "proposed")
_SHARES = (1100, 1500, 1300, 3300, 2600)


def write_sheet_docx(
    document: Document, keys: Sequence[str], sheet: CommentSheet, masthead: Masthead | None = None
) -> bytes:
    """The draft with the identity of each paragraph in a bookmark, then the sheet as a table.

    Comments may be written into the table, into the margin, or as tracked changes into the text:
    all three are read back, and find their paragraphs by the bookmarks.
    """
    data = write_docx(document, masthead)
    data = with_margin_comments(data, (), names=_names(document, keys))
    archive = open_office_archive(data)
    main = main_part(archive)
    root = archive.xml(main)
    body = root.find(W + "body")
    assert body is not None
    last = body[-1]
    rtl = sheet.direction == "rtl"
    for number, element in enumerate(_behind(sheet, rtl)):
        if element.tag == W + "p":
            _own(element, number)
        last.addprevious(element)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return with_part(data, main, content)


def _names(document: Document, keys: Sequence[str]) -> dict[int, str]:
    """The stretch of the written file at which each block begins, and its bookmark."""
    names: dict[int, str] = {0: f"{OURS}998"} if document.title else {}
    for at, key in zip(stretches_of(document), keys, strict=True):
        names[at] = f"{BOOKMARK}{key}"
    return names


def _behind(sheet: CommentSheet, rtl: bool) -> list[etree._Element]:
    """The title of the sheet, the advice, and the table, on a page of their own."""
    elements = [_paragraph(sheet.word("title"), rtl, bold=True, new_page=True)]
    elements += [_paragraph(line, rtl) for line in (*sheet.lines, *sheet.advice)]
    if sheet.types:
        names = ", ".join(f"{code} = {name}" for code, name in sheet.types)
        elements.append(_paragraph(f"{sheet.word('type')}: {names}", rtl))
    elements += [_table(sheet, rtl), _paragraph("", rtl)]
    return elements


def _table(sheet: CommentSheet, rtl: bool) -> etree._Element:
    table = _made("tbl")
    properties = _made("tblPr")
    properties.append(_made("tblStyle", val="TableGrid"))
    if rtl:
        properties.append(_made("bidiVisual"))
    properties.append(_made("tblW", w=str(sum(_SHARES)), type="dxa"))
    properties.append(_made("tblLayout", type="fixed"))
    table.append(properties)
    grid = _made("tblGrid")
    grid.extend([_made("gridCol", w=str(width)) for width in _SHARES])
    table.append(grid)
    mark = f"{sheet.word('mark')}: travaux:{sheet.mark}"
    table.append(_row([mark], rtl, span=len(_COLUMNS)))
    table.append(_row([sheet.word("member"), ""], rtl, last_span=len(_COLUMNS) - 1))
    table.append(_row([sheet.word(key) for key in _COLUMNS], rtl, bold=True, head=True))
    for row in sheet.rows:
        table.append(_row([row.reference, row.paragraph, "", "", ""], rtl))
    for _ in range(sheet.spare):
        table.append(_row([""] * len(_COLUMNS), rtl))
    first = table.find(f"{W}tr/{W}tc/{W}p")
    if first is not None:
        _own(first, 999)
    return table


def _row(
    words: list[str],
    rtl: bool,
    *,
    bold: bool = False,
    head: bool = False,
    span: int = 1,
    last_span: int = 1,
) -> etree._Element:
    row = _made("tr")
    if head:
        properties = _made("trPr")
        properties.append(_made("cantSplit"))
        row.append(properties)
    for at, text in enumerate(words):
        cell = _made("tc")
        properties = _made("tcPr")
        width = span if len(words) == 1 else last_span if at == len(words) - 1 else 1
        properties.append(_made("tcW", w=str(sum(_SHARES[at : at + width])), type="dxa"))
        if width > 1:
            properties.append(_made("gridSpan", val=str(width)))
        cell.append(properties)
        cell.append(_paragraph(text, rtl, bold=bold, small=True))
        row.append(cell)
    return row


def _paragraph(
    text: str, rtl: bool, *, bold: bool = False, new_page: bool = False, small: bool = False
) -> etree._Element:
    paragraph = _made("p")
    properties = _made("pPr")
    if new_page:
        properties.append(_made("pageBreakBefore"))
    if rtl:
        properties.append(_made("bidi"))
    if small:
        properties.append(_made("spacing", before="20", after="20"))
    paragraph.append(properties)
    if text:
        run = _made("r")
        looks = _made("rPr")
        if bold:
            looks.extend([_made("b"), _made("bCs")])
        if small:
            looks.extend([_made("sz", val="18"), _made("szCs", val="18")])
        if rtl:
            looks.append(_made("rtl"))
        run.append(looks)
        words = _made("t")
        words.text = storable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def _own(paragraph: etree._Element, number: int) -> None:
    """Mark a paragraph as ours: when the file comes back it is no part of the text."""
    key = str(50_000 + number)
    start = _made("bookmarkStart", id=key, name=f"{OURS}{number}")
    properties = paragraph.find(W + "pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(_made("bookmarkEnd", id=key))


def _made(name: str, /, **values: str) -> etree._Element:
    element = etree.Element(W + name)
    for key, value in values.items():
        element.set(W + key, value)
    return element
