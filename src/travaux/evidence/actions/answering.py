"""Answering a survey: begun, kept page by page, handed in; set aside, or taken back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile

from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.surveys.answers import Path
from travaux.core.surveys.model import Form, Question, walk
from travaux.evidence.models import (
    Access,
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
    left_unanswered,
    places,
    standing_of,
    unit_key_of,
)
from travaux.evidence.rules.surveys import (
    MOST_DRAFTS_AN_HOUR,
    MOST_FILES,
    may_begin_response,
    may_decide_answers,
    may_keep,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.keys import plain_key
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
                require(may_keep(held, at))
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
    key = plain_key()
    made = Response.objects.create(
        survey=survey, edition=edition, key=key, typed=_once(edition, {}, _now(at, by), key),
        digest=digest_of(token), form_token=form_token or None,
        person=by if survey.access == Access.ACCOUNT else None, invitation=invitation,
        language=current(), started_at=at, changed_at=at, demonstration=survey.demonstration,
    )  # fmt: skip
    return made, token


def _once(edition: Edition, typed: Mapping[str, Any], now: datetime, seed: str) -> dict[str, Any]:
    """What is computed once, as the day on which somebody began, as it stands now."""
    asked = {
        p.item.name
        for p in walk(form_of(edition).items)
        if isinstance(p.item, Question) and "once(" in p.item.calculation and p.repeat is None
    }
    if not asked:
        return {}
    found = held_response(edition, typed, now, seed).answers
    return {name: found[name] for name in asked if found.get(name) and not typed.get(name)}


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
    response = found.select_related("survey__process", "edition", "invitation").get(pk=response.pk)
    require(may_keep(response, at))
    kept = {**response.typed, **typed}
    kept |= _once(response.edition, kept, _now(at, by), response.key)
    if uploads:
        _attach(response, kept, uploads, at)
    response.typed, response.page, response.changed_at = kept, page, at
    response.save(update_fields=["typed", "page", "changed_at"])
    return response


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


def _standing_values(survey: Survey, form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Where an answer stands, as its columns; a country that is none for certain waits."""
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
    held = held_response(response.edition, response.typed, _now(at, by), response.key)
    if held.problems:
        raise refuse("response-incomplete", count=len(held.problems))
    answers = dict(held.answers)
    values = _standing_values(response.survey, form, answers)
    if response.invitation is not None:
        invited = response.invitation
        country = values["country"] = invited.country or values["country"]
        unit = values["unit_name"] = invited.unit_name or values["unit_name"]
        code = country.code if country else ""
        values["unit_key"] = unit_key_of(code, values["country_said"], unit)
    salt = secrets.token_hex(16)
    move(
        response, MOVES, "submit-response", answers=answers, unanswered=left_unanswered(held),
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
def set_response_aside(*, by: Person, response: Response, aside: bool, at: datetime) -> Response:
    """An answer is kept but not reckoned, or reckoned again, until the results are published."""
    require(may_decide_answers(by, response.survey, at))
    if aside:
        move(response, MOVES, "set-response-aside", changed_at=at)
    else:  # its country may wait to be confirmed from now on
        found = _standing_values(response.survey, form_of(response.edition), response.answers)
        values = {} if response.invitation_id else found
        move(response, MOVES, "take-response-back", changed_at=at, **values)
    record(by=by, subject=response.key, process=response.survey.process.code, at=at,
           facts={"survey": response.survey.key, "aside": aside})  # fmt: skip
    return response
