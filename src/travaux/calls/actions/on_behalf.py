"""An application that came by mail, on paper or by telephone is entered for whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import F
from django.utils import translation

from travaux.calls.actions._handing_in import (
    Uploads,
    _attach,
    _handed_in,
    _known_files,
    _locked,
    _plain,
    _sealed,
    _tagged_text,
    _whole,
)
from travaux.calls.actions._telling import _mail_receipt_to, _tell_authority
from travaux.calls.models import Application, Call, CountryTally, Kind
from travaux.calls.queries.on_behalf import summary_of
from travaux.calls.queries.receipts import receipt_document, receipt_json
from travaux.calls.rules.applications import is_late
from travaux.calls.rules.nominations import state_stays
from travaux.calls.rules.on_behalf import (
    came_at,
    came_in_time,
    is_first_of,
    may_enter_applications,
    may_mend,
)
from travaux.calls.states import MOVES, ApplicationState
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.actions import ask_again, enter_on_behalf, register_entry
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.correspondence.rules import EntryDetails, source_is_there
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.languages import to_django
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import require


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
    form, kept = form_from_plain(call.form), _plain(typed)
    application = Application.objects.create(
        call=call,
        country=country if call.kind == Kind.NOMINATION else None,
        language=language,
        created_at=at,
        saved_at=at,
        demonstration=call.demonstration,
    )
    _attach(application, kept, uploads, at)
    _known_files(form, application, kept)
    answers = _whole(application, kept, None, at)
    require(is_first_of(call, _tagged_text(form, answers, "email")))
    _handed_in(application, answers, at, late=is_late(call, came), typed=kept, revision=1)
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
    line = _sealed(by, application, at, {"entry": source.key})
    if email:
        document = receipt_json(receipt_document(application, line))
        _mail_receipt_to(email, language, application, document, at)
    if call.kind == Kind.NOMINATION:
        _tell_authority(application, at)
    return application


@action
def mend_on_behalf(
    *,
    by: Person,
    application: Application,
    typed: Mapping[str, Any],
    at: datetime,
    uploads: Uploads = (),
    country: Country | None = None,
) -> Application:
    """What was entered otherwise than its sender said is mended: it gets a new receipt, and they are
    asked anew. An authority that had confirmed it is asked again."""
    call = _locked(application.call)
    application = Application.objects.select_for_update().get(pk=application.pk)
    application.call = call
    made = entered_for("application", [application.key]).get(application.key)
    require(may_mend(by, application, made, at))
    assert made is not None
    form, kept = form_from_plain(call.form), _plain(typed)
    _attach(application, kept, uploads, at)
    _known_files(form, application, kept)
    if call.kind == Kind.NOMINATION and country is not None and country != application.country:
        require(state_stays(application))
        application.country = country
    answers = _whole(application, kept, None, at)
    before = Application.objects.values_list("country", flat=True).get(pk=application.pk)
    if answers == application.answers and before == application.country_id:
        nothing_to_record()
        return application
    more = _handed_in(
        application, answers, at, late=application.late, typed=kept, saved_at=at,
        revision=application.revision + 1, country=application.country,
    )  # fmt: skip
    with translation.override(to_django(made.language)):
        summary = summary_of(application)
    ask_again(by=by, made=made, summary=summary, at=at)
    line = _sealed(by, application, at, {"amended": True, "mended": True, **more})
    if made.email:
        document = receipt_json(receipt_document(application, line))
        _mail_receipt_to(made.email, made.language, application, document, at)
    if before != application.country_id:
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
