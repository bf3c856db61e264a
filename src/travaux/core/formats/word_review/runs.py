"""The runs of a paragraph under review: words with what put them in, took them out, or moved them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from travaux.core.formats.bounds import OfficeArchive
from travaux.core.formats.word_in import COMPATIBILITY, MATH, whole_hex
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_review.changes import ChangeLog
from travaux.core.formats.word_review.hanging import Ranges
from travaux.core.formats.word_review.looks import switched
from travaux.core.formats.word_review.model import Piece, Place
from travaux.core.formats.word_review.places import SIDES, THROUGH, chosen
from travaux.core.formats.word_review.surroundings import Surroundings
from travaux.core.formats.word_review.tracking import Tracked, around, is_row, within
from travaux.core.texts.numbers import roman

_LEFT_OUT = {
    W + "drawing": "pictures-left-out",
    W + "pict": "pictures-left-out",
    W + "object": "objects-left-out",
    W + "altChunk": "embedded-files-left-out",
    W + "subDoc": "embedded-files-left-out",
}


@dataclass(slots=True)
class Open:
    """The stretch that is being read."""

    at: int
    place: Place
    cell: tuple[int, int, int] | None
    note: str
    host: int
    pieces: list[Piece] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Runs(Surroundings):
    """What stands in a paragraph: pieces, ends of ranges; notes and boxes are kept for later."""

    def __init__(self, archive: OfficeArchive) -> None:
        super().__init__(archive)
        self._log = ChangeLog()
        self._ranges = Ranges()
        self._moving: dict[str, list[tuple[str, str]]] = {"from": [], "to": []}
        self._overlapping: set[str] = set()  # moves that reach into others
        self._notes: list[tuple[str, str, str, int]] = []  # kind, id, sign, host
        self._note_count: Counter[str] = Counter()
        self._boxes: list[tuple[etree._Element, int]] = []

    def _runs(self, parent: etree._Element, here: Open, tracked: Tracked) -> None:
        for node in parent:
            tag = node.tag
            if tag == W + "r":
                self._run(node, here, tracked)
            elif tag in SIDES:
                self._runs(node, here, around(node, tracked))
            elif tag in THROUGH:
                self._runs(node, here, tracked)
            elif tag == COMPATIBILITY + "AlternateContent":
                self._runs(chosen(node), here, tracked)
            elif tag == W + "bookmarkStart":
                here.names.append((node.get(W + "name") or "")[:100])
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._count["formulas-as-text"] += 1
                words = "".join(piece.text or "" for piece in node.iter(MATH + "t"))
                self._add(words, here, tracked)
            else:
                self._between(node, here.at)

    def _between(self, node: etree._Element, at: int) -> None:
        """What may stand between runs and between paragraphs: the ends of ranges."""
        tag = node.tag
        if tag == W + "commentRangeStart":
            self._ranges.open(node.get(W + "id") or "")
        elif tag == W + "commentRangeEnd":
            self._ranges.close(node.get(W + "id") or "")
        elif tag in (W + "moveFromRangeStart", W + "moveToRangeStart"):
            side = "from" if tag == W + "moveFromRangeStart" else "to"
            key, name = node.get(W + "id") or "", node.get(W + "name") or ""
            self._moving[side].append((key, name[:100]))
            if len(self._moving[side]) > 1:
                self._overlapping |= {held or key for key, held in self._moving[side]}
        elif tag in (W + "moveFromRangeEnd", W + "moveToRangeEnd"):
            side = "from" if tag == W + "moveFromRangeEnd" else "to"
            key = node.get(W + "id") or ""
            self._moving[side] = [held for held in self._moving[side] if held[0] != key]
        elif tag in _LEFT_OUT:
            self._count[_LEFT_OUT[tag]] += 1

    def _move_now(self, side: str) -> str:
        """The name of the innermost move that is open."""
        return self._moving[side][-1][1] if self._moving[side] else ""

    def _run(self, node: etree._Element, here: Open, tracked: Tracked) -> None:
        properties = node.find(W + "rPr")
        if properties is not None:
            # Some programs mark a run itself and not the element around it.
            for mark in properties:
                if mark.tag in SIDES:
                    tracked = around(mark, tracked)
        words = []
        for child in node:
            tag = child.tag
            if tag in (W + "t", W + "delText"):
                words.append(child.text or "")
            elif tag in (W + "tab", W + "ptab"):
                words.append("\t")
            elif tag in (W + "br", W + "cr"):
                if child.get(W + "type") in (None, "textWrapping"):
                    words.append("\n")
            elif tag == W + "noBreakHyphen":
                words.append("\u2011")
            elif tag == W + "sym":
                code = whole_hex(child.get(W + "char"))
                words.append(chr(code) if code and not 0xD800 <= code <= 0xF8FF else "\u2022")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                self._note(child, here)
            elif tag == W + "commentReference":
                self._ranges.reference(child.get(W + "id") or "")
            elif tag == W + "ruby":
                for base in child.findall(W + "rubyBase"):
                    self._runs(base, here, tracked)
            elif tag == COMPATIBILITY + "AlternateContent":
                self._boxed(chosen(child), here)
            elif tag in _LEFT_OUT:
                self._boxed(child, here)
        text = "".join(words)
        if not text:
            return
        self._add(text, here, tracked)
        change = properties.find(W + "rPrChange") if properties is not None else None
        if change is not None and properties is not None:
            place = self._log.note("format", change, here.at, detail=switched(change, properties))
            self._log.add(place, text)
        else:
            self._log.interrupted("format")

    def _add(self, text: str, here: Open, tracked: Tracked) -> None:
        inserted = deleted = -1
        tracks = {"format"}
        if tracked.inserted is not None:
            inserted = self._noted("insert", tracked.inserted, here, tracked.insert_side, tracked)
            self._log.add(inserted, text)
            tracks |= {"insert", "moveto"}
        if tracked.deleted is not None:
            deleted = self._noted("delete", tracked.deleted, here, tracked.delete_side, tracked)
            self._log.add(deleted, text)
            tracks |= {"delete", "movefrom"}
        if tracked.insert_side and tracked.delete_side:  # moved, and moved on from there
            self._overlapping |= {self._move_now("from"), self._move_now("to")} - {""} or {text}
        # A replacement is written as out, in, out, in: one does not end the other.
        if inserted < 0 and deleted < 0:
            self._log.interrupted_but(("format",))
        here.pieces.append(Piece(text, inserted, deleted))
        self._ranges.words(here.at, text, inserted >= 0, deleted >= 0)

    def _noted(
        self, kind: str, node: etree._Element, here: Open, side: str, tracked: Tracked
    ) -> int:
        move = self._move_now(side) if side else ""
        row = tracked.row and node.getparent() is not None and is_row(node)
        if side:
            return self._log.note("move", node, here.at, side=side, move=move)
        if kind == "insert":
            return self._log.note("insert", node, here.at, row=row)
        return self._log.note("delete", node, here.at, row=row)

    def _note(self, node: etree._Element, here: Open) -> None:
        kind = "footnote" if node.tag == W + "footnoteReference" else "endnote"
        if (node.get(W + "customMarkFollows") or "0") not in ("0", "false"):
            sign = "*"
        else:
            self._note_count[kind] += 1
            count = self._note_count[kind]
            sign = str(count) if kind == "footnote" else roman(count)
        self._notes.append((kind, node.get(W + "id") or "", sign, here.at))

    def _boxed(self, node: etree._Element, here: Open) -> None:
        boxes = [
            box
            for box in node.iter(W + "txbxContent")
            if not any(a.tag == COMPATIBILITY + "Fallback" for a in box.iterancestors())
        ]
        outermost = [box for box in boxes if not within(box, boxes)]
        self._boxes += [(box, here.at) for box in outermost]
        if not outermost and node.tag in _LEFT_OUT:
            self._count[_LEFT_OUT[node.tag]] += 1
