"""Pages of ranges, order, periods, deadlines and calendars: read by many, set by the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal, Verdict, require
from travaux.roadmap import actions
from travaux.roadmap import timing_pages as pages
from travaux.roadmap.findings import as_at_words
from travaux.roadmap.forms_of_calendars import CalendarForm
from travaux.roadmap.forms_of_timing import (
    AfterForm,
    DeadlineForm,
    LeadForm,
    PeriodForm,
    RangeForm,
)
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_change_plan, may_see_forecast
from travaux.roadmap.states import TimingKind
from travaux.roadmap.timings import LISTS, raw_of, timing_changes, timing_of
from travaux.roadmap.views.roadmap import as_at_of

Kind = RangeForm | AfterForm | PeriodForm | DeadlineForm | CalendarForm | LeadForm
FORMS: dict[str, type[Kind]] = {
    TimingKind.DURATION: RangeForm,
    TimingKind.AFTER: AfterForm,
    TimingKind.PERIOD: PeriodForm,
    TimingKind.DEADLINE: DeadlineForm,
    TimingKind.CALENDAR: CalendarForm,
    TimingKind.LEAD: LeadForm,
}
ADDED = (TimingKind.PERIOD, TimingKind.DEADLINE, TimingKind.LEAD, TimingKind.CALENDAR)


def timing(request: HttpRequest, process: str) -> HttpResponse:
    """All that the forecast knows of time, as at a day, with whose word it is."""
    here = get_object_or_404(Process, code=process)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    as_at, wrong = as_at_of(request)
    plan, known = plan_as_at(here, as_at, clock.today()), timing_of(here, as_at)
    changes = timing_changes(here, as_at)
    context = {
        "process": here,
        "tab": "roadmap",
        "as_at": plan.eye,
        "as_at_words": as_at_words(plan),
        "as_at_wrong": wrong,
        "ranges": pages.range_lines(plan, known),
        "rules": pages.rule_lines(plan, known),
        "kinds": dict(TimingKind.choices),
        "calendars": pages.calendar_lines(known),
        "changes": pages.change_lines(plan, changes),
        "added": [(kind.value, kind.label) for kind in ADDED],
        "may_change": may_change_plan(request.user, here),  # type: ignore[arg-type]
        "query": f"?as-at={as_at.isoformat()}" if as_at else "",
        "demonstration": _("This process and everything in it is invented.")
        if here.demonstration
        else _("Some of the changes on this page are invented.")
        if any(c.demonstration for c in changes)
        else "",
    }
    return render(request, "roadmap/timing.html", context)


def timing_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here = get_object_or_404(Process, code=process)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    as_at, _wrong = as_at_of(request)
    plan, known = plan_as_at(here, as_at, clock.today()), timing_of(here, as_at)
    title = _("Ranges, periods and calendars")
    data = write(
        ending, pages.columns(), pages.rows(plan, known), title=title,
        right_to_left=get_language_bidi(),
    )  # fmt: skip
    return download(data, ending, f"{here.code}-ranges")


@login_required
def timing_change(request: HttpRequest, process: str, kind: str, code: str = "") -> HttpResponse:
    """The form of one range, order, period, deadline, calendar or lead time."""
    here = get_object_or_404(Process, code=process)
    require(may_change_plan(request.user, here))  # type: ignore[arg-type]
    if kind not in FORMS or (not code and kind not in ADDED):
        raise Http404
    before = _before(here, kind, code)
    seen = here.timing_changes.count()
    initial = {
        "known_on": clock.today(),
        "seen": seen,
        "code": code,
        **_initial(here, kind, code, before),
    }
    form, refused, status = FORMS[kind](process=here, initial=initial), "", 200
    if request.method == "POST":
        form = FORMS[kind](request.POST, process=here, initial=initial)
        if form.is_valid():
            try:
                _set(request, form, here, kind, code, before)
            except Refusal as refusal:
                refused = refusal.sentence
                status = 409 if refusal.code == "moved-meanwhile" else 200
                typed = request.POST.copy()  # what was typed stays; what was seen is renewed
                typed["seen"] = str(seen)
                form.data = typed
            else:
                messages.success(request, _("The change is on record."))
                return redirect("roadmap:timing", here.code)
    context = {
        "process": here,
        "tab": "roadmap",
        "what": TimingKind(kind).label,
        "titles": _titles(here, kind, code, before),
        "form": form,
        "refused": refused,
        "out_of_reach": bool(refused) or bool(request.POST.get("anyway")),
        "may_take_out": bool(before) and kind != TimingKind.AFTER,
        "new": not code,
    }
    return render(request, "roadmap/timing_change.html", context, status=status)


def _before(here: Process, kind: str, code: str) -> dict[str, Any]:
    """The table that stands; unknown rules are not found."""
    if kind in {TimingKind.DURATION, TimingKind.AFTER}:
        if not here.milestones.filter(code=code).exists():
            raise Http404
        if kind == TimingKind.AFTER:
            return {}
    if not code:
        return {}
    key, name = LISTS[TimingKind(kind)]
    found = next((row for row in raw_of(here).get(key, []) if row.get(name) == code), None)
    if found is None and kind != TimingKind.DURATION:
        raise Http404
    return dict(found or {})


def _initial(here: Process, kind: str, code: str, before: dict[str, Any]) -> dict[str, Any]:
    form = FORMS[kind]
    if issubclass(form, AfterForm):
        step = plan_as_at(here, None, clock.today()).step(code)
        return {"after": list(here.milestones.filter(code__in=step.after if step else ()))}
    return form.initial_of(before, here)


def _titles(here: Process, kind: str, code: str, before: dict[str, Any]) -> dict[str, str]:
    if kind in {TimingKind.DURATION, TimingKind.AFTER}:
        return dict(here.milestones.get(code=code).titles)
    return dict(before.get("titles") or {})


def _set(
    request: HttpRequest, form: Kind, here: Process, kind: str, code: str, before: Any
) -> None:
    data = form.cleaned_data
    out = data["take_out"] and kind != TimingKind.AFTER
    name = code or data["code"]
    if not code:
        rows = raw_of(here).get(LISTS[TimingKind(kind)][0], [])
        if any(row.get("code") == name for row in rows):
            raise Refusal(Verdict("plan-code-twice", {"code": name}))
    actions.change_timing(
        by=request.user,  # type: ignore[arg-type]
        process=here,
        kind=kind,
        code=name,
        value={} if out else form.table(before),
        reasons=form.texts("reason"),
        known_on=data["known_on"],
        seen=data["seen"],
        anyway=data["anyway"],
        at=clock.now(),
    )
