"""Surveys as what answers a question of the assessment, and how many units stand behind them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from travaux.core.surveys.model import questions
from travaux.evidence.models import Source, Survey
from travaux.evidence.queries.answered import answered, load, reckoned_questions, version_of
from travaux.evidence.queries.surveys import (
    editions_of,
    form_of,
    issued_edition,
    regions_of_countries,
)
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process


def survey_counts(sources: Sequence[Source]) -> dict[int, dict[tuple[str, str], int]]:
    """How many units answered the named question of a survey, by region, at the survey's level."""
    keys = {s.subject_key for s in sources}
    surveys = {s.key: s for s in Survey.objects.filter(key__in=keys).select_related("process")}
    regions = regions_of_countries()
    made: dict[int, dict[tuple[str, str], int]] = {}
    for source in sources:
        survey = surveys.get(source.subject_key)
        if survey is None:
            made[source.pk] = {}
            continue
        version = version_of(survey)
        loaded = load(survey, version)
        spoke = answered(survey, version, source.part) if source.part else None
        seen: dict[tuple[str, str], set[int]] = {}
        for i in range(loaded.count):
            region = regions.get(loaded.countries[i] or 0, "")
            if region and (spoke is None or spoke[i]):
                seen.setdefault((region, survey.level), set()).add(int(loaded.units[i]))
        made[source.pk] = {place: len(units) for place, units in seen.items()}
    return made


def units_in(survey: Survey, region: str) -> int:
    """How many units of a region answered a survey: one city with several answers is one."""
    loaded, regions = load(survey, version_of(survey)), regions_of_countries()
    return len(
        {
            int(loaded.units[i])
            for i in range(loaded.count)
            if regions.get(loaded.countries[i] or 0, "") == region
        }
    )


def surveys_offered(process: Process) -> list[tuple[str, str, str, str]]:
    """Questions of surveys that can be named as what answers a question of the assessment."""
    made = []
    for survey in Survey.objects.filter(process=process).exclude(state="draft").order_by("pk"):
        edition = issued_edition(survey)
        if edition is None:
            continue
        title = said(survey.titles)
        place = reverse("evidence:results", args=[process.code, survey.key])
        for q in reckoned_questions(form_of(edition)):
            words = said(q.labels) or q.name
            made.append((survey.key, q.name, f"{title}: {words}", f"{place}?question={q.name}"))
    return made


def question_count(survey: Survey) -> int:
    """How many questions the form that is asked now has."""
    edition = issued_edition(survey) or editions_of(survey)[-1]
    return len(questions(form_of(edition)))
