"""What the desk of an office shows: its states, rounds, meetings and reports, and nothing beyond."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.comments.models import Submission
from travaux.comments.queries.coverage import Monitor, monitor, speakers, state_key
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round, Track
from travaux.consultations.queries import rounds_of, titles_of
from travaux.consultations.rules import Phase, phase
from travaux.core.comments.coverage import Counts, Kind, Party
from travaux.meetings.models import Meeting
from travaux.meetings.states import PlaceState
from travaux.offices.models import OfficeReport
from travaux.people.models import Appointment, Country, Office, Person, Role
from travaux.people.queries.offices import offices_held, offices_in, scope_of, states_in_order
from travaux.people.rules.offices import may_set_up_office
from travaux.roadmap.models import Process

MOST_ROUNDS = 8  # the latest ones; a desk is for what can still be mended


@dataclass(frozen=True, slots=True)
class Covered:
    """A round as an office sees it: its phase, and who of its own was asked and heard."""

    round: Round
    phase: Phase
    found: Monitor

    @property
    def states(self) -> Counts:
        return self.found.coverage.total(Kind.STATE)

    @property
    def organisations(self) -> Counts:
        return self.found.coverage.total(Kind.ORGANISATION)

    @property
    def reachable(self) -> list[Party]:
        """Who is not heard yet and can be written to."""
        return [p for p in self.found.coverage.unheard if p.reachable]


def offices_seen(person: Person | None, process: Process, at: datetime) -> list[Office]:
    """The desks somebody sees: all as secretariat, else those of which they are."""
    if may_set_up_office(person, process.code):
        return list(offices_in(process.code))
    return offices_held(person, process.code, at)


def people_of(office: Office, at: datetime) -> list[Appointment]:
    """Who is of an office at an instant."""
    return list(
        Appointment.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            office=office,
            begins_at__lte=at,
        )
        .select_related("person")
        .order_by("person__name", "pk")
    )


def rounds_covered(office: Office, process: Process, at: datetime) -> list[Covered]:
    """The rounds in which one of its states or organisations is asked, the latest first."""
    scope = scope_of(office)
    found = []
    for round in rounds_of(process).filter(demonstration=office.demonstration)[:MOST_ROUNDS]:
        mine = monitor(round, at, scope)
        if mine.parties:
            found.append(Covered(round, phase(round, at), mine))
    return found


def covered(office: Office, round: Round, at: datetime) -> Covered:
    return Covered(round, phase(round, at), monitor(round, at, scope_of(office)))


@dataclass(frozen=True, slots=True)
class StateLine:
    """A state of an office: who speaks for it, and how it stands in a round."""

    country: Country
    speakers: tuple[Person, ...]
    party: Party | None


def state_lines(office: Office, at: datetime, within: Monitor | None) -> list[StateLine]:
    """Its states in the order of the reader's language."""
    spoken: dict[int, list[Person]] = {}
    for one in speakers(office.process_code, at):
        if one.role == Role.FOCAL_POINT and one.country_id is not None:
            spoken.setdefault(one.country_id, []).append(one.person)
    parties = within.parties if within is not None else {}
    return [
        StateLine(c, tuple(spoken.get(c.pk, ())), parties.get(state_key(c)))
        for c in states_in_order(office)
    ]


def tracks_kept(office: Office) -> QuerySet[Track]:
    return Track.objects.filter(office=office).order_by("position", "pk")


def meetings_kept(office: Office) -> QuerySet[Meeting]:
    """Its meetings, the latest first."""
    return (
        Meeting.objects.filter(office=office)
        .select_related("process")
        .order_by("-starts_at", "-pk")
    )


def entered_for(office: Office, process: Process, at: datetime) -> int:
    """How many submissions those of the office entered for their states and organisations."""
    scope = scope_of(office)
    keys = set(office.appointments.values_list("person__key", flat=True))
    return (
        Submission.objects.filter(round__process=process, entered_by__in=keys)
        .filter(Q(country__in=scope) | Q(organisation__country__in=scope))
        .exclude(state=SubmissionState.WITHDRAWN)
        .count()
    )


def figures_of(office: Office, process: Process, at: datetime) -> dict[str, Any]:
    """The figures of a report, as plain values: each is counted from the record, none is typed."""
    rounds = []
    for one in rounds_covered(office, process, at):
        states, bodies = one.states, one.organisations
        rounds.append(
            {
                "round": one.round.key,
                "titles": dict(titles_of(one.round)),
                "phase": str(one.phase),
                "kept": one.round.track is not None and one.round.track.office_id == office.pk,
                "states": _counts(states),
                "organisations": _counts(bodies),
                "standings": [
                    {"state": c.code, "names": c.names, "standing": str(p.standing)}
                    for key, p in one.found.parties.items()
                    if (c := one.found.countries.get(key)) is not None
                ],
            }
        )
    return {
        "states": len(states_in_order(office)),
        "rounds": rounds,
        "meetings": [
            {
                "meeting": m.key,
                "titles": m.titles,
                "day": m.starts_at.date().isoformat(),
                "mode": str(m.mode),
                "state": str(m.state),
                "participants": m.participants.filter(state=PlaceState.APPROVED).count(),
                "minutes": m.minutes_published_at is not None,
            }
            for m in meetings_kept(office)[:50]
        ],
        "entered": entered_for(office, process, at),
    }


def _counts(counts: Counts) -> dict[str, int]:
    told = {name: getattr(counts, name) for name in Counts.__slots__}
    return {**told, "heard": counts.heard}


def reports_of(office: Office) -> QuerySet[OfficeReport]:
    return OfficeReport.objects.filter(office=office).select_related("office", "process")


def reports_seen(offices: Iterable[Office], process: Process) -> QuerySet[OfficeReport]:
    """What these offices reported, the latest first."""
    found = OfficeReport.objects.filter(process=process, office__in=[o.pk for o in offices])
    return found.select_related("office", "process")


def report_named(process_code: str, key: str) -> OfficeReport | None:
    return (
        OfficeReport.objects.filter(process__code=process_code, key=key)
        .select_related("office", "process")
        .first()
    )


def own_data(person: Person) -> list[dict[str, Any]]:
    """The reports that somebody sent for an office."""
    found = OfficeReport.objects.filter(by_key=person.key).select_related("office", "process")
    return [
        {"process": r.process.code, "office": r.office.names, "at": r.at, "text": r.text}
        for r in found
    ]


def office_of(person: Person, process: Process, at: datetime) -> Office | None:
    """The one office of which somebody is; None where it is none or several."""
    held = offices_held(person, process.code, at)
    return held[0] if len(held) == 1 else None
