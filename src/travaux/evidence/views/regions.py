"""The profile of a region: what is known of it, and what is not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from travaux.evidence.models.findings import FindingState
from travaux.evidence.queries.findings import findings_visible_to
from travaux.evidence.queries.indicators import indicators_of, regional
from travaux.evidence.queries.interviews import quotations_visible_to
from travaux.evidence.queries.practices import in_region, themes_of
from travaux.evidence.queries.questions import (
    coverage_of,
    offered_of,
    questions_of,
    regions_known,
    title_of,
)
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.wording.findings import BOXES
from travaux.evidence.wording.indicators import HOWS
from travaux.evidence.wording.questions import LEVELS, SOURCE_KINDS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.languages import said

MOST_SHOWN = 12  # practices of a region; the library has all


def profile(request: HttpRequest, process: str, region: str) -> HttpResponse:
    """Indicators, findings, what answers the questions there, and silence."""
    here, at = process_named(process), clock.now()
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
        for f in findings_visible_to(person_of(request), here, at)
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
    context = {
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
    }
    return render(request, "evidence/region.html", context)
