"""The outbox: a mail is a row of the action that causes it, and is handed over once."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from email.utils import formatdate
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from travaux.plumbing import clock
from travaux.plumbing.bounces import is_stopped
from travaux.plumbing.digests import NEVER, NOW, html_of, pace_of, stop_address, words_of
from travaux.plumbing.files import file_bytes
from travaux.plumbing.languages import current, to_django
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.tasks import soon

LEASE = timedelta(minutes=10)  # a sender that has not come back by then was killed
PAUSES = (1, 5, 15, 60, 240, 720)  # minutes before the second, third ... try
BATCH = 200
# names that no mail server may ever be asked for (RFC 2606): demonstrations use them
RESERVED = (".example", ".test", ".invalid", "example.org", "example.com", "example.net")


class Reader(Protocol):
    """Whoever can be written to: a person."""

    key: str
    email: str | None
    language: str


def in_language_of(person: Any) -> AbstractContextManager[Any]:
    """Speak a person's language while a mail to them is worded."""
    return translation.override(to_django(getattr(person, "language", "") or current()))


def write_mail(
    to: Reader | str,
    subject: Any,
    text: Any,
    *,
    about: str = "",
    once: str | None = None,
    at: datetime | None = None,
    language: str = "",
    attachment: tuple[str, str] | None = None,
    hold: bool = False,
    process_code: str = "",
    copies: Sequence[str] = (),
    file: StoredFile | None = None,
    kind: str = "",
) -> Mail | None:
    """Put a mail into the outbox, with the transaction that causes it.

    `subject` and `text` may be lazy: they are worded in the reader's language. `once` names the
    cause; the same cause again writes nothing. `attachment` is (name, text), `file` a kept file.
    With `hold` it lies in the outbox of its process until somebody lets it go. A person whose
    account is erased is not written to (None). Of a `kind` its reader says how often it comes: at
    once, in a digest, or not at all (None); what brings a file comes at once.
    """
    person = None if isinstance(to, str) else to
    address = to if isinstance(to, str) else (to.email or "")
    if not address:
        return None
    pace = pace_of(person.key if person else address.lower(), kind)
    if pace == NEVER:
        return None
    gathered = person is not None and pace != NOW and attachment is None and file is None
    tongue = language or (person.language if person else "") or current()
    with translation.override(to_django(tongue)):
        words = {"subject": " ".join(str(subject).split())[:300], "text": str(text)}
    fields: dict[str, Any] = {
        "to": address,
        "person_key": person.key if person else "",
        "language": tongue,
        "about": about,
        "attachment_name": attachment[0] if attachment else "",
        "attachment": attachment[1] if attachment else "",
        "written_at": at or clock.now(),
        "process_code": process_code,
        "copies": list(copies),
        "file": file,
        "kind": kind,
        "state": Mail.State.HELD
        if hold
        else Mail.State.GATHERED
        if gathered
        else Mail.State.WAITING,
        **words,
    }
    if once is None:
        mail, new = Mail.objects.create(**fields), True
    else:
        mail, new = Mail.objects.get_or_create(once=once, defaults=fields)
    if new and mail.state == Mail.State.WAITING:
        soon("travaux.plumbing.mail.send_waiting")
    return mail


def revise_mail(mail: Mail, *, seen: int, to: str, subject: str, text: str) -> bool:
    """Change a mail that is held; False when somebody else changed it or let it go meanwhile."""
    held = Mail.objects.filter(pk=mail.pk, state=Mail.State.HELD, revision=seen)
    subject = " ".join(subject.split())[:300]
    changed = held.update(to=to, subject=subject, text=text, revision=F("revision") + 1)
    mail.refresh_from_db()
    return bool(changed)


def let_go(mails: Sequence[Mail]) -> int:
    """Held mails wait for the sender from now on; how many there were. Again changes nothing."""
    changed = Mail.objects.filter(pk__in=[m.pk for m in mails], state=Mail.State.HELD).update(
        state=Mail.State.WAITING
    )
    if changed:
        soon("travaux.plumbing.mail.send_waiting")
    return changed


