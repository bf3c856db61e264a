"""States with more nominations than places, what is put to their missions, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from travaux.calls.models import Application, Call, Kind, Referral
from travaux.calls.rules.referrals import needs_mission
from travaux.calls.states import ApplicationState, ReferralState
from travaux.correspondence.models import Entry, EntryLink
from travaux.correspondence.models.register import Direction
from travaux.people.models import Contact, Country, Organisation, Person
from travaux.people.models import Kind as ContactKind
from travaux.people.queries import address_of, contacts_of, in_order, states_by_name
from travaux.plumbing.models import Mail

_SIGNER = Signer(salt="travaux.calls.referral", sep=".")


def mission_token(referral: Referral) -> str:
    """What stands in the address: the question and the receiver are under the signature."""
    return str(_SIGNER.sign_object([referral.key, referral.email]))


def referral_behind(token: str) -> Referral | None:
    """The question behind an address, if its signature holds and it went to that receiver last."""
    try:
        key, email = _SIGNER.unsign_object(token[:600])
    except (BadSignature, ValueError, TypeError):
        return None
    if not email:
        return None
    return _referrals().filter(key=str(key), email=str(email)).first()


def _referrals() -> QuerySet[Referral]:
    return Referral.objects.select_related("call__process", "country", "contact", "entry")


def referral_named(process_code: str, key: str) -> Referral | None:
    """One question to a mission by its key."""
    return _referrals().filter(call__process__code=process_code, key=key).first()


def open_referral(call: Call, country: Country) -> Referral | None:
    """The question that waits for the mission of a state."""
    return _referrals().filter(call=call, country=country, state=ReferralState.OPEN).first()


def nominations_put(call: Call, country: Country) -> QuerySet[Application]:
    """What is handed in for a state, in the order of the numbers: what its mission is asked about."""
    return (
        Application.objects.filter(call=call, country=country, state=ApplicationState.SUBMITTED)
        .select_related("country", "person", "letter", "call__process")
        .order_by("number", "pk")
    )


def missions_of(referral: Referral) -> list[Contact]:
    """The permanent missions of the state that the secretariat has an address of."""
    found = contacts_of(referral.call.process.code).filter(
        kind=ContactKind.MISSION, country=referral.country
    )
    return [c for c in in_order(found) if address_of(c)]


def authority_names(applications: Iterable[Application]) -> dict[str, str]:
    """Key of an authority -> its name: an organisation, an office, or a focal point."""
    keys = {a.authority for a in applications if a.authority}
    found = {p.key: p.name for p in Person.objects.filter(key__in=keys)}
    found |= {c.key: c.office for c in Contact.objects.filter(key__in=keys)}
    found |= {o.key: o.name for o in Organisation.objects.filter(key__in=keys)}
    return found


def mail_of(referral: Referral) -> Mail | None:
    """The mail to the mission, as it lies in the outbox or went."""
    return Mail.objects.filter(about=referral.key, once__startswith="referral-asked:").last()


def numbers_of(referral: Referral) -> list[Entry]:
    """Under which numbers the question went out, in order."""
    links = EntryLink.objects.filter(kind="referral", subject_key=referral.key)
    found = Entry.objects.filter(pk__in=links.values("entry"), direction=Direction.OUT)
    return list(found.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Crowded:
    """A state with more nominations than places, and the question to its mission."""

    country: Country
    handed_in: int
    confirmed: int
    referral: Referral | None
    needed: bool


def crowded(call: Call) -> list[Crowded]:
    """States whose nominations exceed their places, or were put to their mission; by name."""
    if call.kind != Kind.NOMINATION:
        return []
    counts = {
        c["country"]: c
        for c in Application.objects.filter(
            call=call, state=ApplicationState.SUBMITTED, country__isnull=False
        )
        .order_by()
        .values("country")
        .annotate(n=Count("pk"), sure=Count("pk", filter=Q(confirmed_at__isnull=False)))
    }
    last: dict[int, Referral] = {}
    for one in Referral.objects.filter(call=call).order_by("pk"):
        last[one.country_id] = one
    many = {k for k, c in counts.items() if c["n"] > call.per_country}
    found = []
    for country in states_by_name(Country.objects.filter(pk__in=many | set(last))):
        count = counts.get(country.pk, {"n": 0, "sure": 0})
        asked = last.get(country.pk)
        is_open = asked is not None and asked.state == ReferralState.OPEN
        decided = asked is not None and asked.state == ReferralState.ANSWERED
        needed = not is_open and needs_mission(call, count["n"], count["sure"], decided)
        found.append(Crowded(country, count["n"], count["sure"], asked, needed))
    return found


def place_of_referral(process_code: str, key: str) -> str:
    """The address of a question's page."""
    return reverse("calls:referral", args=[process_code, key])
