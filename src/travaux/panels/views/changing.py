"""Several leave a group and come at once; written down first where it is to be cleared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.problems import Unusable
from travaux.correspondence.actions import drop_deed
from travaux.correspondence.queries.clearance import deed_of
from travaux.correspondence.rules import needs_clearance
from travaux.panels import actions, queries, rules
from travaux.panels.explaining import break_words
from travaux.panels.forms import ChangeForm
from travaux.panels.labels import Labels
from travaux.panels.models import Panel, Seat
from travaux.panels.turnovers import Turnover
from travaux.panels.views.frame import frame, panel_for_staff, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

MOST = 50  # seats that end, or people who join, at once
_FIELDS = {"seat-ends-before-it-begins": "on", "reason-needed": "reason", "end-unknown": "end"}


@login_required
def change(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Those who were ticked leave, others come instead, or somebody joins beside the others."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_change_group(person_of(request), here))
    sent = request.POST if request.method == "POST" else request.GET
    keys = sent.getlist("leaves")[:MOST]
    seats = list(here.seats.filter(key__in=keys, until=None).select_related("nominee"))
    looking = sent.get("do") == "look"
    asked = request.POST if request.method == "POST" else None
    form = ChangeForm(asked, leaving=bool(seats))
    instead = _instead(here, seats, request)
    joins = tuple(dict.fromkeys(c for c in sent.getlist("joins")[:MOST] if c))
    if request.method == "POST" and form.is_valid() and not looking:
        told = form.cleaned_data
        # as posted: where one of them left meanwhile, nothing of it is done
        leaves = tuple((key, instead.get(key, "")) for key in dict.fromkeys(keys))
        turnover = Turnover(told["on"], told["reason"], told.get("end", ""), leaves, joins)
        by, at = signed_in(request), clock.now()
        try:
            if sent.get("do") == "prepare":
                actions.prepare_change(by=by, panel=here, turnover=turnover, at=at)
                messages.success(request, _("The change is written down. Ask for its clearance."))
                return redirect("panels:panel", process, here.key)
            actions.change_members(by=by, panel=here, turnover=turnover, at=at)
        except (Refusal, Unusable) as problem:
            field = _FIELDS.get(problem.code, "")
            form.add_error(field if field in form.fields else None, sentence_of(problem))
        else:
            messages.success(request, _("The change stands on record."))
            return redirect("panels:members", process, here.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "rows": [{"s": s, "instead": instead[s.key]} for s in seats],
        "joins": joins[0] if joins else "",
        "others": _others(here),
        "regional_group": here.parent_id is not None,
        "effect": _effect(here, seats, [*instead.values(), *joins]),
        "needs_clearance": needs_clearance(process, rules.CLEARED_AS),
    }
    failed = bool(form.is_bound and form.errors and not looking)
    return render(request, "panels/change.html", context, status=422 if failed else 200)


def _instead(panel: Panel, seats: list[Seat], request: HttpRequest) -> dict[str, str]:
    """For each seat the code of who comes instead: as typed, else the best that keeps the rules."""
    if request.method == "POST":
        return {s.key: request.POST.get(f"instead-{s.key}", "")[:80] for s in seats}
    comes = queries.replacements_for(panel, [s.nominee.code for s in seats])
    return {s.key: comes[n] if n < len(comes) else "" for n, s in enumerate(seats)}


def _others(panel: Panel) -> list[dict[str, str]]:
    """Those of the pool who could come: not in the group, and not to be left out."""
    held = panel.seats.filter(until=None).values("nominee")
    found = panel.nominees.exclude(pk__in=held).exclude(demand="exclude")
    return [{"code": n.code, "name": n.name or n.code} for n in found]


def _effect(panel: Panel, seats: list[Seat], comes: list[str]) -> list[str]:
    """What the group would not keep after the change."""
    instance, labels = queries.instance_of(panel, floored=False), Labels(panel)
    gone = {s.nominee.code for s in seats}
    group = [c for c in queries.group_of(panel).codes if c not in gone]
    group += [c for c in dict.fromkeys(comes) if c and c not in group]
    place = instance.pool.place
    found = instance.breaks([place[c] for c in group if c in place])
    return [break_words(b, labels) for b in found]


@login_required
@require_POST
def carry_out(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Do what is written down of who leaves and comes, just as it was cleared; or drop it."""
    here = panel_for_staff(request, process, panel)
    deed = deed_of(rules.CLEARED_AS, here.key)
    try:
        if request.POST.get("do") == "drop" and deed is not None:
            require(rules.may_change_group(person_of(request), here))
            drop_deed(by=signed_in(request), deed=deed, at=clock.now())
            return redirect("panels:panel", process, here.key)
        actions.carry_out_change(by=signed_in(request), panel=here, at=clock.now())
    except (Refusal, Unusable) as problem:
        messages.error(request, sentence_of(problem))
        return redirect("panels:panel", process, here.key)
    messages.success(request, _("The change stands on record."))
    return redirect("panels:members", process, here.key)


def written_change(
    panel: Panel, turnover: Turnover | None, names: dict[str, str]
) -> dict[str, Any] | None:
    """A change that is written down, as its page shows it."""
    if turnover is None:
        return None
    seats = {s.key: s for s in panel.seats.select_related("nominee")}

    def name(code: str) -> str:
        return names.get(code) or code

    return {
        "on": turnover.on,
        "reason": turnover.reason,
        "leaves": [
            {
                "out": name(seats[key].nominee.code) if key in seats else "",
                "into": name(comes) if comes else "",
            }
            for key, comes in turnover.leaves
        ],
        "joins": [name(code) for code in turnover.joins],
    }
