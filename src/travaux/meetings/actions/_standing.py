"""A meeting under lock, who comes to it, and what asks for declarations before it."""

from __future__ import annotations

from datetime import datetime

from travaux.meetings.models import Meeting, Participant
from travaux.meetings.states import PlaceState
from travaux.people.actions import ask_before_meeting
from travaux.people.models import Occasion, Person
from travaux.plumbing.languages import said

COMING = (PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING)


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related(
            "process",
            "office",
            "series",
            "round__version",
            "track",
            "host__call",
            "budget_line",
            "group",
        )
        .get(pk=meeting.pk)
    )


def _coming(meeting: Meeting) -> list[Participant]:
    return list(
        meeting.participants.filter(state__in=COMING, erased_at__isnull=True)
        .select_related("person")
        .order_by("pk")
    )


def _ask_interests(by: Person, meeting: Meeting, at: datetime) -> Occasion:
    return ask_before_meeting(
        by=by,
        process_code=meeting.process.code,
        title=said(meeting.titles),
        held_on=meeting.starts_at.date(),
        demonstration=meeting.demonstration,
        at=at,
    )


def _standing_occasion(meeting: Meeting) -> Occasion | None:
    """What asks for declarations before the meeting, unless that was called off by itself."""
    occasion = meeting.occasion
    return occasion if occasion is not None and occasion.cancelled_at is None else None
