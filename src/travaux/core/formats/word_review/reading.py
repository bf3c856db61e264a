"""Word files under review -> Review: nothing accepted, nothing rejected, nothing fetched."""

from __future__ import annotations

from lxml import etree

from travaux.core.formats.bounds import DEFAULT_BOUNDS, Bounds, OfficeArchive, open_office_archive
from travaux.core.formats.word_in import COMPATIBILITY
from travaux.core.formats.word_numbering import W, value_of
from travaux.core.formats.word_package import external_parts, part_of
from travaux.core.formats.word_review.looks import switched
from travaux.core.formats.word_review.marginalia import read_marginalia
from travaux.core.formats.word_review.model import Place, Review, Stretch
from travaux.core.formats.word_review.places import SIDES, THROUGH, chosen, inside
from travaux.core.formats.word_review.runs import Open, Runs
from travaux.core.formats.word_review.tracking import Tracked, around, repointed, words_of
from travaux.core.problems import Problem, Unusable

_LAYOUT = frozenset(
    W + name
    for name in (
        "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
        "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip


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


class _Reader(Runs):
    """The flow of paragraphs and tables, then of notes and boxes."""

    def __init__(self, archive: OfficeArchive) -> None:
        super().__init__(archive)
        self._stretches: list[Stretch] = []
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
                self._paragraph(node, Open(-1, place, cell, note, host), tracked or Tracked())
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

    def _paragraph(self, node: etree._Element, here: Open, tracked: Tracked) -> None:
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

    def _end(self, properties: etree._Element | None, here: Open) -> tuple[int, int]:
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

    def _read_boxes(self) -> None:
        # Boxes within boxes come in while this runs.
        at = 0
        while at < len(self._boxes):
            box, host = self._boxes[at]
            self._flow(box, "text-box", host=host)
            at += 1
