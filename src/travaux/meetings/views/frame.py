"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.meetings.models import Meeting, Participant
from travaux.meetings.queries.meetings import host_name, meeting_named, name_of, place_words
from travaux.meetings.queries.places import by_link
from travaux.meetings.rules.meetings import may_see
from travaux.meetings.wording import MODES, SHAPES, STATES
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.roadmap.models import Process


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def meeting_at(request: HttpRequest, process: str, key: str) -> Meeting:
    """The meeting of this address, or nothing here: one in preparation is the secretariat's."""
    found = meeting_named(process, key)
    if found is None or not may_see(person_of(request), found, clock.now()):
        raise Http404(key)
    return found


def place_behind(process: str, token: str) -> Participant:
    """The registration behind a link, or nothing here."""
    found = by_link(process, token)
    if found is None:
        raise Http404(token)
    return found


def frame(process: Process, meeting: Meeting | None = None) -> dict[str, Any]:
    """Process, tab, the meeting and how it stands, and the sentence of a demonstration."""
    context: dict[str, Any] = {"process": process, "tab": "meetings", "demonstration": ""}
    if meeting is not None:
        if meeting.demonstration:
            context["demonstration"] = _(
                "This meeting, who took part and what was said are invented, to show how the work goes."
            )
        context |= {
            "meeting": meeting,
            "name": name_of(meeting),
            "mode": MODES[meeting.mode],
            "state": STATES[meeting.state],
            "shape": SHAPES.get(meeting.state, ""),
            "place": place_words(meeting),
            "host": host_name(meeting),
        }
    return context
