"""What became of each row of a file: where it was placed and why, what was doubtful, its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from travaux.comments.file_sentences import why_unplaced
from travaux.comments.file_words import ROW_KINDS
from travaux.comments.models import Comment, Submission
from travaux.comments.queries.tables import PlannedRow, plan_table
from travaux.comments.queries.understanding import Decisions, Mending, decisions_of
from travaux.comments.wording import number_name, place_name, type_name
from travaux.consultations.models import Round
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import explain

#: Stable key and heading of each column.
COLUMNS = (
    ("row", _("Row")),
    ("kind", _("What it is")),
    ("member", _("Member")),
    ("author", _("Author")),
    ("date", _("Date")),
    ("section_received", _("Section as received")),
    ("paragraph_received", _("Paragraph as received")),
    ("line_received", _("Line as received")),
    ("type_received", _("Type as received")),
    ("type", _("Type of comment")),
    ("comment", _("Comment")),
    ("proposed_change", _("Proposed change")),
    ("place", _("Place")),
    ("why_unplaced", _("Why it has no place")),
    ("candidates", _("Places that could be meant")),
    ("decided", _("What was decided")),
    ("look_at", _("What to look at")),
    ("number", _("Number of the comment")),
    ("place_now", _("Place of the comment now")),
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was brought into a round, and what came of it."""

    file: StoredFile
    comments: int
    at: Any


def brought_in(round: Round) -> list[Brought]:
    """The tables that were brought into a round, the latest first; two queries."""
    told = list(
        Submission.objects.filter(round=round, source="table", source_file__isnull=False)
        .order_by()
        .values("source_file")
        .annotate(at=Min("submitted_at"), n=Count("comments", distinct=True))
        .order_by("-at")
    )
    files = StoredFile.objects.in_bulk([one["source_file"] for one in told])
    return [Brought(files[one["source_file"]], one["n"], one["at"]) for one in told]


def rows_of(round: Round, file: StoredFile, data: bytes, *, machine: bool) -> list[list[Any]]:
    """The rows of COLUMNS for a file; what concerns no single row stands before them.

    `machine` gives codes instead of words. Errors (Unusable): those of `plan_table`.
    """
    plan = plan_table(round, data, file.name)
    mending, decisions = Mending(round, plan), decisions_of(round, file)
    final, _wrong = mending.decided(decisions)
    placed = {row.row.row: row for row in (*final.rows, *final.formatting)}
    came = _came(round, file)
    about: dict[str, list[str]] = defaultdict(list)
    rows: list[list[Any]] = []
    everything = sorted([*plan.rows, *plan.formatting], key=lambda one: one.row.row)
    wheres = {where for one in everything for where in _wheres(one)}
    for problem in plan.table.problems:
        if problem.where in wheres:
            about[problem.where].append(explain(problem))
        else:
            rows.append(_only_said(explain(problem)))
    for one in everything:
        row = one.row
        now = placed.get(row.row, one)
        said = [sentence for where in _wheres(one) for sentence in about.pop(where, ())]
        names = [name for key in one.candidates if (name := mending.names.name(key))]
        comment = came.get(row.row)
        rows.append(
            [
                row.row,
                one.kind if machine else str(ROW_KINDS.get(one.kind, one.kind)),
                row.member,
                row.extra.get("travaux:author", ""),
                row.date,
                row.clause,
                row.paragraph,
                row.line,
                row.type,
                now.type if machine else type_name(round.types, now.type),
                row.comment,
                row.proposed,
                mending.place_of(now),
                _why(now, machine),
                ", ".join(names),
                _decided(one, decisions, machine),
                "\n".join(said),
                _number(comment) if comment is not None else "",
                place_name(comment) if comment is not None else "",
            ]
        )
    return rows


def _wheres(one: PlannedRow) -> Iterable[str]:
    """How problems name this row."""
    yield f"row {one.row.row}"
    where = one.row.extra.get("travaux:where", "")
    if where and where != f"row {one.row.row}":
        yield where


def _only_said(sentence: str) -> list[Any]:
    return [sentence if key == "look_at" else "" for key, _heading in COLUMNS]


def _why(row: PlannedRow, machine: bool) -> str:
    if not row.is_unplaced:
        return ""
    return row.why if machine else why_unplaced(row.why)


def _decided(one: PlannedRow, decisions: Decisions, machine: bool) -> str:
    number = one.row.row
    if number in decisions.out:
        return "left-out" if machine else gettext("left out")
    if number in decisions.places:
        return "placed" if machine else gettext("its place was given by hand")
    if one.kind == "format":
        if number in decisions.taken:
            return "taken" if machine else gettext("taken as a comment")
        return "not-taken" if machine else gettext("not taken as a comment")
    return ""


def _came(round: Round, file: StoredFile) -> Mapping[int, Comment]:
    """By the number of its row, the comment that came of it."""
    comments = Comment.objects.filter(
        submission__round=round,
        submission__source_file=file,
        submission__source="table",
        split_from__isnull=True,
        row_received__isnull=False,
    ).select_related("paragraph")
    return {one.row_received: one for one in comments if one.row_received is not None}


def _number(comment: Comment) -> int | str:
    """A whole number where it is one; the name of a number in the row of sealed sets."""
    name = number_name(comment)
    return int(name) if name.isdecimal() else name
