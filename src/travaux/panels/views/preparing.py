"""Preparing a group: what comes next, demands, method, and the freezing of all of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from travaux.calls.models import Selection
from travaux.core.problems import Unusable
from travaux.panels import actions, rules
from travaux.panels.forms import DemandForm, MethodForm, ReopenForm
from travaux.panels.labels import Labels
from travaux.panels.models import Panel
from travaux.panels.states import Demand, Method
from travaux.panels.views.frame import frame, panel_for_staff, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.typed import seen_of
from travaux.plumbing.verdicts import Refusal, require


@login_required
def prepare(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """What is prepared already, and what comes next."""
    here = panel_for_staff(request, process, panel)
    person = person_of(request)
    people, quotas = here.nominees.count(), here.quotas.count() + len(here.at_most)
    scored = people > 0 and not here.nominees.filter(score=None).exists()
    missing = "pool" if not people else ""
    if people and here.method == Method.MERIT and not scored:
        missing = "scores"
    if people and not quotas:
        missing = missing or "quotas"
    context = {
        **frame(here.process, here),
        "people": people,
        "quotas": quotas,
        "scored": scored,
        "demands": here.nominees.exclude(demand="").count(),
        "missing": missing,
        "may_prepare": rules.may_prepare(person, here),
        "may_freeze": rules.may_freeze(person, here),
    }
    return render(request, "panels/prepare.html", context)


@login_required
def demand(request: HttpRequest, process: str, panel: str, number: int) -> HttpResponse:
    """One nominee must be chosen, must not, or neither."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_prepare(person_of(request), here))
    nominee = here.nominees.filter(position=number).first()
    if nominee is None:
        raise Http404(number)
    form = DemandForm(
        request.POST or None,
        initial={"demand": nominee.demand, "reason": nominee.demand_reason},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.demand_person(
                by=signed_in(request),
                panel=here,
                nominee=nominee,
                demand=form.cleaned_data["demand"] or Demand.NONE,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except (Refusal, Unusable) as problem:
            form.add_error("reason", sentence_of(problem))
        else:
            return redirect("panels:people", process, here.key)
    labels = Labels(here)
    context = {
        **frame(here.process, here),
        "form": form,
        "nominee": nominee,
        "values": [
            (labels.feature(f), [labels.value(f, v) for v in held])
            for f, held in nominee.features.items()
        ],
    }
    return render(request, "panels/demand.html", context, status=422 if form.errors else 200)


_FIELDS = {
    "lots-not-announced": "lots_announced",
    "lots-not-in-call": "method",
    "lots-among-equals-only": "floor",
    "names-not-in-call": "names_announced",
}


def _lots_of_call(panel: Panel) -> str:
    """The call that the pool comes from, where it announced lots."""
    call = panel.call
    if call is None or call.selection == Selection.MERIT:
        return ""
    return said(call.titles)[:300]


@login_required
def method(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """By merit or by lots, with or without a floor; and whether members are named."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_prepare(person_of(request), here))
    form = MethodForm(
        request.POST or None,
        initial={
            "method": here.method,
            "lots_announced": here.lots_announced or _lots_of_call(here),
            "floor": "" if here.floor is None else format(here.floor.normalize(), "f"),
            "names_announced": here.names_announced,
            "seen": here.revision,
        },
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.set_method(
                by=signed_in(request),
                panel=here,
                method=told["method"],
                lots_announced=told["lots_announced"],
                floor=told["floor"],
                names_announced=told["names_announced"],
                seen=told["seen"],
                at=clock.now(),
            )
        except Refusal as problem:
            form.add_error(_FIELDS.get(problem.code), problem.sentence)
        else:
            return redirect("panels:prepare", process, here.key)
    context = {**frame(here.process, here), "form": form}
    return render(request, "panels/method.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def freeze(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Ask for freezing; where no group can keep all quotas, the reason is looked for instead."""
    here = panel_for_staff(request, process, panel)
    by, at = signed_in(request), clock.now()
    require(rules.may_freeze(by, here))
    try:
        job = actions.start_freezing(by=by, panel=here, seen=seen_of(request), at=at)
    except Refusal as problem:
        messages.error(request, sentence_of(problem))
        return redirect("panels:prepare", process, here.key)
    return redirect("panels:check", process, here.key, job.key)


@login_required
def reopen(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Open again what was frozen, after a question and with a reason."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_reopen(person_of(request), here))
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_panel(
            by=signed_in(request),
            panel=here,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        return redirect("panels:prepare", process, here.key)
    context = {**frame(here.process, here), "form": form}
    return render(request, "panels/reopen.html", context, status=422 if form.errors else 200)
