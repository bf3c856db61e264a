"""What stands beside each paragraph of a page: counts, and one's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from travaux.comments.models import Comment
from travaux.comments.queries.lists import visible_comments
from travaux.comments.rules import reads_all
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph, Version
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Beside:
    """What a reader sees beside a paragraph: comments they may read, and drafts of their own."""

    comments: int = 0
    drafts: int = 0


def beside(
    round: Round, paragraphs: Collection[int], person: Person | None, at: datetime
) -> dict[int | None, Beside]:
    """Counts by paragraph (None: the whole text): a query for what is one's own, and one for what
    is everybody's where that may be read. Neither reads more than stands beside the paragraphs.

    While a round is open one sees only what is one's own, so that no count tells of others. One's
    drafts are counted wherever they stand.
    """
    counts: Counter[int | None] = Counter()
    drafts: Counter[int | None] = Counter()
    for place, state, n in _own(round, person):
        if state == SubmissionState.DRAFT:
            drafts[place] += n
        else:
            counts[place] += n
    if reads_all(person, round, at):
        # each side of the "or" names the round, so that the database finds it by its index
        here = Q(round=round, paragraph__in=paragraphs) | Q(
            round=round, paragraph__isnull=True, scope=Scope.TEXT
        )
        counts = Counter(
            dict(
                visible_comments(person, round, at)
                .filter(here, is_split=False, withdrawn_at__isnull=True)
                .filter(submission__state=SubmissionState.SUBMITTED)
                .order_by()
                .values_list("paragraph")
                .annotate(n=Count("pk"))
            )
        )
    return {pk: Beside(counts[pk], drafts[pk]) for pk in counts.keys() | drafts.keys()}


def _own(round: Round, person: Person | None) -> Iterable[tuple[int | None, str, int]]:
    """What a person wrote in a round, by place and state; what has no place yet stands beside none."""
    if person is None or not person.pk:
        return ()
    return (
        Comment.objects.filter(
            submission__author=person,
            submission__round=round,
            submission__state__in=[
                SubmissionState.DRAFT,
                SubmissionState.PENDING,
                SubmissionState.SUBMITTED,
            ],
            is_split=False,
            withdrawn_at__isnull=True,
        )
        .exclude(scope=Scope.UNPLACED)
        .order_by()
        .values_list("paragraph", "submission__state")
        .annotate(n=Count("pk"))
    )


def paragraph_at(version: Version, anchor: str) -> Paragraph | None:
    """The paragraph of a version by its identity."""
    return (
        Paragraph.objects.filter(version=version, anchor__key=anchor)
        .select_related("anchor")
        .defer("marks", "notes", "rows")
        .order_by()
        .first()
    )
