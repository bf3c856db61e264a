"""The head of a Word file as documents of international bodies have it: masthead, running head."""

from __future__ import annotations

from typing import Any

from travaux.core.formats.masthead import Masthead
from travaux.core.formats.word_parts import (
    made,
    paragraph_properties,
    run_of,
    storable,
)

_HALF = 4535  # twentieths of a point: half of a page between its margins


def put_head(section: Any, masthead: Masthead | None, rtl: bool) -> None:
    """The masthead on the first page, symbol and standing on those that follow, page numbers on all.

    On the first page the body stands where reading begins; symbol, distribution, date and original
    language stand on the other side.
    """
    if masthead and masthead.lines:
        section.different_first_page_header_footer = True
        running = [storable(line) for line in (masthead.symbol, masthead.standing) if line]
        _fill(section.header, "Header", rtl, [run_of("\t\t".join(running), rtl=rtl)])
        _masthead(section.first_page_header, masthead, rtl)
        _page_number(section.first_page_footer, rtl)
    _page_number(section.footer, rtl)


def _fill(part: Any, style: str, rtl: bool, content: list[Any]) -> Any:
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]._p
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(paragraph_properties(style, rtl))
    paragraph.extend(content)
    return paragraph


def _page_number(footer: Any, rtl: bool) -> None:
    field = made("fldSimple", instr="PAGE")
    field.append(run_of("1"))
    _fill(footer, "Footer", rtl, [field])


def _masthead(header: Any, masthead: Masthead, rtl: bool) -> None:
    """A table of two cells above a line; then what the text is, such as "Draft"."""
    last = _fill(header, "Header", rtl, [run_of(masthead.standing, rtl=rtl)])
    table = made("tbl")
    properties = made("tblPr")
    if rtl:
        properties.append(made("bidiVisual"))
    properties.append(made("tblW", w=str(2 * _HALF), type="dxa"))
    borders = made("tblBorders")
    borders.append(made("bottom", val="single", sz="8", space="0", color="auto"))
    properties.append(borders)
    properties.append(made("tblLook", val="0000"))
    table.append(properties)
    grid = made("tblGrid")
    grid.extend([made("gridCol", w=str(_HALF)) for _ in range(2)])
    table.append(grid)
    row = made("tr")
    row.append(_cell([masthead.organ], rtl, end=False))
    facts = [masthead.symbol, masthead.distribution, masthead.date, masthead.original]
    row.append(_cell([line for line in facts if line], rtl, end=True))
    table.append(row)
    last.addprevious(table)


def _cell(lines: list[str], rtl: bool, *, end: bool) -> Any:
    """Lines of which the first is bold; at the end of the line where `end`."""
    cell = made("tc")
    properties = made("tcPr")
    properties.append(made("tcW", w=str(_HALF), type="dxa"))
    cell.append(properties)
    for place, line in enumerate(lines or [""]):
        paragraph = made("p")
        settings = paragraph_properties("Header", rtl)
        if end:
            # Word counts "right" from where reading begins: in a paragraph that runs from right
            # to left it is the left side.
            settings.append(made("jc", val="right"))
        paragraph.append(settings)
        paragraph.append(run_of(line, kinds=["strong"] if place == 0 else [], rtl=rtl))
        cell.append(paragraph)
    return cell
