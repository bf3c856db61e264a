"""Entries made for somebody who wrote, sent paper or called: asked by mail to be confirmed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.correspondence.facts import EntryConfirmed, EntryDisowned
from travaux.correspondence.models import Entry, EntryLink, OnBehalf
from travaux.correspondence.rules import may_answer_for, may_enter_on_behalf, submitter_is_whole
from travaux.correspondence.states import MOVES, Confirmation
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import require


@action
def enter_on_behalf(
    *,
    by: Person,
    entry: Entry,
    kind: str,
    subject_key: str,
    label: str,
    name: str,
    email: str,
    language: str,
    summary: str,
    at: datetime,
) -> OnBehalf:
    """A thing of a room above was entered for somebody, who is asked to confirm where that can be.

    The code in the mail is kept as its digest alone.
    """
    require(may_enter_on_behalf(by, entry.process_code))
    require(submitter_is_whole(name, email))
    token = secrets.token_urlsafe(24)
    made = OnBehalf.objects.create(
        process_code=entry.process_code,
        kind=kind,
        subject_key=subject_key,
        entry=entry,
        name=" ".join(name.split())[:200],
        email=email,
        language=language or "en",
        summary=summary,
        token_hash=hashlib.sha256(token.encode()).hexdigest() if email else None,
        asked_at=at,
    )
    EntryLink.objects.get_or_create(
        entry=entry, kind=kind, subject_key=subject_key, defaults={"label": label[:300]}
    )
    if email:
        _ask(made, token, at)
    facts = {"kind": kind, "entry": entry.key, "on_behalf": made.key, "asked": bool(email)}
    record(by=by, subject=subject_key, process=entry.process_code, at=at, facts=facts)
    return made


def _ask(made: OnBehalf, token: str, at: datetime) -> None:
    with translation.override(to_django(made.language)):
        place = reverse("correspondence:confirm", args=[made.process_code, token])
        context = {"made": made, "place": f"{settings.ADDRESS}{place}"}
        name = "correspondence/mail/on_behalf"
        write_mail(
            made.email,
            render_to_string(f"{name}.subject.txt", context),
            render_to_string(f"{name}.txt", context),
            about=made.key,
            once=f"on-behalf:{made.key}",
            language=made.language,
            process_code=made.process_code,
            at=at,
        )


@action
def answer_for(*, by: Person | None, made: OnBehalf, state: Confirmation, at: datetime) -> OnBehalf:
    """The submitter, who alone has the code of the mail, says whether the entry is theirs."""
    require(may_answer_for(made, state))
    confirms = state == Confirmation.CONFIRMED
    move(made, MOVES, "confirm entry" if confirms else "disown entry", answered_at=at)
    facts = {"on_behalf": made.key, "state": str(state.value)}
    record(by=by, subject=made.subject_key, process=made.process_code, at=at, facts=facts)
    fact = EntryConfirmed if confirms else EntryDisowned
    announce(fact(made.kind, made.subject_key, at))
    return made
