"""Reminders of a call: written, read and edited by the secretariat, then sent, each once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.calls.actions._telling import _address_of, _worded
from travaux.calls.models import Application, Call, Purpose
from travaux.calls.queries.links import token_of
from travaux.calls.queries.nominations import focal_points
from travaux.calls.queries.reminders import MARK, held_reminders, unconfirmed, unfinished
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.links import waits_for_authority
from travaux.calls.rules.reminders import may_remind
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import let_go, revise_mail, set_aside, write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import refuse, require


@action
def write_reminders(*, by: Person, call: Call, at: datetime) -> int:
    """Reminders are written and held: to authors of drafts, and to authorities; how many are new.

    Nobody is written to about the same thing twice on one day.
    """
    require(may_remind(by, call, at))
    written = 0
    for one in unfinished(call) if may_remind(by, call, at, drafts=True) else ():
        person = one.person
        assert person is not None
        address = _address_of("calls:edit", call.process.code, one.key)
        written += _hold("unfinished", one, call, person, person.language, address, at)
    for one in unconfirmed(call):
        if not waits_for_authority(one, at):
            continue
        points = Person.objects.filter(
            appointments__in=focal_points(one, at), is_active=True, erased_at__isnull=True
        ).exclude(pk=one.person_id or 0)
        for person in points.distinct().order_by("pk"):
            address = _address_of("calls:confirm", call.process.code, one.key)
            written += _hold("waiting", one, call, person, person.language, address, at)
        standing = one.links.filter(
            purpose=Purpose.CONFIRM, used_at__isnull=True, expires_at__gt=at
        )
        for link in standing:
            address = _address_of("calls:link", call.process.code, token_of(link))
            written += _hold("waiting", one, call, link.email, link.language, address, at)
    if not written:
        nothing_to_record()
        return 0
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"reminders": written})
    return written


def _hold(
    name: str,
    application: Application,
    call: Call,
    to: Person | str,
    language: str,
    address: str,
    at: datetime,
) -> int:
    told: dict[str, Any] = {
        "application": application,
        "call": call,
        "address": address,
        "reminder": True,
    }
    subject, text = _worded(name, language, told)
    reader = to if isinstance(to, str) else to.key
    once = f"{MARK}{application.key}:{reader}"[:108] + f":{at:%Y-%m-%d}"
    if Mail.objects.filter(once=once).exists():
        return 0
    mail = write_mail(
        to,
        subject,
        text,
        about=call.key,
        at=at,
        language=language,
        once=once,
        hold=True,
        process_code=call.process.code,
    )
    return int(mail is not None)


@action
def revise_reminder(
    *, by: Person, call: Call, mail: Mail, seen: int, subject: str, text: str, at: datetime
) -> Mail:
    """The words of a held reminder are changed; `seen` is the revision that was read."""
    require(is_secretariat(by, call.process.code, at))
    if not subject.strip() or not text.strip():
        raise refuse("reminder-empty")
    if (subject.strip(), text) == (mail.subject, mail.text):
        nothing_to_record()
        return mail
    if not revise_mail(mail, seen=seen, to=mail.to, subject=subject, text=text):
        raise refuse("moved-meanwhile")
    record(by=by, subject=mail.key, process=call.process.code, at=at, facts={"call": call.key})
    return mail


@action
def send_reminders(*, by: Person, call: Call, keys: list[str], at: datetime) -> int:
    """Held reminders are let go, those that were chosen; sent once, however often one asks."""
    require(is_secretariat(by, call.process.code, at))
    sent = let_go(list(held_reminders(call).filter(key__in=keys)))
    if not sent:
        nothing_to_record()
        return 0
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"reminders": sent})
    return sent


@action
def set_reminder_aside(*, by: Person, call: Call, mail: Mail, at: datetime) -> None:
    """A held reminder is not sent; it stays to be seen."""
    require(is_secretariat(by, call.process.code, at))
    if not set_aside(mail):
        raise refuse("moved-meanwhile")
    record(by=by, subject=mail.key, process=call.process.code, at=at, facts={"call": call.key})
