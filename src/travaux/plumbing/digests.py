"""Mails that a person wants together: gathered, and sent as one, once a day at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from travaux.plumbing import clock
from travaux.plumbing.languages import direction, to_django
from travaux.plumbing.models import Mail
from travaux.plumbing.tasks import soon
from travaux.plumbing.turns import writers_turn

NOW, DAILY, WEEKLY, NEVER = "now", "daily", "weekly", "never"
# kind of mail -> the paces one may choose, the default first; a mail without a kind always goes
# at once: what concerns accounts, mandates and official letters
KINDS: dict[str, tuple[str, ...]] = {
    "receipts": (NOW, NEVER),
    "answers": (DAILY, NOW, WEEKLY, NEVER),
    "rounds": (DAILY, NOW, WEEKLY),
    "invitations": (NOW, NEVER),
}
DIGEST = "digest"
HOUR = 6  # of the day in UTC: digests of a day go out from then on
MONDAY = 0
MOST = 200  # mails in one digest; the rest follows the next day
_SALT = "mail.stop"

# filled in site/wiring.py: (key of a person or an address, kind) -> the pace that was chosen
WISHES: list[Callable[[str, str], str]] = []


def pace_of(reader: str, kind: str) -> str:
    """How somebody wants mails of a kind: as they chose, or by default."""
    allowed = KINDS.get(kind)
    if allowed is None or not reader:
        return NOW
    chosen = next((p for p in (ask(reader, kind) for ask in WISHES) if p), "")
    return chosen if chosen in allowed else allowed[0]


def stop_token(reader: str, kind: str) -> str:
    """The last part of the address that stops mails of a kind without signing in."""
    return Signer(salt=_SALT).sign(f"{reader}|{kind}")


def read_token(token: str) -> tuple[str, str] | None:
    """Whose it is, and of which kind; None where it was made up."""
    try:
        reader, _bar, kind = Signer(salt=_SALT).unsign(token).rpartition("|")
    except BadSignature:
        return None
    return (reader, kind) if reader and (kind in KINDS or kind == DIGEST) else None


def stop_address(mail: Mail) -> str:
    """Where mails like this one are stopped; "" for those that always go."""
    if mail.kind not in KINDS and mail.kind != DIGEST:
        return ""
    token = stop_token(mail.person_key or mail.to.lower(), mail.kind)
    with translation.override(to_django(mail.language)):
        return f"{settings.ADDRESS}{reverse('people:stop', args=[token])}"


def words_of(mail: Mail) -> str:
    """The plain text as it goes out: its reference above, and below how such mails are stopped."""
    text, stop = mail.text, stop_address(mail)
    if mail.reference:
        with translation.override(to_django(mail.language)):
            line = gettext("Reference: %(reference)s") % {"reference": mail.reference}
        text = f"{line}\n\n{text}"
    if not stop:
        return text
    with translation.override(to_django(mail.language)):
        foot = gettext("How often you get such mails, or not at all; no need to sign in:")
    return f"{text.rstrip()}\n\n-- \n{foot}\n{stop}\n"


def html_of(mail: Mail, text: str) -> str:
    """The same words for programs that show HTML, in the direction of their language."""
    side = direction(mail.language)
    parts = []
    for block in text.strip().split("\n\n"):
        lines = []
        for line in block.split("\n"):
            word = str(escape(line))
            if line.startswith(("https://", "http://")) and " " not in line.strip():
                word = f'<a href="{word}" dir="ltr">{word}</a>'
            lines.append(word)
        parts.append(f"<p>{'<br>'.join(lines)}</p>")
    return (
        f'<!doctype html><html lang="{escape(mail.language)}" dir="{side}"><head>'
        f'<meta charset="utf-8"><title>{escape(mail.subject)}</title></head>'
        f'<body dir="{side}" style="font-family: sans-serif; line-height: 1.5; '
        f'max-width: 40em">{"".join(parts)}</body></html>'
    )


def gather(at: datetime | None = None) -> int:
    """Write the digests that are due; how many.

    A digest and its mails change together or not at all, and its `once` names person and day: a
    worker that is killed at any point leaves either none of it or all of it.
    """
    now = at or clock.now()
    if now.hour < HOUR:
        return 0
    waiting = Mail.objects.filter(state=Mail.State.GATHERED).order_by()
    written = 0
    for reader in sorted(set(waiting.values_list("person_key", flat=True))):
        with writers_turn(), transaction.atomic():
            written += _digest(reader, now)
    if written:
        soon("travaux.plumbing.mail.send_waiting")
    return written


def _digest(reader: str, now: datetime) -> int:
    theirs = list(
        Mail.objects.select_for_update()
        .filter(person_key=reader, state=Mail.State.GATHERED)
        .order_by("pk")[:MOST]
    )
    chosen = {kind: pace_of(reader, kind) for kind in {m.kind for m in theirs}}
    never = [m.pk for m in theirs if chosen[m.kind] == NEVER]
    Mail.objects.filter(pk__in=never).update(state=Mail.State.SET_ASIDE)
    due = [
        m
        for m in theirs
        if chosen[m.kind] in (NOW, DAILY) or (chosen[m.kind] == WEEKLY and now.weekday() == MONDAY)
    ]
    once = f"digest:{reader}:{now:%Y-%m-%d}"
    if not due or Mail.objects.filter(once=once).exists():
        return 0
    last = due[-1]
    digest = Mail.objects.create(
        once=once,
        to=last.to,
        person_key=reader,
        language=last.language,
        kind=DIGEST,
        about=DIGEST,
        written_at=now,
        **_words(due, last.language),
    )
    Mail.objects.filter(pk__in=[m.pk for m in due]).update(
        state=Mail.State.IN_DIGEST, digest=digest
    )
    return 1


def _words(mails: list[Mail], language: str) -> dict[str, Any]:
    with translation.override(to_django(language)):
        n = len(mails)
        subject = ngettext("One message for you", "%(n)s messages for you", n) % {"n": n}
        blocks = [f"{i}. {m.subject}\n\n{m.text.strip()}" for i, m in enumerate(mails, 1)]
    rule = "\n\n" + "-" * 20 + "\n\n"
    return {"subject": subject, "text": rule.join(blocks) + "\n"}
