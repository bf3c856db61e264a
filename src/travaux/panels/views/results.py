"""What came of it: the recommended or adopted group, its composition, its dossiers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.panels.merit import Step
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.queries.topics import correspondence_about
from travaux.panels import queries, rules
from travaux.panels.explaining import break_words, step_words
from travaux.panels.labels import Labels
from travaux.panels.lacking import gap_lines
from travaux.panels.models import Panel, Recommendation
from travaux.panels.queries.clearing import (
    digest_to_clear,
    prepared_adoption,
    prepared_change,
)
from travaux.panels.states import Method, PanelState
from travaux.panels.views.changing import written_change
from travaux.panels.views.frame import frame, panel_at, panel_for_staff, row_picture, seats_words
from travaux.panels.views.prices import priced
from travaux.people.asking import person_of
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import hand_out


def composition_context(panel: Panel, *, inside: bool) -> dict[str, Any]:
    """Targets against the group, row by row with their pictures."""
    visible = inside or panel.state == PanelState.ADOPTED
    attributes = queries.composition_of(panel, None if visible else [])
    labels = Labels(panel)
    told = queries.shown(attributes, all_of_it=inside, adopted=visible)
    highs = [max(t.high or t.low, t.chosen) for a in attributes for t in a.targets]
    top = max([*highs, 1])
    rows: list[dict[str, Any]] = [
        {
            "feature": labels.feature(attribute.feature),
            "several": attribute.several,
            "rows": [
                {
                    "t": row.target,
                    "label": labels.value(row.target.feature, row.target.value),
                    "nominated": row.nominated,
                    "asked": asked_words(row.target.low, row.target.high),
                    "picture": row_picture(row.target.low, row.target.high, row.target.chosen, top),
                }
                for row in shown
            ],
        }
        for attribute, shown in told
    ]
    missed = sum(not t.met for a in attributes for t in a.targets)
    return {
        "attributes": rows,
        "top": top,
        "limits": [
            {"number": a["number"], "feature": labels.feature(a["feature"])} for a in panel.at_most
        ],
        "chosen_shown": visible and bool(queries.group_of(panel).codes),
        "missed": missed,
        "held_back": any(r["nominated"] is None for a in rows for r in a["rows"]),
    }


def asked_words(low: int, high: int | None) -> str:
    """A target as a range: "14–16", "8 or more", "4"."""
    if high is None:
        return _("%(low)s or more") % {"low": low}
    return seats_words(low, high)


def _named(panel: Panel, inside: bool) -> bool:
    """Whether members are shown by their names."""
    return inside or (panel.state == PanelState.ADOPTED and bool(panel.names_announced))


def _steps(made: Recommendation | None) -> list[dict[str, Any]]:
    if made is None:
        return []
    return [
        {"ok": ok, "words": step_words(Step(name, ok, facts))}
        for name, ok, facts in made.facts.get("steps", [])
    ]


def panel_page(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """The page of a group: how it stands against its targets, and how that can be checked."""
    here = panel_at(request, process, panel)
    person = person_of(request)
    inside = bool(rules.may_see_pool(person, here))
    made = queries.recommendation_of(here) if here.state != PanelState.PREPARING else None
    adopted = here.state == PanelState.ADOPTED
    names = {n.code: n.name for n in here.nominees.all()} if inside else {}
    group = queries.group_of(here)
    history = list(queries.history_of(here)) if adopted else []
    named, labels = _named(here, inside), Labels(here)
    context = {
        **frame(here.process, here),
        **composition_context(here, inside=inside),
        "inside": inside,
        "made": made,
        "merit": here.method == Method.MERIT,
        "lots_waiting": made is not None and not made.selected,
        "adopted": adopted,
        "people": _people(here, inside=inside),
        "members": [{"code": c, "name": names.get(c, "")} for c in group.codes] if inside else [],
        "now": sum(s.until is None for s in history),
        "history": history if named else [],
        "turns": queries.turns_of(history),
        "ended": sum(s.until is not None for s in history),
        "named": named,
        "departures": [
            {"d": d, "breaks": _breaks(d.breaks, labels, inside=inside)}
            for d in here.departures.select_related("out", "into")
        ],
        "least_chance": f"{made.facts.get('least', 0):.2%}" if made is not None else "",
        "reopenings": here.reopenings.all(),
        "steps": _steps(made),
        "agree": sum(step["ok"] for step in _steps(made)),
        "may_prepare": rules.may_prepare(person, here),
        "may_compute": rules.may_compute(person, here),
        "may_draw": rules.may_draw(person, here),
        "may_adopt": rules.may_adopt(person, here),
        "may_reopen": rules.may_reopen(person, here),
        "may_change": rules.may_change_group(person, here),
        **(_clearance(request, here, names) if inside else {}),
        **(priced(made.facts.get("prices"), names, labels) if inside and made else {}),
        "may_offer": rules.may_offer(person, here),
        "parent": here.parent,
        "regional": list(queries.regional_groups(here)),
        "gaps": gap_lines(queries.gaps_of(here), labels) if adopted else [],
        "gap_calls": [
            {"call": g.call, "may_take": False}
            for g in here.gap_calls.select_related("call")
            if inside or g.call.announced_at is not None
        ],
    }
    context |= correspondence_about(person, process, "panel", here.key)
    return render(request, "panels/panel.html", context)


def _people(panel: Panel, *, inside: bool) -> int | None:
    """How many were nominated, or asked; None where everybody else is not told."""
    count = panel.nominees.count()
    if inside:
        return count
    placed = panel.nominees.filter(seats__isnull=False).distinct().count()
    return queries.people_told(panel, count, placed)


def _clearance(request: HttpRequest, panel: Panel, names: dict[str, str]) -> dict[str, Any]:
    """The adoption, or the change of members, that is written down, and how far it is cleared."""
    written, change = prepared_adoption(panel), prepared_change(panel)
    if panel.state == PanelState.ADOPTED and change is None:
        return {}
    digest = digest_to_clear(panel)
    found = clearing(person_of(request), panel.process.code, rules.CLEARED_AS, panel.key, digest)
    if written is not None:
        found["written"] = {
            **written,
            "adopted_on": date.fromisoformat(written["adopted_on"]),
            "changes": [
                {"out": names.get(o, o) or o, "into": names.get(i, i) or i, "reason": why}
                for o, i, why in written["changes"]
            ],
        }
    if change is not None:
        found["change"] = written_change(panel, change, names)
        found["may_carry_out"] = rules.change_may_go_out(panel, change.plain())
    return found


def _breaks(rows: Any, labels: Labels, *, inside: bool) -> list[str]:
    """Rules that are not kept, in words; demands name persons, so they are for insiders."""
    found = queries.breaks_from_plain(rows)
    return [break_words(b, labels) for b in found if inside or b.kind not in ("include", "exclude")]


def composition_file(request: HttpRequest, process: str, panel: str, ending: str) -> HttpResponse:
    """Targets against the group as a file, with what the page leaves out left out too."""
    here = panel_at(request, process, panel)
    inside = bool(rules.may_see_pool(person_of(request), here))
    visible = inside or here.state == PanelState.ADOPTED
    attributes = queries.composition_of(here, None if visible else [])
    columns = [
        ("feature", _("Attribute")),
        ("value", _("Value")),
        ("nominated", _("Nominated")),
        ("min", _("At least")),
        ("max", _("At most")),
        ("chosen", _("In the group")),
    ]
    rows = [
        [
            r.target.feature,
            r.target.value,
            r.nominated,
            r.target.low,
            r.target.high,
            r.target.chosen if visible else None,
        ]
        for _a, shown in queries.shown(attributes, all_of_it=inside, adopted=visible)
        for r in shown
    ]
    data = write(ending, columns, rows, title=_("Composition"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.process.code}-{here.key}-composition")


def members_file(request: HttpRequest, process: str, panel: str, ending: str) -> HttpResponse:
    """Who was a member when, as a file; names as the call announced."""
    here = panel_at(request, process, panel)
    inside = bool(rules.may_see_pool(person_of(request), here))
    named = _named(here, inside)
    columns = [
        ("code", _("Code in public files")),
        ("name", _("Name")),
        ("since", _("Since")),
        ("until", _("Until")),
        ("via", _("How they came")),
        ("end", _("Why it ended")),
    ]
    rows = [
        [
            queries.public_code(here, s.nominee.code),
            s.nominee.name if named and not s.nominee.erased_at else "",
            s.since,
            s.until,
            s.via if ending == "json" else s.get_via_display(),
            (s.end if ending == "json" else s.get_end_display()) if inside else "",
        ]
        for s in queries.history_of(here)
    ]
    data = write(ending, columns, rows, title=_("Members"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.process.code}-{here.key}-members")


@login_required
def dossier(request: HttpRequest, process: str, panel: str) -> HttpResponseBase:
    """The full dossier, for the secretariat and for auditors."""
    here = panel_for_staff(request, process, panel)
    made = queries.recommendation_of(here)
    if made is None:
        raise Http404(panel)
    return hand_out(made.dossier)


def public_file(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """The public dossier: rules, hashes, codes and aggregates."""
    here = panel_at(request, process, panel)
    told = queries.public_dossier(here, queries.recommendation_of(here))
    data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return download(data, "json", f"{here.process.code}-{here.key}-public")
