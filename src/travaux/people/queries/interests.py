"""Who is asked to declare, who did, what waits for an assessor, and what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.people.models import MEMBER, Appointment, Assessor, Declaration, Person, Topic
from travaux.people.queries.declarations import (
    Stand,
    Standing,
    rule_of,
    standings,
)
from travaux.people.queries.roles import appointments_in

# What rooms above know of interests; filled by site/wiring.py.
# Who serves without an appointment, and as what: a seat in an adopted group, reviews of a call.
# process, instant, one person or None for all -> (person, title of the group or call) ...
Serving = Callable[[str, datetime, Person | None], Iterable[tuple[Person, Mapping[str, str]]]]
SERVING: dict[str, tuple[str, Serving]] = {}
# What a person declared elsewhere, to be proposed: process, person -> field -> words
PROPOSALS: dict[str, Callable[[Person, str], Mapping[str, str]]] = {}
# The headings of the texts of a process, for topics: process -> (identity, heading) ...
HEADINGS: dict[str, Callable[[str], Sequence[tuple[str, str]]]] = {}


@dataclass(slots=True)
class Duty:
    """Somebody who is asked to declare: for which roles, for a seat in which groups."""

    person: Person
    roles: list[str] = field(default_factory=list)
    groups: list[Mapping[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.roles or self.groups)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    duty: Duty
    standing: Standing


def assessors_of(process_code: str, at: datetime) -> QuerySet[Assessor]:
    """Who assesses declarations in a process at an instant."""
    return (
        Assessor.objects.filter(process_code=process_code, begins_at__lte=at)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .select_related("person")
        .order_by("person__name", "pk")
    )


def is_assessor(person: Person, process_code: str, at: datetime) -> bool:
    """Whether a person is a named assessor of a process."""
    return assessors_of(process_code, at).filter(person_id=person.pk).exists()


def topics_of(process_code: str) -> list[Topic]:
    """The topics of a process that are in use."""
    return list(Topic.objects.filter(process_code=process_code, retired_at__isnull=True))


def duty_of(person: Person, process_code: str, at: datetime) -> Duty:
    """For what a person is asked to declare in a process."""
    roles = rule_of(process_code).roles
    duty = Duty(person)
    for appointment in appointments_in(person, process_code, at):
        if appointment.role in roles and appointment.role not in duty.roles:
            duty.roles.append(appointment.role)
    for role, _one, title in _serving(process_code, roles, at, person):
        _add(duty, role, title)
    return duty


def _serving(
    process_code: str, roles: Sequence[str], at: datetime, only: Person | None = None
) -> Iterator[tuple[str, Person, Mapping[str, str]]]:
    for role, read in SERVING.values():
        if role in roles:
            for person, title in read(process_code, at, only):
                yield role, person, title


def _add(duty: Duty, role: str, title: Mapping[str, str]) -> None:
    if role != MEMBER and role not in duty.roles:
        duty.roles.append(str(role))
    if title not in duty.groups:
        duty.groups.append(title)


def duties(process_code: str, at: datetime) -> list[Duty]:
    """Everybody who is asked to declare in a process, by name."""
    roles = rule_of(process_code).roles
    found: dict[int, Duty] = {}
    given = (
        Appointment.objects.filter(process_code__in=["", process_code], role__in=roles)
        .filter(begins_at__lte=at)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .select_related("person")
    )
    for appointment in given.order_by("role", "pk"):
        duty = found.setdefault(appointment.person_id, Duty(appointment.person))
        if appointment.role not in duty.roles:
            duty.roles.append(appointment.role)
    for role, person, title in _serving(process_code, roles, at):
        _add(found.setdefault(person.pk, Duty(person)), role, title)
    return sorted(found.values(), key=lambda d: (str(d.person), d.person.pk))


def register(process_code: str, at: datetime) -> list[Row]:
    """Who is asked to declare, and how it stands; without a word of what was declared."""
    asked = duties(process_code, at)
    stands = standings([d.person for d in asked], process_code, at)
    return [Row(d, stands[d.person.pk]) for d in asked]


def desk(process_code: str, at: datetime) -> list[Row]:
    """What a named assessor sees: everybody asked, and whoever declared without being asked now."""
    rows = register(process_code, at)
    seen = {row.duty.person.pk for row in rows}
    others = list(
        Person.objects.filter(
            declarations__process_code=process_code, declarations__erased_at__isnull=True
        )
        .exclude(pk__in=seen)
        .distinct()
        .order_by("name", "pk")
    )
    stands = standings(others, process_code, at)
    rows += [Row(Duty(person), stands[person.pk]) for person in others]
    return rows


def tasks_of(
    person: Person, process_codes: Iterable[str], at: datetime
) -> list[tuple[str, Duty, Standing, int]]:
    """For each process that asks something of a person: why, how it stands, what they may assess."""
    found = []
    for code in process_codes:
        duty = duty_of(person, code, at)
        standing = standings([person], code, at)[person.pk]
        waiting = 0
        if is_assessor(person, code, at):
            waiting = sum(
                row.standing.stand is Stand.WAITING and row.duty.person.pk != person.pk
                for row in desk(code, at)
            )
        if duty or standing.declaration is not None or waiting:
            found.append((code, duty, standing, waiting))
    return found


def versions_of(person: Person, process_code: str) -> QuerySet[Declaration]:
    """Every version that a person declared in a process, the latest first."""
    return (
        Declaration.objects.filter(person=person, process_code=process_code)
        .select_related("confirms")
        .prefetch_related("assessments__topics")
        .order_by("-number")
    )


def to_remind(process_code: str, at: datetime) -> list[Row]:
    """Who has not declared, or is asked to confirm or renew."""
    return [
        row
        for row in register(process_code, at)
        if row.standing.stand in (Stand.MISSING, Stand.OUT_OF_DATE) or row.standing.renew
        if row.standing.stand is not Stand.EXCLUDED and row.duty.person.is_active
    ]


def published(process_code: str, at: datetime) -> list[Row]:
    """Whose declaration was assessed or counts: role, outcome, summary. Names where announced.

    What waits for an assessor is left out: who has nothing to declare does not wait, and so it
    would tell that there is something.
    """
    return [row for row in register(process_code, at) if _is_known(row.standing)]


def _is_known(standing: Standing) -> bool:
    if standing.declaration is None or standing.stand is Stand.WAITING:
        return False
    return standing.stand is not Stand.OUT_OF_DATE or standing.assessment is not None


def proposed_by_others(person: Person, process_code: str) -> dict[str, str]:
    """What a person declared elsewhere, as in a nomination: proposed to be read, never copied."""
    told: dict[str, str] = {}
    for read in PROPOSALS.values():
        for name, words in read(person, process_code).items():
            if words.strip():
                told[name] = "\n".join(w for w in (told.get(name), words.strip()) if w)
    return told


def headings_for(process_code: str) -> list[tuple[str, str]]:
    """The headings of the texts of a process, to tie topics to."""
    return [pair for read in HEADINGS.values() for pair in read(process_code)]


def counts(rows: Sequence[Row]) -> dict[str, Any]:
    """How many stand how."""
    told = {str(stand.value): 0 for stand in Stand}
    for row in rows:
        told[row.standing.stand.value] += 1
    return told
