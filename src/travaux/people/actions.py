"""What changes who is who, and who holds which role."""

from __future__ import annotations

from datetime import datetime

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Appointment, Country, Organisation, Person
from travaux.plumbing.verdicts import refuse


@action
def register_person(
    *,
    by: Actor | None,
    email: str,
    at: datetime,
    name: str = "",
    password: str | None = None,
    language: str = "en",
    zone: str = "",
    demonstration: bool = False,
) -> Person:
    """Somebody joins. An address that is known already is refused."""
    if Person.objects.filter(email__iexact=email).exists():
        raise refuse("address-known", email=email)
    person = Person(
        email=email.lower(),
        name=name,
        language=language,
        zone=zone,
        joined_at=at,
        demonstration=demonstration,
    )
    person.set_password(password)
    person.save()
    record(by=by or person, subject=person.key, at=at, facts={"language": language})
    return person


@action
def appoint(
    *,
    by: Actor | None,
    person: Person,
    role: str,
    process_code: str,
    at: datetime,
    country: Country | None = None,
    organisation: Organisation | None = None,
    ends_at: datetime | None = None,
) -> Appointment:
    """Give a person a role in a process; the same appointment again changes nothing."""
    standing = Appointment.objects.filter(
        person=person,
        role=role,
        process_code=process_code,
        country=country,
        organisation=organisation,
        ends_at__isnull=True,
    ).first()
    if standing is not None:
        nothing_to_record()
        return standing
    appointment = Appointment.objects.create(
        person=person,
        role=role,
        process_code=process_code,
        country=country,
        organisation=organisation,
        begins_at=at,
        ends_at=ends_at,
    )
    record(
        by=by,
        subject=appointment.key,
        process=process_code,
        at=at,
        facts={"person": person.key, "role": role},
    )
    return appointment


@action
def end_appointment(*, by: Actor | None, appointment: Appointment, at: datetime) -> None:
    """A role ends at this instant; what was done under it stays on record."""
    changed = Appointment.objects.filter(pk=appointment.pk, ends_at__isnull=True).update(ends_at=at)
    if not changed:
        raise refuse("moved-meanwhile")
    appointment.ends_at = at
    record(by=by, subject=appointment.key, process=appointment.process_code, at=at)
