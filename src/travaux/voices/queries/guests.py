"""Guests: by the links of their mail, by where they came from, and those an account may claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing.origins import origin_of
from travaux.roadmap.models import Process
from travaux.voices.models import Guest

__all__ = [
    "CHECK",
    "OWN",
    "arrived_from",
    "guest_by",
    "guests_to_claim",
    "origin_of",
    "own_data",
    "signed",
    "unchecked",
]
CHECK, OWN = "check", "own"


def signed(guest: Guest, purpose: str) -> str:
    """The last part of a link in a guest's mail; a check is spent by following it."""
    return Signer(salt=f"voices.{purpose}").sign(guest.key)


def guest_by(process_code: str, token: str, purpose: str) -> Guest | None:
    """The guest that a link is of; none where it was made up, or name and address went."""
    try:
        key = Signer(salt=f"voices.{purpose}").unsign(token)
    except BadSignature:
        return None
    return (
        Guest.objects.filter(key=key, submission__round__process__code=process_code)
        .filter(erased_at__isnull=True)
        .select_related(
            "submission__round__process",
            "submission__round__track",
            "submission__round__version__text",
            "submission__author",
        )
        .first()
    )


def arrived_from(origin: str, at: datetime) -> int:
    """How many came from one range of addresses within the hour."""
    if not origin:
        return 0
    return Guest.objects.filter(origin=origin, written_at__gt=at - timedelta(hours=1)).count()


def unchecked(round: Round) -> int:
    """How many wait for their mail to be followed."""
    return Guest.objects.filter(
        submission__round=round,
        checked_at__isnull=True,
        lapsed_at__isnull=True,
        disowned_at__isnull=True,
    ).count()


def guests_to_claim(person: Person, process: Process | None = None) -> QuerySet[Guest]:
    """What was written without an account under an address that this account has checked."""
    mine = [
        e.lower()
        for e in EmailAddress.objects.filter(user_id=person.pk, verified=True).values_list(
            "email", flat=True
        )
    ]
    found = Guest.objects.filter(
        email__in=mine,
        claimed_by__isnull=True,
        checked_at__isnull=False,
        disowned_at__isnull=True,
        erased_at__isnull=True,
    )
    if process is not None:
        found = found.filter(submission__round__process=process)
    return found.select_related("submission__round__process", "submission__round__version__text")


def own_data(person: Person) -> list[dict[str, Any]]:
    """What this room keeps of a person: what they claimed, and measures on what they wrote."""
    from travaux.voices.models import Measure, Proposal, Vote

    guests = Guest.objects.filter(claimed_by=person).select_related("submission")
    measures = Measure.objects.filter(submission__author=person).select_related("submission")
    votes = Vote.objects.filter(voter=person).select_related("statement").order_by("pk")
    proposed = Proposal.objects.filter(author=person).order_by("pk")
    return [
        *(
            {"proposed": p.text, "state": str(p.state), "reason": p.reason, "at": p.at}
            for p in proposed
        ),
        *({"statement": v.statement.text, "vote": v.value, "at": v.at} for v in votes),
        *(
            {
                "receipt": one.submission.receipt,
                "name": one.name,
                "email": one.email,
                "category": one.category,
                "organisation": one.organisation,
                "written_at": one.written_at,
                "checked_at": one.checked_at,
                "claimed_at": one.claimed_at,
            }
            for one in guests
        ),
        *(
            {
                "receipt": one.submission.receipt,
                "measure": one.kind,
                "reason": one.reason,
                "note": one.note,
                "state": one.state,
                "at": one.at,
                "appeal": one.appeal,
                "decision": one.decision,
            }
            for one in measures.order_by("pk")
        ),
    ]
