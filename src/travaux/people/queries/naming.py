"""The links to authorities, and the organisations of a process with their members."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from travaux.people.models import Appointment, Naming, Organisation, Person
from travaux.people.queries.roles import _standing

_SIGNER = Signer(salt="travaux.people.naming", sep=".")


def token_of(naming: Naming) -> str:
    """What stands in the address: key and receiver are under the signature."""
    return str(_SIGNER.sign_object([naming.key, naming.email]))


def naming_behind(token: str) -> Naming | None:
    """The link of an address, if its signature holds."""
    try:
        key, email = _SIGNER.unsign_object(token[:600])
    except (BadSignature, ValueError, TypeError):
        return None
    return (
        Naming.objects.filter(key=str(key), email=str(email))
        .select_related("contact__country")
        .first()
    )


def verified_addresses(person: Person) -> list[str]:
    """The addresses that a person has confirmed."""
    found = EmailAddress.objects.filter(user_id=person.pk, verified=True).order_by("pk")
    return list(found.values_list("email", flat=True))


def members_of(process_code: str, at: datetime) -> QuerySet[Appointment]:
    """Who speaks for which organisation in a process now."""
    return (
        Appointment.objects.filter(
            _standing(at), process_code=process_code, organisation__isnull=False
        )
        .select_related("person", "organisation", "letter")
        .order_by("organisation__name", "person__name", "pk")
    )


def organisations_joined_by_domain(addresses: list[str]) -> list[Organisation]:
    """The organisations to which confirmed addresses show that somebody belongs."""
    mine = {a.rsplit("@", 1)[-1].lower() for a in addresses}
    known = Organisation.objects.exclude(domains=[]).order_by("name")
    return [o for o in known if mine & set(o.domains)]


def place_of_naming(process_code: str, key: str) -> str:
    """The address of the office that is asked to name who speaks for its state."""
    found = Naming.objects.filter(process_code=process_code, key=key).select_related("contact")
    asked = found.first()
    return reverse("contacts:contact", args=[process_code, asked.contact.key]) if asked else ""
