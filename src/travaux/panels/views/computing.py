"""Checking quotas, computing a recommendation, and drawing a number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from travaux.core.problems import Unusable
from travaux.panels import actions, queries, rules
from travaux.panels.explaining import conflict_words, option_words
from travaux.panels.forms import ComputeForm, DrawForm
from travaux.panels.labels import Labels
from travaux.panels.views.frame import (
    failure_of,
    frame,
    offered_words,
    panel_for_staff,
    sentence_of,
)
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, require

# What takes a while, and what its page is headed.
WORKS = {
    "panels.compute": gettext_lazy("The recommendation is being computed"),
    "panels.draw": gettext_lazy("The number is being drawn and the dossier checked"),
    "panels.offer": gettext_lazy("The groups are being made and the letters written"),
}


@login_required
@require_POST
def start_check(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Look into whether the quotas can be met."""
    here = panel_for_staff(request, process, panel)
    job = actions.start_check(by=signed_in(request), panel=here, at=clock.now())
    return redirect("panels:check", process, here.key, job.key)


def explanation(told: dict[str, Any], labels: Labels) -> dict[str, Any]:
    """A contradiction and its ways out, in the reader's words."""
    if told.get("feasible", True):
        return {"feasible": True}
    low, high = told["seats"]
    conflict = queries.conflict_from_plain(told["conflict"])
    return {
        "feasible": False,
        "sentence": conflict_words(conflict, (low, high), told["people"], labels),
        "options": [
            {"words": option_words(queries.option_from_plain(o), labels), "cost": o["cost"]}
            for o in told["options"]
        ],
    }


@login_required
def check(request: HttpRequest, process: str, panel: str, job: str) -> HttpResponse:
    """Whether the quotas can be met; if not, why, and each way out by one click."""
    here = panel_for_staff(request, process, panel)
    kinds = ("panels.check", "panels.freeze")
    found = get_object_or_404(Job, key=job, process_code=process, what__in=kinds)
    refused = ""
    if found.state == Job.State.DONE and found.said.get("frozen"):
        messages.success(request, _("Pool and quotas are frozen; the seal of the seed is public."))
        return redirect("panels:compute", process, here.key)
    if request.method == "POST" and found.state == Job.State.DONE:
        number = whole_number(request.POST.get("option", ""), None)
        options = found.said.get("options", [])
        if number is not None and number < len(options):
            try:
                actions.relax_quotas(
                    by=signed_in(request),
                    panel=here,
                    option=queries.option_from_plain(options[number]),
                    seen=int(found.said["revision"]),
                    at=clock.now(),
                )
            except (Refusal, Unusable) as problem:
                refused = sentence_of(problem)
            else:
                again = actions.start_check(by=signed_in(request), panel=here, at=clock.now())
                return redirect("panels:check", process, here.key, again.key)
    done = found.state == Job.State.DONE
    context = {
        **frame(here.process, here),
        "job": found,
        "freezing": found.what == "panels.freeze",
        "working": found.state in (Job.State.WAITING, Job.State.RUNNING),
        "failed": failure_of(found),
        "refused": refused,
        "told": explanation(found.said, Labels(here)) if done else None,
        "stale": done and found.said.get("revision") != here.revision,
        "may_prepare": rules.may_prepare(person_of(request), here),
        "may_freeze": rules.may_freeze(person_of(request), here),
    }
    return render(request, "panels/check.html", context, status=422 if refused else 200)


@login_required
def compute(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Ask for the recommendation, with a public value or without."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_compute(person_of(request), here))
    form = ComputeForm(
        request.POST if request.method == "POST" else None,
        initial={"public_value": here.public_value, "public_source": here.public_source},
    )
    if request.method == "POST" and form.is_valid():
        try:
            job = actions.start_computing(
                by=signed_in(request), panel=here, at=clock.now(), **form.cleaned_data
            )
        except Refusal as problem:
            source = problem.code == "public-source-missing"
            form.add_error("public_source" if source else "public_value", problem.sentence)
        else:
            return redirect("panels:computing", process, here.key, job.key)
    context = {**frame(here.process, here), "form": form}
    return render(request, "panels/compute.html", context, status=422 if form.errors else 200)


@login_required
def computing(request: HttpRequest, process: str, panel: str, job: str) -> HttpResponse:
    """How far long work is; the page looks again by itself."""
    here = panel_for_staff(request, process, panel)
    found = get_object_or_404(Job, key=job, process_code=process, what__in=WORKS)
    if found.state == Job.State.DONE:
        if found.what == "panels.offer":
            messages.success(request, offered_words(int(found.said.get("offers", 0))))
            return redirect("panels:offers", process, here.key)
        return redirect("panels:panel", process, here.key)
    context = {
        **frame(here.process, here),
        "job": found,
        "what": WORKS[found.what],
        "failed": failure_of(found),
    }
    return render(request, "panels/computing.html", context)


@login_required
def draw(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Draw the number of a panel: by the sealed seed, or in public by hand."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_draw(person_of(request), here))
    form = DrawForm(request.POST or None)
    made = queries.recommendation_of(here)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        by_hand = told["way"] == "hand"
        try:
            job = actions.start_drawing(
                by=signed_in(request),
                panel=here,
                number=told["number"] if by_hand else None,
                source=told["source"] if by_hand else "",
                at=clock.now(),
            )
        except (Refusal, Unusable) as problem:
            field = "source" if problem.code == "draw-source-missing" else "number"
            form.add_error(field, sentence_of(problem))
        else:
            return redirect("panels:computing", process, here.key, job.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "numbers": made.facts.get("numbers", 0) if made else 0,
    }
    return render(request, "panels/draw.html", context, status=422 if form.errors else 200)
