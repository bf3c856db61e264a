"""What was handed in: lists, one of them, its files, and what is kept about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from travaux.calls.models import Application, Attachment, Call
from travaux.calls.states import ApplicationState
from travaux.core.surveys.answers import Found, answer
from travaux.core.surveys.plain import form_from_plain
from travaux.design.asked import Attached, without_blanks
from travaux.people.models import Person


def applications_of(call: Call) -> QuerySet[Application]:
    """What was handed in to a call, withdrawn ones too, in the order of their numbers."""
    return (
        Application.objects.filter(call=call)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("person", "country", "call__process")
        .order_by("number", "pk")
    )


def own_applications(person: Person, process_code: str = "") -> QuerySet[Application]:
    """The applications and drafts of a person, the latest first."""
    found = Application.objects.filter(person=person).select_related("call__process", "country")
    if process_code:
        found = found.filter(call__process__code=process_code)
    return found.order_by("-saved_at", "-pk")


def application_named(process_code: str, key: str) -> Application | None:
    """One application of a process by its key."""
    return (
        Application.objects.filter(call__process__code=process_code, key=key)
        .select_related("call__process", "person", "country")
        .first()
    )


def attached_names(application: Application) -> Callable[[str], Attached | None]:
    """A look-up of the files of an application by their keys."""
    known = {
        a.key: Attached(a.key, a.file.name, a.file.size)
        for a in application.attachments.select_related("file")
    }
    return known.get


def attachment_named(application: Application, key: str) -> Attachment | None:
    """One file of an application."""
    return application.attachments.select_related("file").filter(key=key).first()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft is: what its form says of it now."""

    found: Found
    missing: int


def progress_of(application: Application, at: datetime) -> Progress:
    """The form held against what stands in it, by the clock of its author."""
    call = application.call
    zone = (application.person.zone if application.person else "") or call.zone or "UTC"
    form = form_from_plain(call.form)
    found = answer(form, without_blanks(form, application.typed), now=at.astimezone(ZoneInfo(zone)))
    return Progress(found, len(found.problems))


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps about a person: applications with answers, files and receipts."""
    return {
        "applications": [
            {
                "call": a.call.key,
                "kind": a.call.kind,
                "titles": a.call.titles,
                "state": a.state,
                "receipt": a.receipt,
                "submitted_at": a.submitted_at,
                "answers": a.answers,
                "in_the_form": a.typed,
                "files": [
                    {"key": f.key, "question": f.question, "name": f.file.name}
                    for f in a.attachments.select_related("file")
                ],
            }
            for a in own_applications(person)
        ]
    }
