"""What a table of comments would bring into a round, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Min

from travaux.comments.models import Comment, Submission
from travaux.comments.queries.kits import is_of_another, kit_aliases, member_in, type_code
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.comments.points import LETTERS, Point
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.comment_tables import CommentTable, TableRow, read_comment_table
from travaux.core.formats.mails import Attachment
from travaux.core.problems import Problem
from travaux.core.texts.line_numbers import LineMap, read_page_line
from travaux.drafts.queries import lines_of
from travaux.plumbing.models import StoredFile

LARGE = 2_000  # rows from which bringing in is long work with a row that shows how far it is


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a table and where its comment would stand."""

    row: TableRow
    scope: str
    paragraph: int | None
    type: str
    why: str  # by what its place was found, or why it was not
    candidates: tuple[str, ...] = ()
    point: Point | None = None  # as it was understood, where it is no row of a table

    @property
    def kind(self) -> str:
        return self.point.kind if self.point is not None else "row"

    @property
    def asks(self) -> bool:
        """Whether a person has to say something before it has its place."""
        return self.is_unplaced and self.why != "row-without-comment"

    @property
    def is_unplaced(self) -> bool:
        return self.scope == Scope.UNPLACED


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A file as read and placed: nothing is dropped, nothing is guessed.

    `formatting` are tracked changes of look: they come in only where a person says so.
    `attachments` are the files of a mail, which are read one by one elsewhere.
    """

    table: CommentTable
    rows: tuple[PlannedRow, ...]
    paragraphs: Mapping[str, int]
    formatting: tuple[PlannedRow, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    subject: str = ""

    @property
    def unplaced(self) -> tuple[PlannedRow, ...]:
        return tuple(r for r in self.rows if r.is_unplaced)

    @property
    def without_type(self) -> int:
        return sum(1 for r in self.rows if not r.type)

    @property
    def with_observation(self) -> int:
        return sum(1 for r in self.rows if r.row.observation or r.row.outcome)

    @property
    def members(self) -> int:
        return len({r.row.member for r in self.rows})


def plan_table(
    round: Round,
    data: bytes,
    name: str,
    *,
    aliases: Mapping[str, str] | None = None,
    sheet: str = "",
    lines: LineMap | None = None,
) -> TablePlan:
    """Read a table and find the place of each row in the round's version (two queries).

    `lines` tells which paragraph stands on which page and line of the printed draft; without it
    the map that was stored at publication does, where the table goes by pages and lines.

    Errors (Unusable): those of `core.formats.comment_tables.read_comment_table`.
    """
    from travaux.comments.queries.places import target_rows
    from travaux.comments.queries.word_files import formatting_of, plan_points, points_in

    held = None
    if ending_of(name) == "docx" or ending_of(name) in LETTERS:
        held = points_in(round, data, name, lines or lines_of(round.version))
        if not held.is_table:
            return plan_points(round, data, name, held)
    table = read_comment_table(
        data, name, aliases={**kit_aliases(), **(aliases or {})}, sheet=sheet
    )
    if held is not None:
        # what the table does not know of the file around it
        beside = (p for p in held.read.problems if p not in table.problems)
        table = replace(table, problems=(*table.problems, *beside))
    if is_of_another(round, table.preamble):
        problem = Problem("sheet-of-another-round")
        table = replace(table, problems=(problem, *table.problems))
    member = member_in(table.preamble)
    targets, ids = target_rows(round.version)
    if lines is None and _goes_by_lines(table):
        lines = lines_of(round.version)
    places = RowPlaces(targets, lines)
    planned = []
    for row in sorted((*table.rows, *table.unreadable), key=lambda r: r.row):
        if member and not row.member:
            row = replace(row, member=member)
        found = places.place(row)
        empty = not row.comment and not row.proposed
        paragraph = ids.get(found.key) if found.key else None
        planned.append(
            PlannedRow(
                row=row,
                scope=Scope.UNPLACED if empty else str(found.kind),
                paragraph=None if empty else paragraph,
                type=type_code(round, row.type),
                why="row-without-comment" if empty else found.why,
                candidates=found.candidates,
            )
        )
    formatting = formatting_of(held, planned, member) if held is not None else ()
    return TablePlan(table, tuple(planned), ids, formatting)


def _goes_by_lines(table: CommentTable) -> bool:
    """Whether any row names a page and a line of the printed draft."""
    return table.by_lines or any(
        row.line and not row.paragraph and read_page_line(row.line) for row in table.rows
    )


def imported_before(round: Round, digest: str) -> dict[str, object] | None:
    """When the same file was brought into the round already, and how many comments it brought."""
    found = Submission.objects.filter(round=round, source_file__digest=digest)
    if not found.exists():
        return None
    told = Comment.objects.filter(submission__in=found, point=0).aggregate(
        comments=Count("pk"), at=Min("submission__submitted_at")
    )
    return {"comments": told["comments"], "at": told["at"]}


def file_of(process_code: str, key: str) -> StoredFile | None:
    """A table that was uploaded in this process and waits for confirmation."""
    return StoredFile.objects.filter(key=key, process_code=process_code).first()
