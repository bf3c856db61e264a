"""Who may send a link to an authority, begin a nomination, and go through a link."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Application, Call, Kind, Link, Purpose
from travaux.calls.rules.applications import may_hand_in
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.nominations import confirmation_in_time, may_still_be_confirmed
from travaux.calls.states import ApplicationState
from travaux.people.models import Contact, Country, Person, Role
from travaux.people.models import Kind as ContactKind
from travaux.people.queries import address_of, appointments_of
from travaux.plumbing.verdicts import YES, Verdict, no

LINK_DAYS = 21  # a link to an authority opens so long
AUTHORITIES = (ContactKind.FOCAL_POINT, ContactKind.MINISTRY, ContactKind.MISSION)


def waits_for_authority(application: Application, at: datetime) -> Verdict:
    """A nomination that was handed in, is not confirmed, and may still be."""
    if application.call.kind != Kind.NOMINATION:
        return no("not-your-nomination")
    if application.state == ApplicationState.WITHDRAWN:
        return no("application-withdrawn")
    if application.state != ApplicationState.SUBMITTED:
        return no("application-not-sent")
    return may_still_be_confirmed(application, at)


def may_send_link(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The secretariat sends an authority without an account its link."""
    verdict = is_secretariat(person, application.call.process.code, at)
    return waits_for_authority(application, at) if verdict else verdict


def may_be_sent_to(contact: Contact, application: Application) -> Verdict:
    """Links go to offices of the nominating state that the secretariat knows, never to the nominee."""
    fits = (
        contact.kind in AUTHORITIES
        and contact.country_id is not None
        and contact.country_id == application.country_id
        and contact.process_code == application.call.process.code
        and contact.retired_at is None
        and address_of(contact)
    )
    if not fits:
        return no("contact-not-of-state")
    own = {application.email.lower()}
    if application.person is not None:
        own.add((application.person.email or "").lower())
    return no("nominee-not-nominator") if address_of(contact).lower() in own else YES


def state_spoken_for(person: Person | None, process_code: str, at: datetime) -> Country | None:
    """The state that somebody is the focal point of in a process."""
    if person is None or not getattr(person, "pk", None):
        return None
    found = (
        appointments_of(person, at)
        .filter(role=Role.FOCAL_POINT, country__isnull=False, process_code__in=["", process_code])
        .select_related("country")
        .first()
    )
    return found.country if found is not None else None


def may_begin_for(person: Person | None, call: Call, at: datetime) -> Verdict:
    """A focal point of a state begins a nomination, which the nominee completes."""
    if call.kind != Kind.NOMINATION or state_spoken_for(person, call.process.code, at) is None:
        return no("not-a-focal-point")
    verdict = may_hand_in(None, call, at)
    return no("call-closed-to-nominations") if verdict.code == "call-closed-to-late" else verdict


def confirmed_through(link: Link, application: Application | None = None) -> bool:
    """Whether the confirmation that stands was made through this very link."""
    application = application or link.application
    return (
        link.purpose == Purpose.CONFIRM
        and link.used_at is not None
        and application.confirmed_by == ""
        and link.used_at in (application.confirmed_at, application.claimed_at)
    )


def may_take_back(link: Link, at: datetime) -> Verdict:
    """Who confirmed through a link takes it back through the same one, as long as one may confirm."""
    application = link.application
    if application.state != ApplicationState.SUBMITTED:
        return no("application-withdrawn")
    if not confirmed_through(link):
        return no("nomination-not-confirmed")
    if at >= link.expires_at:
        return no("link-expired")
    return confirmation_in_time(application, at)


def may_open_files_by(link: Link, at: datetime) -> Verdict:
    """Who is asked through a link to confirm opens the files of that nomination, and no others."""
    if link.purpose != Purpose.CONFIRM:
        return no("link-unknown")
    if link.application.state != ApplicationState.SUBMITTED:
        return no("application-withdrawn")
    return YES if at < link.expires_at else no("link-expired")


def may_use(link: Link, at: datetime) -> Verdict:
    """A link opens once, until it expires."""
    if link.used_at is not None:
        return no("link-used")
    return YES if at < link.expires_at else no("link-expired")
