"""Answers in free text, the themes they were given, and how many were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from travaux.core.surveys.model import Choice, Form, Question, walk
from travaux.evidence.models import Response, Survey
from travaux.evidence.models.words import WordsRead
from travaux.evidence.queries.coding import codes_of, issued_book
from travaux.evidence.queries.surveys import form_of, issued_edition, submitted
from travaux.roadmap.models import Process

NONE_FITS = "\0none"  # read, and no code fits: an answer that is among no choices


def text_questions(survey: Survey, form: Form) -> list[Question]:
    """Questions that are answered in one's own words: not those that say who or where."""
    placed = set(survey.roles.values())
    return [
        p.item
        for p in walk(form.items)
        if isinstance(p.item, Question)
        and p.item.kind == "text"
        and p.repeat is None
        and p.item.name not in placed
        and not p.item.tags & {"identifying", "interests", "name", "email"}
    ]


def written(survey: Survey, name: str, only: str = "", find: str = "") -> QuerySet[Response]:
    """Answers that say something to a question, in the order they came, with its `words`.

    `only` "unread" or "read"; `find`: those whose words contain these.
    """
    found = submitted(survey).annotate(words=Cast(KeyTextTransform(name, "answers"), TextField()))
    found = found.filter(words__isnull=False).exclude(words="")
    read = Exists(WordsRead.objects.filter(response=OuterRef("pk"), question=name))
    if only in ("read", "unread"):
        found = found.filter(read if only == "read" else ~read)
    if find:
        found = found.filter(words__icontains=find)
    return found.select_related("country").order_by("pk")


def readings_of(responses: list[Response], name: str) -> dict[int, WordsRead]:
    """What was read of these answers to a question, by response."""
    found = WordsRead.objects.filter(response__in=responses, question=name)
    return {one.response_id: one for one in found.order_by("pk")}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many answers a question has in free text, and how many of them were read."""

    question: Question
    written: int
    read: int


def progress_of(survey: Survey) -> list[Progress]:
    """Each question of the last edition that is answered in one's own words."""
    edition = issued_edition(survey)
    if edition is None:
        return []
    read = dict(
        WordsRead.objects.filter(response__survey=survey, response__state="submitted")
        .order_by()
        .values_list("question")
        .annotate(n=Count("pk"))
    )
    return [
        Progress(q, written(survey, q.name).count(), read.get(q.name, 0))
        for q in text_questions(survey, form_of(edition))
    ]


def themed(survey: Survey, name: str) -> tuple[int, str]:
    """What changes whenever a theme of an answer to a question changes; 0: nothing was read."""
    found = WordsRead.objects.filter(response__survey=survey, question=name)
    told = found.aggregate(n=Count("pk"), last=Max("at"))
    last: datetime | None = told["last"]
    return told["n"], last.isoformat() if last else ""


def themed_questions(survey: Survey, form: Form) -> list[Question]:
    """Questions in free text of which something was read, so that their themes can be counted."""
    some = WordsRead.objects.filter(response__survey=survey).order_by()
    names = set(some.values_list("question", flat=True).distinct())
    return [q for q in text_questions(survey, form) if q.name in names]


def as_themes(survey: Survey, question: Question, codes: Mapping[int, list[str]]) -> Question:
    """A question in free text as one of several answers, which are the themes of the analysis.

    Those of the book in force first; a theme that the book has no more stays.
    """
    book = issued_book(survey.process)
    known = [(c.name, c.titles) for c in (codes_of(book) if book is not None else [])]
    names = {name for name, _titles in known}
    used = Counter(name for told in codes.values() for name in told if name != NONE_FITS)
    known += [(name, {}) for name in sorted(used) if name not in names]
    choices = tuple(Choice(name, titles) for name, titles in known)
    return Question(question.name, "select-multiple", question.labels, choices=choices)


def codes_given(survey: Survey, name: str) -> dict[int, list[str]]:
    """Response -> the themes of its words; where none fits, `NONE_FITS` alone."""
    found = WordsRead.objects.filter(response__survey=survey, question=name).order_by("pk")
    return {pk: list(codes) or [NONE_FITS] for pk, codes in found.values_list("response", "codes")}


def themes_counted(process: Process) -> dict[str, int]:
    """Code -> answers to surveys that bear it."""
    found = WordsRead.objects.filter(
        Q(response__survey__process=process), response__state="submitted"
    )
    rows: Any = found.order_by("pk").values_list("codes", flat=True)
    return dict(Counter(name for codes in rows for name in codes))
