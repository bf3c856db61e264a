"""Those who commented or drafted are told when the deadline of their round changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.consultations.models import Extension, Round
from travaux.consultations.queries import titles_of
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import said
from travaux.plumbing.mail import in_language_of, write_mail


def _readers(round: Round) -> QuerySet[Person]:
    return (
        Person.objects.filter(submissions__round=round, is_active=True, erased_at__isnull=True)
        .distinct()
        .order_by("pk")
    )


def _tell(round: Round, name: str, once: str, at: datetime, context: dict[str, Any]) -> int:
    """One mail to each, in their language; how many."""
    written = 0
    for person in _readers(round):
        with in_language_of(person):
            address = reverse("consultations:round", args=[round.process.code, round.key])
            told = {
                "round": round,
                "title": said(titles_of(round)),
                "address": f"{settings.ADDRESS}{address}",
                **context,
            }
            subject = render_to_string(f"comments/mail/{name}_subject.txt", told)
            text = render_to_string(f"comments/mail/{name}.txt", told)
        mail = write_mail(
            person,
            subject,
            text,
            about=round.key,
            at=at,
            once=f"{once}:{person.key}",
            kind="rounds",
        )
        written += mail is not None
    return written


@action
def tell_of_extension(
    *, by: Actor | None, round: Round, extension: Extension, at: datetime
) -> None:
    """Everybody with a comment or a draft in the round learns of the new deadline and its reason."""
    told = _tell(round, "extended", f"extended:{extension.pk}", at, {"extension": extension})
    if not told:
        nothing_to_record()
        return
    record(by=by, subject=round.key, process=round.process.code, at=at, facts={"mails": told})


@action
def tell_of_closing(*, by: Actor, round: Round, at: datetime) -> None:
    """Everybody with a comment or a draft in the round learns that it was closed early, and why."""
    told = _tell(round, "closed", f"closed:{round.key}", at, {})
    if not told:
        nothing_to_record()
        return
    record(by=by, subject=round.key, process=round.process.code, at=at, facts={"mails": told})
