"""Which states an office answers for, and of which offices somebody is today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from travaux.people.models import Country, Office, Organisation, Person, Role
from travaux.people.queries.countries import countries_in, states_by_name
from travaux.people.queries.roles import appointments_in, holds
from travaux.plumbing import clock


def states_of(office: Office, on: date | None = None) -> QuerySet[Country]:
    """The states of an office on a day: those of its regions, and those that are listed.

    A demonstration has invented states alone, and the work has none of them.
    """
    found = Q(pk__in=office.listed.values("pk"))
    for code in office.regions:
        found |= Q(pk__in=countries_in(code, on=on).values("pk"))
    return Country.objects.filter(found, demonstration=office.demonstration)


def scope_of(office: Office, on: date | None = None) -> frozenset[int]:
    """The same as numbers of rows, for questions that are asked many times."""
    return frozenset(states_of(office, on).values_list("pk", flat=True))


def states_in_order(office: Office) -> list[Country]:
    """The states of an office, by name in the reader's language."""
    return states_by_name(states_of(office))


def offices_held(
    person: Person | None, process_code: str, at: datetime | None = None
) -> list[Office]:
    """The offices of a process of which somebody is at an instant."""
    when = at or clock.now()
    if person is None or not holds(person, process_code, [Role.OFFICE], when):
        return []
    keys = {
        a.office_id
        for a in appointments_in(person, process_code, when)
        if a.role == Role.OFFICE and a.office_id is not None
    }
    if not keys:
        return []
    return list(Office.objects.filter(pk__in=keys, process_code=process_code))


def is_of_office(person: Person | None, office: Office | None, at: datetime | None = None) -> bool:
    """Whether somebody is of this office at an instant."""
    if office is None:
        return False
    return any(o.pk == office.pk for o in offices_held(person, office.process_code, at))


def scope_held(
    person: Person | None, process_code: str, at: datetime | None = None
) -> frozenset[int]:
    """The states of all offices of which somebody is."""
    return frozenset().union(*(scope_of(o) for o in offices_held(person, process_code, at)))


def within(
    scope: Iterable[int], country: Country | None, organisation: Organisation | None
) -> bool:
    """Whether a state is among these, or the seat of an organisation is."""
    if country is not None:
        return country.pk in scope
    seat = organisation.country_id if organisation is not None else None
    return seat is not None and seat in scope


def offices_in(process_code: str) -> QuerySet[Office]:
    """The offices of a process."""
    return Office.objects.filter(process_code=process_code).prefetch_related("listed")


def office_named(process_code: str, key: str) -> Office | None:
    return Office.objects.filter(process_code=process_code, key=key).first()
