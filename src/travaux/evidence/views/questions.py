"""Questions first: what the assessment asks, what answers it, and how well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.assessment.coverage import FEWEST_UNITS, Cover, of_region, total
from travaux.design.languages import initial_texts
from travaux.evidence import actions
from travaux.evidence.forms.questions import QuestionForm, SourceForm
from travaux.evidence.models import AssessmentQuestion
from travaux.evidence.queries.partners import promises_of
from travaux.evidence.queries.questions import (
    Covered,
    address_of_source,
    coverage_of,
    offered_of,
    question_named,
    questions_of,
    regions_known,
    source_named,
    title_of,
    topic_choices,
)
from travaux.evidence.queries.surveys import surveys_of
from travaux.evidence.rules.questions import may_change_question
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.rules.surveys import may_see_survey
from travaux.evidence.views.frame import (
    for_secretariat,
    frame,
    process_named,
    question_at,
    region_choices,
)
from travaux.evidence.views.partners import promise_rows
from travaux.evidence.wording.questions import (
    COVER_SHAPES,
    COVERS,
    LEVELS,
    SOURCE_KINDS,
    THEMES,
)
from travaux.evidence.wording.surveys import SURVEY_STATES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require


def _cell(cover: Cover | None) -> dict[str, Any]:
    if cover is None:
        return {"words": "", "shape": ""}
    return {"words": COVERS[cover], "shape": COVER_SHAPES[cover]}


def _bars(covered: list[Covered], regions: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """For each region how many of its questions and levels are covered, thin and not known."""
    made = []
    for code, name in regions:
        found = total(
            cell for c in covered for (region, _level), cell in c.grid.items() if region == code
        )
        if found.cells:
            wide = 240 / found.cells
            made.append(
                {
                    "code": code,
                    "name": name,
                    "sum": found,
                    "covered": round(found.covered * wide, 1),
                    "thin_at": round(found.covered * wide, 1),
                    "thin": round(found.thin * wide, 1),
                }
            )
    return made


def overview(request: HttpRequest, process: str) -> HttpResponse:
    """The questions of the assessment, and how well each is covered in each region."""
    here, at = process_named(process), clock.now()
    regions = [(g.code, said(g.names)) for g in regions_known()]
    covered = coverage_of(list(questions_of(here)), [code for code, _name in regions])
    rows = [
        {
            "question": c.question,
            "theme": THEMES[c.question.theme],
            "sources": len(c.sources),
            "cells": [(name, _cell(c.of_region(code))) for code, name in regions],
        }
        for c in covered
    ]
    context = {
        **frame(here, invented=any(c.question.demonstration for c in covered)),
        "rows": rows,
        "regions": [name for _code, name in regions],
        "bars": _bars(covered, regions),
        "total": total(cell for c in covered for cell in c.grid.values()),
        "fewest": FEWEST_UNITS,
        "staff": is_secretariat(person_of(request), process, at),
        "promises": promise_rows([p for p in promises_of(here, at) if p.parts][:30])
        if is_secretariat(person_of(request), process, at)
        else [],
        "surveys": [
            (s, SURVEY_STATES[s.state])
            for s in surveys_of(here)
            if may_see_survey(person_of(request), s, at)
        ],
    }
    return render(request, "evidence/overview.html", context)


def _rows_of(covered: list[Covered], names: dict[str, str], plain: bool) -> list[list[Any]]:
    return [
        [
            c.question.key,
            c.question.number,
            c.question.theme if plain else str(THEMES[c.question.theme]),
            said(c.question.titles),
            region if plain else names[region],
            level if plain else str(LEVELS[level]),
            str(cell.cover) if plain else str(COVERS[cell.cover]),
            len(cell.sources),
            [k if plain else str(SOURCE_KINDS[k]) for k in cell.kinds],
            cell.units,
        ]
        for c in covered
        for (region, level), cell in c.grid.items()
    ]


def coverage_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """Every question in every region at every level, as a file."""
    here = process_named(process)
    regions = [(g.code, said(g.names)) for g in regions_known()]
    covered = coverage_of(list(questions_of(here)), [code for code, _name in regions])
    columns = [
        ("question", _("Key")),
        ("number", _("Number")),
        ("theme", _("Theme")),
        ("words", _("Question")),
        ("region", _("Region")),
        ("level", _("Level")),
        ("coverage", _("Coverage")),
        ("sources", _("Sources")),
        ("kinds", _("Kinds of sources")),
        ("units", _("Cities or states behind it")),
    ]
    rows = _rows_of(covered, dict(regions), ending == "json")
    data = write(ending, columns, rows, title=_("Coverage"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-assessment-coverage")


def question(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One question: what answers it, and what is not known."""
    found, at = question_at(process, key), clock.now()
    regions = [(g.code, said(g.names)) for g in regions_known()]
    [covered] = coverage_of([found], [code for code, _name in regions])
    offered = offered_of(found.process)
    sources = [
        {
            "source": s,
            "kind": SOURCE_KINDS[s.kind],
            "title": title_of(s, offered),
            "address": address_of_source(s, offered),
            "region": dict(regions).get(s.region, s.region),
            "level": LEVELS.get(s.level, ""),
            "units": covered.units.get(s.pk),
        }
        for s in covered.sources
    ]
    grid = [
        {
            "region": name,
            "whole": _cell(of_region(covered.grid, code)),
            "cells": [
                (LEVELS[level], _cell(covered.grid[code, level].cover), covered.grid[code, level])
                for level in covered.levels
            ],
        }
        for code, name in regions
        if code in covered.regions
    ]
    context = {
        **frame(found.process, invented=found.demonstration),
        "question": found,
        "theme": THEMES[found.theme],
        "topics": [
            name for key, name in topic_choices(process, found.topics) if key in found.topics
        ],
        "sources": sources,
        "grid": grid,
        "levels": [LEVELS[level] for level in covered.levels],
        "total": covered.total,
        "fewest": FEWEST_UNITS,
        "may_change": may_change_question(person_of(request), found, at),
    }
    return render(request, "evidence/question.html", context)


