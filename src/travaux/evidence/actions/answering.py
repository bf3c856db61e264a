"""Answering a survey: begun, kept page by page, handed in, or taken from a device."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile

from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.surveys.answers import Found, Path
from travaux.core.surveys.model import Form
from travaux.evidence.models import (
    Access,
    Device,
    Edition,
    Invitation,
    PlaceGuess,
    Response,
    ResponseFile,
    ResponseState,
    Survey,
)
from travaux.evidence.queries.surveys import (
    Standing,
    confirmed_places,
    digest_of,
    form_of,
    held_response,
    issued_edition,
    places,
    standing_of,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.rules.surveys import (
    MOST_DRAFTS_AN_HOUR,
    MOST_FILES,
    is_taking_answers,
    may_begin_response,
    may_keep,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.languages import current
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require

Uploads = Sequence[tuple[Path, "UploadedFile[Any]"]]


@action
def begin_response(
    *, by: Person | None, survey: Survey, at: datetime, invitation: Invitation | None = None,
    form_token: str = "", token: str = "",
) -> tuple[Response, str]:  # fmt: skip
    """An empty answer and the link to it. It is no act of record until it is handed in.

    A double click, and a second look at an invitation, find the same answer; its link is told only
    to who begins it or holds the invitation.
    """
    nothing_to_record()
    token = token or secrets.token_urlsafe(24)
    if invitation is not None:
        held = Response.objects.filter(invitation=invitation).first()
        if held is not None:
            if held.state == ResponseState.DRAFT:
                Response.objects.filter(pk=held.pk).update(digest=digest_of(token))
                return held, token
            raise refuse("response-handed-in")
    require(may_begin_response(by, survey, invitation, at))
    if survey.access == Access.ACCOUNT:
        held = Response.objects.filter(survey=survey, person=by, state=ResponseState.DRAFT).first()
        if held is not None:
            Response.objects.filter(pk=held.pk).update(digest=digest_of(token))
            return held, token
    if form_token:
        held = Response.objects.filter(form_token=form_token).first()
        if held is not None:
            Response.objects.filter(pk=held.pk).update(digest=digest_of(token))
            return held, token
    recent = Response.objects.filter(
        survey=survey, state=ResponseState.DRAFT, started_at__gte=at - timedelta(hours=1)
    )
    if recent.count() >= MOST_DRAFTS_AN_HOUR:
        raise refuse("survey-busy")
    edition = issued_edition(survey)
    if edition is None:
        raise refuse("survey-not-open")
    made = Response.objects.create(
        survey=survey, edition=edition, digest=digest_of(token), form_token=form_token or None,
        person=by if survey.access == Access.ACCOUNT else None, invitation=invitation,
        language=current(), started_at=at, changed_at=at, demonstration=survey.demonstration,
    )  # fmt: skip
    return made, token


def _now(at: datetime, by: Person | None) -> datetime:
    return at.astimezone(ZoneInfo((by.zone if by is not None else "") or "UTC"))


def _attach(response: Response, typed: dict[str, Any], uploads: Uploads, at: datetime) -> None:
    """New files under the answers they belong to; `typed` gets their keys."""
    if len(uploads) + response.attached.count() > MOST_FILES:
        raise refuse("too-many-attachments", most=MOST_FILES)
    for path, upload in uploads:
        kept = keep_file(
            upload, name=upload.name or "file", at=at, process_code=response.survey.process.code
        )
        one = ResponseFile.objects.create(response=response, name=kept.name, file=kept)
        place: Any = typed
        for step in path[:-1]:
            place = place[step]
        given = place.get(path[-1])
        place[path[-1]] = [*(given if isinstance(given, list) else []), one.key]


@action
def keep_answers(
    *, by: Person | None, response: Response, typed: Mapping[str, Any], page: int, at: datetime,
    uploads: Uploads = (),
) -> Response:  # fmt: skip
    """What was typed on a page is kept beside the other pages. A draft leaves no line of record."""
    nothing_to_record()
    found = Response.objects.select_for_update(of=("self",))
    response = found.select_related("survey__process", "edition").get(pk=response.pk)
    require(may_keep(response, at))
    kept = {**response.typed, **typed}
    if uploads:
        _attach(response, kept, uploads, at)
    response.typed, response.page, response.changed_at = kept, page, at
    response.save(update_fields=["typed", "page", "changed_at"])
    return response


def _unanswered(form: Form, found: Found) -> list[str]:
    """Questions that were asked and left empty."""
    named = {path[0] for path in found.choices if len(path) == 1}
    return sorted(str(n) for n in named if n not in found.answers)


def _placed(survey: Survey, form: Form, answers: Mapping[str, Any]) -> Standing:
    known = places(demonstration=survey.demonstration)
    return standing_of(survey, form, answers, known, confirmed_places(survey))


def _guess(survey: Survey, standing: Standing, countries: Mapping[str, Country]) -> None:
    """What was written as a country and is none for certain waits for somebody."""
    if standing.country_said and not standing.code:
        PlaceGuess.objects.get_or_create(
            survey=survey, said=standing.country_said,
            defaults={
                "country": countries.get(standing.guess), "likeness": standing.likeness,
            },
        )  # fmt: skip


def _values(survey: Survey, form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    standing = _placed(survey, form, answers)
    codes = [c for c in (standing.code, standing.guess) if c]
    countries = {c.code: c for c in Country.objects.filter(code__in=codes)}
    _guess(survey, standing, countries)
    return {
        "country": countries.get(standing.code),
        "country_said": standing.country_said,
        "unit_name": standing.unit_name,
        "unit_key": standing.unit_key,
        "size": standing.size,
        "weight": standing.weight,
    }


@action
def submit_response(*, by: Person | None, response: Response, at: datetime) -> Response:
    """An answer is handed in, whole, once; from here on it counts and stays."""
    found = Response.objects.select_for_update(of=("self",))
    response = found.select_related("survey__process", "edition", "invitation").get(pk=response.pk)
    require(may_keep(response, at))
    form = form_of(response.edition)
    held = held_response(response.edition, response.typed, _now(at, by))
    if held.problems:
        raise refuse("response-incomplete", count=len(held.problems))
    answers = dict(held.answers)
    values = _values(response.survey, form, answers)
    if response.invitation is not None:
        invited = response.invitation
        values["country"] = invited.country or values["country"]
        values["unit_name"] = invited.unit_name or values["unit_name"]
    salt = secrets.token_hex(16)
    move(
        response, MOVES, "submit-response", answers=answers, unanswered=_unanswered(form, held),
        receipt=new_code(secrets.token_bytes(8)), salt=salt, submitted_at=at, changed_at=at, digest=None, **values,
        content_hash=content_hash(
            {"edition": response.edition.form_digest, "answers": answers}, salt
        ),
    )  # fmt: skip
    used = _used(answers)
    unused = response.attached.exclude(key__in=used)
    files = [a.file for a in unused.select_related("file")]
    unused.delete()
    forget_files(files)
    record(by=by, subject=response.key, process=response.survey.process.code, at=at,
           facts=_facts(response))  # fmt: skip
    return response


def _facts(response: Response) -> dict[str, Any]:
    return {
        "survey": response.survey.key,
        "edition": response.edition.number,
        "content_hash": response.content_hash,
    }


def _used(answers: Any) -> set[str]:
    if isinstance(answers, dict):
        return {k for v in answers.values() for k in _used(v)}
    if isinstance(answers, list):
        return {k for v in answers for k in _used(v)}
    return {answers} if isinstance(answers, str) else set()


@action
def take_from_device(
    *, by: None, device: Device, edition: Edition, instance_id: str, typed: Mapping[str, Any],
    raw: Mapping[str, str],
    uploads: Sequence[tuple[str, Any]], at: datetime,
) -> tuple[Response, bool]:  # fmt: skip
    """What an application on a device sends: once for each instance, however often it is sent.

    Devices send what was answered while the survey was open; what does not hold in the form is
    kept and named. Files may follow in further parts.
    """
    survey = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("process")
        .get(pk=edition.survey_id)
    )
    held = Response.objects.filter(survey=survey, instance_id=instance_id).first()
    if held is not None:
        new = _files_of(held, uploads, at)
        if not new:
            nothing_to_record()
            return held, False
        record(by=None, subject=held.key, process=survey.process.code, at=at,
               facts={"survey": survey.key, "files": new})  # fmt: skip
        return held, False
    require(is_taking_answers(survey, at))
    form = form_of(edition)
    found = held_response(edition, typed, at)
    answers = dict(found.answers)
    salt = secrets.token_hex(16)
    made = Response.objects.create(
        survey=survey, edition=edition, instance_id=instance_id, source="device", device=device,
        state=ResponseState.SUBMITTED, typed=dict(typed), raw=dict(raw), answers=answers,
        unanswered=_unanswered(form, found),
        problems=[{"where": ".".join(map(str, p.path)), "code": p.problem.code}
                  for p in found.problems][:100],
        salt=salt, content_hash=content_hash(
            {"edition": edition.form_digest, "answers": answers}, salt
        ),
        receipt=new_code(secrets.token_bytes(8)), started_at=at, changed_at=at, submitted_at=at,
        demonstration=survey.demonstration, **_values(survey, form, answers),
    )  # fmt: skip
    _files_of(made, uploads, at)
    record(by=None, subject=made.key, process=survey.process.code, at=at, facts={
        "survey": survey.key, "edition": edition.number, "device": device.key,
        "content_hash": made.content_hash,
    })  # fmt: skip
    return made, True


def _files_of(response: Response, uploads: Sequence[tuple[str, Any]], at: datetime) -> int:
    known = {a.name: a.file.digest for a in response.attached.select_related("file")}
    new = 0
    for name, upload in uploads:
        if len(known) >= MOST_FILES:
            raise refuse("too-many-attachments", most=MOST_FILES)
        if name in known:
            continue
        kept = keep_file(upload, name=name, at=at, process_code=response.survey.process.code)
        ResponseFile.objects.create(response=response, name=name[:255], file=kept)
        known[name] = kept.digest
        new += 1
    return new


@action
def set_response_aside(*, by: Person, response: Response, aside: bool, at: datetime) -> Response:
    """An answer is kept but not reckoned, or reckoned again."""
    require(is_secretariat(by, response.survey.process.code, at))
    name = "set-response-aside" if aside else "take-response-back"
    move(response, MOVES, name, changed_at=at)
    record(by=by, subject=response.key, process=response.survey.process.code, at=at,
           facts={"survey": response.survey.key, "aside": aside})  # fmt: skip
    return response
