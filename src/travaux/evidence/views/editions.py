"""The editions of a survey's form beside each other: what each asked, and what can be compared."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.evidence.models import Edition, Survey
from travaux.evidence.queries.answered import reckoned_questions
from travaux.evidence.queries.editions import (
    Beside,
    answers_by_edition,
    beside,
    issued_editions,
)
from travaux.evidence.queries.surveys import form_of
from travaux.evidence.rules.surveys import may_read_results
from travaux.evidence.views.frame import frame
from travaux.evidence.views.surveys import survey_at
from travaux.evidence.wording.surveys import STANDINGS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said


def _editions(survey: Survey) -> list[Edition]:
    found = issued_editions(survey)
    if not found:
        raise Http404(survey.key)
    return found


def _row(one: Beside, editions: list[Edition], reckoned: dict[int, set[str]]) -> dict[str, Any]:
    cells = []
    words = ""
    for edition, question, standing in zip(editions, one.asked, one.standings, strict=True):
        told = said(question.labels) or one.name if question is not None else ""
        cells.append(
            {
                "edition": edition,
                "asked": question is not None,
                "words": told if told != words else "",
                "standing": STANDINGS.get(standing, ""),
                "reckoned": one.name in reckoned[edition.pk],
            }
        )
        words = told or words
    newest = next((q for q in reversed(one.asked) if q is not None), None)
    return {
        "name": one.name,
        "words": said(newest.labels) if newest is not None else "",
        "cells": cells,
        "together": one.is_one,
        "last": cells[-1]["reckoned"],
    }


def page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Every question through the editions, and the way to its figures, together and apart."""
    here, at = survey_at(request, process, survey), clock.now()
    editions = _editions(here)
    results = may_read_results(person_of(request), here, at)
    reckoned = {e.pk: {q.name for q in reckoned_questions(form_of(e))} for e in editions}
    counts = answers_by_edition(here)
    context = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "editions": [(e, counts.get(e.pk, 0)) for e in editions],
        "rows": [_row(one, editions, reckoned) for one in beside(editions)],
        "results": results,
    }
    return render(request, "evidence/survey_editions.html", context)


def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The same as a file: a row for each question and edition."""
    here = survey_at(request, process, survey)
    editions = _editions(here)
    heads = [
        ("question", _("Question")), ("edition", _("Edition")), ("asked", _("Asked")),
        ("words", _("Words")), ("standing", _("Against the edition before")),
        ("together", _("Reckoned together")),
    ]  # fmt: skip
    rows = [
        [
            one.name, edition.number, int(question is not None),
            said(question.labels) if question is not None else "",
            standing if ending == "json" else str(STANDINGS.get(standing, "")),
            int(one.is_one),
        ]
        for one in beside(editions)
        for edition, question, standing in zip(editions, one.asked, one.standings, strict=True)
    ]  # fmt: skip
    data = write(ending, heads, rows, title=_("Editions"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-editions")
