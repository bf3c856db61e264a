"""The question to a permanent mission, as it is opened and written inside a running action."""

from __future__ import annotations

from datetime import datetime, timedelta

from travaux.calls.actions._telling import _address_of, _worded
from travaux.calls.models import Call, Referral
from travaux.calls.queries.referrals import (
    authority_names,
    mission_token,
    missions_of,
    nominations_put,
    open_referral,
)
from travaux.calls.rules.referrals import REFERRAL_DAYS, is_mission
from travaux.people.models import Contact, Country
from travaux.people.queries import address_of
from travaux.plumbing.mail import write_mail


def _put_to_mission(
    call: Call, country: Country | None, at: datetime, opened_by: str = ""
) -> Referral:
    """The open question to the mission of a state, or a new one with its mail, held in the outbox."""
    assert country is not None
    standing = open_referral(call, country)
    if standing is not None:
        return standing
    made = Referral.objects.create(
        call=call,
        country=country,
        opened_at=at,
        opened_by=opened_by,
        demonstration=call.demonstration,
    )
    missions = [one for one in missions_of(made) if is_mission(one, made)]
    if missions:
        _write_question(made, missions[0], at)
    return made


def _write_question(referral: Referral, contact: Contact, at: datetime) -> None:
    """The mail to the mission, in its working language; it is read and let go in the outbox."""
    call = referral.call
    referral.contact, referral.email = contact, address_of(contact)
    referral.language = contact.language
    referral.asked_at, referral.expires_at = at, at + timedelta(days=REFERRAL_DAYS)
    referral.save(update_fields=["contact", "email", "language", "asked_at", "expires_at"])
    put = list(nominations_put(call, referral.country))
    names = authority_names(put)
    told = {
        "call": call,
        "referral": referral,
        "put": [(one, names.get(one.authority, "")) for one in put],
        "places": call.per_country,
        "address": _address_of("calls:mission", call.process.code, mission_token(referral)),
    }
    subject, text = _worded("referral", contact.language, told)
    write_mail(
        referral.email, subject, text, about=referral.key, at=at, language=contact.language,
        once=f"referral-asked:{referral.key}:{contact.key}", hold=True,
        process_code=call.process.code, copies=contact.copies,
    )  # fmt: skip
