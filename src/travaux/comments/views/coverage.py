"""Who was asked, who was heard and who was not: live for the secretariat, in bands for everyone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.comments import actions, rules
from travaux.comments.queries.coverage import (
    WHOLE,
    Monitor,
    for_everyone,
    monitor,
    open_to_all,
)
from travaux.comments.views.coverage_figures import NAMED, Figures, coverage_rows, rows_file
from travaux.comments.views.coverage_groups import (
    group_columns,
    region_choices,
    sections_by_group,
)
from travaux.comments.views.frame import frame, round_at
from travaux.comments.wording import PARTIES, STANDING_SHAPES, STANDINGS
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.core.comments.coverage import BAND, Kind, Party, Standing
from travaux.people.asking import person_of, signed_in
from travaux.people.queries.categories import category_names
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require

FILLING = {
    Standing.SUBMITTED: "heard",
    Standing.NIL: "heard",
    Standing.CONTRIBUTED: "opened",
    Standing.OPENED: "opened",
}


def _tile(found: Monitor, one: Party) -> dict[str, Any]:
    words = STANDINGS[one.standing]
    return {
        "code": found.countries[one.key].code,
        "name": found.name_of(one.key),
        "filling": FILLING.get(one.standing, "silent"),
        "words": words,
        "shape": STANDING_SHAPES.get(one.standing, ""),
    }


def _regions(shown: Monitor, found: Monitor, figures: Figures) -> list[dict[str, Any]]:
    """Each region with a tile for each state, and how many were heard of how many asked."""
    regions = [(r.code, said(r.names), r.position) for r in found.regions]
    if any(p.kind is Kind.STATE and not p.region for p in found.parties.values()):
        regions.append(("", _("In no regional group"), 0))
    told = []
    for code, name, position in regions:
        total = found.coverage.total(Kind.STATE, code)
        tiles = [_tile(shown, p) for p in shown.states(code)]
        if tiles:
            told.append(
                {
                    "code": code,
                    "name": name,
                    "colour": f"g{position}" if 1 <= position <= 5 else "g0",
                    "tiles": tiles,
                    "heard": figures.words(total.heard, Kind.STATE),
                    "asked": len(tiles),
                }
            )
    return told


def _sections(found: Monitor, regions: list[dict[str, Any]], figures: Figures) -> list[Any]:
    """A row for each section: states heard by region, then the other kinds."""
    rows = []
    for anchor, heading in [*((h.anchor, h) for h in found.sections), (WHOLE, None)]:
        states = [
            (
                r["name"],
                figures.words(found.coverage.heard_on(anchor, Kind.STATE, r["code"]), Kind.STATE),
            )
            for r in regions
        ]
        others = [
            (PARTIES[kind], figures.words(found.coverage.heard_on(anchor, kind), kind))
            for kind in NAMED[1:]
        ]
        rows.append({"heading": heading, "cells": [*states, *others]})
    return rows


@never_cache
def coverage(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Is a region, a group or a section silent, while something can still be done about it?"""
    here, at = round_at(process, round), clock.now()
    person = person_of(request)
    staff = bool(rules.may_see_coverage(person, here, at))
    openness = open_to_all(here, at)
    context: dict[str, Any] = {
        **frame(here.process, here),
        "standing": standing(here, at, staff=staff),
        "staff": staff,
        "openness": openness,
        "at": at,
        "band": BAND,
    }
    if staff or openness.counts:
        context |= told(here, at, staff=staff, region=region_asked(request))
    return render(request, "comments/coverage.html", context)


def region_asked(request: HttpRequest) -> str | None:
    """The region to be read group by group: a code, "all" for all together, None for neither."""
    return request.GET.get("region", "")[:60] or None


