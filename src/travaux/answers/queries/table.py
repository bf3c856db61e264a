"""The table of answers: every comment of a round with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from travaux.answers.models import Answer, Release
from travaux.answers.rules import may_see_answers, may_see_desk
from travaux.answers.wording import (
    COLUMNS,
    IN_POINTS,
    NONE_IN_SOURCE,
    RATIONALES,
    WHOLE_TEXT,
    WITHDRAWN,
    outcome_words,
)
from travaux.comments.models import Comment, Submission
from travaux.comments.numbers import cited
from travaux.comments.queries import Outline, outline
from travaux.comments.rules import kept_sealed
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.wording import CAPACITIES, entered_words, member_name, number_name, said_words
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.consultations.rules import is_counted, is_published, waits_for_its_day
from travaux.core.comments.outcomes import RECEIVED
from travaux.core.formats.comment_tables import ANSWER_COLUMNS, AnswerTable, Cell, write_answers
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.drafts.models import Version
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import current, direction, said, to_django
from travaux.plumbing.verdicts import require

ENDINGS = ("xlsx", "csv", "docx", "json")


@dataclass(frozen=True, slots=True)
class TableLine:
    """One comment and its answer, as those who ask may see them."""

    comment: Comment
    answer: Answer | None
    number: str
    member: str
    section: str
    paragraph: str
    withdrawn: bool
    points: tuple[str, ...]
    entered: OnBehalf | None = None  # how it was entered on behalf of its author

    @property
    def in_text(self) -> bool:
        """Whether the section's name is a heading of the draft, in the draft's language."""
        return self.comment.scope != Scope.TEXT

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else ""

    @property
    def outcome_words(self) -> str:
        """What became of it, in the reader's language."""
        if self.withdrawn:
            return str(WITHDRAWN)
        if self.points:
            return str(IN_POINTS) % {"points": ", ".join(self.points)}
        if self.answer is None:
            return ""
        other = self.answer.duplicate_of
        return outcome_words(self.answer.outcome, number_name(other) if other else "")

    @property
    def reasons(self) -> str:
        if self.answer is None:
            return ""
        return self.answer.reasons or self.silent_source

    @property
    def silent_source(self) -> str:
        """The words for reasons that the source of a brought-along answer does not give."""
        answer = self.answer
        silent = answer and answer.brought_along and not answer.reasons
        return str(NONE_IN_SOURCE) if silent and answer and answer.outcome != "accepted" else ""

    @property
    def answered_in(self) -> str:
        release = self.answer.release if self.answer else None
        return version_name(release.version) if release and release.version else ""

    @property
    def observation(self) -> str:
        return "" if self.withdrawn else self.comment.observation_received


def version_name(version: Version) -> str:
    """A version as it is cited: its symbol, or its title."""
    return version.symbol or said(version.titles) or said(version.text.titles) or version.key


def lines_visible(round: Round, *, staff: bool, at: datetime) -> QuerySet[Comment]:
    """The comments that the table lists: all that were handed in, the withdrawn ones as such.

    Until the comments of the round are public the table holds only what has a released answer.
    """
    found = Comment.objects.filter(
        round=round,
        number__isnull=False,
        submission__state__in=[SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN],
    )
    if not staff and not is_published(round, at):
        # what a sealed track or one for members holds is in no public table, answered or not; nor
        # is what waits for the day on which its track publishes it
        open_to_all = is_counted(round, at) and not waits_for_its_day(round, at)
        found = found.filter(served__released=True) if open_to_all else found.none()
    if not staff:
        found = found.exclude(kept_sealed(None, [round], at))
    return (
        found.select_related(
            "submission__author",
            "submission__country",
            "submission__organisation",
            "paragraph",
            "served__answer__duplicate_of",
            "served__answer__release__version__text",
        )
        .defer("served__answer__release__document")
        .order_by("number", "point", "pk")
    )


