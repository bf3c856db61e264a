"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.evidence.models import AssessmentQuestion
from travaux.evidence.queries.questions import question_named, regions_known
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import require
from travaux.roadmap.models import Process


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def for_secretariat(request: HttpRequest, process: str) -> Process:
    """The process, for its own secretariat alone."""
    here = process_named(process)
    require(is_secretariat(person_of(request), process, clock.now()))
    return here


def question_at(process: str, key: str) -> AssessmentQuestion:
    found = question_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def frame(process: Process, *, invented: bool = False) -> dict[str, Any]:
    """Process, tab, and the sentence of a demonstration."""
    sentence = _("This assessment, its questions and all answers are invented.")
    return {
        "process": process,
        "tab": "evidence",
        "demonstration": sentence if invented else "",
    }


def region_choices() -> list[tuple[str, str]]:
    """Regional groups by code and name."""
    return [(g.code, said(g.names)) for g in regions_known()]
