"""The tracked elements around a run, and small readings that need no state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_review.model import Stretch
from travaux.core.formats.word_review.places import SIDES


@dataclass(slots=True)
class Tracked:
    """The tracked elements around a run: which put it in, and which took it out."""

    inserted: etree._Element | None = None
    deleted: etree._Element | None = None
    insert_side: str = ""
    delete_side: str = ""
    row: bool = False


def around(node: etree._Element, outer: Tracked) -> Tracked:
    """What is inside a tracked element: what was around it, and this."""
    side = SIDES[str(node.tag)]
    if node.tag in (W + "ins", W + "moveTo"):
        return replace(outer, inserted=node, insert_side=side)
    return replace(outer, deleted=node, delete_side=side)


def is_row(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == W + "trPr"


def within(box: etree._Element, boxes: list[etree._Element]) -> bool:
    return any(above in boxes for above in box.iterancestors(W + "txbxContent"))


def words_of(paragraph: etree._Element) -> str:
    """The words of a paragraph of a comment, its own tracked deletions left out."""
    words: list[str] = []
    gone = (W + "del", W + "moveFrom")
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"):
        if any(above.tag in gone for above in node.iterancestors()):
            continue
        if node.tag == W + "t":
            words.append(node.text or "")
        else:
            words.append(
                "\t" if node.tag == W + "tab"
                else "\u2011" if node.tag == W + "noBreakHyphen" else "\n"
            )  # fmt: skip
    return "".join(words)


def repointed(stretch: Stretch, places: list[int]) -> Stretch:
    def now(place: int) -> int:
        return places[place] if place >= 0 else -1

    if stretch.end_inserted >= 0 or stretch.end_deleted >= 0:
        stretch = replace(
            stretch, end_inserted=now(stretch.end_inserted), end_deleted=now(stretch.end_deleted)
        )
    if all(piece.inserted < 0 and piece.deleted < 0 for piece in stretch.pieces):
        return stretch
    return replace(
        stretch,
        pieces=tuple(
            replace(piece, inserted=now(piece.inserted), deleted=now(piece.deleted))
            for piece in stretch.pieces
        ),
    )
