"""Whether two who confirm nominations of a state speak for one authority or for two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from travaux.calls.models import Application, Call
from travaux.people.models import Contact, Country, Organisation, Person


def designation(text: str) -> str:
    """The name of an authority as it is compared: case, spaces and forms of letters do not count.

    >>> designation(" Ministry  of WORKS. ") == designation("Ministry of works")
    True
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split()).strip(" .,;")


def designations(keys: Iterable[str], process_code: str, country: Country | None) -> dict[str, str]:
    """Key of an authority -> its designation, where one is recorded.

    Of an organisation its name; of an office what stands on its envelopes; of a focal point without
    an organisation the office, among the contacts of the state, that has their address.
    """
    wanted = [key for key in keys if key]
    offices = Contact.objects.filter(process_code=process_code, country=country)
    told = {o.key: o.name for o in Organisation.objects.filter(key__in=wanted)}
    told |= {c.key: c.office for c in Contact.objects.filter(key__in=wanted)}
    for person in Person.objects.filter(key__in=wanted).exclude(email=None):
        has_it = Q(email__iexact=person.email) | Q(posts__email__iexact=person.email)
        office = offices.filter(has_it).exclude(office="").order_by("pk").first()
        told[person.key] = office.office if office is not None else ""
    found = {key: designation(text) for key, text in told.items()}
    return {key: text for key, text in found.items() if text}


def same_authority(key: str, other: str, application: Application) -> bool:
    """Whether two keys of authorities are of one, by key or by the same designation."""
    if key == other:
        return True
    named = designations([key, other], application.call.process.code, application.country)
    return key in named and named.get(key) == named.get(other)


def has_rival(standing: Iterable[Application], mine: str, application: Application) -> bool:
    """Whether another authority of the state has a place already."""
    others = {one.authority for one in standing if one.authority} - {mine}
    named = designations([mine, *others], application.call.process.code, application.country)
    return any(mine not in named or named.get(one) != named[mine] for one in others)


def unrecorded(call: Call, put: Iterable[tuple[Application, str]]) -> list[str]:
    """Names of focal points who confirmed and whose authority nobody wrote down: two or more."""
    found = list(put)
    keys = {one.authority for one, _name in found if one.authority}
    if len(keys) < 2:
        return []
    country = found[0][0].country
    named = designations(keys, call.process.code, country)
    people = Person.objects.filter(key__in=keys - set(named)).order_by("name", "pk")
    return [str(person) for person in people]
