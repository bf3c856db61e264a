"""Typed answers and files become an application that stands: one way, whoever hands it in.

Every action on what was handed in to a call locks the call first, then tallies, applications and
links: whatever comes at once waits there, and nobody waits for somebody who waits for them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from travaux.calls.actions._unsaying import _unsay_amended
from travaux.calls.models import Application, Attachment, Call
from travaux.calls.queries.applications import held
from travaux.calls.queries.receipts import content_of
from travaux.calls.rules.applications import MOST_FILES, file_fits
from travaux.calls.rules.nominations import nominee_stays
from travaux.calls.states import MOVES, ApplicationState
from travaux.core.formats.bounds import ending_of, open_office_archive
from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.problems import Unusable
from travaux.core.surveys.answers import Path
from travaux.core.surveys.model import FILES, Form, tagged, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.journal.actions import record
from travaux.journal.models import Line
from travaux.people.models import Person
from travaux.plumbing.files import forget_files, keep_file
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


def _whole(
    application: Application, typed: Mapping[str, Any], by: Person | None, at: datetime
) -> dict[str, Any]:
    """The answers that were typed, where nothing is missing; refused with the number of places."""
    found = held(application.call, typed, by, at, application.key)
    if not found.is_whole:
        raise refuse("application-incomplete", count=len(found.problems))
    if application.country_id is None and application.call.kind == "nomination":
        raise refuse("country-needed")
    return dict(found.answers)


def _handed_in(
    application: Application,
    answers: dict[str, Any],
    at: datetime,
    *,
    late: bool,
    **also: Any,
) -> dict[str, Any]:
    """The answers stand from now on, for the first time under a number, or in place of those before.

    `also`: further fields that change with them. What the record says on top of the usual.
    """
    call, form = application.call, form_from_plain(application.call.form)
    first = application.state == ApplicationState.DRAFT
    application.answers = answers
    given = {
        "answers": answers,
        "name": _tagged_text(form, answers, "name"),
        "email": _tagged_text(form, answers, "email")[:254],
        "employer": _tagged_text(form, answers, "employer"),
        "late": late,
        "salt": secrets.token_hex(16),
        **also,
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
    return {"confirmation_undone": True} if undone else {}


def _sealed(by: Person, application: Application, at: datetime, more: Mapping[str, Any]) -> Line:
    """The line of the record that a receipt is signed over."""
    return record(
        by=by,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts={
            "call": application.call.key,
            "receipt": application.receipt,
            "content_hash": application.content_hash,
            "late": application.late,
            **more,
        },
    )


def _drop_unused(form: Form, application: Application) -> None:
    """Files that no answer names any more go with the moment of handing in."""
    used = _known_files(form, application, dict(application.answers))
    unused = application.attachments.exclude(key__in=used)
    files = [a.file for a in unused.select_related("file")]
    unused.delete()
    forget_files(files)
