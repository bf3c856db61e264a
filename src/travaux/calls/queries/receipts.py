"""Receipts of applications: what was handed in, its fingerprint, and its line in the journal."""

from __future__ import annotations

import json
from typing import Any

from travaux.calls.models import Application
from travaux.calls.states import ApplicationState
from travaux.core.ledger.receipts import check_code, instant, make_receipt
from travaux.journal.models import Line
from travaux.journal.queries import on_receipt
from travaux.plumbing.signing import private_key

SEALING = ("calls.submit_application", "calls.apply_on_behalf", "calls.mend_on_behalf")


def content_of(application: Application) -> dict[str, Any]:
    """What the fingerprint of an application is taken of."""
    files = [
        {
            "question": a.question,
            "key": a.key,
            "name": a.file.name,
            "sha256": a.file.digest,
            "size": a.file.size,
        }
        for a in application.attachments.select_related("file")
        if _names(application.answers, a.key)
    ]
    return {
        "application": application.key,
        "call": application.call.key,
        "form": application.call.form_digest,
        "country": application.country.code if application.country is not None else None,
        "answers": application.answers,
        "files": files,
    }


def _names(answers: Any, key: str) -> bool:
    if isinstance(answers, dict):
        return any(_names(v, key) for v in answers.values())
    if isinstance(answers, list):
        return any(_names(v, key) for v in answers)
    return bool(answers == key)


def latest_line(application: Application) -> Line | None:
    """The line of the journal that holds what the application says now."""
    return Line.objects.filter(subject=application.key, what__in=SEALING).order_by("-seq").first()


def receipt_document(application: Application, line: Line) -> dict[str, Any]:
    """The signed receipt; the same every time for the same content.

    While a round is sealed anywhere here the number of its line is left out: it comes after.
    """
    number, line_hash = on_receipt(line)
    return make_receipt(
        receipt=application.receipt or "",
        process=application.call.process.code,
        round=application.call.key,
        draft=f"form {application.call.form_digest[:16]}",
        paragraphs=[application.key],
        received_at=instant(line.at),
        content_hash=application.content_hash,
        journal_entry=number,
        journal_hash=line_hash,
        key=private_key(),
    )


def receipt_json(document: dict[str, Any]) -> str:
    """The receipt as a file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def application_by_code(process_code: str, typed: str) -> Application | None:
    """What was handed in under a receipt's code, however the code was typed."""
    code = check_code(typed)
    if code is None:
        return None
    return (
        Application.objects.filter(receipt=code, call__process__code=process_code)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("call__process", "person", "country")
        .first()
    )
