"""Taking what an application on a device sends: each instance once, and nothing of it is lost."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from travaux.core.ledger.receipts import content_hash, new_code
from travaux.core.surveys.answers import with_computed
from travaux.design.asked import without_blanks
from travaux.evidence.actions.answering import _standing_values
from travaux.evidence.models import (
    Device,
    Edition,
    Response,
    ResponseFile,
    ResponseState,
    Survey,
)
from travaux.evidence.queries.surveys import form_of, held_response, left_unanswered
from travaux.evidence.rules.surveys import MOST_FILES, is_taking_answers, may_send_late
from travaux.journal.actions import action, nothing_to_record, record
from travaux.plumbing.files import keep_file
from travaux.plumbing.keys import plain_key
from travaux.plumbing.verdicts import refuse, require


@action
def take_from_device(
    *, by: None, device: Device, edition: Edition, instance_id: str, typed: Mapping[str, Any],
    raw: Mapping[str, str],
    uploads: Sequence[tuple[str, Any]], at: datetime,
) -> tuple[Response, bool]:  # fmt: skip
    """What an application on a device sends: once for each instance, however often it is sent.

    What does not hold in the form is kept and named; what the device computed stands as it computed
    it. What comes after the end is kept and set aside, until somebody decides: it may have been
    answered in time, without a network. Files may follow in further parts.
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
    in_time = bool(is_taking_answers(survey, at))
    if not in_time:
        require(may_send_late(survey, at))
    form = form_of(edition)
    typed = without_blanks(form, typed)
    key = plain_key()
    found = held_response(edition, typed, at, key)
    answers = with_computed(form, found.answers, typed)
    problems = [
        {"where": ".".join(map(str, p.path)), "code": p.problem.code} for p in found.problems
    ][:100]
    if not in_time:
        problems = [{"where": "", "code": "response-came-late"}, *problems]
    salt = secrets.token_hex(16)
    made = Response.objects.create(
        survey=survey, edition=edition, key=key, instance_id=instance_id, source="device",
        device=device,
        state=ResponseState.SUBMITTED if in_time else ResponseState.SET_ASIDE,
        typed=dict(typed), raw=dict(raw), answers=answers,
        unanswered=left_unanswered(found), problems=problems,
        salt=salt, content_hash=content_hash(
            {"edition": edition.form_digest, "answers": answers}, salt
        ),
        receipt=new_code(secrets.token_bytes(8)), started_at=at, changed_at=at, submitted_at=at,
        demonstration=survey.demonstration, **_standing_values(survey, form, answers),
    )  # fmt: skip
    _files_of(made, uploads, at)
    record(by=None, subject=made.key, process=survey.process.code, at=at, facts={
        "survey": survey.key, "edition": edition.number, "device": device.key,
        "content_hash": made.content_hash, "in_time": in_time,
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
