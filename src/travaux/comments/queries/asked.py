"""The persons whom a limited track is for: by name, or by the role that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from travaux.consultations.models import Round
from travaux.consultations.rules import is_limited
from travaux.core.comments.coverage import Kind
from travaux.people.models import Appointment, Person, Role

MOST = 1_000  # persons whom one round asks by name or role; a larger group is asked in public


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody who is asked for themselves: as an expert where they hold that role."""

    person: Person
    kind: Kind

    @property
    def key(self) -> str:
        return f"{self.kind}:?{self.person.pk}"


def asked_persons(round: Round, at: datetime) -> list[AskedPerson]:
    """By name; empty for a track that is for everyone.

    Who speaks for a state or an organisation is asked as that: states through their focal points,
    organisations through their members, and not a second time as a person, unless by name.
    """
    track = round.track
    if track is None or not is_limited(track):
        return []
    code = round.process.code
    standing = Appointment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        process_code__in=["", code],
        begins_at__lte=at,
    )
    experts = set(standing.filter(role=Role.EXPERT).values_list("person", flat=True))
    roles = [r for r in track.roles if r != Role.FOCAL_POINT]
    by_role = standing.filter(role__in=roles, organisation__isnull=True, country__isnull=True)
    found = (
        Person.objects.filter(Q(key__in=track.persons) | Q(pk__in=by_role.values("person")))
        .filter(is_active=True, erased_at__isnull=True, email__isnull=False)
        .order_by("name", "pk")[:MOST]
    )
    return [AskedPerson(p, Kind.EXPERT if p.pk in experts else Kind.PERSON) for p in found]
