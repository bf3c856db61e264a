"""Who holds which role, when; and all that is kept about one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.journal.models import Line
from travaux.journal.queries import state_of_record
from travaux.people.models import Appointment, MailWish, Person, Role
from travaux.people.queries.contacts import own_contacts
from travaux.people.queries.declarations import declares, standing_of, with_rule
from travaux.people.queries.own import own_interests
from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep
from travaux.plumbing.models import Mail, StoredFile

STAFF = (Role.SECRETARIAT,)  # roles that demand a second factor

# Rooms above add what they keep about a person: name -> function; filled by site/wiring.py
OWN_DATA: dict[str, Callable[[Person], Any]] = {}


def _standing(when: datetime) -> Q:
    return Q(begins_at__lte=when) & (Q(ends_at__isnull=True) | Q(ends_at__gt=when))


def appointments_of(person: Person, at: datetime | None = None) -> QuerySet[Appointment]:
    """The appointments a person holds at an instant (now, unless said)."""
    return Appointment.objects.filter(_standing(at or clock.now()), person_id=person.pk)


def remember_appointments(person: Person) -> None:
    """Read a person's appointments once, for the many rules that one request asks.

    Only for an object that lives as long as the request: later changes are not seen. Between two
    requests they are kept while the record stands, as nobody gets or loses one without a line.
    """

    def read() -> tuple[datetime, tuple[Appointment, ...]]:
        since = clock.now()
        found = with_rule(Appointment.objects.filter(person_id=person.pk)).exclude(
            ends_at__lte=since
        )
        return since, tuple(found.select_related("country", "organisation", "office"))

    state = state_of_record()
    person.remembered = _held.get((state, person.pk), read) if state else read()  # type: ignore[attr-defined]


_held: Keep[tuple[datetime, tuple[Appointment, ...]]] = Keep(2000)


def _remembered(person: Person, at: datetime | None = None) -> tuple[Appointment, ...] | None:
    """What was remembered, where it answers for an instant: all that had not ended is in it."""
    since, held = getattr(person, "remembered", (None, None))
    return held if since is not None and (at is None or at >= since) else None


def appointments_in(person: Person, process_code: str, at: datetime) -> list[Appointment]:
    """What a person holds at an instant in a process, or in all of them."""
    held = _remembered(person, at)
    if held is None:
        found = appointments_of(person, at).filter(process_code__in=["", process_code])
        return list(found.select_related("country", "organisation", "office"))
    return [a for a in held if a.process_code in ("", process_code) and _stands(a, at)]


def _stands(appointment: Appointment, at: datetime) -> bool:
    ends_at = appointment.ends_at
    return appointment.begins_at <= at and (ends_at is None or ends_at > at)


def holds(
    person: Person | None, process_code: str, roles: Iterable[str], at: datetime | None = None
) -> bool:
    """Whether a person holds one of the roles in the process (or in all of them).

    A role that begins with a declaration of interests is held once that declaration stands.
    """
    if person is None or not getattr(person, "pk", None):
        return False
    wanted = {str(role) for role in roles}
    held = _remembered(person, at)
    if held is None:
        found = appointments_of(person, at).filter(
            role__in=wanted, process_code__in=["", process_code]
        )
        given = list(with_rule(found))
    else:
        when = at or clock.now()
        given = [
            a
            for a in held
            if a.role in wanted and a.process_code in ("", process_code) and _stands(a, when)
        ]
    if any(not declares(a, process_code) for a in given):
        return True
    return bool(given) and standing_of(person, process_code, at).stand.begins


def roles_in(person: Person, process_code: str) -> set[str]:
    """The roles a person holds in a process now."""
    return {role for role in Role.values if holds(person, process_code, [role])}


def needs_second_factor(person: Person) -> bool:
    """Whether a person's office demands a second factor that is not set up yet."""
    from allauth.mfa.utils import is_mfa_enabled

    held = _remembered(person)
    if held is None:
        demands = appointments_of(person).filter(role__in=STAFF).exists()
    else:
        demands = any(a.role in STAFF and a.begins_at <= clock.now() for a in held)
    return demands and not is_mfa_enabled(person)


def standing_secretariats(process_code: str, at: datetime) -> QuerySet[Appointment]:
    """Who is the secretariat of a process at an instant, those of every process included."""
    return Appointment.objects.filter(
        _standing(at), role=Role.SECRETARIAT, process_code__in=["", process_code]
    )


def roll(process_code: str, at: datetime) -> QuerySet[Appointment]:
    """Who holds a role in a process at an instant, by role and name."""
    return (
        Appointment.objects.filter(_standing(at), process_code=process_code)
        .select_related("person", "country", "organisation", "office", "naming__contact")
        .order_by("role", "person__name", "pk")
    )


def past_roll(process_code: str, at: datetime) -> QuerySet[Appointment]:
    """Who held a role that has ended."""
    return (
        Appointment.objects.filter(process_code=process_code, ends_at__lte=at)
        .select_related("person", "country", "organisation")
        .order_by("-ends_at", "pk")[:100]
    )


def own_data(person: Person) -> dict[str, Any]:
    """All that this installation keeps about a person, as plain values, for the person."""
    appointments = Appointment.objects.filter(person=person).select_related(
        "country", "organisation"
    )
    told: dict[str, Any] = {
        "person": {
            "key": person.key,
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "zone": person.zone,
            "joined_at": person.joined_at,
            "last_sign_in": person.last_login,
        },
        "appointments": [
            {
                "role": a.role,
                "process": a.process_code,
                "state": a.country.names if a.country else None,
                "organisation": a.organisation.name if a.organisation else None,
                "office": a.office.names if a.office else None,
                "from": a.begins_at,
                "to": a.ends_at,
            }
            for a in appointments.order_by("begins_at")
        ],
        "contacts": own_contacts(person),
        "interests": own_interests(person),
        "mail_wishes": list(
            MailWish.objects.filter(reader=person.key).order_by("kind").values("kind", "pace", "at")
        ),
        "record": list(
            Line.objects.filter(Q(actor=person.key) | Q(subject=person.key))
            .order_by("seq")
            .values("seq", "at", "process", "what", "subject", "facts", "hash")
        ),
        "mails": list(
            Mail.objects.filter(person_key=person.key)
            .order_by("written_at")
            .values("written_at", "sent_at", "subject", "text")
        ),
        "files": list(
            StoredFile.objects.filter(received_from=person.key)
            .order_by("received_at")
            .values("key", "name", "size", "received_at", "digest")
        ),
    }
    for name, read in OWN_DATA.items():
        told[name] = read(person)
    return told
