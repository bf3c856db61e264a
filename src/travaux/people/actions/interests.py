"""A person declares, confirms and amends; a named assessor decides; nothing is told but that it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.journal.actions import action, record
from travaux.people.models import Assessment, Declaration, Outcome, Person, Topic
from travaux.people.queries.declarations import standing_of
from travaux.people.queries.interests import assessors_of, topics_of
from travaux.people.rules.interests import (
    FIELDS,
    content_fits,
    may_assess,
    may_confirm,
    may_declare,
    outcome_fits,
)
from travaux.people.wording.interests import outcome_name
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.verdicts import refuse, require


def _page(name: str, *arguments: str) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=arguments)}"


def _mail(to: Person, name: str, told: dict[str, Any], **how: Any) -> int:
    """One mail in the person's language, without a word of what was declared."""
    with in_language_of(to):
        told = {key: (value() if callable(value) else value) for key, value in told.items()}
        subject = render_to_string(f"people/mail/{name}.subject.txt", told)
        text = render_to_string(f"people/mail/{name}.txt", told)
    return int(write_mail(to, subject, text, **how) is not None)


@action
def declare_interests(
    *,
    by: Person,
    process_code: str,
    at: datetime,
    nothing: bool = False,
    content: Mapping[str, str] | None = None,
    language: str = "",
    seen: int | None = None,
    demonstration: bool = False,
) -> Declaration:
    """A new version of what somebody declares; older ones stay. `seen`: the version looked at."""
    require(may_declare(by, process_code, at))
    told = {k: (content or {}).get(k, "").strip() for k in FIELDS}
    told = {k: words for k, words in told.items() if words}
    if not nothing:
        require(content_fits(told))
    made = _new(
        by,
        process_code,
        at,
        seen,
        nothing=nothing,
        content={} if nothing else told,
        language=language or by.language,
        demonstration=demonstration,
    )
    _tell_assessors(made, at)
    _told(by, made, at)
    return made


@action
def confirm_interests(
    *, by: Person, process_code: str, at: datetime, seen: int | None = None
) -> Declaration:
    """What was declared still holds, word for word: only the day is new, and the outcome stays."""
    require(may_confirm(by, process_code, at))
    standing = standing_of(by, process_code, at)
    words = standing.declared
    assert words is not None
    made = _new(
        by,
        process_code,
        at,
        seen,
        nothing=words.nothing,
        content={},
        language=words.language,
        confirms=words,
        demonstration=words.demonstration,
    )
    _told(by, made, at)
    return made


def _new(by: Person, process_code: str, at: datetime, seen: int | None, **what: Any) -> Declaration:
    last = (
        Declaration.objects.filter(person=by, process_code=process_code).order_by("number").last()
    )
    number = last.number if last else 0
    if seen is not None and seen != number:
        raise refuse("interests-newer")
    try:
        with transaction.atomic():
            return Declaration.objects.create(
                person=by, process_code=process_code, number=number + 1, at=at, **what
            )
    except IntegrityError:
        raise refuse("interests-newer") from None


def _told(by: Person, made: Declaration, at: datetime) -> None:
    """The record says that a version is there: nothing of what it says, nor whether it says much."""
    record(
        by=by,
        subject=made.key,
        process=made.process_code,
        at=at,
        facts={"version": made.number},
    )


def _tell_assessors(made: Declaration, at: datetime) -> None:
    """The named assessors learn that a declaration waits, where one does."""
    standing = standing_of(made.person, made.process_code, at)
    if standing.stand.begins:
        return
    for assessor in assessors_of(made.process_code, at).exclude(person_id=made.person_id):
        _mail(
            assessor.person,
            "interests_waiting",
            {
                "process_code": made.process_code,
                "address": lambda: _page("interests:desk", made.process_code),
            },
            about=made.key,
            once=f"interests-waiting:{made.key}:{assessor.person.key}",
            at=at,
        )


@action
def assess_interests(
    *,
    by: Person,
    declaration: Declaration,
    outcome: str,
    at: datetime,
    topics: Sequence[Topic] = (),
    reason: str = "",
    summary: str = "",
    language: str = "",
) -> Assessment:
    """A named assessor decides: none, some topics, or excluded; the person is told by mail."""
    Person.objects.select_for_update().get(pk=declaration.person_id)  # one decides after the other
    declaration.refresh_from_db()
    require(may_assess(by, declaration, at))
    known = {topic.pk: topic for topic in topics_of(declaration.process_code)}
    chosen = [known[t.pk] for t in topics if t.pk in known] if outcome == Outcome.PARTIAL else []
    require(outcome_fits(outcome, len(chosen), reason, summary))
    made = Assessment.objects.create(
        declaration=declaration,
        outcome=outcome,
        reason=reason.strip(),
        summary=" ".join(summary.split()),
        language=language or by.language,
        by_key=by.key,
        at=at,
    )
    made.topics.set(chosen)
    _mail(
        declaration.person,
        "interests_decided",
        {
            "process_code": declaration.process_code,
            "outcome": lambda: outcome_name(outcome),
            "topics": "; ".join(t.name for t in chosen),
            "address": lambda: _page("interests:mine", declaration.process_code),
        },
        about=declaration.key,
        once=f"interests-decided:{made.key}",
        at=at,
    )
    record(
        by=by,
        subject=declaration.key,
        process=declaration.process_code,
        at=at,
        # who may not do what is no fact for everybody: the outcome is published by its own page
        facts={"assessment": made.key},
    )
    return made


def _words_go(declarations: QuerySet[Declaration], at: datetime) -> int:
    """Inside an erasure: the words go, with reasons and summaries; days and outcomes stay."""
    Assessment.objects.filter(declaration__in=declarations).update(reason="", summary="")
    return declarations.update(content={}, erased_at=at)