def table_lines(
    round: Round, comments: Iterable[Comment], *, staff: bool, sections: Outline | None = None
) -> Iterator[TableLine]:
    """The lines for these comments; an answer that is not released is shown to staff alone."""
    where = sections or outline(round.version)
    points: dict[int, list[str]] = {}
    for split, number, point in Comment.objects.filter(
        round=round, split_from__isnull=False, withdrawn_at__isnull=True
    ).values_list("split_from_id", "number", "point"):
        points.setdefault(split, []).append(cited(number, point))
    entered = entered_for(
        "comment", Submission.objects.filter(round=round).exclude(entered_by="").values("key")
    )
    for comment in comments:
        served = getattr(comment, "served", None)
        answer = served.answer if served and (staff or served.released) else None
        withdrawn = bool(
            comment.withdrawn_at or comment.submission.state == SubmissionState.WITHDRAWN
        )
        paragraph = comment.paragraph
        heading = where.section_of(paragraph.position if paragraph else None)
        if comment.scope == Scope.TEXT:
            section = str(WHOLE_TEXT)
        else:
            section = heading.short if heading else comment.clause_received
        printed = ""
        if comment.scope == Scope.PARAGRAPH and paragraph:
            printed = paragraph.number or paragraph.label
        elif comment.scope == Scope.UNPLACED:
            printed = comment.paragraph_received
        yield TableLine(
            comment=comment,
            answer=None if withdrawn else answer,
            number=number_name(comment),
            member=member_name(comment.submission, full=staff),
            section=section,
            paragraph=printed,
            withdrawn=withdrawn,
            points=tuple(points.get(comment.pk, ())) if comment.is_split else (),
            entered=entered.get(comment.submission.key),
        )


def filtered_lines(
    comments: QuerySet[Comment], *, outcome: str = "", type: str = "", capacity: str = ""
) -> QuerySet[Comment]:
    """The lines of the public table that match."""
    if outcome:
        comments = comments.filter(served__answer__outcome=outcome, served__released=True)
    if type:
        comments = comments.filter(type=type)
    if capacity:
        comments = comments.filter(submission__capacity=capacity)
    return comments


def answer_table(
    round: Round,
    person: Person | None,
    language: str = "",
    at: datetime | None = None,
    *,
    codes: bool = False,
) -> AnswerTable:
    """The whole table for a person, in a language; refused where it is not theirs to see yet.

    Those who answer see the state of each answer beside it, before the release too. `codes`:
    outcomes and capacities as codes, for programs.
    """
    when = at or clock.now()
    require(may_see_answers(person, round, when))
    staff = bool(may_see_desk(person, round.process.code, when))
    tongue = language or current()
    with translation.override(to_django(tongue)):
        lines = table_lines(round, lines_visible(round, staff=staff, at=when), staff=staff)
        rows = [_cells(line, tongue, codes, staff) for line in lines]
        headings = {key: str(COLUMNS[key]) for key in COLUMNS}
        further = ("entered",) if any("entered" in row for row in rows) else ()
        title = tuple(
            part
            for part in (
                round.version.symbol,
                said(titles_of(round), tongue),
                _answered(round, tongue),
            )
            if part
        )
        return AnswerTable(
            title=title,
            headings=headings,
            rows=rows,
            language=tongue,
            direction="rtl" if direction(tongue) == "rtl" else "ltr",
            columns=(*ANSWER_COLUMNS, *further, *(("state",) if staff else ())),
            sheet=str(translation.gettext("Answers")),
            author="Travaux",
        )


def _answered(round: Round, language: str) -> str:
    release = released(round)
    if release is None or release.at is None:
        return translation.gettext("Working table: not released")
    on = release.at.astimezone(UTC).date().isoformat()
    return translation.gettext("Answers released on %(on)s") % {"on": on}


def released(round: Round) -> Release | None:
    """The latest release of a round that has taken effect."""
    return (
        Release.objects.filter(round=round, at__isnull=False)
        .select_related("version__text")
        .order_by("at", "pk")
        .last()
    )


