"""What stands beside each paragraph of a page: counts, and one's own words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from travaux.comments.models import Comment
from travaux.comments.queries.lists import visible_comments
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
    round: Round, paragraphs: Collection[int] | None, person: Person | None, at: datetime
) -> dict[int | None, Beside]:
    """Counts by paragraph (None: the whole text), in two queries whatever the number of comments.

    While a round is open one sees only what is one's own, so that no count tells of others.
    """
    placed = Q(scope=Scope.TEXT)
    if paragraphs is None:
        placed |= Q(paragraph__isnull=False)
    else:
        placed |= Q(paragraph__in=paragraphs)
    counts: dict[int | None, int] = {
        row["paragraph"]: row["n"]
        for row in visible_comments(person, round, at)
        .filter(placed, is_split=False, withdrawn_at__isnull=True)
        .filter(submission__state=SubmissionState.SUBMITTED)
        .order_by()
        .values("paragraph")
        .annotate(n=Count("pk"))
    }
    drafts: dict[int | None, int] = {}
    if person is not None and person.pk:
        drafts = {
            row["paragraph"]: row["n"]
            for row in Comment.objects.filter(
                placed,
                round=round,
                submission__author=person,
                submission__state=SubmissionState.DRAFT,
            )
            .order_by()
            .values("paragraph")
            .annotate(n=Count("pk"))
        }
    return {
        pk: Beside(counts.get(pk, 0), drafts.get(pk, 0)) for pk in counts.keys() | drafts.keys()
    }


def paragraph_at(version: Version, anchor: str) -> Paragraph | None:
    """The paragraph of a version by its identity."""
    return (
        Paragraph.objects.filter(version=version, anchor__key=anchor)
        .select_related("anchor")
        .defer("marks", "notes", "rows")
        .order_by()
        .first()
    )
