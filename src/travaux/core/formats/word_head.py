"""The head of a Word file as documents of international bodies have it: masthead, running head."""

from __future__ import annotations

from collections.abc import Sequence
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

    On the first page the body stands where reading begins and the symbol on the other side; below a
    line session and agenda item, and distribution, date and original language.
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
    """A table of two rows, each above a line; then what the text is, such as "Draft"."""
    last = _fill(header, "Header", rtl, [run_of(masthead.standing, rtl=rtl)])
    table = made("tbl")
    properties = made("tblPr")
    if rtl:
        properties.append(made("bidiVisual"))
    properties.append(made("tblW", w=str(2 * _HALF), type="dxa"))
    borders = made("tblBorders")
    borders.append(made("bottom", val="single", sz="4", space="0", color="auto"))
    borders.append(made("insideH", val="single", sz="12", space="0", color="auto"))
    properties.append(borders)
    properties.append(made("tblLook", val="0000"))
    table.append(properties)
    grid = made("tblGrid")
    grid.extend([made("gridCol", w=str(_HALF)) for _ in range(2)])
    table.append(grid)
    for left, right, head in (
        ([masthead.organ], [masthead.symbol], True),
        (masthead.agenda, masthead.facts, False),
    ):
        row = made("tr")
        row.append(_cell(left, rtl, end=False, head=head))
        row.append(_cell(right, rtl, end=True, head=head))
        table.append(row)
    last.addprevious(table)


def _cell(lines: Sequence[str], rtl: bool, *, end: bool, head: bool) -> Any:
    """Lines, bold in the row of organ and symbol; at the end of the line where `end`."""
    cell = made("tc")
    properties = made("tcPr")
    properties.append(made("tcW", w=str(_HALF), type="dxa"))
    cell.append(properties)
    for line in lines or [""]:
        paragraph = made("p")
        settings = paragraph_properties("Header", rtl)
        if end:
            # Word counts "right" from where reading begins: in a paragraph that runs from right
            # to left it is the left side.
            settings.append(made("jc", val="right"))
        paragraph.append(settings)
        paragraph.append(run_of(line, kinds=["strong"] if head else [], rtl=rtl))
        cell.append(paragraph)
    return cell
