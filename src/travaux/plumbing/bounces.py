"""Mails that came back: noted once each; to an address that is gone nothing more is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from travaux.core.formats.bounces import Report, Returned, read_bounce
from travaux.plumbing.models import Bounce, Mail
from travaux.plumbing.verdicts import refuse

SOFT = 5  # soft ones within `SOFT_DAYS` count as a hard one
SOFT_DAYS = 14


def is_stopped(address: str, at: datetime) -> bool:
    """Whether mails to an address come back: one hard bounce, or several soft ones lately."""
    standing = Bounce.objects.filter(address=address.lower(), lifted_at__isnull=True)
    if standing.filter(hard=True).exists():
        return True
    return standing.filter(at__gt=at - timedelta(days=SOFT_DAYS)).count() >= SOFT


def note_report(data: bytes, at: datetime) -> list[Bounce]:
    """Write down what a report says; the new ones. The same report again says nothing new.

    Only what names a mail that this installation sent, to an address it was sent to, counts:
    otherwise anybody could stop the mails of anybody.
    """
    report: Report = read_bounce(data)
    mail = Mail.objects.filter(key=report.original).first() if report.original else None
    if mail is None:
        raise refuse("bounce-of-another")
    sent_to = {mail.to.lower(), *(a.lower() for a in mail.copies)}
    made = []
    for one in report.returned:
        address = _meant(one, sent_to)
        if not address:
            continue
        bounce, new = Bounce.objects.get_or_create(
            mail_key=mail.key,
            address=address,
            hard=one.hard,
            defaults={
                "process_code": mail.process_code,
                "person_key": mail.person_key,
                "status": one.status,
                "said": one.said,
                "at": at,
            },
        )
        if new:
            made.append(bounce)
    return made


def _meant(one: Returned, sent_to: set[str]) -> str:
    """The address of ours that a report is about; behind a forwarding it names another one."""
    if one.address in sent_to:
        return one.address
    return next(iter(sent_to)) if len(sent_to) == 1 else ""
