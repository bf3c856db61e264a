"""What changes who is who, and who holds which role."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.actions.interests import _page, _words_go
from travaux.people.facts import PersonErased
from travaux.people.models import (
    Appointment,
    Assessor,
    Country,
    Declaration,
    MailWish,
    Naming,
    Office,
    Organisation,
    Person,
    Post,
)
from travaux.people.queries import STAFF, appointments_of
from travaux.people.queries.declarations import must_declare
from travaux.people.rules import fits, may_appoint, may_end, may_erase
from travaux.people.wording import role_name
from travaux.plumbing.mail import forget_reader, in_language_of, write_mail
from travaux.plumbing.models import StoredFile
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import refuse, require


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
def vouch_for_address(*, by: Actor | None, person: Person, at: datetime) -> None:
    """The technical officer knows that the address is the person's: no mail needs to confirm it."""
    if EmailAddress.objects.filter(user_id=person.pk, verified=True).exists():
        nothing_to_record()
        return
    EmailAddress.objects.update_or_create(
        user_id=person.pk, email=person.email, defaults={"verified": True, "primary": True}
    )
    record(by=by, subject=person.key, at=at)


@action
def reset_second_factor(*, by: Actor | None, person: Person, at: datetime) -> None:
    """The technical officer removes a second factor that was lost."""
    removed, _ = Authenticator.objects.filter(user_id=person.pk).delete()
    if not removed:
        nothing_to_record()
        return
    record(by=by, subject=person.key, at=at)


@action
def change_profile(
    *, by: Person, person: Person, name: str, language: str, zone: str, at: datetime
) -> None:
    """A person says how they are called, and which language and clock they read."""
    if by.pk != person.pk:
        raise refuse("not-your-account")
    if (person.name, person.language, person.zone) == (name, language, zone):
        nothing_to_record()
        return
    Person.objects.filter(pk=person.pk).update(name=name, language=language, zone=zone)
    person.name, person.language, person.zone = name, language, zone
    record(by=by, subject=person.key, at=at, facts={"language": language})


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
    office: Office | None = None,
    ends_at: datetime | None = None,
    begins_at: datetime | None = None,
    deputy: bool = False,
    naming: Naming | None = None,
    letter: StoredFile | None = None,
    verified: str = "",
    new_account: bool = False,
) -> Appointment:
    """Give a person a role in a process; the same appointment again changes nothing.

    Without `by` it is the technical officer's own act, as on the command line.
    """
    if isinstance(by, Person):
        require(may_appoint(by, process_code))
    require(fits(role, country, office, process_code))
    if ends_at is not None and ends_at <= at:
        raise refuse("ends-before-it-begins")
    # Two clicks at once queue here, so that the same appointment is not given twice.
    Person.objects.select_for_update().get(pk=person.pk)
    standing = (
        appointments_of(person, at)
        .filter(
            role=role,
            process_code=process_code,
            country=country,
            organisation=organisation,
            office=office,
        )
        .first()
    )
    if standing is not None and naming is None:
        nothing_to_record()
        return standing
    appointment = Appointment.objects.create(
        person=person,
        role=role,
        process_code=process_code,
        country=country,
        organisation=organisation,
        office=office,
        begins_at=begins_at or at,
        ends_at=ends_at,
        deputy=deputy,
        naming=naming,
        letter=letter,
        verified=verified,
    )
    person.__dict__.pop("remembered", None)
    if by is not None:
        with in_language_of(person):
            context = {
                "role": role_name(role),
                "process_code": process_code,
                "name": person.name,
                "site": settings.ADDRESS,
                "second_factor": role in STAFF,
                "password": f"{settings.ADDRESS}{reverse('account_reset_password')}"
                if new_account
                else "",
                "declare": _page("interests:mine", process_code)
                if process_code and must_declare(role, process_code)
                else "",
            }
            write_mail(
                person,
                render_to_string("people/mail/appointed.subject.txt", context),
                render_to_string("people/mail/appointed.txt", context),
                about=appointment.key,
                once=f"appointed:{appointment.key}",
                at=at,
            )
    record(
        by=by,
        subject=appointment.key,
        process=process_code,
        at=at,
        facts={"person": person.key, "role": str(role)},
    )
    return appointment


@action
def end_appointment(*, by: Actor | None, appointment: Appointment, at: datetime) -> None:
    """A role ends at this instant; what was done under it stays on record."""
    if isinstance(by, Person):
        require(may_end(by, appointment, at))
    changed = (
        Appointment.objects.filter(pk=appointment.pk)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .update(ends_at=at)
    )
    if not changed:
        raise refuse("moved-meanwhile")
    appointment.ends_at = at
    record(by=by, subject=appointment.key, process=appointment.process_code, at=at)


@action
def erase_person(*, by: Actor | None, person: Person, at: datetime) -> None:
    """A person leaves: name, address, password and second factor go; the key and the record stay.

    What was handed in for a state or an organisation belongs to the record and stays with it.
    """
    require(may_erase(by if isinstance(by, Person) else None, person, at))
    email = person.email or ""
    if person.email:
        Post.objects.filter(email__iexact=person.email).update(
            name="", title="", salutation="", email="", erased_at=at
        )
    changed = Person.objects.filter(pk=person.pk, erased_at__isnull=True).update(
        email=None,
        name="",
        zone="",
        password=make_password(None),
        is_active=False,
        erased_at=at,
    )
    if not changed:
        raise refuse("moved-meanwhile")
    # an appointment given this very instant never began
    ended = Appointment.objects.filter(person_id=person.pk).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    )
    ended.filter(begins_at__gte=at).delete()
    ended.update(ends_at=at)
    _words_go(Declaration.objects.filter(person_id=person.pk, erased_at__isnull=True), at)
    Assessor.objects.filter(person_id=person.pk, ends_at__isnull=True).update(ends_at=at)
    EmailAddress.objects.filter(user_id=person.pk).delete()
    Authenticator.objects.filter(user_id=person.pk).delete()
    forget_reader(person.key)
    MailWish.objects.filter(reader__in=[person.key, email.lower()]).delete()
    person.refresh_from_db()
    record(by=by, subject=person.key, at=at)
    announce(PersonErased(by, person, email, at))


@action
def register_organisation(
    *, by: Actor | None, name: str, at: datetime, demonstration: bool = False
) -> Organisation:
    """An organisation that takes part; the same name again is the same organisation."""
    known = Organisation.objects.filter(name__iexact=name).first()
    if known is not None:
        nothing_to_record()
        return known
    made = Organisation.objects.create(name=name, demonstration=demonstration)
    record(by=by, subject=made.key, at=at)
    return made


@action
def register_country(
    *,
    by: Actor | None,
    code: str,
    names: dict[str, str],
    at: datetime,
    source: str = "",
    demonstration: bool = False,
) -> Country:
    """A state or area takes part; the same code again is the same one."""
    known = Country.objects.filter(code=code).first()
    if known is not None:
        nothing_to_record()
        return known
    made = Country.objects.create(
        code=code, names=dict(names), source=source, demonstration=demonstration
    )
    record(by=by, subject=made.code, at=at)
    return made


@action
def give_second_factor(*, by: Actor | None, person: Person, secret: str, at: datetime) -> None:
    """An invented person gets a second factor whose secret is known; a real one sets up their own."""
    if not person.demonstration:
        raise refuse("not-your-account")
    if Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists():
        nothing_to_record()
        return
    TOTP.activate(person, secret)
    record(by=by, subject=person.key, at=at)