def _cells(line: TableLine, language: str, codes: bool, staff: bool) -> dict[str, Cell]:
    comment = line.comment
    own = comment.language or comment.submission.language
    shown = "" if line.withdrawn else comment.text
    proposed = "" if line.withdrawn else comment.proposed
    capacity = comment.submission.capacity
    outcome = line.outcome or line.outcome_words if codes else line.outcome_words
    if codes and line.withdrawn:
        outcome = "withdrawn"
    reasons_language = (
        language if line.silent_source else (line.answer.language if line.answer else "")
    )
    cells = {
        "number": Cell(line.number),
        "member": Cell(line.member if codes else _with_meeting(line.member, comment.submission)),
        "capacity": Cell(capacity if codes else str(CAPACITIES.get(capacity, capacity))),
        "section": Cell(line.section),
        "paragraph": Cell(line.paragraph),
        "line": Cell(comment.line_received),
        "type": Cell(comment.type or comment.type_received),
        "comment": _said(shown, own),
        "proposed_change": _said(proposed, own),
        "outcome": Cell(outcome),
        "reasons": _said(line.reasons, reasons_language),
        "answered_in_version": Cell(line.answered_in),
        "observation": Cell(line.observation),
    }
    if line.entered is not None:
        cells["entered"] = Cell(entered_words(line.entered, code=codes))
    if staff:
        cells["state"] = Cell(state_of(line.answer))
    return cells


def _with_meeting(member: str, submission: Submission) -> str:
    """The member, and at which meeting it was said, where it was said at one."""
    return "; ".join(part for part in (member, said_words(submission)) if part)


def _said(text: str, language: str) -> Cell:
    return Cell(text, language, "rtl" if language and direction(language) == "rtl" else "")


def state_of(answer: Answer | None) -> str:
    """The code of how far an answer is."""
    if answer is None:
        return "open"
    return "released" if answer.release_id else answer.state


def table_file(
    round: Round,
    person: Person | None,
    ending: str,
    language: str = "",
    at: datetime | None = None,
) -> bytes:
    """The table of answers as a file: xlsx, csv, docx or json."""
    table = answer_table(round, person, language, at, codes=ending == "json")
    return write_answers(table, f".{ending}")


def received_mapping() -> list[dict[str, Any]]:
    """What codes as received are taken to mean, in the order in which it is shown."""
    return [
        {
            "code": entry.code,
            "outcome": str(entry.outcome) if entry.outcome else "",
            "words": outcome_words(str(entry.outcome)) if entry.outcome else "",
            "why": RATIONALES[entry.rationale],
        }
        for entry in RECEIVED
        if entry.family != "own"
    ]


def received_in(round: Round) -> list[dict[str, Any]]:
    """The same for the codes that came with this round, with how often; unknown ones too."""
    from django.db.models import Count

    from travaux.core.comments.outcomes import read_outcome

    counted: dict[str, dict[str, Any]] = {}
    found = (
        Comment.objects.filter(round=round, point=0)
        .exclude(observation_received="")
        .filter(~Q(submission__state=SubmissionState.DRAFT))
        .order_by()
        .values("observation_received")
        .annotate(n=Count("pk"))
    )
    for row in found:
        entry = read_outcome(row["observation_received"])
        code = entry.code if entry else ""
        kept = counted.setdefault(
            code,
            {
                "code": code,
                "n": 0,
                "outcome": str(entry.outcome) if entry and entry.outcome else "",
                "words": outcome_words(str(entry.outcome)) if entry and entry.outcome else "",
                "why": RATIONALES[entry.rationale] if entry else "",
            },
        )
        kept["n"] += row["n"]
    return sorted(counted.values(), key=lambda row: (-row["n"], row["code"]))


def published_document(round: Round, release: Release, at: datetime) -> dict[str, Any]:
    """The table as it is published and signed: codes and words, no language of a reader."""
    with translation.override("en"):
        lines = table_lines(round, lines_visible(round, staff=False, at=at), staff=False)
        rows = [
            {key: cell.text for key, cell in _cells(line, "en", True, False).items()}
            for line in lines
        ]
        mapping = [
            {"code": row["code"], "outcome": row["outcome"], "comments": row["n"]}
            for row in received_in(round)
        ]
    return {
        "document": "table of answers",
        "release": release.key,
        "process": round.process.code,
        "round": round.key,
        "version": round.version.key,
        "symbol": round.version.symbol,
        "answered_in": release.version.key if release.version else "",
        "released_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "columns": [*ANSWER_COLUMNS, *(["entered"] if any("entered" in r for r in rows) else [])],
        "rows": rows,
        "codes_received": mapping,
        "demonstration": round.demonstration,
    }
