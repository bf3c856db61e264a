"""Who may give and end roles, and who may leave."""

from __future__ import annotations

from datetime import datetime

from travaux.people.models import Appointment, Country, Person, Role
from travaux.people.queries import appointments_of, holds, standing_secretariats
from travaux.plumbing.verdicts import YES, Verdict, no

STATE_ROLES = (Role.FOCAL_POINT,)  # speak for a state, so the appointment names it


def may_appoint(person: Person | None, process_code: str) -> Verdict:
    """The secretariat of a process gives its roles; nobody else's."""
    if person is None or not getattr(person, "is_authenticated", False):
        return no("sign-in-first")
    if not process_code:
        # a role in every process is given by the technical officer on the command line
        everywhere = appointments_of(person).filter(role=Role.SECRETARIAT, process_code="")
        return YES if everywhere.exists() else no("not-your-role")
    return YES if holds(person, process_code, [Role.SECRETARIAT]) else no("not-your-role")


def fits(role: str, country: Country | None) -> Verdict:
    """A focal point speaks for a state: the appointment names it."""
    if role in STATE_ROLES and country is None:
        return no("focal-point-needs-state")
    return YES


def may_end(person: Person | None, appointment: Appointment, at: datetime) -> Verdict:
    """The secretariat ends roles of its process, but never leaves it without a secretariat."""
    allowed = may_appoint(person, appointment.process_code)
    if not allowed:
        return allowed
    return remains(appointment, at)


def remains(appointment: Appointment, at: datetime) -> Verdict:
    """Somebody of the secretariat remains when this appointment ends."""
    if appointment.role == Role.SECRETARIAT and appointment.process_code:
        others = standing_secretariats(appointment.process_code, at)
        if not others.exclude(person_id=appointment.person_id).exists():
            return no("last-secretariat", process=appointment.process_code)
    return YES


def may_erase(person: Person | None, whom: Person, at: datetime) -> Verdict:
    """Everybody may have their own account erased; the only secretariat names a successor first."""
    if person is not None and person.pk != whom.pk:
        return no("not-your-account")
    for appointment in appointments_of(whom, at):
        stays = remains(appointment, at)
        if not stays:
            return stays
    return YES
