"""Authorities name focal points and deputies; organisations get verified members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.core.contacts.rows import is_email
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.actions.persons import appoint, register_person
from travaux.people.facts import AuthorityAsked, AuthorityNamed
from travaux.people.models import Appointment, Contact, Naming, Organisation, Person, Role, Verified
from travaux.people.queries import address_of
from travaux.people.queries.naming import token_of, verified_addresses
from travaux.people.rules.naming import (
    NAMING_DAYS,
    are_domains,
    belongs,
    is_letter,
    may_ask_authority,
    may_name,
)
from travaux.people.rules.roles import may_appoint
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import current, said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import StoredFile
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom an authority names."""

    name: str
    email: str


@action
def ask_authority(*, by: Person, contact: Contact, at: datetime) -> Naming:
    """A mission or ministry gets a link with which it names focal point and deputy by its letter.

    While a link to the same address stands, asking again sends nothing.
    """
    require(may_ask_authority(by, contact))
    email = address_of(contact)
    standing = Naming.objects.filter(
        contact=contact, email=email, used_at__isnull=True, expires_at__gt=at
    ).first()
    if standing is not None:
        nothing_to_record()
        return standing
    naming = Naming.objects.create(
        process_code=contact.process_code,
        contact=contact,
        email=email,
        by_key=by.key,
        at=at,
        expires_at=at + timedelta(days=NAMING_DAYS),
    )
    language = contact.language or current()
    with translation.override(to_django(language)):
        address = reverse("contacts:naming", args=[contact.process_code, token_of(naming)])
        told: dict[str, Any] = {
            "office": contact.office,
            "state": said(contact.country.names) if contact.country else "",
            "process_code": contact.process_code,
            "address": f"{settings.ADDRESS}{address}",
            "until": naming.expires_at,
        }
        subject = render_to_string("people/mail/naming.subject.txt", told)
        text = render_to_string("people/mail/naming.txt", told)
    mail = write_mail(
        email,
        subject,
        text,
        about=naming.key,
        once=f"naming:{naming.key}",
        at=at,
        language=language,  # of no process: the outbox shows no link of an authority
    )
    record(
        by=by,
        subject=naming.key,
        process=contact.process_code,
        at=at,
        facts={"contact": contact.key},
    )
    if mail is not None:
        announce(AuthorityAsked(by, naming, mail, at))
    return naming


def _kept(letter: UploadedFile[Any], by_key: str, process_code: str, at: datetime) -> StoredFile:
    require(is_letter(letter.name or ""))
    return keep_file(
        data=letter, name=letter.name or "letter", at=at, received_from=by_key,
        process_code=process_code,
    )  # fmt: skip


@action
def name_speakers(
    *,
    by: Naming,
    naming: Naming,
    focal: Named,
    deputy: Named | None,
    begins_on: date,
    ends_on: date | None,
    letter: UploadedFile[Any] | None,
    at: datetime,
) -> list[Appointment]:
    """The authority names its focal point, and a deputy, from and to, with its signed letter.

    Those whom the same office named before end when these begin. Who has no account gets one,
    and sets its password by a mail.
    """
    require(may_name(naming, at))
    if letter is None:
        raise refuse("naming-letter-needed")
    people = [n for n in (focal, deputy) if n is not None]
    for one in people:
        if not is_email(one.email) or len(one.email) > 254:
            raise refuse("named-address")
    if len({one.email.lower() for one in people}) < len(people):
        raise refuse("deputy-is-focal-point")
    begins_at = max(at, datetime.combine(begins_on, time(), UTC))
    ends_at = datetime.combine(ends_on + timedelta(days=1), time(), UTC) if ends_on else None
    if ends_at is not None and ends_at <= begins_at:
        raise refuse("ends-before-it-begins")
    mine = Naming.objects.filter(pk=naming.pk, used_at__isnull=True)
    if not mine.update(used_at=at):
        raise refuse("naming-used")
    country = naming.contact.country
    process = naming.process_code
    file = _kept(letter, naming.key, process, at)
    found: list[tuple[Person, bool]] = []
    for one in people:
        known = Person.objects.filter(email__iexact=one.email, is_active=True).first()
        new = known is None
        if known is None:
            known = register_person(
                by=naming,
                email=one.email,
                name=" ".join(one.name.split())[:200],
                language=naming.contact.language or "en",
                demonstration=naming.contact.demonstration,
                at=at,
            )
        found.append((known, new))
    _end_former(naming, [p for p, _new in found], begins_at)
    made = [
        appoint(
            by=naming,
            person=person,
            role=Role.FOCAL_POINT,
            process_code=process,
            country=country,
            begins_at=begins_at,
            ends_at=ends_at,
            deputy=place > 0,
            naming=naming,
            letter=file,
            new_account=new,
            at=at,
        )
        for place, (person, new) in enumerate(found)
    ]
    naming.used_at = at
    record(
        by=naming,
        subject=naming.key,
        process=process,
        at=at,
        facts={"appointments": [a.key for a in made], "letter": file.key},
    )
    announce(AuthorityNamed(naming, file, at))
    return made


def _end_former(naming: Naming, people: list[Person], begins_at: datetime) -> None:
    """Whom the office named before, and what the same persons held for the state, ends then."""
    held = (
        Appointment.objects.filter(
            process_code=naming.process_code,
            role=Role.FOCAL_POINT,
            country=naming.contact.country,
        )
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=begins_at))
        .filter(Q(naming__contact=naming.contact) | Q(person__in=people))
    )
    held.filter(begins_at__gte=begins_at).delete()  # would begin later still: never begins
    held.update(ends_at=begins_at)


@action
def set_domains(
    *, by: Person, organisation: Organisation, process_code: str, domains: list[str], at: datetime
) -> None:
    """The secretariat writes down the mail domains of an organisation, as it verified them."""
    require(may_appoint(by, process_code))
    told = sorted({d.strip().lower().lstrip("@") for d in domains if d.strip()})
    require(are_domains(told))
    if organisation.domains == told:
        nothing_to_record()
        return
    Organisation.objects.filter(pk=organisation.pk).update(domains=told)
    organisation.domains = told
    record(by=by, subject=organisation.key, process=process_code, at=at)


@action
def join_organisation(
    *, by: Person, organisation: Organisation, process_code: str, at: datetime
) -> Appointment:
    """Whoever has a confirmed address in its mail domain joins an organisation by themselves."""
    require(belongs(verified_addresses(by), organisation.domains))
    made = appoint(
        by=None,
        person=by,
        role=Role.CONTRIBUTOR,
        process_code=process_code,
        organisation=organisation,
        verified=Verified.DOMAIN,
        at=at,
    )
    record(by=by, subject=made.key, process=process_code, at=at)
    return made


@action
def verify_member(
    *, by: Person, appointment: Appointment, letter: UploadedFile[Any], at: datetime
) -> None:
    """The secretariat has the letter of an organisation that somebody speaks for it."""
    require(may_appoint(by, appointment.process_code))
    if appointment.organisation_id is None:
        raise refuse("no-organisation-here")
    file = _kept(letter, by.key, appointment.process_code, at)
    Appointment.objects.filter(pk=appointment.pk).update(verified=Verified.LETTER, letter=file)
    appointment.verified, appointment.letter = Verified.LETTER, file
    record(
        by=by,
        subject=appointment.key,
        process=appointment.process_code,
        at=at,
        facts={"letter": file.key},
    )
