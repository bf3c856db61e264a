"""Who holds which role, when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from travaux.people.models import Appointment, Person, Role
from travaux.plumbing.clock import now

STAFF = (Role.SECRETARIAT,)  # roles that demand a second factor


def appointments_of(person: Person, at: datetime | None = None) -> QuerySet[Appointment]:
    """The appointments a person holds at an instant (now, unless said)."""
    when = at or now()
    return Appointment.objects.filter(person_id=person.pk, begins_at__lte=when).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=when)
    )


def holds(
    person: Person | None, process_code: str, roles: Iterable[str], at: datetime | None = None
) -> bool:
    """Whether a person holds one of the roles in the process (or in all of them)."""
    if person is None or not getattr(person, "pk", None):
        return False
    return (
        appointments_of(person, at)
        .filter(role__in=list(roles), process_code__in=["", process_code])
        .exists()
    )


def needs_second_factor(person: Person) -> bool:
    """Whether a person's office demands a second factor that is not set up yet."""
    from allauth.mfa.utils import is_mfa_enabled

    if not appointments_of(person).filter(role__in=STAFF).exists():
        return False
    return not is_mfa_enabled(person)
