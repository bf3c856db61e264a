"""Word files under review -> Review: nothing accepted, nothing rejected, nothing fetched."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from travaux.core.formats.bounds import DEFAULT_BOUNDS, Bounds, OfficeArchive, open_office_archive
from travaux.core.formats.word_in import COMPATIBILITY, MATH, whole_hex
from travaux.core.formats.word_numbering import W, value_of
from travaux.core.formats.word_package import external_parts, part_of
from travaux.core.formats.word_review.changes import ChangeLog
from travaux.core.formats.word_review.hanging import Ranges
from travaux.core.formats.word_review.looks import switched
from travaux.core.formats.word_review.marginalia import read_marginalia
from travaux.core.formats.word_review.model import Piece, Place, Review, Stretch
from travaux.core.formats.word_review.places import SIDES, THROUGH, chosen, inside
from travaux.core.formats.word_review.surroundings import Surroundings
from travaux.core.formats.word_review.tracking import (
    Tracked,
    around,
    is_row,
    repointed,
    within,
    words_of,
)
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.numbers import roman

_LAYOUT = frozenset(
    W + name
    for name in (
        "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
        "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip
_LEFT_OUT = {
    W + "drawing": "pictures-left-out",
    W + "pict": "pictures-left-out",
    W + "object": "objects-left-out",
    W + "altChunk": "embedded-files-left-out",
    W + "subDoc": "embedded-files-left-out",
}


def read_review(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> Review:
    """Read the tracked changes and margin comments of a Word file, in body, tables and notes.

    Problems (each with a count): changes-without-author, comments-without-author,
    move-without-its-other-end, moves-overlap, comments-hung-on-nothing, comments-not-closed,
    comments-missing, comment-answers-itself, layout-changes-left-out, pictures-left-out,
    objects-left-out, embedded-files-left-out, formulas-as-text, notes-missing,
    part-unreadable (where: the part), headers-left-out (changes in headers and footers),
    external-left-out (templates, pictures and the like that lie outside the file).
    Errors: those of `open_office_archive`, `format-mismatch`, `file-broken`.
    """
    archive = open_office_archive(data, bounds)
    if archive.kind != "docx":
        raise Unusable("format-mismatch" if archive.kind != "zip" else "file-broken")
    return _Reader(archive).review()


@dataclass(slots=True)
class _Open:
    """The stretch that is being read."""

    at: int
    place: Place
    cell: tuple[int, int, int] | None
    note: str
    host: int
    pieces: list[Piece] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class _Reader(Surroundings):
    def __init__(self, archive: OfficeArchive) -> None:
        super().__init__(archive)
        self._log = ChangeLog()
        self._stretches: list[Stretch] = []
        self._ranges = Ranges()
        self._moving: dict[str, list[tuple[str, str]]] = {"from": [], "to": []}
        self._overlapping: set[str] = set()  # moves that reach into others
        self._notes: list[tuple[str, str, str, int]] = []  # kind, id, sign, host
        self._note_count: Counter[str] = Counter()
        self._boxes: list[tuple[etree._Element, int]] = []
        self._tables = 0

    def review(self) -> Review:
        root = part_of(self._archive, self._main)
        body = root.find(W + "body")
        if body is None:
            raise Unusable("file-broken", self._main)
        self._count["layout-changes-left-out"] = sum(1 for _ in root.iter(*_LAYOUT))
        self._count["external-left-out"] = external_parts(self._archive, self._main)
        self._flow(body, "body")
        self._count["moves-overlap"] = len(self._overlapping)
        self._read_notes()
        self._read_boxes()
        self._look_at_headers()
        changes, places, odd = self._log.finish()
        stretches = tuple(repointed(stretch, places) for stretch in self._stretches)
        marginalia = read_marginalia(self._part, words_of)
        comments, loose = self._ranges.comments(marginalia, stretches)
        self._count.update(loose)
        for code, count in self._count.items():
            if count:
                odd.append(Problem(code, facts={"count": count}))
        return Review(stretches, changes, comments, (*self._problems, *odd), self._title())

    # The flow of paragraphs and tables

    def _flow(
        self,
        parent: etree._Element,
        place: Place,
        *,
        cell: tuple[int, int, int] | None = None,
        note: str = "",
        host: int = -1,
        tracked: Tracked | None = None,
    ) -> None:
        for node in parent:
            tag = node.tag
            if tag == W + "p":
                self._paragraph(node, _Open(-1, place, cell, note, host), tracked or Tracked())
            elif tag == W + "tbl":
                self._table(node, place, cell, note, host)
            elif tag in THROUGH:
                self._flow(node, place, cell=cell, note=note, host=host, tracked=tracked)
            elif tag in SIDES:
                inner = around(node, tracked or Tracked())
                self._flow(node, place, cell=cell, note=note, host=host, tracked=inner)
            elif tag == COMPATIBILITY + "AlternateContent":
                self._flow(chosen(node), place, cell=cell, note=note, host=host, tracked=tracked)
            else:
                self._between(node, len(self._stretches))

    def _table(
        self,
        node: etree._Element,
        place: Place,
        outer: tuple[int, int, int] | None,
        note: str,
        host: int,
    ) -> None:
        if outer is None and place == "body":
            self._tables += 1
        table = self._tables
        for row_at, row in enumerate(inside(node, W + "tr"), 1):
            properties = row.find(W + "trPr")
            tracked = Tracked(row=True)
            if properties is not None:
                for mark in properties:
                    if mark.tag == W + "ins":
                        tracked.inserted = mark
                    elif mark.tag == W + "del":
                        tracked.deleted = mark
            for column_at, cell in enumerate(inside(row, W + "tc"), 1):
                own = outer or ((table, row_at, column_at) if place == "body" else None)
                where: Place = "table" if place == "body" else place
                self._flow(cell, where, cell=own, note=note, host=host, tracked=tracked)

    def _paragraph(self, node: etree._Element, here: _Open, tracked: Tracked) -> None:
        here.at = len(self._stretches)
        # The place is held: what stands in the paragraph knows by it where it is.
        self._stretches.append(Stretch(()))
        self._ranges.begin(here.at)
        properties = node.find(W + "pPr")
        style = value_of(properties, "pStyle") or self._styles.default
        if here.place == "body" and self._styles.names(style)[0].startswith("toc "):
            here.place = "contents"
        self._runs(node, here, tracked)
        inserted, deleted = self._end(properties, here)
        if properties is not None:
            for change in properties.iter(W + "pPrChange"):
                place = self._log.note(
                    "format", change, here.at, detail=switched(change, properties)
                )
                self._log.add(place, "".join(piece.text for piece in here.pieces))
        number = ""
        if inserted < 0 and any(piece.inserted < 0 and piece.text.strip() for piece in here.pieces):
            number = self._number(properties, style)
        self._stretches[here.at] = Stretch(
            pieces=tuple(here.pieces),
            end_inserted=inserted,
            end_deleted=deleted,
            place=here.place,
            number=number,
            level=self._level(properties, style),
            names=tuple(here.names),
            cell=here.cell,
            note=here.note,
            host=here.host,
        )
        # Changes belong to one paragraph each: none goes on in the next.
        self._log.interrupted_but(())

    def _end(self, properties: etree._Element | None, here: _Open) -> tuple[int, int]:
        """The changes that put in and took out the end of the paragraph."""
        marks = properties.find(W + "rPr") if properties is not None else None
        inserted = deleted = -1
        for node in marks if marks is not None else ():
            side = SIDES.get(node.tag) if isinstance(node.tag, str) else None
            if side is None:
                continue
            taken = node.tag in (W + "del", W + "moveFrom")
            place = self._log.note(
                "move" if side else "delete" if taken else "insert",
                node,
                here.at,
                side=side,
                move=self._move_now(side) if side else "",
            )
            if taken:
                deleted = place
            else:
                inserted = place
        return inserted, deleted

    # Runs

    def _runs(self, parent: etree._Element, here: _Open, tracked: Tracked) -> None:
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

    def _run(self, node: etree._Element, here: _Open, tracked: Tracked) -> None:
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

    def _add(self, text: str, here: _Open, tracked: Tracked) -> None:
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
        self, kind: str, node: etree._Element, here: _Open, side: str, tracked: Tracked
    ) -> int:
        move = self._move_now(side) if side else ""
        row = tracked.row and node.getparent() is not None and is_row(node)
        if side:
            return self._log.note("move", node, here.at, side=side, move=move)
        if kind == "insert":
            return self._log.note("insert", node, here.at, row=row)
        return self._log.note("delete", node, here.at, row=row)

    # Notes and boxes

    def _note(self, node: etree._Element, here: _Open) -> None:
        kind = "footnote" if node.tag == W + "footnoteReference" else "endnote"
        if (node.get(W + "customMarkFollows") or "0") not in ("0", "false"):
            sign = "*"
        else:
            self._note_count[kind] += 1
            count = self._note_count[kind]
            sign = str(count) if kind == "footnote" else roman(count)
        self._notes.append((kind, node.get(W + "id") or "", sign, here.at))

    def _read_notes(self) -> None:
        for kind in ("footnote", "endnote"):
            wanted = [note for note in self._notes if note[0] == kind]
            root = self._part(f"/{kind}s")
            held: dict[str, etree._Element] = {}
            for node in root.findall(W + kind) if root is not None else ():
                if node.get(W + "type") in (None, "normal"):
                    held.setdefault(node.get(W + "id") or "", node)
            place: Place = "footnote" if kind == "footnote" else "endnote"
            for _, key, sign, host in wanted:
                note = held.pop(key, None)
                if note is None:
                    self._count["notes-missing"] += 1
                else:
                    self._flow(note, place, note=sign, host=host)

    def _boxed(self, node: etree._Element, here: _Open) -> None:
        boxes = [
            box
            for box in node.iter(W + "txbxContent")
            if not any(a.tag == COMPATIBILITY + "Fallback" for a in box.iterancestors())
        ]
        outermost = [box for box in boxes if not within(box, boxes)]
        self._boxes += [(box, here.at) for box in outermost]
        if not outermost and node.tag in _LEFT_OUT:
            self._count[_LEFT_OUT[node.tag]] += 1

    def _read_boxes(self) -> None:
        # Boxes within boxes come in while this runs.
        at = 0
        while at < len(self._boxes):
            box, host = self._boxes[at]
            self._flow(box, "text-box", host=host)
            at += 1
