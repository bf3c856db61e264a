"""What nominees wrote of their interests: seen by them alone, and proposed when they declare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from travaux.calls.models import Application, Call, Kind, Reviewer
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import Form, tagged, without_tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.people.models import Person
from travaux.plumbing.languages import said

TAG = "interests"  # confidential; "interests-funding" says under which heading it is declared


def form_for(call: Call, *, is_applicant: bool = False) -> Form:
    """The form as it reads for the applicant, or for everybody else: without interests."""
    form = form_from_plain(call.form)
    return form if is_applicant else without_tagged(form, TAG)


def declared_in_nominations(person: Person, process_code: str) -> dict[str, str]:
    """What a person wrote of interests in their latest nomination: heading -> words."""
    latest = (
        Application.objects.filter(
            person=person,
            call__process__code=process_code,
            call__kind=Kind.NOMINATION,
            state=ApplicationState.SUBMITTED,
            erased_at__isnull=True,
        )
        .select_related("call")
        .order_by("-submitted_at", "-pk")
        .first()
    )
    if latest is None:
        return {}
    told = {}
    for question in tagged(form_from_plain(latest.call.form), TAG):
        heading = next((t.partition("-")[2] for t in question.tags if t.startswith(f"{TAG}-")), "")
        words = str(latest.answers.get(question.name, "") or "").strip()
        if heading and words:
            told[heading] = words
    return told


def reviewers_who_declare(
    process_code: str, at: datetime, only: Person | None = None
) -> list[tuple[Person, Mapping[str, str]]]:
    """Who reviews applications now, each with the title of the call; all of them, or one person."""
    reviewers = Reviewer.objects.filter(call__process__code=process_code, at__lte=at)
    if only is not None:
        named = Q(person=only)
        if only.email and only.is_active:
            named |= Q(person__isnull=True, email=only.email)
        reviewers = reviewers.filter(named)
    found = list(
        reviewers.filter(ended_at__isnull=True, call__erased_at__isnull=True)
        .exclude(call__scoring__closed_at__lte=at)
        .select_related("person", "call")
        .order_by("pk")
    )
    # who was named by address and has made an account meanwhile
    addresses = {one.email for one in found if one.person_id is None and one.email}
    joined = {
        (person.email or "").lower(): person
        for person in Person.objects.filter(email__in=addresses, is_active=True)
    }
    told = []
    for one in found:
        person = one.person or joined.get(one.email)
        if person is not None:
            told.append((person, one.call.titles))
    return told


def titles_of_calls(process_code: str) -> list[tuple[str, str]]:
    """The calls of a process, for topics to be tied to: key, title."""
    calls = Call.objects.filter(process__code=process_code).order_by("pk")
    return [(call.key, said(call.titles) or call.key) for call in calls]
