"""The addresses of links, and the links behind addresses."""

from __future__ import annotations

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from travaux.calls.models import Application, Link, Purpose
from travaux.calls.rules.links import AUTHORITIES
from travaux.people.models import Contact, Person
from travaux.people.queries import address_of, contacts_of

_SIGNER = Signer(salt="travaux.calls.link", sep=".")


def token_of(link: Link) -> str:
    """What stands in the address: key, purpose and receiver are under the signature."""
    signed = _SIGNER.sign_object([link.key, link.purpose, link.email])
    return str(signed)


def link_behind(token: str) -> Link | None:
    """The link of an address, if its signature holds and it is meant for that."""
    try:
        key, purpose, email = _SIGNER.unsign_object(token[:600])
    except (BadSignature, ValueError, TypeError):
        return None
    return (
        Link.objects.filter(key=str(key), purpose=str(purpose), email=str(email))
        .select_related("application__call__process", "application__country", "contact")
        .select_related("application__person", "application__letter")
        .first()
    )


def offices_for(application: Application) -> list[Contact]:
    """Offices of the nominating state that a link may be sent to."""
    if application.country_id is None:
        return []
    found = contacts_of(application.call.process.code).filter(
        country=application.country_id, kind__in=AUTHORITIES
    )
    return [c for c in found if address_of(c)]


def links_of(application: Application) -> QuerySet[Link]:
    """The links that were sent for an application, in their order."""
    return application.links.select_related("contact").order_by("pk")


def begun_by(person: Person, process_code: str) -> QuerySet[Link]:
    """Nominations that somebody began and the nominee has not handed in yet."""
    return (
        Link.objects.filter(
            purpose=Purpose.COMPLETE,
            by_key=person.key,
            application__call__process__code=process_code,
            application__state="draft",
        )
        .select_related("application__call__process", "application__country")
        .order_by("-pk")
    )


def standing_link(application: Application, email: str, at: datetime) -> Link | None:
    """A link for confirming that somebody has already and can still use."""
    return application.links.filter(
        purpose=Purpose.CONFIRM, email=email, used_at__isnull=True, expires_at__gt=at
    ).first()
