"""Typing, attaching, handing in, amending and withdrawing an application."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from travaux.calls.actions._telling import _mail_receipt, _tell_authority
from travaux.calls.actions._unsaying import _unsay_amended
from travaux.calls.models import Admission, Application, Attachment, Call, CountryTally
from travaux.calls.queries.applications import held
from travaux.calls.queries.receipts import content_of, receipt_document, receipt_json
from travaux.calls.rules.applications import (
    MOST_FILES,
    file_fits,
    is_late,
    may_begin,
    may_discard,
    may_save,
    may_submit,
    may_withdraw,
)
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.nominations import nominee_stays
from travaux.calls.states import MOVES, ApplicationState
from travaux.core.formats.bounds import ending_of, open_office_archive
from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.problems import Unusable
from travaux.core.surveys.answers import Path
from travaux.core.surveys.model import FILES, Form, tagged, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.languages import current
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import Refusal, no, refuse, require

Uploads = Sequence[tuple[Path, "UploadedFile[Any]"]]


def _locked(call: Call) -> Call:
    """The call as it stands now: numbers are given out one application after the other."""
    now = Call.objects.select_for_update().get(pk=call.pk)
    now.process = call.process
    return now


def _check_upload(upload: UploadedFile[Any]) -> None:
    upload.seek(0)
    name, size = upload.name or "file", upload.size or 0
    verdict = file_fits(name, size, upload.read(16))
    upload.seek(0)
    require(verdict)
    if ending_of(name) in ("docx", "xlsx", "pptx"):
        try:
            open_office_archive(upload.read())
        except Unusable as problem:
            raise Refusal(no(problem.code, **dict(problem.problem.facts))) from None
        upload.seek(0)


def _attach(
    application: Application, typed: dict[str, Any], uploads: Uploads, at: datetime
) -> None:
    """Keep new files under the answers they belong to; `typed` gets their keys."""
    if len(uploads) + application.attachments.count() > MOST_FILES:
        raise refuse("too-many-attachments", most=MOST_FILES)
    for path, upload in uploads:
        _check_upload(upload)
        kept = keep_file(
            upload,
            name=upload.name or "file",
            at=at,
            by=application.person,
            process_code=application.call.process.code,
        )
        attachment = Attachment.objects.create(
            application=application, question=str(path[-1]), file=kept, at=at
        )
        place: Any = typed
        for step in path[:-1]:
            place = place[step]
        given = place.get(path[-1])
        place[path[-1]] = [*(given if isinstance(given, list) else []), attachment.key]


def _known_files(form: Form, application: Application, typed: dict[str, Any]) -> set[str]:
    """Only files of this application stand in its answers; the keys that do."""
    mine = set(application.attachments.values_list("key", flat=True))
    names = {p.item.name for p in walk(form.items) if getattr(p.item, "kind", "") in FILES}
    used: set[str] = set()

    def clean(one: dict[str, Any]) -> None:
        for name, value in one.items():
            if name in names:
                keys = value if isinstance(value, list) else []
                one[name] = [k for k in keys if k in mine]
                used.update(one[name])
            elif isinstance(value, list):
                for inner in value:
                    if isinstance(inner, dict):
                        clean(inner)

    clean(typed)
    return used


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


def _plain(typed: Any) -> Any:
    """What was typed, as JSON holds it; no sign that a database refuses."""
    if isinstance(typed, Mapping):
        return {str(k): _plain(v) for k, v in typed.items()}
    if isinstance(typed, list | tuple):
        return [_plain(v) for v in typed]
    return str(typed).replace("\x00", "")


def _tagged_text(form: Form, answers: Mapping[str, Any], tag: str) -> str:
    parts = [str(answers.get(q.name, "")) for q in tagged(form, tag)]
    return " ".join(p for p in parts if p)[:300]


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
    found = held(call, application.typed, by, at)
    if not found.is_whole:
        raise refuse("application-incomplete", count=len(found.problems))
    if application.country_id is None and call.kind == "nomination":
        raise refuse("country-needed")
    answers = dict(found.answers)
    first = application.state == ApplicationState.DRAFT
    if not first and answers == application.answers:
        nothing_to_record()
        return application
    form = form_from_plain(call.form)
    application.answers = answers
    given = {
        "answers": answers,
        "name": _tagged_text(form, answers, "name"),
        "email": _tagged_text(form, answers, "email")[:254],
        "employer": _tagged_text(form, answers, "employer"),
        "late": is_late(call, at) if first else application.late,
        "salt": secrets.token_hex(16),
    }
    require(nominee_stays(application, str(given["name"]), str(given["email"])))
    given["content_hash"] = content_hash(content_of(application), str(given["salt"]))
    if first:
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
    else:
        Application.objects.filter(pk=application.pk).update(amended_at=at, **given)
        application.amended_at = at
        for name, value in given.items():
            setattr(application, name, value)
    _drop_unused(form, application)
    undone = not first and _unsay_amended(application, at)
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
            "amended": not first,
            **({"confirmation_undone": True} if undone else {}),
        },
    )
    _mail_receipt(by, application, receipt_json(receipt_document(application, line)), at)
    if first and call.kind == "nomination":
        _tell_authority(application, at)
    return application


def _drop_unused(form: Form, application: Application) -> None:
    """Files that no answer names any more go with the moment of handing in."""
    used = _known_files(form, application, dict(application.answers))
    unused = application.attachments.exclude(key__in=used)
    files = [a.file for a in unused.select_related("file")]
    unused.delete()
    forget_files(files)


@action
def withdraw_application(*, by: Person, application: Application, at: datetime) -> Application:
    """An applicant takes the application back; that it came and was withdrawn stays on record."""
    call = _locked(application.call)
    application.call = call
    application.refresh_from_db(fields=["state", "confirmed_at", "country"])
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
    application = (
        Application.objects.select_for_update()
        .select_related("call__process")
        .get(pk=application.pk)
    )
    require(may_discard(by, application))
    key, call = application.key, application.call
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
