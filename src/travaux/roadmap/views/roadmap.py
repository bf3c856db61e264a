"""Pages of the roadmap: the plan as at a day, one milestone, its files and its calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap import actions, exports
from travaux.roadmap.findings import as_at_words, counted, finding, warnings
from travaux.roadmap.forms import AddForm, AsAtForm, ChangeForm
from travaux.roadmap.models import Milestone, MilestoneChange, Process
from travaux.roadmap.pages import change_lines, step_lines, timeline
from travaux.roadmap.queries import FULFILLED, Plan, plan_as_at
from travaux.roadmap.rules import may_change_plan, may_see_forecast
from travaux.roadmap.timing_pages import work_words


def as_at_of(request: HttpRequest) -> tuple[date | None, str]:
    """The day asked for, and what is wrong with it. Today and later mean all that is on record."""
    typed = request.GET.get("as-at", "").strip()
    form = AsAtForm({"as_at": typed})
    if not form.is_valid():
        return None, _("“%(typed)s” is not a date; the page shows today.") % {"typed": typed[:40]}
    day = form.cleaned_data["as_at"]
    if day is None or day >= clock.today():
        return None, ""
    return day, ""


def _demonstration(process: Process, plan: Plan | None = None) -> str:
    if process.demonstration:
        return _("This process and everything in it is invented.")
    if plan is not None and any(c.row.demonstration for c in plan.changes):
        return _("Some of the changes on this page are invented.")
    return ""


def roadmap(request: HttpRequest, process: str) -> HttpResponse:
    """The roadmap as it stood on a day: picture, table, and why it changed."""
    here = get_object_or_404(Process, code=process)
    as_at, wrong = as_at_of(request)
    plan = plan_as_at(here, as_at, clock.today())
    steps = step_lines(plan)
    context: dict[str, Any] = {
        "process": here,
        "tab": "roadmap",
        "plan": plan,
        "as_at": plan.eye,
        "as_at_words": as_at_words(plan),
        "as_at_wrong": wrong,
        "finding": finding(plan),
        "counted": counted(plan),
        "warnings": warnings(plan),
        "unreported": [s for s in steps if s.state == "not-on-record"],
        "planned": [s for s in steps if not s.added],
        "added": [s for s in steps if s.added],
        "changes": change_lines(plan),
        "pictures": timeline(plan, right_to_left=get_language_bidi()) if plan.steps else (),
        "query": f"?as-at={as_at.isoformat()}" if as_at else "",
        "may_change": may_change_plan(request.user, here),  # type: ignore[arg-type]
        "may_see_forecast": may_see_forecast(request.user, here),  # type: ignore[arg-type]
        "demonstration": _demonstration(here, plan),
    }
    return render(request, "roadmap/roadmap.html", context)


def milestones_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The table of the roadmap as a file."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here = get_object_or_404(Process, code=process)
    as_at, _wrong = as_at_of(request)
    plan = plan_as_at(here, as_at, clock.today())
    data = write(
        ending,
        exports.columns(),
        exports.rows(plan, raw=ending == "json"),
        title=_("Roadmap"),
        right_to_left=get_language_bidi(),
    )
    return download(data, ending, f"{here.code}-roadmap-{plan.eye.isoformat()}")


def feed(request: HttpRequest, process: str) -> HttpResponse:
    """The milestones as a calendar that a programme can subscribe to; public."""
    here = get_object_or_404(Process, code=process)
    plan = plan_as_at(here, None, clock.today())

    def address(code: str) -> str:
        return request.build_absolute_uri(reverse("roadmap:milestone", args=[here.code, code]))

    data = exports.calendar(plan, address, clock.now())
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{here.code}.ics"'
    return response


def milestone(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """One milestone with its history; the secretariat records there what became known."""
    here = get_object_or_404(Process, code=process)
    one = get_object_or_404(Milestone, process=here, code=code)
    may = may_change_plan(request.user, here)  # type: ignore[arg-type]
    seen = MilestoneChange.objects.filter(milestone=one).count()
    form, refused, status = ChangeForm(initial={"known_on": clock.today(), "seen": seen}), "", 200
    if request.method == "POST":
        require(may)
        form = ChangeForm(request.POST)
        if form.is_valid():
            try:
                _change(request, form, one)
            except Refusal as refusal:
                refused = refusal.sentence
                status = 409 if refusal.code == "moved-meanwhile" else 200
                if refusal.code == "moved-meanwhile":
                    typed = request.POST.copy()  # what was typed stays; what was seen is renewed
                    typed["seen"] = str(seen)
                    form.data = typed
            else:
                messages.success(request, _("The change is on record."))
                return redirect("roadmap:milestone", here.code, one.code)
    plan = plan_as_at(here, None, clock.today())
    context = {
        "process": here,
        "tab": "roadmap",
        "plan": plan,
        "line": next((s for s in step_lines(plan) if s.code == one.code), None),
        "milestone": one,
        "changes": change_lines(plan, only=one.code),
        "deliverable": one.deliverable,
        "fulfilled": [row for tell in FULFILLED for row in tell(one)],
        "work": work_words(here, one.work),
        "form": form,
        "refused": refused,
        "may_change": may,
        "demonstration": _demonstration(here, plan),
    }
    return render(request, "roadmap/milestone.html", context, status=status)


def _change(request: HttpRequest, form: ChangeForm, one: Milestone) -> None:
    data = form.cleaned_data
    certainty = data["certainty"]
    actions.change_milestone(
        by=request.user,  # type: ignore[arg-type]
        milestone=one,
        kind=data["kind"],
        window=data["window"],
        mode=data["mode"],
        tentative={"tentative": True, "confirmed": False, "fixed": False}.get(certainty),
        fixed={"tentative": False, "confirmed": False, "fixed": True}.get(certainty),
        place=data["place"],
        reasons=form.texts("reason"),
        texts=form.texts("text"),
        happened_on=data["happened_on"],
        known_on=data["known_on"],
        source=data["source"],
        decision=data["decision"],
        seen=data["seen"],
        at=clock.now(),
    )


@login_required
def add(request: HttpRequest, process: str) -> HttpResponse:
    """The secretariat adds a step after the plan."""
    here = get_object_or_404(Process, code=process)
    require(may_change_plan(request.user, here))  # type: ignore[arg-type]
    form, refused = AddForm(process=here, initial={"known_on": clock.today()}), ""
    if request.method == "POST":
        form = AddForm(request.POST, process=here)
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = actions.add_milestone(
                    by=request.user,  # type: ignore[arg-type]
                    process=here,
                    titles=form.texts("title"),
                    planned=data["planned"],
                    mode=data["mode"],
                    owners=form.texts("owner"),
                    deliverable=data["deliverable"],
                    predecessors=list(data["predecessors"]),
                    successors=list(data["successors"]),
                    work=data["work"],
                    reasons=form.texts("reason"),
                    known_on=data["known_on"],
                    source=data["source"],
                    at=clock.now(),
                )
            except Refusal as refusal:
                refused = refusal.sentence
            else:
                messages.success(
                    request, _("“%(title)s” is on the roadmap.") % {"title": said(made.titles)}
                )
                return redirect("roadmap:milestone", here.code, made.code)
    context = {
        "process": here,
        "tab": "roadmap",
        "form": form,
        "refused": refused,
        "demonstration": _demonstration(here),
    }
    return render(request, "roadmap/add.html", context)
