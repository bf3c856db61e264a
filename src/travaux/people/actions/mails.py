"""How often mails come, and what becomes of addresses that do not take them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import MailWish, Person, Role
from travaux.people.queries import holds
from travaux.people.queries.mails import secretariat_of
from travaux.plumbing.bounces import note_report
from travaux.plumbing.digests import KINDS
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.models import Bounce
from travaux.plumbing.verdicts import refuse


@action
def wish_mails(*, by: Actor | None, reader: str, paces: Mapping[str, str], at: datetime) -> None:
    """A reader says how often mails of each kind come: signed in, or by the link of a mail.

    `reader` is the key of a person, or an address without an account.
    """
    changed = 0
    for kind, pace in paces.items():
        allowed = KINDS.get(kind)
        if allowed is None or pace not in allowed:
            raise refuse("pace-not-for-kind")
        wish = MailWish.objects.filter(reader=reader, kind=kind).first()
        if (wish.pace if wish else allowed[0]) == pace:
            continue
        MailWish.objects.update_or_create(
            reader=reader, kind=kind, defaults={"pace": pace, "at": at}
        )
        changed += 1
    if not changed:
        nothing_to_record()
        return
    subject = reader if "@" not in reader else ""
    record(by=by, subject=subject, at=at, facts={"kinds": sorted(paces)})


@action
def take_in_bounce(*, by: Actor | None, data: bytes, at: datetime) -> list[Bounce]:
    """A report of a mail server is written down; a hard one stops mails to the address.

    The secretariat is told of hard ones, once a day at most.
    """
    made = note_report(data, at)
    if not made:
        nothing_to_record()
        return []
    hard = [b for b in made if b.hard]
    process = made[0].process_code
    for person in secretariat_of(process, at) if hard else []:
        with in_language_of(person):
            place = reverse("contacts:bounces", args=[process]) if process else ""
            told = {"place": f"{settings.ADDRESS}{place}" if place else "", "count": len(hard)}
            write_mail(
                person,
                render_to_string("people/mail/bounced.subject.txt", told),
                render_to_string("people/mail/bounced.txt", told),
                about="bounces",
                once=f"bounces:{process}:{person.key}:{at:%Y-%m-%d}",
                process_code=process,
                at=at,
            )
    record(
        by=by,
        subject=made[0].mail_key,
        process=process,
        at=at,
        facts={"bounces": len(made), "hard": len(hard)},
    )
    return made


@action
def write_again(*, by: Person, address: str, process_code: str, at: datetime) -> int:
    """The secretariat knows that an address works again: mails go to it from now on."""
    if not holds(by, process_code, [Role.SECRETARIAT], at):
        raise refuse("not-your-role")
    changed = Bounce.objects.filter(
        address=address.lower(), process_code__in=[process_code, ""], lifted_at__isnull=True
    ).update(lifted_at=at)
    if not changed:
        raise refuse("moved-meanwhile")
    record(by=by, subject="", process=process_code, at=at, facts={"bounces": changed})
    return changed