def set_aside(mail: Mail) -> bool:
    """A held mail is not sent; it stays to be seen. False when it was let go meanwhile."""
    held = Mail.objects.filter(pk=mail.pk, state=Mail.State.HELD)
    return bool(held.update(state=Mail.State.SET_ASIDE))


def message_id(mail: Mail) -> str:
    """The same for every try, so that a mail server can tell a repeat."""
    return f"<{mail.key}@{urlsplit(settings.ADDRESS).hostname or 'localhost'}>"


def as_message(mail: Mail) -> EmailMessage:
    """A mail as it goes over the line, or lies in an .eml file."""
    text = words_of(mail)
    stop = stop_address(mail)
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }
    message = EmailMultiAlternatives(
        mail.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        cc=mail.copies,
        headers={
            "Message-ID": message_id(mail),
            "Date": formatdate(mail.written_at.timestamp()),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **(headers if stop else {}),
        },
    )
    message.attach_alternative(html_of(mail, text), "text/html")
    if mail.attachment_name:
        message.attach(mail.attachment_name, mail.attachment)
    if mail.file is not None:
        message.attach(mail.file.name, file_bytes(mail.file), mail.file.media_type)
    return message


def send_waiting(at: datetime | None = None) -> int:
    """Hand over what waits; how many went out. Two senders at once hand each mail over once."""
    now = at or clock.now()
    # a sender was killed: its mails wait again, under the same Message-ID
    Mail.objects.filter(state=Mail.State.SENDING, not_before__lt=now).update(
        state=Mail.State.WAITING
    )
    due = Mail.objects.filter(state=Mail.State.WAITING).filter(
        Q(not_before__isnull=True) | Q(not_before__lte=now)
    )
    sent = 0
    for key in list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        mine = Mail.objects.filter(pk=key, state=Mail.State.WAITING).update(
            state=Mail.State.SENDING, attempts=F("attempts") + 1, not_before=now + LEASE
        )
        if mine:
            sent += _send(Mail.objects.get(pk=key), now)
    return sent


def _send(mail: Mail, now: datetime) -> int:
    mine = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING)
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and any(
        a.lower().endswith(RESERVED) for a in (mail.to, *mail.copies)
    ):
        mine.update(state=Mail.State.FAILED, last_error="an address that nobody can have")
        return 0
    if is_stopped(mail.to, now):
        mine.update(state=Mail.State.FAILED, last_error="mails to this address came back")
        return 0
    try:
        as_message(mail).send()
    except Exception as problem:
        # whatever stops one mail must not stop the others
        refused = isinstance(problem, smtplib.SMTPRecipientsRefused) and all(
            code >= 500 for code, _ in problem.recipients.values()
        )
        spent = mail.attempts > len(PAUSES)
        wait = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
        mine.update(
            state=Mail.State.FAILED if refused or spent else Mail.State.WAITING,
            not_before=now + timedelta(minutes=wait),
            last_error=f"{type(problem).__name__}: {problem}"[:300],
        )
        return 0
    return mine.update(state=Mail.State.SENT, sent_at=clock.now(), last_error="")


def forget_reader(person_key: str) -> None:
    """Take a person's address and what was written to them out of the outbox; for an erasure."""
    with transaction.atomic():
        Mail.objects.filter(person_key=person_key).delete()


def forget_mails_about(about: str) -> None:
    """Take every mail about one thing out of the outbox; for an erasure."""
    with transaction.atomic():
        Mail.objects.filter(about=about).delete()


class FolderBackend(BaseEmailBackend):
    """Where there is no mail server, each mail is a file under the home that any mail program opens."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder = settings.HOME / "mail"
        folder.mkdir(mode=0o700, exist_ok=True)
        for message in messages:
            told = message.extra_headers.get("Message-ID", "")
            key = told.strip("<>").split("@")[0]
            if key and any(folder.glob(f"*-{key}.eml")):
                continue  # it lies here already: whoever laid it down was killed before saying so
            stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
            name = f"{stamp}-{key or os.getpid()}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return len(messages)
