"""What readers wish, and which addresses do not take mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.people.models import Appointment, Contact, MailWish, Person, Role
from travaux.plumbing.bounces import is_stopped
from travaux.plumbing.models import Bounce


def wish_of(reader: str, kind: str) -> str:
    """What somebody chose for a kind of mail; "" where they chose nothing."""
    found = MailWish.objects.filter(reader=reader, kind=kind).values_list("pace", flat=True).first()
    return found or ""


def wishes_of(reader: str) -> dict[str, str]:
    return dict(MailWish.objects.filter(reader=reader).values_list("kind", "pace"))


@dataclass(frozen=True, slots=True)
class Bouncing:
    """An address whose mails come back."""

    address: str
    count: int
    last_at: datetime
    status: str
    said: str
    stopped: bool


def bounces_of(process_code: str, at: datetime) -> list[Bouncing]:
    """Addresses that bounced in a process: of its mails, its contacts, or its appointed persons."""
    contacts = set(
        Contact.objects.filter(process_code=process_code).values_list("email", flat=True)
    )
    known = {c.lower() for c in contacts if c}
    persons = set(
        Appointment.objects.filter(process_code=process_code).values_list("person__key", flat=True)
    )
    found: dict[str, list[Bounce]] = {}
    for one in Bounce.objects.filter(lifted_at__isnull=True).order_by("-at", "-pk")[:5000]:
        if one.process_code == process_code or one.address in known or one.person_key in persons:
            found.setdefault(one.address, []).append(one)
    return [
        Bouncing(a, len(b), b[0].at, b[0].status, b[0].said, is_stopped(a, at))
        for a, b in sorted(found.items())
    ]


def secretariat_of(process_code: str, at: datetime) -> list[Person]:
    """The secretariat of a process; of every process where none is named."""
    held = Appointment.objects.filter(role=Role.SECRETARIAT, begins_at__lte=at).exclude(
        ends_at__lte=at
    )
    if process_code:
        held = held.filter(process_code__in=[process_code, ""])
    return list(
        Person.objects.filter(appointments__in=held, is_active=True).distinct().order_by("pk")
    )
