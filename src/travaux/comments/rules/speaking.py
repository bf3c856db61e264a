"""Who somebody is in a process and a round, and for whom they may speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from travaux.comments.models import Capacity, Submission
from travaux.comments.rules.entries import Speaking
from travaux.consultations.models import Round
from travaux.consultations.rules import is_for_organisation, is_for_state
from travaux.drafts.models import Paragraph
from travaux.drafts.rules import may_work_on
from travaux.people.models import Appointment, Person, Role
from travaux.people.queries import appointments_in, holds
from travaux.people.rules import may_begin
from travaux.plumbing.verdicts import YES, Verdict, no

STAFF = (Role.SECRETARIAT, Role.DRAFTER)


def is_known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


def is_staff(person: Person | None, process_code: str, at: datetime) -> bool:
    """The secretariat and the drafters of a process read what was handed in, and place it."""
    return holds(person, process_code, STAFF, at)


def appointments_here(person: Person | None, process_code: str, at: datetime) -> list[Appointment]:
    """What a person holds in a process at an instant."""
    if person is None or not is_known(person):
        return []
    return appointments_in(person, process_code, at)


def may_speak(
    speaking: Speaking,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None = None,
) -> Verdict:
    """A comment is made in a stated capacity: a state's needs the mandate of its focal point."""
    capacity = speaking.capacity
    if capacity not in Capacity.values:
        return no("capacity-unheard-of")
    if round.capacities and capacity not in round.capacities:
        return no("capacity-not-in-round")
    track = round.track
    if track is not None and track.capacities and capacity not in track.capacities:
        return no("capacity-not-in-round")
    if capacity == Capacity.STATE:
        country = speaking.country
        held = any(
            a.role == Role.FOCAL_POINT
            and a.country_id is not None
            and (country is None or a.country_id == country.pk)
            for a in appointments
        )
        if held and country is not None and not is_for_state(country, track):
            return no("track-not-for-party")
        return YES if held else no("no-focal-point-mandate")
    if capacity == Capacity.ORGANISATION:
        organisation = speaking.organisation
        held = any(
            a.organisation_id is not None
            and (organisation is None or a.organisation_id == organisation.pk)
            for a in appointments
        )
        if held and organisation is not None and not is_for_organisation(organisation, track):
            return no("track-not-for-party")
        return YES if held else no("no-organisation-appointment")
    if capacity == Capacity.EXPERT:
        experts = [a for a in appointments if a.role == Role.EXPERT]
        if not experts:
            return no("no-expert-appointment")
        return may_begin(experts[0].person, round.process.code, Role.EXPERT, at)
    return YES


def may_speak_on(
    person: Person | None, capacity: str, round: Round, paragraphs: Iterable[Paragraph | None]
) -> Verdict:
    """As an expert nobody comments on a topic from which the outcome of their interests keeps them."""
    if capacity != Capacity.EXPERT:
        return YES
    return may_work_on(person, round.process.code, paragraphs)


def is_author(person: Person | None, submission: Submission) -> bool:
    return is_known(person) and submission.author_id == getattr(person, "pk", None)
