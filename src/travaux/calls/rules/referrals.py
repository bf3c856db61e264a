"""When nominations of a state are put to its permanent mission, and who may answer for it."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Application, Call, Kind, Referral
from travaux.calls.rules.calls import Phase, is_secretariat, phase
from travaux.calls.states import ApplicationState, ReferralState
from travaux.people.models import Contact, Country, Person
from travaux.people.models import Kind as ContactKind
from travaux.people.queries import address_of
from travaux.plumbing.verdicts import YES, Verdict, no

REFERRAL_DAYS = 21  # a link to a permanent mission opens so long


def needs_mission(call: Call, handed_in: int, confirmed: int, decided: bool) -> bool:
    """Whether a state has more nominations than places, or a place free after its mission chose."""
    if handed_in > call.per_country:
        return not decided or confirmed < call.per_country
    return decided and confirmed < handed_in


def may_open_referral(person: Person | None, call: Call, country: Country, at: datetime) -> Verdict:
    """The secretariat puts the nominations of a state with more than its places to its mission."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if call.kind != Kind.NOMINATION or phase(call, at) in (Phase.DRAFT, Phase.CANCELLED):
        return no("referral-not-needed", most=call.per_country)
    if call.erased_at is not None:
        return no("call-erased")
    past = Referral.objects.filter(call=call, country=country)
    if past.filter(state=ReferralState.OPEN).exists():
        return no("referral-open-already")
    handed_in = Application.objects.filter(
        call=call, country=country, state=ApplicationState.SUBMITTED
    )
    needed = needs_mission(
        call,
        handed_in.count(),
        handed_in.filter(confirmed_at__isnull=False).count(),
        past.filter(state=ReferralState.ANSWERED).exists(),
    )
    return YES if needed else no("referral-not-needed", most=call.per_country)


def may_handle_referral(person: Person | None, referral: Referral, at: datetime) -> Verdict:
    """The secretariat asks again, enters an answer, or drops a question that is still open."""
    verdict = is_secretariat(person, referral.call.process.code, at)
    if not verdict:
        return verdict
    return YES if referral.state == ReferralState.OPEN else no("referral-not-open")


def is_mission(contact: Contact, referral: Referral) -> Verdict:
    """The question goes to a permanent mission of that very state, at an address that is known."""
    fits = (
        contact.kind == ContactKind.MISSION
        and contact.country_id == referral.country_id
        and contact.process_code == referral.call.process.code
        and contact.retired_at is None
        and address_of(contact)
    )
    if not fits:
        return no("not-its-mission")
    nominees = Application.objects.filter(call=referral.call_id, country=referral.country_id)
    itself = nominees.filter(email__iexact=address_of(contact)).exists()
    return no("nominee-not-nominator") if itself else YES


def may_answer_by_link(referral: Referral, at: datetime) -> Verdict:
    """Whoever holds the link of the mission answers once, until it expires."""
    if referral.state == ReferralState.ANSWERED:
        return no("referral-answered")
    if referral.state != ReferralState.OPEN or not referral.email:
        return no("referral-not-open")
    if referral.expires_at is None or at >= referral.expires_at:
        return no("link-expired")
    return YES
