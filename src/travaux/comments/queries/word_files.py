"""What a Word file under review would bring into a round: margin comments and proposed changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from travaux.comments.file_words import formatting_words
from travaux.comments.queries.kits import kit_aliases, mark_of, member_in, type_code
from travaux.comments.queries.places import target_rows
from travaux.comments.queries.tables import PlannedRow, TablePlan
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.core.comments.place_names import PlaceNames
from travaux.core.comments.points import FileRead, Point, SentOut, read_file
from travaux.core.formats.comment_tables import CommentTable, TableRow, read_comment_table
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.line_numbers import LineMap
from travaux.plumbing.languages import to_django


@dataclass(frozen=True, slots=True)
class Held:
    """A Word file, letter or mail as it was read against the text of a round.

    `language` is the text's: a change without words of its own gets its sentence in that, and not
    in the language of whoever reads the file or of the worker.
    """

    read: FileRead
    ids: dict[str, int]
    names: PlaceNames
    language: str

    @property
    def is_table(self) -> bool:
        """Whether it holds a table of comments and nothing else."""
        points = self.read.points
        return bool(points) and all(point.kind == "row" for point in points)


def points_in(round: Round, data: bytes, name: str, lines: LineMap | None = None) -> Held:
    """What a file says about the version that is out. Errors (Unusable): those of the reader."""
    targets, ids = target_rows(round.version)
    title = round.version.titles.get(round.version.language, "")
    read = read_file(data, name, SentOut(tuple(targets), lines, title), aliases=kit_aliases())
    return Held(read, ids, PlaceNames(targets), round.version.language)


def plan_points(round: Round, data: bytes, name: str, held: Held) -> TablePlan:
    """Margin comments and changes of a Word file, or the points of a letter, in their places.

    A place that was found by likeness alone is not taken: the comment waits without one.
    Errors (Unusable): `nothing-to-read`.
    """
    read = held.read
    if not read.points and not read.formatting and not read.attachments:
        filled = any(problem.code == "nothing-filled-in" for problem in read.problems)
        raise Unusable("nothing-filled-in" if filled else "nothing-to-read")
    member = ""
    if read.sheet_of:
        member = member_in(read_comment_table(data, name, aliases=kit_aliases()).preamble)
    with override(to_django(held.language)):
        rows = tuple(
            _planned(number, point, held, round, member)
            for number, point in enumerate(read.points, 1)
        )
    problems = read.problems
    if read.sheet_of and read.sheet_of != mark_of(round):
        problems = (Problem("sheet-of-another-round"), *problems)
    table = CommentTable(tuple(row.row for row in rows), problems=problems)
    formatting = formatting_of(held, rows, member)
    return TablePlan(table, rows, held.ids, formatting, read.attachments, read.subject)


def formatting_of(
    held: Held, rows: Sequence[PlannedRow], member: str = ""
) -> tuple[PlannedRow, ...]:
    """Tracked changes of look as rows after the others, one for each paragraph and author."""
    first = max((row.row.row for row in rows), default=0) + 1
    with override(to_django(held.language)):
        words = [formatting_words(f.details, f.words, f.count) for f in held.read.formatting]
    found = []
    for number, (one, text) in enumerate(zip(held.read.formatting, words, strict=True), first):
        point = Point(
            kind="format",
            where=f"paragraph {one.stretch + 1}",
            scope=str(Scope.PARAGRAPH if one.key else Scope.UNPLACED),
            key=one.key,
            why="tracked" if one.key else "comment-without-place",
            text=text,
            author=one.author,
            date=one.date,
            extra={"travaux:formatting": " ".join(one.details), "travaux:count": str(one.count)},
        )
        found.append(_planned(number, point, held, None, member))
    return tuple(found)


def _planned(number: int, point: Point, held: Held, round: Round | None, member: str) -> PlannedRow:
    extra = {**point.extra, "travaux:where": point.where, "travaux:kind": point.kind}
    for key, value in (
        ("date", point.date), ("quote", point.quote), ("before", point.before),
        ("author", point.author), ("quote-after", point.quote_after),
    ):  # fmt: skip
        if value:
            extra[f"travaux:{key}"] = value
    row = TableRow(
        row=number,
        member=point.member or member or point.author,
        capacity=point.capacity,
        clause=point.clause,
        paragraph=point.paragraph,
        line=point.line,
        type=point.type,
        comment=point.text or _said(point, held.names),
        proposed=point.proposed,
        observation=point.observation,
        date=point.date,
        extra=extra,
    )
    known = held.ids.get(point.key) if point.key else None
    scope = point.scope if known is not None or point.scope == "text" else str(Scope.UNPLACED)
    why, candidates = point.why, point.candidates
    if not point.sure and scope != Scope.TEXT:
        scope, known, why, candidates = str(Scope.UNPLACED), None, "place-to-confirm", (point.key,)
    return PlannedRow(
        row=row,
        scope=scope,
        paragraph=known,
        type=type_code(round, point.type) if round is not None else "",
        why=why,
        candidates=candidates,
        point=point,
    )


def _said(point: Point, names: PlaceNames) -> str:
    """What a change without a comment says."""
    if point.kind == "delete":
        return _("Delete this paragraph.")
    if point.kind == "insert":
        return _("Add a paragraph after this one.")
    if point.kind == "move":
        place = names.name(point.extra.get("travaux:to", ""))
        if place:
            return _("Move this paragraph: it goes after %(place)s.") % {"place": place}
        return _("Move this paragraph.")
    if point.kind == "note":
        return _("Change a note of this paragraph.")
    return _("Change the wording of this paragraph.")
