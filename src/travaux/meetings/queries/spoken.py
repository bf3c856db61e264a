"""Interventions of a meeting, and what came of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from travaux.meetings.models import Intervention, Meeting
from travaux.meetings.states import SpokenState


def interventions_of(meeting: Meeting) -> QuerySet[Intervention]:
    """What was said on paragraphs, in the order in which it was said."""
    return meeting.interventions.select_related(
        "speaker__person",
        "speaker__country",
        "speaker__organisation",
        "paragraph__anchor",
        "item",
        "comment__submission",
        "comment__round",
    ).order_by("said_at", "pk")


def intervention_by_link(process_code: str, token: str) -> Intervention | None:
    """The intervention behind a link by mail."""
    return (
        Intervention.objects.filter(meeting__process__code=process_code, token=token)
        .select_related(
            "meeting__process",
            "meeting__series",
            "meeting__round__version__text",
            "item",
            "speaker__country",
            "speaker__organisation",
            "speaker__person",
            "paragraph__anchor",
            "comment__submission",
        )
        .first()
    )


def past_due(at: datetime) -> QuerySet[Intervention]:
    """What was asked and not answered in the announced days."""
    return Intervention.objects.filter(state=SpokenState.ASKED, due_at__lte=at).order_by("pk")
