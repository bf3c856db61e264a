"""Entries made for somebody who wrote, sent paper or called: asked by mail to be confirmed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, time

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.correspondence.facts import EntryConfirmed, EntryDisowned, SubmitterForgotten
from travaux.correspondence.models import Entry, EntryFile, EntryLink, OnBehalf
from travaux.correspondence.rules import (
    may_answer_for,
    may_enter_on_behalf,
    may_forget,
    submitter_is_whole,
)
from travaux.correspondence.states import MOVES, Confirmation
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files
from travaux.plumbing.languages import to_django
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.moves import move
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import refuse, require

_NAMES = {
    Confirmation.CONFIRMED: "confirm entry",
    Confirmation.DISPUTED: "dispute entry",
    Confirmation.DISOWNED: "disown entry",
    Confirmation.ASKED: "take back answer",
}


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
    caller: str = "",
    rang_at: time | None = None,
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
        by_key=by.key,
        caller=" ".join(caller.split())[:200],
        rang_at=rang_at,
        summary=summary,
        token_hash=_digest(token) if email else None,
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


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


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
            once=f"on-behalf:{made.key}:{_digest(token)[:16]}",
            language=made.language,
            process_code=made.process_code,
            at=at,
        )


@action
def ask_again(*, by: Person, made: OnBehalf, summary: str, at: datetime) -> OnBehalf:
    """What was entered was mended: its submitter is asked anew, by a new link; the old one is dead."""
    require(may_enter_on_behalf(by, made.process_code))
    token = secrets.token_urlsafe(24)
    changed = (
        OnBehalf.objects.filter(pk=made.pk, erased_at__isnull=True)
        .exclude(state=Confirmation.DISOWNED)
        .update(
            summary=summary,
            state=Confirmation.ASKED,
            remark="",
            answered_at=None,
            asked_at=at,
            token_hash=_digest(token) if made.email else None,
        )
    )
    if not changed:
        raise refuse("moved-meanwhile")
    made.refresh_from_db()
    if made.email:
        _ask(made, token, at)
    facts = {"on_behalf": made.key, "asked": bool(made.email)}
    record(by=by, subject=made.subject_key, process=made.process_code, at=at, facts=facts)
    return made


@action
def answer_for(
    *, by: Person | None, made: OnBehalf, state: Confirmation, at: datetime, remark: str = ""
) -> OnBehalf:
    """The submitter, who alone has the code of the mail, says whether the entry is theirs.

    `ASKED` takes the answer back. Whoever entered it is told where something is wrong with it.
    """
    require(may_answer_for(made, state, at))
    disputes = state == Confirmation.DISPUTED
    said = remark.strip()[:4000] if disputes else ""
    if disputes and not said:
        raise refuse("dispute-without-remark")
    open_again = state == Confirmation.ASKED
    move(made, MOVES, _NAMES[state], answered_at=None if open_again else at, remark=said)
    if state in (Confirmation.DISPUTED, Confirmation.DISOWNED):
        _tell(made, at)
    facts = {"on_behalf": made.key, "state": str(state.value)}
    record(by=by, subject=made.subject_key, process=made.process_code, at=at, facts=facts)
    if state == Confirmation.CONFIRMED:
        announce(EntryConfirmed(made.kind, made.subject_key, at))
    elif state == Confirmation.DISOWNED:
        announce(EntryDisowned(made.kind, made.subject_key, at))
    return made


def _tell(made: OnBehalf, at: datetime) -> None:
    person = Person.objects.filter(key=made.by_key, is_active=True).first()
    if person is None:
        return
    with in_language_of(person):
        place = reverse("correspondence:entry", args=[made.process_code, made.entry.key])
        context = {"made": made, "place": f"{settings.ADDRESS}{place}"}
        name = "correspondence/mail/on_behalf_answer"
        write_mail(
            person,
            render_to_string(f"{name}.subject.txt", context),
            render_to_string(f"{name}.txt", context),
            about=made.key,
            once=f"on-behalf-answer:{made.key}:{made.state}:{at.isoformat()}",
            process_code=made.process_code,
            at=at,
        )


@action
def forget_submitter(*, by: Person, made: OnBehalf, at: datetime) -> None:
    """Name and address of a submitter go, and the link in the mail with them; what came stays."""
    require(may_forget(by, made))
    _forget(made, at)
    facts = {"on_behalf": made.key}
    record(by=by, subject=made.subject_key, process=made.process_code, at=at, facts=facts)
    announce(SubmitterForgotten(made.kind, made.subject_key, at))


@action
def forget_submitters(*, by: Actor | None, email: str, at: datetime) -> int:
    """Somebody with an account leaves: what was entered on their behalf loses name and address."""
    found = list(
        OnBehalf.objects.select_related("entry").filter(email__iexact=email, erased_at=None)
    )
    if not email or not found:
        nothing_to_record()
        return 0
    for made in found:
        _forget(made, at)
    record(by=by, subject="", at=at, facts={"on_behalf": [made.key for made in found]})
    for made in found:
        announce(SubmitterForgotten(made.kind, made.subject_key, at))
    return len(found)


@action
def forget_entered(
    *,
    by: Actor | None,
    process_code: str,
    kind: str,
    keys: Sequence[str],
    subject: str,
    at: datetime,
) -> list[str]:
    """The room above erases what was entered, as it announced: its words go here too, with its source,
    and name and address of who sent it; the entry of the register and its number stay. The keys."""
    found = list(
        OnBehalf.objects.select_related("entry")
        .filter(process_code=process_code, kind=kind, subject_key__in=list(keys))
        .order_by("pk")
    )
    if not found:
        nothing_to_record()
        return []
    for made in found:
        _forget(made, at)
    OnBehalf.objects.filter(pk__in=[made.pk for made in found]).update(summary="")
    entries = [made.entry_id for made in found]
    # whoever typed the subject, or the note, may have named who applied
    Entry.objects.filter(pk__in=entries).update(subject=subject[:300], note="")
    Entry.objects.filter(pk__in=entries, contact__isnull=True).update(party="")
    gone = _without_scans(entries, at)
    facts = {"kind": kind, "on_behalf": [made.key for made in found], "scans": gone}
    record(by=by, subject="", process=process_code, at=at, facts=facts)
    return [made.key for made in found]


@action
def forget_scans(
    *, by: Actor | None, process_code: str, kind: str, keys: Sequence[str], at: datetime
) -> int:
    """Scans of entries about these things go, as was announced; that they were there stays. How many."""
    entries = list(
        Entry.objects.filter(
            process_code=process_code, links__kind=kind, links__subject_key__in=list(keys)
        )
        .values_list("pk", flat=True)
        .distinct()
    )
    gone = _without_scans(entries, at)
    if not gone:
        nothing_to_record()
        return 0
    record(by=by, subject="", process=process_code, at=at, facts={"kind": kind, "scans": gone})
    return gone


def _without_scans(entries: Sequence[int], at: datetime) -> int:
    scans = EntryFile.objects.filter(entry__in=entries)
    files = [scan.file for scan in scans.select_related("file")]
    Entry.objects.filter(pk__in=scans.values("entry")).update(scans_erased_at=at)
    scans.delete()
    forget_files(files)
    return len(files)


def _forget(made: OnBehalf, at: datetime) -> None:
    Entry.objects.filter(pk=made.entry_id, contact__isnull=True, party=made.name).update(
        party="", note=""
    )
    Mail.objects.filter(about=made.key).delete()  # to them, and of their answer
    OnBehalf.objects.filter(pk=made.pk).update(
        name="", email="", caller="", remark="", token_hash=None, erased_at=at
    )
