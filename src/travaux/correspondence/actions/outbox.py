"""The outbox: mails that are held are mended, let go, or not sent at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.core.contacts.rows import is_email
from travaux.correspondence.facts import MailsLetGo
from travaux.correspondence.rules import may_leave, may_write
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import let_go, revise_mail, set_aside
from travaux.plumbing.models import Mail
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import refuse, require


@action
def mend_mail(
    *, by: Person, mail: Mail, to: str, subject: str, text: str, seen: int, at: datetime
) -> Mail:
    """A held mail is changed before it goes."""
    require(may_write(by, mail.process_code))
    if not is_email(to.strip()):
        raise refuse("mail-address-unfit", value=to[:100])
    if not text.strip():
        raise refuse("mail-without-text")
    if not revise_mail(mail, seen=seen, to=to.strip(), subject=subject, text=text):
        raise refuse("mail-moved-meanwhile")
    facts = {"mail": mail.key, "revision": mail.revision}
    record(by=by, subject=mail.about or mail.key, process=mail.process_code, at=at, facts=facts)
    return mail


@action
def send_mails(*, by: Person, process_code: str, mails: Sequence[Mail], at: datetime) -> int:
    """Held mails go; how many there were. Asked again, those that went before are left alone."""
    require(may_write(by, process_code))
    mine = list(
        Mail.objects.select_for_update()
        .filter(pk__in=[m.pk for m in mails], process_code=process_code, state=Mail.State.HELD)
        .order_by("pk")
    )
    for refused in may_leave(mine).values():
        require(refused)
    sent = let_go(mine)
    if not sent:
        nothing_to_record()
        return 0
    facts = {"mails": [m.key for m in mine][:500], "sent": sent}
    record(by=by, subject=process_code, process=process_code, at=at, facts=facts)
    announce(MailsLetGo(by, process_code, tuple(mine), at))
    return sent


@action
def drop_mail(*, by: Person, mail: Mail, at: datetime) -> Mail:
    """A held mail is not sent; it stays to be seen."""
    require(may_write(by, mail.process_code))
    if not set_aside(mail):
        raise refuse("mail-moved-meanwhile")
    mail.refresh_from_db()
    facts = {"mail": mail.key}
    record(by=by, subject=mail.about or mail.key, process=mail.process_code, at=at, facts=facts)
    return mail