@login_required
def ask(request: HttpRequest, process: str, key: str = "") -> HttpResponse:
    """A question is written or changed."""
    here, at = for_secretariat(request, process), clock.now()
    found: AssessmentQuestion | None = question_at(process, key) if key else None
    if found is not None:
        require(may_change_question(person_of(request), found, at))
    initial: dict[str, Any] = {"theme": "trend"}
    if found is not None:
        initial = {
            "theme": found.theme,
            "regions": found.regions,
            "levels": found.levels,
            "topics": found.topics,
            "seen": found.revision,
            **initial_texts("title", found.titles),
            **initial_texts("text", found.texts),
        }
    form = QuestionForm(
        request.POST or None,
        initial=initial,
        regions=region_choices(),
        topics=topic_choices(process, found.topics if found else ()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                made = actions.ask_question(
                    by=signed_in(request), process=here, asked=form.asked(), at=at
                )
            else:
                made = actions.change_question(
                    by=signed_in(request),
                    question=found,
                    asked=form.asked(),
                    seen=form.cleaned_data["seen"] or 0,
                    at=at,
                )
            return redirect("evidence:question", process, made.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here), "form": form, "question": found}
    return render(request, "evidence/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def retire(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A question is asked no more."""
    found = question_at(process, key)
    actions.retire_question(by=signed_in(request), question=found, at=clock.now())
    messages.success(request, _("The question is not asked any more. Its number stays with it."))
    return redirect("evidence:overview", process)


@login_required
def source(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What answers a question is named."""
    here, at = for_secretariat(request, process), clock.now()
    found = question_at(process, key)
    require(may_change_question(person_of(request), found, at))
    things = [
        ("|".join(one), f"{SOURCE_KINDS[one[0]]}: {title}")
        for one, (title, _address) in offered_of(here).items()
    ]
    form = SourceForm(request.POST or None, regions=region_choices(), things=things)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_source(by=signed_in(request), question=found, named=form.named(), at=at)
            return redirect("evidence:question", process, found.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here, invented=found.demonstration), "form": form, "question": found}
    return render(request, "evidence/source.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_out(request: HttpRequest, process: str, key: str, source: str) -> HttpResponse:
    """A source answers the question no more."""
    for_secretariat(request, process)
    found = question_named(process, key)
    one = source_named(found, source) if found is not None else None
    if one is not None:
        actions.take_out_source(by=signed_in(request), source=one, at=clock.now())
    return redirect("evidence:question", process, key)
