"""The tables of a Word file as grids: the ISO/IEC form is a Word form."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from travaux.core.formats.bounds import open_office_archive
from travaux.core.formats.comment_tables.grids import Grid, tidy
from travaux.core.formats.word_package import part_of
from travaux.core.problems import Problem, Unusable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {_W + tag for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}


def read_docx_tables(data: bytes) -> list[Grid]:
    """Each outermost table of a Word file; tracked insertions are read, deletions are not."""
    archive = open_office_archive(data)
    if archive.kind != "docx":
        raise Unusable("file-kind-differs", found=archive.kind, expected="docx")
    root = part_of(archive, "word/document.xml")
    grids: list[Grid] = []
    for table in root.iter(f"{_W}tbl"):
        if next(table.iterancestors(f"{_W}tbl"), None) is None:
            grids.append(_grid(f"table {len(grids) + 1}", table))
    return grids


def _grid(name: str, table: etree._Element) -> Grid:
    grid = Grid(name, [])
    tracked = False
    for row in _children(table, "tr"):
        at = len(grid.rows)
        cells: list[str] = []
        for cell in _children(row, "tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = _text(cell)
            tracked = tracked or any(True for _ in cell.iter(f"{_W}del", f"{_W}ins"))
            continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            column = len(cells)
            if continued and not text and at and column < len(grid.rows[-1]):
                text = grid.rows[-1][column]
                if text:
                    grid.inherited.setdefault(at, set()).add(column)
            cells.append(text)
            cells.extend([""] * (_number(span) - 1))
        grid.rows.append(cells)
    if tracked:
        grid.problems.append(Problem("tracked-changes-accepted", name))
    return grid


def _number(span: etree._Element | None) -> int:
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(int(value), 200) if value.isdecimal() and int(value) > 0 else 1


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also where a content control or a tracked insertion stands around them."""
    for child in parent:
        if child.tag == _W + tag:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _children(child, tag)


def _text(cell: etree._Element) -> str:
    paragraphs = ["".join(_runs(paragraph)) for paragraph in cell.iter(f"{_W}p")]
    return tidy("\n".join(paragraphs))


def _runs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == _W + "p":
            continue
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "tab":
            yield "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "\N{NON-BREAKING HYPHEN}"
        else:
            yield from _runs(child)