def told(
    round: Round,
    at: datetime,
    *,
    staff: bool,
    within: frozenset[int] | None = None,
    region: str | None = None,
) -> dict[str, Any]:
    """What the page shows; `within`: of these states alone, as their office reads it; `region`: its
    groups one by one, for those who read figures as they are."""
    openness = open_to_all(round, at)
    found = monitor(round, at, within, sets=staff or openness.sets)
    shown = found if staff else for_everyone(found, openness)
    figures = Figures(found, staff=staff, names=openness.names, sets=openness.sets)
    regions = _regions(shown, found, figures)
    totals = {kind: found.coverage.total(kind) for kind in NAMED}
    names = category_names() if staff else {}
    unheard: list[dict[str, Any]] = [
        {
            "party": p,
            "name": found.name_of(p.key),
            "kind": said(names.get(p.group, {})) or PARTIES[p.kind],
            "region": next((said(r.names) for r in found.regions if r.code == p.region), ""),
            "words": STANDINGS[p.standing],
            "shape": STANDING_SHAPES.get(p.standing, ""),
        }
        for p in found.coverage.unheard
        if p.key in found.countries or p.key in found.organisations
    ]
    groups = group_columns(found, region) if staff and region else []
    return {
        "regions": regions,
        "region": region if groups else "",
        "region_choices": region_choices(found) if staff else [],
        "groups": groups,
        "sections": sections_by_group(found, groups)
        if groups
        else _sections(found, regions, figures),
        "heads": [g.name for g in groups]
        or [*(r["name"] for r in regions), *(PARTIES[k] for k in NAMED[1:])],
        "asked": totals[Kind.STATE].asked,
        "heard": figures.words(totals[Kind.STATE].heard, Kind.STATE),
        "picture": staff or openness.names,
        "totals": [
            {
                "kind": PARTIES[kind],
                "counts": totals[kind] if staff else None,
                "heard": figures.words(totals[kind].heard, kind),
            }
            for kind in NAMED
        ],
        "gaps": [
            {
                "name": next(
                    (said(r.names) for r in found.regions if r.code == g.target.region),
                    PARTIES[g.target.kind],
                ),
                "heard": figures.words(g.heard, g.target.kind),
                "at_least": g.target.at_least,
                "met": not g.missing,
                "exact": figures.is_exact(g.target.kind),
            }
            for g in found.coverage.gaps
        ],
        "unheard": unheard if staff else [],
        "waiting": [
            {"asked": a, "kind": PARTIES[a.kind], "invited": a.person.key in found.written_to}
            for a in found.waiting
        ]
        if staff and within is None
        else [],
        "mendable": sum(1 for u in unheard if u["party"].reachable) if staff else 0,
    }


def coverage_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """Region, group and section as a table: whole for the secretariat, in bands for everyone."""
    here, at = round_at(process, round), clock.now()
    staff = bool(rules.may_see_coverage(person_of(request), here, at))
    openness = open_to_all(here, at)
    rows: list[list[Any]] = []
    if staff or openness.counts:
        rows = coverage_rows(here, at, staff=staff)
    return rows_file(rows, ending, f"{process}-{here.key}-coverage", staff=staff)


@login_required
@require_POST
def remind(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Reminders are prepared for one party, or for all that can be reached, and shown before they go."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_remind(person_of(request), here, at))
    found = monitor(here, at)
    one = request.POST.get("party", "")[:60]
    parties = {p.key for p in found.coverage.unheard if p.reachable and one in ("", p.key)}
    try:
        by = signed_in(request)
        if request.POST.get("who") == "persons":
            written = actions.write_to_persons(by=by, round=here, at=at)
        else:
            written = actions.write_reminders(by=by, round=here, parties=parties, at=at)
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("comments:coverage", process, here.key)
    if not written:
        messages.info(request, _("Everyone who can be reached was written to today already."))
        return redirect("comments:coverage", process, here.key)
    messages.success(
        request,
        ngettext(
            "One message is prepared. Read it here before it goes.",
            "%(n)s messages are prepared. Read them here before they go.",
            written,
        )
        % {"n": written},
    )
    return redirect("correspondence:outbox", process)
