"""The profile of a region: what is known of it, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.evidence.models import SourceKind, Survey, SurveyState, Use
from travaux.evidence.models.findings import FindingState
from travaux.evidence.queries.findings import findings_visible_to
from travaux.evidence.queries.indicators import indicators_of, regional
from travaux.evidence.queries.interviews import (
    interviews_visible_to,
    name_of,
    quotations_visible_to,
)
from travaux.evidence.queries.practices import in_region, themes_of
from travaux.evidence.queries.questions import (
    coverage_of,
    offered_of,
    questions_of,
    regions_known,
    sources_of,
    title_of,
)
from travaux.evidence.queries.results import results_of
from travaux.evidence.queries.survey_sources import units_in
from travaux.evidence.queries.surveys import issued_edition, surveys_of
from travaux.evidence.rules.held import may_use
from travaux.evidence.rules.surveys import may_read_results
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.views.results import rows_shown
from travaux.evidence.wording.findings import BOXES
from travaux.evidence.wording.indicators import HOWS
from travaux.evidence.wording.questions import LEVELS, SOURCE_KINDS
from travaux.evidence.wording.releases import LINES
from travaux.people.asking import person_of
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.models import Process

MOST_QUESTIONS = 12  # of one survey
MOST_SHOWN = 12  # practices of a region; the library has all


def surveyed_in(process: Process, region: str, person: Person | None, at: Any) -> list[Surveyed]:
    """For each survey whose results this reader may read: how many units of the region answered, and
    the figures of the questions by which it answers the assessment. Small cells stay hidden."""
    asked: dict[str, list[str]] = {}
    for source in sources_of(list(questions_of(process))):
        if source.kind == SourceKind.SURVEY and source.part and source.region in ("", region):
            parts = asked.setdefault(source.subject_key, [])
            if source.part not in parts:
                parts.append(source.part)
    made = []
    for survey in surveys_of(process).exclude(state=SurveyState.DRAFT).order_by("pk"):
        if issued_edition(survey) is None or not may_read_results(person, survey, at):
            continue
        figures: list[tuple[str, str, dict[str, Any]]] = []
        for part in asked.get(survey.key, [])[:MOST_QUESTIONS]:
            try:
                told = results_of(survey, part, "region")
            except (Refusal, Unusable):
                continue  # a question that the form of today does not have any more
            rows = [r for r in rows_shown(told, {}) if r["row"].group == region]
            name = said(told.question.labels) or part
            figures += [(part, name, row) for row in rows]
        made.append(Surveyed(survey, units_in(survey, region), figures))
    return made


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A survey in a region: its units there, and (name, question, row of figures)."""

    survey: Survey
    units: int
    figures: list[tuple[str, str, dict[str, Any]]]


def profile(request: HttpRequest, process: str, region: str) -> HttpResponse:
    """Indicators, surveys, findings, practices, interviews, what answers the questions there, and
    silence."""
    return render(request, "evidence/region.html", _told(request, process, region))


def _told(request: HttpRequest, process: str, region: str) -> dict[str, Any]:
    here, at, person = process_named(process), clock.now(), person_of(request)
    known = {g.code: said(g.names) for g in regions_known()}
    if region not in known:
        raise Http404(region)
    offered = offered_of(here)
    covered = [c for c in coverage_of(list(questions_of(here)), list(known)) if region in c.regions]
    figures = [
        (i, r, HOWS[i.how]) for i in indicators_of(here) for r in regional(i) if r.code == region
    ]
    findings = [
        (f, BOXES[f.box])
        for f in findings_visible_to(person, here, at)
        if f.state == FindingState.STANDING and (not f.regions or region in f.regions)
    ]
    silent = [
        (c.question, LEVELS[level])
        for c in covered
        for level in c.levels
        if c.grid[region, level].cover.value == "silent"
    ]
    sources = [
        (c.question, SOURCE_KINDS[s.kind], title_of(s, offered), s)
        for c in covered
        for s in c.sources
        if s.region in ("", region)
    ]
    quotations = [
        {"shown": q, "why": ""}
        for q in quotations_visible_to(None, here, at)
        if q.quotation.interview.region == region
    ][:20]
    invented = any(c.question.demonstration for c in covered) or any(
        i.demonstration for i, *_rest in figures
    )
    practices = in_region(here, region, at)
    themes = {t.key: said(t.names) for t in themes_of(here)}
    told_themes = {key for p in practices for key in p.themes}
    invented = invented or any(p.demonstration for p in practices)
    surveys = surveyed_in(here, region, person, at)
    # an interview without a region is of all of them
    held = [i for i in interviews_visible_to(None, here, at) if i.region == region]
    invented = invented or any(s.survey.demonstration for s in surveys)
    return {
        **frame(here, invented=invented),
        "code": region,
        "practices": practices[:MOST_SHOWN],
        "more_practices": max(0, len(practices) - MOST_SHOWN),
        # silence is told only where there is a library that could speak
        "silent_themes": [name for key, name in themes.items() if key not in told_themes],
        "region": known[region],
        "others": [(code, name) for code, name in known.items() if code != region],
        "figures": figures,
        "findings": findings,
        "sources": sources,
        "silent": silent,
        "quotations": quotations,
        "surveys": surveys,
        "interviews": held,
    }


def profile_file(request: HttpRequest, process: str, region: str, ending: str) -> HttpResponse:
    """The same as a file: one line for each figure, finding, practice, interview, and silence."""
    told = _told(request, process, region)
    rows: list[list[Any]] = []
    for indicator, found, how in told["figures"]:
        detail = f"{found.found.with_data}/{found.found.countries}; {how}"
        rows.append(["indicator", indicator.key, said(indicator.titles), found.found.value, detail])
    for one in told["surveys"]:
        rows.append(["survey", one.survey.key, said(one.survey.titles), one.units, ""])
        for part, name, row in one.figures:
            for cell in row["cells"]:
                value = "" if cell["hidden"] else cell["figure"]
                key = f"{one.survey.key}/{part}"
                rows.append(["survey", key, f"{name}: {cell['label']}", value, f"n={cell['n']}"])
    for finding, box in told["findings"]:
        title = f"{finding.number}. {said(finding.statements)}"
        rows.append(["finding", finding.key, title, "", str(box)])
    uses = (Use.FILES, Use.MACHINES) if ending == "json" else (Use.FILES,)
    for practice in in_region(told["process"], region, clock.now()):
        if not all(may_use(practice, use, clock.now()) for use in uses):
            continue
        rows.append(["practice", practice.key, f"{practice.number}. {practice.title}", "", ""])
    for interview in told["interviews"]:
        rows.append(["interview", interview.key, name_of(interview), "", interview.language])
    for question, level in told["silent"]:
        title = f"{question.number}. {said(question.titles)}"
        rows.append(["silence", question.key, title, "", str(level)])
    if ending != "json":
        rows = [[str(LINES[row[0]]), *row[1:]] for row in rows]
    columns: list[tuple[str, Any]] = [
        ("kind", _("Kind")),
        ("key", _("Key")),
        ("title", _("Title")),
        ("value", _("Value")),
        ("detail", _("Details")),
    ]
    data = write(ending, columns, rows, title=told["region"], right_to_left=get_language_bidi())
    return download(data, ending, f"{told['process'].code}-{region}")
