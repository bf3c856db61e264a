"""A two-column Word file for translators who have nothing but Word: source left, target right."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from lxml import etree

from travaux.core.formats.bounds import open_office_archive
from travaux.core.formats.comment_tables.docx_grid import read_docx_tables
from travaux.core.formats.exchange.units import STATES, Package, State, Unit
from travaux.core.formats.masthead import right_to_left
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_parts import storable
from travaux.core.problems import Unusable

# The first row is read by machines: it stays in English whatever the languages of the text.
HEAD = ("id", "place", "source", "target", "state")
_WIDTHS = (1700, 1000, 5000, 5000, 1300)  # twentieths of a point


def write_bilingual(package: Package) -> bytes:
    """A package as a Word file whose last but one column waits for the translation."""
    word = import_module("docx")
    orient = import_module("docx.enum.section").WD_ORIENT
    made = word.Document()
    section = made.sections[0]
    section.orientation = orient.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.core_properties.title = _named(package)
    made.core_properties.author = made.core_properties.comments = ""
    made.add_heading(_named(package), level=1)
    made.element.body[-1].addprevious(_table(package))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read_bilingual(data: bytes) -> Package:
    """Read the file back, whoever saved it; rows may be in any order.

    Errors: `bilingual-not-found`, and those of opening a Word file.
    """
    for grid in read_docx_tables(data):
        if not grid.rows:
            continue
        head = [cell.strip().lower() for cell in grid.rows[0]]
        if not {"id", "source", "target"} <= set(head):
            continue
        places = {name: head.index(name) for name in HEAD if name in head}
        units = [_unit(row, places) for row in grid.rows[1:]]
        version, source, target = _names(data)
        return Package(version, source, target, tuple(unit for unit in units if unit.key))
    raise Unusable("bilingual-not-found")


def _named(package: Package) -> str:
    return f"{package.version} {package.source_language} > {package.target_language}"


def _names(data: bytes) -> tuple[str, str, str]:
    """Version and languages, out of the heading above the table."""
    root = open_office_archive(data).xml("word/document.xml")
    for paragraph in root.iterfind(f"{W}body/{W}p"):
        text = "".join(words.text or "" for words in paragraph.iter(W + "t"))
        left, arrow, right = text.partition(" > ")
        version, _, source = left.strip().rpartition(" ")
        if arrow and version:
            return version, source, right.strip()
    return "", "", ""


def _unit(row: list[str], places: dict[str, int]) -> Unit:
    def at(name: str) -> str:
        place = places.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""

    state = at("state").lower()
    target = at("target")
    told: State = next((known for known in STATES if known == state), "current")
    if not target:
        told = "missing"
    elif told == "missing":
        told = "current"
    return Unit(at("id"), at("source"), target, told, at("place"))


def _table(package: Package) -> Any:
    table = _made("tbl")
    properties = _made("tblPr")
    properties.append(_made("tblStyle", val="TableGrid"))
    properties.append(_made("tblW", w=str(sum(_WIDTHS)), type="dxa"))
    properties.append(_made("tblLayout", type="fixed"))
    table.append(properties)
    grid = _made("tblGrid")
    grid.extend([_made("gridCol", w=str(width)) for width in _WIDTHS])
    table.append(grid)
    table.append(_row(HEAD, ("", "", "", "", ""), head=True))
    languages = ("", "", package.source_language, package.target_language, "")
    for unit in package.units:
        cells = (unit.key, unit.place, unit.source, unit.target, unit.state)
        table.append(_row(cells, languages))
    return table


def _row(cells: tuple[str, ...], languages: tuple[str, ...], *, head: bool = False) -> Any:
    row = _made("tr")
    if head:
        properties = _made("trPr")
        properties.append(_made("tblHeader"))
        row.append(properties)
    for words, language, width in zip(cells, languages, _WIDTHS, strict=True):
        cell = _made("tc")
        properties = _made("tcPr")
        properties.append(_made("tcW", w=str(width), type="dxa"))
        cell.append(properties)
        cell.append(_paragraph(words, right_to_left(language) if language else False))
        row.append(cell)
    return row


def _paragraph(words: str, rtl: bool) -> Any:
    paragraph = _made("p")
    if rtl:
        properties = _made("pPr")
        properties.append(_made("bidi"))
        paragraph.append(properties)
    run = _made("r")
    if rtl:
        held = _made("rPr")
        held.append(_made("rtl"))
        run.append(held)
    for count, line in enumerate(storable(words).split("\n")):
        if count:
            run.append(_made("br"))
        text = _made("t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
    paragraph.append(run)
    return paragraph


def _made(tag: str, **values: str) -> Any:
    element = etree.Element(W + tag)
    for key, value in values.items():
        element.set(W + key, value)
    return element
