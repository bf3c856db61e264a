"""What a Word file under review would bring into a round: margin comments and proposed changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from travaux.comments.queries.kits import kit_aliases, member_in, type_code
from travaux.comments.queries.tables import PlannedRow, TablePlan
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.core.comments.points import Point, SentOut, read_file
from travaux.core.formats.comment_tables import CommentTable, TableRow, read_comment_table
from travaux.core.problems import Unusable
from travaux.core.texts.line_numbers import LineMap


def plan_word_file(
    round: Round, data: bytes, name: str, lines: LineMap | None = None
) -> TablePlan | None:
    """Margin comments and changes of a Word file in their places; None where it holds a table only.

    A place that was found by likeness alone is not taken: the comment waits without one.
    Errors (Unusable): those of the reader, `nothing-to-read`.
    """
    from travaux.comments.queries.places import target_rows

    targets, ids = target_rows(round.version)
    title = round.version.titles.get(round.version.language, "")
    held = read_file(data, name, SentOut(tuple(targets), lines, title), aliases=kit_aliases())
    if any(point.kind == "row" for point in held.points) and all(
        point.kind == "row" for point in held.points
    ):
        return None
    if not held.points:
        raise Unusable("nothing-to-read")
    member = ""
    if held.sheet_of:
        member = member_in(read_comment_table(data, name, aliases=kit_aliases()).preamble)
    rows = tuple(
        _planned(number, point, ids, round, member) for number, point in enumerate(held.points, 1)
    )
    table = CommentTable(tuple(row.row for row in rows), problems=held.problems)
    return TablePlan(table, rows, ids)


def _planned(
    number: int, point: Point, ids: dict[str, int], round: Round, member: str
) -> PlannedRow:
    extra = {**point.extra, "travaux:where": point.where, "travaux:kind": point.kind}
    for key, value in (
        ("date", point.date), ("quote", point.quote), ("before", point.before),
        ("author", point.author),
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
        comment=point.text or _said(point),
        proposed=point.proposed,
        observation=point.observation,
        date=point.date,
        extra=extra,
    )
    known = ids.get(point.key) if point.key else None
    scope = point.scope if known is not None or point.scope == "text" else str(Scope.UNPLACED)
    why, candidates = point.why, point.candidates
    if not point.sure and scope != Scope.TEXT:
        scope, known, why, candidates = str(Scope.UNPLACED), None, "place-to-confirm", (point.key,)
    return PlannedRow(
        row=row,
        scope=scope,
        paragraph=known,
        type=type_code(round, point.type),
        why=why,
        candidates=candidates,
    )


def _said(point: Point) -> str:
    """What a change without a comment says."""
    if point.kind == "delete":
        return _("Delete this paragraph.")
    if point.kind == "insert":
        return _("Add a paragraph after this one.")
    if point.kind == "move":
        return _("Move this paragraph.")
    if point.kind == "note":
        return _("Change a note of this paragraph.")
    return _("Change the wording of this paragraph.")
