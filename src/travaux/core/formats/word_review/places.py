"""What stands around the paragraphs of a Word text, and the order in which they are counted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from travaux.core.formats.word_in import COMPATIBILITY
from travaux.core.formats.word_numbering import W

# Elements that only stand around what counts, and those that track what became of it.
THROUGH = frozenset(
    W + name
    for name in (
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "bdo",
        "dir",
        "customXml",
        "hyperlink",
    )
)
SIDES = {W + "ins": "", W + "del": "", W + "moveFrom": "from", W + "moveTo": "to"}


def paragraphs_of(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of body and tables; the place in this list is the number of the stretch."""
    body = root.find(W + "body")
    return list(_flow(body)) if body is not None else []


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    for node in parent:
        if node.tag == W + "p":
            yield node
        elif node.tag == W + "tbl":
            for row in inside(node, W + "tr"):
                for cell in inside(row, W + "tc"):
                    yield from _flow(cell)
        elif node.tag in THROUGH or node.tag in SIDES:
            yield from _flow(node)
        elif node.tag == COMPATIBILITY + "AlternateContent":
            yield from _flow(chosen(node))


def inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also where a content control or a tracked change stands around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in THROUGH or child.tag in SIDES:
            yield from inside(child, tag)


def chosen(node: etree._Element) -> etree._Element:
    """Of alternative contents the first, so that nothing is read twice."""
    choice = node.find(COMPATIBILITY + "Choice")
    return choice if choice is not None else node
