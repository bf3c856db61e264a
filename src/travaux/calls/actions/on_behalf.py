"""An application that came by mail, on paper or by telephone is entered for whoever sent it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import F
from django.utils import translation

from travaux.calls.actions._telling import _mail_receipt_to, _tell_authority
from travaux.calls.actions.applications import (
    Uploads,
    _attach,
    _known_files,
    _locked,
    _plain,
    _tagged_text,
)
from travaux.calls.models import Application, Call, CountryTally, Kind
from travaux.calls.queries.applications import held
from travaux.calls.queries.on_behalf import summary_of
from travaux.calls.queries.receipts import content_of, receipt_document, receipt_json
from travaux.calls.rules.applications import is_late
from travaux.calls.rules.on_behalf import (
    came_at,
    came_in_time,
    is_first_of,
    may_enter_applications,
)
from travaux.calls.states import MOVES, ApplicationState
from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.actions import enter_on_behalf, register_entry
from travaux.correspondence.rules import EntryDetails, source_is_there
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.languages import to_django
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def apply_on_behalf(
    *,
    by: Person,
    call: Call,
    details: EntryDetails,
    email: str,
    typed: Mapping[str, Any],
    at: datetime,
    files: Sequence[Any] = (),
    uploads: Uploads = (),
    country: Country | None = None,
    caller: str = "",
    rang_at: time | None = None,
) -> Application:
    """The secretariat hands in what came for a call, with its source under a register number.

    Its source is attached (`files`); of a call by telephone it is noted who rang and when.
    `details.party` is who sent it, asked at `email` to confirm it. Whether it is in time goes by
    the day it came (`details.dated_on`).
    """
    call = _locked(call)
    require(may_enter_applications(by, call, at))
    require(source_is_there(details.form, files, caller, rang_at))
    came = came_at(call, details.dated_on, at)
    require(came_in_time(call, email, came))
    if call.kind == Kind.NOMINATION and country is None:
        raise refuse("country-needed")
    language = details.language or "en"
    source = register_entry(
        by=by,
        process_code=call.process.code,
        details=details,
        files=files,
        about=("call", call.key),
        demonstration=call.demonstration,
        at=at,
    )
    application = Application.objects.create(
        call=call,
        country=country if call.kind == Kind.NOMINATION else None,
        language=language,
        created_at=at,
        saved_at=at,
        demonstration=call.demonstration,
    )
    form, kept = form_from_plain(call.form), _plain(typed)
    _attach(application, kept, uploads, at)
    _known_files(form, application, kept)
    found = held(call, kept, None, at)
    if not found.is_whole:
        raise refuse("application-incomplete", count=len(found.problems))
    application.typed, application.answers = kept, dict(found.answers)
    given = {
        "answers": application.answers,
        "typed": kept,
        "name": _tagged_text(form, application.answers, "name"),
        "email": _tagged_text(form, application.answers, "email")[:254],
        "employer": _tagged_text(form, application.answers, "employer"),
        "late": is_late(call, came),
        "salt": secrets.token_hex(16),
        "revision": 1,
    }
    require(is_first_of(call, str(given["email"])))
    given["content_hash"] = content_hash(content_of(application), str(given["salt"]))
    move(
        application,
        MOVES,
        "submit",
        submitted_at=at,
        number=call.next_number,
        receipt=new_code(secrets.token_bytes(7)),
        **given,
    )
    Call.objects.filter(pk=call.pk).update(next_number=F("next_number") + 1)
    with translation.override(to_django(language)):
        summary = summary_of(application)
    enter_on_behalf(
        by=by,
        entry=source,
        kind="application",
        subject_key=application.key,
        label=application.receipt or application.key,
        name=source.party,
        email=email,
        language=language,
        summary=summary,
        caller=caller,
        rang_at=rang_at,
        at=at,
    )
    line = record(
        by=by,
        subject=application.key,
        process=call.process.code,
        at=at,
        facts={
            "call": call.key,
            "receipt": application.receipt,
            "content_hash": application.content_hash,
            "late": application.late,
            "entry": source.key,
        },
    )
    if email:
        document = receipt_json(receipt_document(application, line))
        _mail_receipt_to(email, language, application, document, at)
    if call.kind == Kind.NOMINATION:
        _tell_authority(application, at)
    return application


@action
def withdraw_disowned(*, by: Person | None, application: Application, at: datetime) -> Application:
    """What its alleged sender disowned is withdrawn, and its place is free again; that it came stays on record."""
    call = _locked(application.call)
    application = Application.objects.select_for_update().get(pk=application.pk)
    application.call = call
    if application.state != ApplicationState.SUBMITTED:
        nothing_to_record()
        return application
    move(application, MOVES, "withdraw", withdrawn_at=at)
    if application.confirmed_at is not None:
        CountryTally.objects.filter(call=call, country=application.country_id).update(
            confirmed=F("confirmed") - 1
        )
    record(
        by=by,
        subject=application.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "receipt": application.receipt, "disowned": True},
    )
    return application
