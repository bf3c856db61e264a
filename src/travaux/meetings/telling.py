"""Mails to those who take part, each in their own language, with their own link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.core.meetings.invites import Invite, invite_file
from travaux.meetings.models import Intervention, Invitation, Meeting, Participant
from travaux.meetings.queries.meetings import name_of, place_words
from travaux.meetings.rules.places import interests_stand
from travaux.meetings.rules.spoken import may_count_as_expert
from travaux.meetings.states import MeetingState, PlaceState
from travaux.people.models import Person, Role
from travaux.people.queries import roll
from travaux.plumbing.languages import to_django
from travaux.plumbing.mail import write_mail


def _page(name: str, meeting: Meeting, *arguments: str) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=[meeting.process.code, *arguments])}"


def calendar_file(meeting: Meeting, at: datetime) -> bytes:
    """The meeting as a calendar takes it, in the language that is spoken now; no remote link."""
    return invite_file(
        Invite(
            uid=f"{meeting.key}@{meeting.process.code}.travaux",
            title=name_of(meeting),
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=place_words(meeting),
            url=_page("meetings:meeting", meeting, meeting.key),
            sequence=meeting.revision,
            cancelled=meeting.state == MeetingState.CANCELLED,
        ),
        stamp=at,
    )


def _write(
    template: str,
    meeting: Meeting,
    to: Person | str,
    language: str,
    *,
    once: str,
    about: str,
    at: datetime,
    calendar: bool = False,
    kind: str = "",
    **told: Any,
) -> None:
    with translation.override(to_django(language)):
        context = {
            "meeting": meeting,
            "name": name_of(meeting),
            "place": place_words(meeting),
            "page": _page("meetings:meeting", meeting, meeting.key),
            **told,
        }
        subject = render_to_string(f"meetings/mail/{template}_subject.txt", context)
        text = render_to_string(f"meetings/mail/{template}.txt", context)
        file = calendar_file(meeting, at).decode() if calendar else ""
    write_mail(
        to,
        subject,
        text,
        about=about,
        once=once,
        at=at,
        language=language,
        process_code=meeting.process.code,
        attachment=("meeting.ics", file) if file else None,
        kind=kind,
    )


def tell_place(
    participant: Participant, at: datetime, *, what: str = "", why: str = "", calendar: bool = True
) -> None:
    """How a registration stands, with the person's own link; `what` names another occasion."""
    _write(
        "place",
        participant.meeting,
        participant.person or participant.email,
        participant.language,
        once=f"place:{participant.key}:{what or participant.state}:{at:%Y%m%d%H%M%S%f}",
        about=participant.key,
        at=at,
        calendar=calendar and participant.state == PlaceState.APPROVED,
        participant=participant,
        what=what or participant.state,
        why=why,
        stands=interests_stand(participant, at)
        if participant.state == PlaceState.WAITING
        else None,
        travel_ended=what in ("online", "cancelled") and hasattr(participant, "travel"),
        address=_page("meetings:place", participant.meeting, participant.token),
    )


def tell_invited(invitation: Invitation, at: datetime) -> None:
    """Somebody is invited by name, with a link by which they register without an account."""
    _write(
        "invitation",
        invitation.meeting,
        invitation.email,
        invitation.language,
        once=f"meeting-invitation:{invitation.key}",
        about=invitation.key,
        at=at,
        kind="invitations",
        address=_page("meetings:join", invitation.meeting, invitation.token),
    )


def _deciders(participant: Participant, at: datetime) -> list[Person]:
    """Who speaks for the party of a participant: its focal points, those of its organisation."""
    if participant.country_id is None and participant.organisation_id is None:
        return []
    found: dict[int, Person] = {}
    for one in roll(participant.meeting.process.code, at):
        state = one.country_id is not None and one.country_id == participant.country_id
        own = one.organisation_id is not None and one.organisation_id == participant.organisation_id
        if own or (state and one.role == Role.FOCAL_POINT):
            found[one.person_id] = one.person
    found.pop(participant.person_id or 0, None)
    return list(found.values())


def tell_deciders(participant: Participant, at: datetime, *, what: str = "", why: str = "") -> None:
    """The focal points of a party learn who asks to come for it, or what was decided on travel."""
    for person in _deciders(participant, at):
        _write(
            "decide",
            participant.meeting,
            person,
            person.language,
            once=f"meeting-decide:{participant.key}:{what}:{person.key}:{at:%Y%m%d%H%M%S}",
            about=participant.key,
            at=at,
            participant=participant,
            what=what,
            why=why,
            address=_page("meetings:desk", participant.meeting, participant.meeting.key),
        )


def tell_all(
    meeting: Meeting, places: Iterable[Participant], what: str, why: str, at: datetime
) -> int:
    """Everybody who registered learns of a change of the meeting; how many."""
    told = 0
    for one in places:
        one.meeting = meeting
        tell_place(one, at, what=what, why=why)
        told += 1
    return told


def ask_to_confirm(intervention: Intervention, at: datetime) -> None:
    """The speaker reads what was noted, and confirms or mends it, with or without an account."""
    speaker = intervention.speaker
    if speaker is None or not speaker.email:
        return
    _write(
        "said",
        intervention.meeting,
        speaker.person or speaker.email,
        speaker.language,
        once=f"said:{intervention.key}:{at:%Y%m%d%H%M%S%f}",
        about=speaker.key,
        at=at,
        intervention=intervention,
        as_expert=may_count_as_expert(intervention.meeting, speaker, intervention.paragraph),
        address=_page("meetings:said", intervention.meeting, intervention.token),
    )
