"""Participants in the customary order, counts that name nobody, and who sees which registrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.core.countries.order import sort_key
from travaux.core.meetings.counts import Pooled, pooled
from travaux.meetings.models import Capacity, Invitation, Kind, Meeting, Participant, Travel
from travaux.meetings.rules.meetings import keeps
from travaux.meetings.states import PlaceState
from travaux.people.models import Country, Group, Person, Role
from travaux.people.queries import REGIONAL, STATUS, appointments_in, groups_of, standing_groups
from travaux.plumbing.languages import current, said

KINDS = list(Kind.values)  # the customary order
CAPACITIES = list(Capacity.values)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Those who come for one state, organisation, or under one heading."""

    name: str
    members: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All delegations of one kind, in the order of a list in a language."""

    kind: str
    delegations: tuple[Delegation, ...]

    @property
    def count(self) -> int:
        return sum(len(d.members) for d in self.delegations)


def party_name(participant: Participant, language: str = "") -> str:
    """For whom somebody comes, in a language; empty for an expert in a personal capacity."""
    if participant.organisation is not None:
        one = participant.organisation
        return said(one.names, language) or one.name
    if participant.kind in (Kind.EXPERT, Kind.SECRETARIAT):
        return ""
    if participant.country is not None:
        return said(participant.country.names, language)
    return participant.delegation


def sections(people: Iterable[Participant], language: str = "") -> tuple[Section, ...]:
    """Participants as their list has them: Member States in the order of their names in the
    language, observers, intergovernmental, the United Nations, non-governmental, others, experts,
    the secretariat; in each delegation head, alternates, representatives, advisers."""
    tongue = language or current()
    by_kind: dict[str, dict[tuple[Any, ...], list[Participant]]] = {}
    for one in people:
        name = party_name(one, tongue)
        pinyin = one.country.pinyin if one.country is not None and one.organisation is None else ""
        key = (sort_key(name, tongue, pinyin), name)
        by_kind.setdefault(one.kind, {}).setdefault(key, []).append(one)
    found = []
    for kind in KINDS:
        parties = by_kind.get(kind, {})
        if not parties:
            continue
        delegations = tuple(
            Delegation(
                key[1],
                tuple(
                    sorted(
                        parties[key],
                        key=lambda p: (
                            CAPACITIES.index(p.capacity),
                            sort_key(p.name, tongue),
                            p.pk,
                        ),
                    )
                ),
            )
            for key in sorted(parties)
        )
        found.append(Section(kind, delegations))
    return tuple(found)


def listed(meeting: Meeting) -> QuerySet[Participant]:
    """Who stands in the list of participants: approved, and not said to have stayed away."""
    return (
        meeting.participants.filter(state=PlaceState.APPROVED, erased_at__isnull=True)
        .exclude(attended=False)
        .select_related("country", "organisation")
        .order_by("pk")
    )


def standing_kind(country: Country, on: date) -> str:
    """Whether a state comes as a member or as an observer, by the dated record; member if unsaid."""
    codes = {g.code for g in groups_of(country, STATUS, on)}
    return Kind.OBSERVER if codes and "member" not in codes else Kind.MEMBER


def registrations(meeting: Meeting, person: Person, at: datetime) -> QuerySet[Participant]:
    """The registrations that somebody may see: all, or those of the parties they speak for."""
    found = meeting.participants.filter(erased_at__isnull=True).select_related(
        "country", "organisation", "letter", "person", "travel"
    )
    if not keeps(person, meeting, at):
        mine = Q(pk__in=[])
        for one in appointments_in(person, meeting.process.code, at):
            if one.role == Role.FOCAL_POINT and one.country_id is not None:
                mine |= Q(country=one.country_id)
            if one.organisation_id is not None:
                mine |= Q(organisation=one.organisation_id)
        found = found.filter(mine)
    return found.order_by("state", "kind", "pk")


def participant_named(meeting: Meeting, key: str) -> Participant | None:
    return (
        meeting.participants.filter(key=key, erased_at__isnull=True)
        .select_related("meeting__process", "country", "organisation", "letter", "person", "travel")
        .first()
    )


def by_link(process_code: str, token: str) -> Participant | None:
    """The registration behind a link by mail."""
    return (
        Participant.objects.filter(
            meeting__process__code=process_code, token=token, erased_at__isnull=True
        )
        .select_related(
            "meeting__process",
            "meeting__series",
            "meeting__budget_line",
            "meeting__host__call",
            "country",
            "organisation",
            "person",
            "travel",
        )
        .first()
    )


def invitation_by_link(process_code: str, token: str) -> Invitation | None:
    return (
        Invitation.objects.filter(meeting__process__code=process_code, token=token)
        .select_related("meeting__process", "country", "organisation")
        .first()
    )


def counts_of(meeting: Meeting) -> Pooled:
    """How many came, by kind of participant, as it may be public; who registered until it is known."""
    counts: dict[str, int] = {}
    for kind in listed(meeting).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return pooled(counts)


def states_by_group(meeting: Meeting) -> list[tuple[Mapping[str, str], int]]:
    """How many Member States came from each United Nations regional group, as groups stood that day.

    States, not people; nothing where so few came for Member States that even their number is told
    together with others.
    """
    if Kind.MEMBER not in counts_of(meeting).alone:
        return []
    here = set(listed(meeting).filter(kind=Kind.MEMBER).values_list("country", flat=True))
    found: dict[int, tuple[Group, int]] = {}
    for country, group in standing_groups(meeting.starts_at.date()):
        if country in here and group.taxonomy.code == REGIONAL:
            found[group.pk] = (group, found.get(group.pk, (group, 0))[1] + 1)
    ordered = sorted(found.values(), key=lambda one: (one[0].position, one[0].pk))
    return [(group.names, n) for group, n in ordered]


def own_data(person: Person) -> dict[str, Any]:
    """What meetings keep about a person."""
    mine = Participant.objects.filter(person=person).select_related(
        "meeting__process", "country", "organisation"
    )
    travels = Travel.objects.filter(participant__person=person).order_by("pk")
    return {
        "registrations": [
            {
                "process": p.meeting.process.code,
                "meeting": p.meeting.key,
                "titles": p.meeting.titles,
                "name": p.name,
                "email": p.email,
                "function": p.function,
                "for": party_name(p) or None,
                "capacity": p.capacity,
                "mode": p.mode,
                "interpretation": p.interpretation,
                "access_needs": p.needs,
                "state": p.state,
                "reason": p.reason,
                "attended": p.attended,
                "asked_at": p.asked_at,
                "said": [
                    {"noted": i.noted, "text": i.text, "state": i.state, "dispute": i.dispute}
                    for i in p.interventions.all()
                ],
            }
            for p in mine.order_by("pk").prefetch_related("interventions")
        ],
        "travel": list(
            travels.values("state", "starts_from", "estimate", "order", "reason", "asked_at")
        ),
    }
