"""Typing, attaching, handing in, amending and withdrawing an application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.calls.actions._handing_in import (
    Uploads,
    _attach,
    _handed_in,
    _known_files,
    _locked,
    _plain,
    _sealed,
    _whole,
)
from travaux.calls.actions._telling import _mail_receipt, _tell_authority
from travaux.calls.models import Admission, Application, Call, CountryTally
from travaux.calls.queries.receipts import receipt_document, receipt_json
from travaux.calls.rules.applications import (
    is_late,
    may_begin,
    may_discard,
    may_save,
    may_submit,
    may_withdraw,
)
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.states import MOVES, ApplicationState
from travaux.core.surveys.plain import form_from_plain
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files
from travaux.plumbing.languages import current
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def save_application(
    *,
    by: Person,
    call: Call,
    typed: Mapping[str, Any],
    at: datetime,
    application: Application | None = None,
    uploads: Uploads = (),
    country: Country | None = None,
    form_token: str = "",
) -> Application:
    """What was typed and attached is kept, whole or not; a double click begins one application."""
    call = _locked(call)
    if application is None and form_token:
        same = Application.objects.filter(call=call, person=by, form_token=form_token).first()
        application = same
    if application is None:
        require(may_begin(by, call, at))
        application = Application.objects.create(
            call=call,
            person=by,
            form_token=form_token or None,
            created_at=at,
            saved_at=at,
            demonstration=call.demonstration or by.demonstration,
        )
    else:
        application = Application.objects.select_for_update().get(pk=application.pk)
        application.person = by if application.person_id == by.pk else application.person
    application.call = call
    require(may_save(by, application, at))
    kept = _plain(typed)
    _attach(application, kept, uploads, at)
    _known_files(form_from_plain(call.form), application, kept)
    if kept == application.typed and (country is None or country.pk == application.country_id):
        nothing_to_record()
        return application
    application.typed = kept
    application.revision += 1
    application.saved_at = at
    application.language = current()
    fields = ["typed", "revision", "saved_at", "language"]
    if country is not None and application.state == ApplicationState.DRAFT:
        application.country = country
        fields.append("country")
    application.save(update_fields=fields)
    record(
        by=by,
        subject=application.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "revision": application.revision, "files": len(uploads)},
    )
    return application


@action
def submit_application(*, by: Person, application: Application, at: datetime) -> Application:
    """What is typed is handed in, for the first time or amended, and gets its receipt.

    An application that lacks something is refused with the number of places; the page shows them.
    Amending what an authority confirmed undoes the confirmation: it is asked to confirm again.
    """
    call = _locked(application.call)
    application = Application.objects.select_for_update().get(pk=application.pk)
    application.call, application.person = call, by
    require(may_submit(by, application, at))
    answers = _whole(application, application.typed, by, at)
    first = application.state == ApplicationState.DRAFT
    if not first and answers == application.answers:
        nothing_to_record()
        return application
    late = is_late(call, at) if first else application.late
    more = _handed_in(application, answers, at, late=late)
    line = _sealed(by, application, at, {"amended": not first, **more})
    _mail_receipt(by, application, receipt_json(receipt_document(application, line)), at)
    if first and call.kind == "nomination":
        _tell_authority(application, at)
    return application


@action
def withdraw_application(*, by: Person, application: Application, at: datetime) -> Application:
    """An applicant takes the application back; that it came and was withdrawn stays on record."""
    call = _locked(application.call)
    application = Application.objects.select_for_update().get(pk=application.pk)
    application.call = call
    require(may_withdraw(by, application, at))
    move(application, MOVES, "withdraw", withdrawn_at=at)
    if application.confirmed_at is not None:  # the place is free again
        CountryTally.objects.filter(call=call, country=application.country_id).update(
            confirmed=F("confirmed") - 1
        )
    record(
        by=by,
        subject=application.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "receipt": application.receipt},
    )
    return application


@action
def discard_application(*, by: Person, application: Application, at: datetime) -> None:
    """A draft is thrown away, with its files."""
    call = _locked(application.call)
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(may_discard(by, application))
    key = application.key
    files = [a.file for a in application.attachments.select_related("file")]
    application.delete()
    forget_files(files)
    record(by=by, subject=key, process=call.process.code, at=at, facts={"call": call.key})


@action
def admit_late(
    *, by: Person, call: Call, email: str, until: datetime, reason: str, at: datetime
) -> Admission:
    """A recorded exception: who has this address may hand in after the deadline, until an instant."""
    call = Call.objects.select_related("process").get(pk=call.pk)
    require(is_secretariat(by, call.process.code, at))
    if "@" not in email or len(email) > 254:
        raise refuse("admission-needs-address")
    if not reason.strip():
        raise refuse("reason-needed")
    if until <= at:
        raise refuse("admission-already-past")
    if call.state != "announced":
        raise refuse("call-not-announced")
    made = Admission.objects.create(
        call=call,
        email=email.strip().lower(),
        until=until,
        reason=reason.strip(),
        at=at,
        by_key=by.key,
    )
    record(
        by=by,
        subject=made.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "until": until.isoformat()},
    )
    return made
