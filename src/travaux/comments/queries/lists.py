"""Comments of a round and of a person, as those who ask may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from travaux.comments.models import Comment, Submission
from travaux.comments.queries.places import Outline
from travaux.comments.rules import is_staff, numbers_known, readable
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    section: str = ""
    type: str = ""
    capacity: str = ""
    state: str = ""  # in-time, late, withdrawn, unplaced
    words: str = ""
    at: str = ""  # a paragraph with its sub-paragraphs, by identity; "text": the whole text


def in_order(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """As they are listed: by number and point, with what a list shows of them."""
    return comments.select_related(
        "submission__author",
        "submission__country",
        "submission__organisation",
        "paragraph__anchor",
    ).order_by("number", "point", "pk")


def visible_comments(person: Person | None, round: Round, at: datetime) -> QuerySet[Comment]:
    """The comments of a round that somebody may read; nobody's drafts are among them."""
    staff = is_staff(person, round.process.code, at)
    return Comment.objects.filter(round=round).filter(readable(person, round, at, staff=staff))


def filtered(comments: QuerySet[Comment], filters: Filters, outline: Outline) -> QuerySet[Comment]:
    """The comments that match."""
    if filters.section:
        heading = outline.named(filters.section)
        if heading is None:
            return comments.none()
        comments = comments.filter(
            paragraph__position__gte=heading.position, paragraph__position__lt=heading.end
        )
    if filters.at:
        comments = _at(comments, filters.at, outline.version)
    if filters.type:
        comments = comments.filter(type="" if filters.type == "none" else filters.type)
    if filters.capacity:
        comments = comments.filter(submission__capacity=filters.capacity)
    if filters.state == "late":
        comments = comments.filter(submission__late=True)
    elif filters.state == "in-time":
        comments = comments.filter(submission__late=False)
    elif filters.state == "withdrawn":
        comments = comments.filter(
            Q(withdrawn_at__isnull=False) | Q(submission__state=SubmissionState.WITHDRAWN)
        )
    elif filters.state == "unplaced":
        comments = comments.filter(scope=Scope.UNPLACED)
    if filters.words:
        comments = comments.filter(
            Q(text__icontains=filters.words) | Q(proposed__icontains=filters.words)
        )
    return comments


def _at(comments: QuerySet[Comment], anchor: str, version: int) -> QuerySet[Comment]:
    """Comments on one paragraph and what hangs under it, or on the whole text."""
    if anchor == "text":
        return comments.filter(scope=Scope.TEXT)
    here = Paragraph.objects.filter(version=version)
    position = here.filter(anchor__key=anchor).values_list("position", flat=True).first()
    if position is None:
        return comments.none()
    after = (
        here.filter(position__gt=position)
        .exclude(kind="sub")
        .order_by("position")
        .values_list("position", flat=True)
        .first()
    )
    comments = comments.filter(paragraph__position__gte=position)
    return comments if after is None else comments.filter(paragraph__position__lt=after)


def answerable(round: Round) -> QuerySet[Comment]:
    """What needs an answer: all that was handed in and stands; of a split comment its points."""
    return Comment.objects.filter(
        round=round,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
        is_split=False,
    )


def unplaced(round: Round) -> QuerySet[Comment]:
    """Comments of a table that wait for a person to give them their place."""
    return answerable(round).filter(scope=Scope.UNPLACED)


def imported_comments(
    submissions: Iterable[Submission] | None = None, *, file: StoredFile | None = None
) -> QuerySet[Comment]:
    """The comments that came in with a table, in the order of its rows."""
    found = Comment.objects.filter(submission__source="table")
    if submissions is not None:
        found = found.filter(submission__in=list(submissions))
    if file is not None:
        found = found.filter(submission__source_file=file)
    return found.select_related("submission").order_by("row_received", "pk")


def _with_comments(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    comments = Comment.objects.select_related("paragraph__anchor").order_by("number", "point", "pk")
    return submissions.select_related(
        "round__process",
        "round__track",
        "round__version__text",
        "country",
        "organisation",
        "author",
    ).prefetch_related(Prefetch("comments", queryset=comments))


def own_submissions(person: Person, process: Process) -> QuerySet[Submission]:
    """What a person handed in, the latest first."""
    return _with_comments(
        Submission.objects.filter(author=person, round__process=process)
        .exclude(state=SubmissionState.DRAFT)
        .order_by("-submitted_at", "-pk")
    )


def own_data(person: Person) -> list[dict[str, Any]]:
    """What this room keeps of a person: everything they wrote, handed in or not."""
    found = (
        Submission.objects.filter(author=person)
        .select_related("round__process", "round__track")
        .order_by("pk")
    )
    at = clock.now()
    return [
        {
            "round": one.round.key,
            "receipt": one.receipt,
            "state": one.state,
            "capacity": one.capacity,
            "begun_at": one.created_at,
            "submitted_at": one.submitted_at,
            "comments": [
                {
                    "key": c.key,
                    "number": c.number if numbers_known(person, one.round, at)(one) else None,
                    "text": c.text,
                    "proposed": c.proposed,
                    "language": c.language,
                    "withdrawn_at": c.withdrawn_at,
                }
                for c in sorted(one.comments.all(), key=lambda c: c.pk)
            ],
        }
        for one in found.prefetch_related("comments")
    ]


def own_drafts(
    person: Person, *, process: Process | None = None, round: Round | None = None
) -> QuerySet[Submission]:
    """What a person wrote and has not handed in."""
    found = Submission.objects.filter(author=person, state=SubmissionState.DRAFT)
    if process is not None:
        found = found.filter(round__process=process)
    if round is not None:
        found = found.filter(round=round)
    return _with_comments(found.order_by("pk"))


def round_of_comment(process_code: str, key: str) -> Comment | None:
    """One comment of a process by its key, with what its page needs."""
    return (
        Comment.objects.filter(key=key, round__process__code=process_code)
        .select_related(
            "round__process",
            "round__track",
            "round__version__text",
            "submission__author",
            "submission__country",
            "submission__organisation",
            "paragraph__anchor",
        )
        .first()
    )


def summary(comments: QuerySet[Comment]) -> dict[str, int]:
    """Counts of a list of comments that the asking person may see."""
    found = comments.aggregate(
        comments=Count("pk"),
        late=Count("pk", filter=Q(submission__late=True)),
        submissions=Count("submission", distinct=True),
    )
    return {k: int(v or 0) for k, v in found.items()}
