"""Confirming nominations within the places of a state; ticking off completeness."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from travaux.calls.actions._telling import _tell_confirmation, _tell_revoked
from travaux.calls.actions.applications import _check_upload
from travaux.calls.models import Application, CountryTally, Link, Tick
from travaux.calls.queries.nominations import standing_of_country
from travaux.calls.rules.calls import Phase, phase
from travaux.calls.rules.nominations import may_confirm, may_revoke, may_tick
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.verdicts import refuse, require


def _confirm(
    application: Application,
    letter: UploadedFile[Any] | None,
    at: datetime,
    *,
    by: Person | Link,
) -> None:
    """Take a place, keep the letter, tell both, leave the line; by a person or through a link.

    The place is taken by compare-and-swap: of two confirmations at once for the last place exactly
    one stands. The refusal names those that stand, to the authority alone.
    """
    person = by if isinstance(by, Person) else None
    if letter is None:
        raise refuse("letter-needed")
    _check_upload(letter)
    call, country = application.call, application.country
    tally, _new = CountryTally.objects.get_or_create(call=call, country=country)
    free = CountryTally.objects.filter(pk=tally.pk, confirmed__lt=call.per_country)
    if not free.update(confirmed=F("confirmed") + 1):
        names = ", ".join(a.name for a in standing_of_country(application))
        raise refuse("no-place-left", most=call.per_country, names=names)
    kept = keep_file(
        letter, name=letter.name or "letter", at=at, by=person, process_code=call.process.code
    )
    late = phase(call, at) is Phase.CLOSED
    mine = Application.objects.filter(
        pk=application.pk, state="submitted", confirmed_at__isnull=True
    )
    by_key = person.key if person is not None else ""
    if not mine.update(confirmed_at=at, confirmed_by=by_key, confirmed_late=late, letter=kept):
        raise refuse("moved-meanwhile")  # the whole transaction goes back, the place with it
    application.refresh_from_db(fields=["confirmed_at", "confirmed_by", "confirmed_late", "letter"])
    _tell_confirmation(by, application, at)
    facts = {"call": call.key, "letter": kept.digest, "late": late}
    if isinstance(by, Link):
        facts["link"] = by.key
    record(by=person, subject=application.key, process=call.process.code, at=at, facts=facts)


@action
def confirm_nomination(
    *, by: Person, application: Application, letter: UploadedFile[Any] | None, at: datetime
) -> Application:
    """The authority confirms, with its signed letter, as long as a place of its state is free."""
    require(may_confirm(by, application, at))
    _confirm(application, letter, at, by=by)
    return application


def _revoke(application: Application, at: datetime, *, by: Person | Link) -> None:
    """The place is free again; both are told, and the line says who took it back."""
    mine = Application.objects.filter(
        pk=application.pk, state="submitted", confirmed_at__isnull=False
    )
    if not mine.update(confirmed_at=None, confirmed_by="", confirmed_late=False):
        raise refuse("moved-meanwhile")
    CountryTally.objects.filter(call=application.call, country=application.country).update(
        confirmed=F("confirmed") - 1
    )
    application.refresh_from_db(fields=["confirmed_at", "confirmed_by", "confirmed_late"])
    _tell_revoked(by, application, at)
    facts = {"call": application.call.key}
    if isinstance(by, Link):
        facts["link"] = by.key
    record(
        by=by if isinstance(by, Person) else None,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts=facts,
    )


@action
def revoke_confirmation(*, by: Person, application: Application, at: datetime) -> Application:
    """The authority takes its confirmation back, and its state has the place again."""
    require(may_revoke(by, application, at))
    _revoke(application, at, by=by)
    return application


@action
def tick_completeness(
    *, by: Person, application: Application, item: str, done: bool, at: datetime
) -> None:
    """The secretariat ticks off one thing it saw, or takes the tick back."""
    require(may_tick(by, application, at))
    if item not in application.call.checks:
        raise refuse("check-unknown", item=item[:40])
    if done:
        _tick, changed = Tick.objects.get_or_create(
            application=application, item=item, defaults={"at": at, "by_key": by.key}
        )
    else:
        rows, _kinds = Tick.objects.filter(application=application, item=item).delete()
        changed = bool(rows)
    if not changed:
        nothing_to_record()
        return
    record(
        by=by,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts={"call": application.call.key, "item": item, "done": done},
    )
