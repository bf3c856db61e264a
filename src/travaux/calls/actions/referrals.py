"""Nominations beyond the places of a state are put to its permanent mission; its answer is applied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from travaux.calls.actions._asking_missions import _put_to_mission, _write_question
from travaux.calls.actions._handing_in import _check_upload, _locked
from travaux.calls.actions._telling import _tell_settled
from travaux.calls.actions._unsaying import UNSAID
from travaux.calls.models import Application, Call, CountryTally, Referral, Referred
from travaux.calls.queries.referrals import nominations_put
from travaux.calls.rules.calls import Phase, phase
from travaux.calls.rules.nominations import confirmation_in_time
from travaux.calls.rules.referrals import (
    is_mission,
    may_answer_by_link,
    may_handle_referral,
    may_open_referral,
)
from travaux.calls.states import MOVES, ApplicationState
from travaux.correspondence.actions import register_entry, register_received
from travaux.correspondence.models import Entry, EntryLink
from travaux.correspondence.models.register import Direction, Form
from travaux.correspondence.rules import EntryDetails
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Contact, Country, Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import said
from travaux.plumbing.models import Mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def open_referral(*, by: Person, call: Call, country: Country, at: datetime) -> Referral:
    """The nominations of a state with more than its places are put to its permanent mission.

    Where the secretariat has its address, the mail is written in the mission's working language and
    held in the outbox.
    """
    _locked(call)
    require(may_open_referral(by, call, country, at))
    made = _put_to_mission(call, country, at, opened_by=by.key)
    record(
        by=by,
        subject=made.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "country": country.code, "asked": made.asked_at is not None},
    )
    return made


@action
def ask_mission(*, by: Person, referral: Referral, contact: Contact, at: datetime) -> Referral:
    """The question is written to a mission, or to another office of it; earlier links end."""
    _locked(referral.call)
    referral.refresh_from_db(fields=["state"])
    require(may_handle_referral(by, referral, at))
    require(is_mission(contact, referral))
    _write_question(referral, contact, at)
    record(
        by=by,
        subject=referral.key,
        process=referral.call.process.code,
        at=at,
        facts={"call": referral.call.key, "contact": contact.key},
    )
    return referral


@action
def register_question(*, by: Person, mail: Mail, at: datetime) -> Entry | None:
    """The question to a mission is on its way: it gets its number among what went out, and bears it.

    Nothing is registered of a mail that is no such question.
    """
    referral = Referral.objects.filter(key=mail.about).select_related(
        "call__process", "contact", "country"
    ).first()  # fmt: skip
    if referral is None or not (mail.once or "").startswith("referral-asked:"):
        nothing_to_record()
        return None
    call, contact = referral.call, referral.contact
    asked = contact if contact is not None and referral.email == mail.to else None
    entry = register_entry(
        by=by,
        process_code=call.process.code,
        details=EntryDetails(
            direction=Direction.OUT,
            form=Form.NOTE_VERBALE,
            dated_on=at.date(),
            subject=mail.subject,
            party=(asked.office if asked is not None else "") or mail.to,
            contact=asked,
            language=mail.language,
        ),
        about=("call", call.key),
        demonstration=call.demonstration,
        at=at,
    )
    EntryLink.objects.create(
        entry=entry, kind="referral", subject_key=referral.key, label=said(call.titles)[:300]
    )
    Mail.objects.filter(pk=mail.pk).update(reference=entry.reference)
    facts = {"call": call.key, "entry": entry.reference, "mail": mail.key}
    record(by=by, subject=referral.key, process=call.process.code, at=at, facts=facts)
    return entry


@action
def answer_referral(
    *,
    by: Person | None,
    referral: Referral,
    shown: Sequence[str],
    standing: Sequence[str],
    note: UploadedFile[Any] | None = None,
    at: datetime,
) -> Referral:
    """The mission says through its link which nominations stand; nobody need be signed in."""
    require(may_answer_by_link(referral, at))
    if by is not None and nominations_put(referral.call, referral.country).filter(person=by):
        raise refuse("nominee-not-nominator")
    _settle(referral, shown, standing, note, at)
    referral.entry = register_received(
        by=by,
        process_code=referral.call.process.code,
        subject=said(referral.call.titles),
        party=referral.contact.office if referral.contact else said(referral.country.names),
        contact=referral.contact,
        language=referral.language,
        about=[
            (kind, key, said(referral.call.titles))
            for kind, key in (("referral", referral.key), ("call", referral.call.key))
        ],
        scan=note,
        demonstration=referral.demonstration,
        at=at,
    )
    Referral.objects.filter(pk=referral.pk).update(entry=referral.entry)
    record(
        by=by,
        subject=referral.key,
        process=referral.call.process.code,
        at=at,
        facts=_facts(referral, standing, shown),
    )
    return referral


@action
def enter_mission_answer(
    *,
    by: Person,
    referral: Referral,
    shown: Sequence[str],
    standing: Sequence[str],
    note: UploadedFile[Any] | None,
    dated_on: date,
    their_reference: str = "",
    at: datetime,
) -> Referral:
    """The secretariat enters what a note of the mission says; the note is registered with its scan."""
    require(may_handle_referral(by, referral, at))
    if note is None:
        raise refuse("referral-needs-scan")
    _check_upload(note)
    call, country = referral.call, referral.country
    entry = register_entry(
        by=by,
        process_code=call.process.code,
        details=EntryDetails(
            direction=Direction.IN,
            form=Form.NOTE_VERBALE,
            dated_on=dated_on,
            subject=said(call.titles)[:300],
            party=referral.contact.office if referral.contact else said(country.names),
            contact=referral.contact,
            their_reference=their_reference[:100],
            language=referral.language,
        ),
        files=[note],
        about=("call", call.key),
        at=at,
        demonstration=referral.demonstration,
    )
    note.seek(0)
    _settle(referral, shown, standing, note, at, entry=entry)
    EntryLink.objects.create(
        entry=entry, kind="referral", subject_key=referral.key, label=said(call.titles)[:300]
    )
    facts = {**_facts(referral, standing, shown), "entry": entry.reference}
    record(by=by, subject=referral.key, process=call.process.code, at=at, facts=facts)
    return referral


@action
def drop_referral(*, by: Person, referral: Referral, at: datetime) -> Referral:
    """The mission need not answer any more; whoever confirmed beyond the places may confirm anew."""
    _locked(referral.call)
    require(may_handle_referral(by, referral, at))
    move(referral, MOVES, "drop-referral")
    waiting = nominations_put(referral.call, referral.country).filter(claimed_at__isnull=False)
    put_back = Application.objects.filter(pk__in=[a.pk for a in waiting]).update(**UNSAID)
    record(
        by=by,
        subject=referral.key,
        process=referral.call.process.code,
        at=at,
        facts={"call": referral.call.key, "put_back": put_back},
    )
    return referral


def _facts(referral: Referral, standing: Sequence[str], shown: Sequence[str]) -> dict[str, Any]:
    return {
        "call": referral.call.key,
        "country": referral.country.code,
        "standing": sorted(set(standing) & set(shown)),  # a link holder's own words never
        "of": len(set(shown)),
    }


def _settle(
    referral: Referral,
    shown: Sequence[str],
    standing: Sequence[str],
    note: UploadedFile[Any] | None,
    at: datetime,
    *,
    entry: Entry | None = None,
) -> None:
    """Places go to those that stand and to no others; all who are concerned are told, once.

    Whoever confirms or withdraws meanwhile waits.
    """
    call, country = referral.call, referral.country
    _locked(call)
    tally, _new = CountryTally.objects.get_or_create(call=call, country=country)
    CountryTally.objects.select_for_update().get(pk=tally.pk)
    put = list(nominations_put(call, country))
    if {a.key for a in put} != set(shown):
        raise refuse("referral-changed")
    chosen = [a for a in put if a.key in set(standing)]
    if not chosen:
        raise refuse("referral-names-nobody")
    if len(chosen) > call.per_country:
        raise refuse("referral-names-too-many", most=call.per_country, count=len(chosen))
    before = {a.key: a.authority for a in put if a.authority}
    for one in put:
        if one not in chosen:
            _change(one, **UNSAID)
        elif one.claimed_at is not None:  # the authority's letter is there, and came when it came
            _change(one, confirmed_at=one.claimed_at, claimed_at=None)
        elif one.confirmed_at is None:
            _stand_by_note(one, note, at)
        Referred.objects.create(referral=referral, application=one, stands=one in chosen)
    CountryTally.objects.filter(pk=tally.pk).update(confirmed=len(chosen))
    move(referral, MOVES, "answer-referral", answered_at=at, entry=entry)
    _tell_settled(referral, put, chosen, before, at)


def _change(one: Application, **new: Any) -> None:
    """Only what still stands is changed: one that was withdrawn meanwhile takes no place."""
    if not Application.objects.filter(pk=one.pk, state=ApplicationState.SUBMITTED).update(**new):
        raise refuse("referral-changed")


def _stand_by_note(one: Application, note: UploadedFile[Any] | None, at: datetime) -> None:
    """No authority confirmed this one: the mission's own signed note stands for the letter."""
    if not confirmation_in_time(one, at):
        raise refuse("referral-too-late", name=one.name)
    if note is None:
        raise refuse("referral-needs-note", name=one.name)
    _check_upload(note)
    kept = keep_file(
        note, name=note.name or "note", at=at, by=None, process_code=one.call.process.code
    )
    note.seek(0)
    _change(
        one,
        confirmed_at=at,
        confirmed_by="",
        confirmed_late=phase(one.call, at) is Phase.CLOSED,
        letter=kept,
    )
