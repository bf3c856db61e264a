"""Confirming nominations within the places of a state; ticking off completeness."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from travaux.calls.actions._asking_missions import _put_to_mission
from travaux.calls.actions._handing_in import _check_upload, _locked
from travaux.calls.actions._telling import _tell_claim, _tell_confirmation, _tell_revoked
from travaux.calls.actions._unsaying import UNSAID
from travaux.calls.models import Application, CountryTally, Link, Tick
from travaux.calls.queries.nominations import standing_of_country
from travaux.calls.rules.authorities import has_rival
from travaux.calls.rules.calls import Phase, phase
from travaux.calls.rules.nominations import (
    authority_of,
    may_confirm,
    may_revoke,
    may_tick,
    mission_decides,
)
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.verdicts import refuse, require

_SAID = ("confirmed_at", "claimed_at", "confirmed_by", "confirmed_late", "authority")


def _confirm(
    application: Application,
    letter: UploadedFile[Any] | None,
    at: datetime,
    *,
    by: Person | Link,
) -> None:
    """Take a place, keep the letter, tell both, leave the line; by a person or through a link.

    The place is taken by compare-and-swap: of two confirmations at once for the last place exactly
    one stands. The call is locked first, as whoever withdraws or settles does. The refusal names those that stand, to the authority alone. Where another authority
    of the state has a place, and the call announced it, its permanent mission is asked instead.
    """
    person = by if isinstance(by, Person) else None
    if letter is None:
        raise refuse("letter-needed")
    _check_upload(letter)
    call, country = application.call, application.country
    _locked(call)
    if person is not None:
        authority = authority_of(person, application, at)
    else:
        assert isinstance(by, Link)
        authority = by.contact.key if by.contact is not None else by.key
    tally, _new = CountryTally.objects.get_or_create(call=call, country=country)
    free = CountryTally.objects.filter(pk=tally.pk, confirmed__lt=call.per_country)
    has_place = bool(free.update(confirmed=F("confirmed") + 1))
    if not has_place:
        standing = standing_of_country(application)
        if not (mission_decides(call) and has_rival(standing, authority, application)):
            names = ", ".join(a.name for a in standing)
            raise refuse("no-place-left", most=call.per_country, names=names)
    kept = keep_file(
        letter, name=letter.name or "letter", at=at, by=person, process_code=call.process.code
    )
    late = phase(call, at) is Phase.CLOSED
    mine = Application.objects.filter(
        pk=application.pk,
        state="submitted",
        confirmed_at__isnull=True,
        claimed_at__isnull=True,
    )
    changed = mine.update(
        confirmed_at=at if has_place else None,
        claimed_at=None if has_place else at,
        confirmed_by=person.key if person is not None else "",
        confirmed_late=late,
        authority=authority,
        letter=kept,
    )
    if not changed:
        raise refuse("moved-meanwhile")  # the whole transaction goes back, the place with it
    application.refresh_from_db(fields=[*_SAID, "letter"])
    facts = {"call": call.key, "letter": kept.digest, "late": late}
    if isinstance(by, Link):
        facts["link"] = by.key
    what = ""
    if has_place:
        _tell_confirmation(by, application, at)
    else:
        what = "calls.claim_place"
        facts["referral"] = _put_to_mission(call, application.country, at).key
        _tell_claim(by, application, at)
    record(
        by=person, subject=application.key, process=call.process.code, at=at, what=what,
        facts=facts,
    )  # fmt: skip


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
    had_place = application.confirmed_at is not None
    _locked(application.call)
    mine = Application.objects.filter(
        pk=application.pk,
        state="submitted",
        confirmed_at=application.confirmed_at,
        claimed_at=application.claimed_at,
    )
    if not mine.update(**UNSAID):
        raise refuse("moved-meanwhile")
    if had_place:
        CountryTally.objects.filter(call=application.call, country=application.country).update(
            confirmed=F("confirmed") - 1
        )
    application.refresh_from_db(fields=[*_SAID])
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
