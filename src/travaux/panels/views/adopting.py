"""The adoption by a named authority, with each departure and what it does to the balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.correspondence.rules import needs_clearance
from travaux.panels import actions, queries, rules
from travaux.panels.explaining import break_words
from travaux.panels.forms import AdoptForm
from travaux.panels.labels import Labels
from travaux.panels.models import Panel
from travaux.panels.queries.clearing import prepared_adoption
from travaux.panels.views.frame import frame, panel_for_staff, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import current
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, require

MOST_DEPARTURES = 30


@dataclass
class Row:
    """One departure as typed, and what would not be kept after it."""

    number: int
    out: str = ""
    into: str = ""
    reason: str = ""
    shown: bool = False
    breaks: tuple[str, ...] = ()


def _typed(request: HttpRequest) -> list[Row]:
    posted = request.POST
    rows = min(whole_number(posted.get("rows", "1"), 1), MOST_DEPARTURES)
    found = [
        Row(
            n,
            posted.get(f"out-{n}", "")[:80],
            posted.get(f"into-{n}", "")[:80],
            posted.get(f"reason-{n}", "").strip()[:4000],
        )
        for n in range(1, rows + 1)
    ]
    if posted.get("do") == "more" and rows < MOST_DEPARTURES:
        found.append(Row(rows + 1))
    return found


def _written(written: dict[str, Any] | None) -> list[Row]:
    """The departures that are written down, as rows of the form."""
    kept = [Row(n, *change) for n, change in enumerate((written or {}).get("changes", []), 1)]
    return kept or [Row(1)]


def _effects(panel: Panel, selected: list[str], rows: list[Row]) -> None:
    """What the group would not keep after each departure."""
    instance = queries.instance_of(panel, floored=False)
    place, group, labels = instance.pool.place, list(selected), Labels(panel)
    for row in rows:
        if not row.out and not row.into:
            continue
        if row.out in group:
            group.remove(row.out)
        if row.into in place and row.into not in group:
            group.append(row.into)
        row.shown = True
        row.breaks = tuple(
            break_words(b, labels) for b in instance.breaks([place[c] for c in group])
        )


@login_required
def adopt(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Record who adopted the group, when, and where it departed from the recommendation."""
    here, at = panel_for_staff(request, process, panel), clock.now()
    require(rules.may_adopt(person_of(request), here))
    made = queries.recommendation_of(here)
    selected = list(made.selected) if made is not None else []
    looking = request.method == "POST" and request.POST.get("do") in ("look", "more")
    written = prepared_adoption(here)
    form = AdoptForm(
        request.POST if request.method == "POST" and not looking else None, initial=written
    )
    if looking:
        form = AdoptForm(initial={n: request.POST.get(n, "") for n in form.fields})
    rows = _typed(request) if request.method == "POST" else _written(written)
    refused = ""
    if request.method == "POST" and not looking and form.is_valid():
        changes = [
            actions.Change(r.out, r.into, r.reason) for r in rows if r.out or r.into or r.reason
        ]
        told: dict[str, Any] = {
            "by": signed_in(request),
            "panel": here,
            "changes": changes,
            "at": at,
        }
        told |= form.cleaned_data
        try:
            if request.POST.get("do") == "prepare":
                actions.prepare_adoption(**told)
                messages.success(request, _("The adoption is written down. Ask for its clearance."))
                return redirect("panels:panel", process, here.key)
            actions.adopt_panel(language=current(), **told)
        except (Refusal, Unusable) as problem:
            refused = sentence_of(problem)
            if problem.code == "adopted-in-the-future":
                form.add_error("adopted_on", refused)
        else:
            messages.success(request, _("The adoption stands on record."))
            return redirect("panels:panel", process, here.key)
    _effects(here, selected, rows)
    inside = set(selected)
    nominees: list[dict[str, Any]] = [
        {"code": n.code, "name": n.name or n.code, "in": n.code in inside}
        for n in here.nominees.all()
    ]
    context = {
        **frame(here.process, here),
        "form": form,
        "rows": rows,
        "members": [n for n in nominees if n["in"]],
        "others": [n for n in nominees if not n["in"]],
        "refused": refused,
        "needs_clearance": needs_clearance(process, rules.CLEARED_AS),
        "may_go_out": rules.adoption_may_go_out(here, written or {}),
    }
    failed = bool(refused or (not looking and form.errors))
    return render(request, "panels/adopt.html", context, status=422 if failed else 200)
