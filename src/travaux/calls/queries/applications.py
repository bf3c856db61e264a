"""What was handed in: lists, one of them, its files, and what is kept about a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from travaux.calls.models import Admission, Application, Attachment, Call, Link
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


def held(
    call: Call, typed: Mapping[str, Any], person: Person | None, at: datetime, seed: str = ""
) -> Found:
    """The form of a call held against what was typed, by the clock of the person or of the call.

    `seed` is the key of the application, out of which a form draws its codes and numbers.
    """
    zone = (person.zone if person is not None else "") or call.zone or "UTC"
    form = form_from_plain(call.form)
    return answer(form, without_blanks(form, typed), now=at.astimezone(ZoneInfo(zone)), seed=seed)


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps about a person: applications with answers, files and receipts; and their reviews."""
    from travaux.calls.queries.scores import own_reviews

    address = person.email or "-"
    return {
        "reviews": own_reviews(person),
        "applications": [
            {
                "call": a.call.key,
                "kind": a.call.kind,
                "titles": a.call.titles,
                "state": a.state,
                "receipt": a.receipt,
                "submitted_at": a.submitted_at,
                "amended_at": a.amended_at,
                "withdrawn_at": a.withdrawn_at,
                "late": a.late,
                "confirmed_at": a.confirmed_at,
                "with_the_mission_since": a.claimed_at,
                "ticked_off": list(a.ticks.order_by("at").values("item", "at")),
                "commitments": list(
                    a.commitments.order_by("position").values(
                        "what", "due_on", "state", "note", "delivered_on"
                    )
                ),
                "links_sent_about_it": list(
                    a.links.values("purpose", "at", "expires_at", "used_at")
                ),
                "answers": a.answers,
                "in_the_form": a.typed,
                "files": [
                    {"key": f.key, "question": f.question, "name": f.file.name}
                    for f in a.attachments.select_related("file")
                ],
            }
            for a in own_applications(person)
        ],
        "confirmed_by_you": list(
            Application.objects.filter(confirmed_by=person.key)
            .order_by("pk")
            .values("key", "call__key", "receipt", "confirmed_at", "claimed_at")
        ),
        "links_to_you": list(
            Link.objects.filter(email__iexact=address)
            .order_by("pk")
            .values("purpose", "name", "language", "at", "expires_at", "used_at")
        ),
        "exceptions_for_you": list(
            Admission.objects.filter(email__iexact=address)
            .order_by("pk")
            .values("call__key", "until", "reason", "at")
        ),
    }
