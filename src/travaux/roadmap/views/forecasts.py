"""Pages of the forecast, and of the deadlines worked back from the session."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.processes.outlook import DRAWS, SEED
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import require
from travaux.roadmap import back_pages, forecast_table
from travaux.roadmap import forecast_pages as pages
from travaux.roadmap.asking import Question, question_of
from travaux.roadmap.checks import named
from travaux.roadmap.findings import as_at_words
from travaux.roadmap.forecasts import (
    STRANGERS,
    Ahead,
    look_ahead,
    look_back,
    session_day,
)
from travaux.roadmap.forms import AsAtForm
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan, plan_as_at
from travaux.roadmap.rules import may_change_plan, may_see_forecast
from travaux.roadmap.views.roadmap import as_at_of
from travaux.roadmap.windows import day_words


def _seen(request: HttpRequest, process: str) -> tuple[Process, Plan, str, bool]:
    """The process, its plan as at the day asked for, what is wrong with that day, and whether an
    earlier day was chosen because the session is past."""
    here = get_object_or_404(Process, code=process)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    as_at, wrong = as_at_of(request)
    today, moved = clock.today(), False
    if as_at is None and not request.GET.get("as-at"):
        session, report = session_day(here, today), here.report_defaults.get("cut_off")
        if session is not None and session < today and report:
            as_at, moved = date.fromisoformat(report), True
    return here, plan_as_at(here, as_at, today), wrong, moved


def _ahead(request: HttpRequest, plan: Plan, question: Question) -> tuple[Ahead | None, str, int]:
    """The forecast, without the question where it cannot be asked; what refuses it; the status."""
    staff = may_change_plan(request.user, plan.process)  # type: ignore[arg-type]
    try:
        of = None if staff else STRANGERS
        return look_ahead(plan, question.slips, of, question.moves), question.wrong, 200
    except Unusable as problem:
        status = 429 if problem.code == "forecast-busy" else 200
        ahead = None if question.empty else _ahead(request, plan, Question())[0]
        return ahead, named(plan, problem).sentence, status


def forecast(request: HttpRequest, process: str) -> HttpResponse:
    """When each milestone ends, the chance of the session, what to protect, what if."""
    here, plan, wrong, moved = _seen(request, process)
    question = question_of(request)
    ahead, refused, status = _ahead(request, plan, question)
    context: dict[str, Any] = {
        "process": here,
        "tab": "roadmap",
        "plan": plan,
        "as_at": plan.eye,
        "as_at_words": as_at_words(plan),
        "as_at_wrong": wrong,
        "moved": moved,
        "refused": refused,
        "may_change": may_change_plan(request.user, here),  # type: ignore[arg-type]
        "query": request.GET.urlencode(),
        "draws": DRAWS,
        "seed": SEED,
        "public": here.schedule.get("public") is True,
        "demonstration": _("This process and everything in it is invented.")
        if here.demonstration
        else "",
    }
    if ahead is not None:
        context |= {
            "ahead": ahead,
            "finding": pages.finding(ahead),
            "lines": pages.lines(ahead, question.typed),
            "problems": pages.problems(ahead),
            "overruns": pages.overruns(ahead),
            "protected": pages.protected(ahead),
            "asked": pages.asked_words(ahead),
            "pictures": forecast_table.pictures(ahead, right_to_left=get_language_bidi()),
            "assumed": len(ahead.assumed),
            "ranges": len(ahead.ranges),
            "target_fixed": ahead.target_day is not None,
        }
    return render(request, "roadmap/forecast.html", context, status=status)


def forecast_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The table of the forecast as a file."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here, plan, _wrong, _moved = _seen(request, process)
    ahead, refused, status = _ahead(request, plan, question_of(request))
    if status == 429:
        return HttpResponse(refused, status=status, content_type="text/plain; charset=utf-8")
    if ahead is None:
        raise Http404
    rtl = get_language_bidi()
    data = write(
        ending,
        forecast_table.columns(),
        forecast_table.rows(ahead),
        title=_("Forecast"),
        right_to_left=rtl,
    )
    return download(data, ending, f"{here.code}-forecast-{plan.eye.isoformat()}")


def _session(request: HttpRequest) -> tuple[date | None, str]:
    """Another day of the session that was asked about."""
    typed = request.GET.get("session", "").strip()
    form = AsAtForm({"as_at": typed})
    if not form.is_valid():
        return None, _("“%(typed)s” is not a date.") % {"typed": typed[:40]}
    return form.cleaned_data["as_at"], ""


def back(request: HttpRequest, process: str) -> HttpResponse:
    """The latest days of documents and milestones before the session, in words and as a table."""
    here, plan, wrong, moved = _seen(request, process)
    session, wrong_session = _session(request)
    context: dict[str, Any] = {
        "process": here,
        "tab": "roadmap",
        "plan": plan,
        "as_at": plan.eye,
        "as_at_words": as_at_words(plan),
        "as_at_wrong": wrong,
        "moved": moved,
        "session": session,
        "session_wrong": wrong_session,
        "query": request.GET.urlencode(),
    }
    try:
        timing, network, found = look_back(plan, session)
    except Unusable as problem:
        context["refused"] = named(plan, problem).sentence
    else:
        names = {d.code: said(d.titles) for d in timing.deadlines}
        context |= {
            "found": found,
            "finding": back_pages.back_finding(plan, network, found, names),
            "lines": back_pages.back_lines(plan, found),
            "rules": back_pages.rules(timing),
            "session_words": day_words(found.session),
        }
    return render(request, "roadmap/back.html", context)


def back_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The latest days as a file."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here, plan, _wrong, _moved = _seen(request, process)
    try:
        timing, _network, found = look_back(plan, _session(request)[0])
    except Unusable:
        raise Http404 from None
    names = {d.code: said(d.titles) for d in timing.deadlines}
    data = write(
        ending,
        back_pages.back_columns(),
        back_pages.back_rows(plan, found, names),
        title=_("Latest days"),
        right_to_left=get_language_bidi(),
    )
    return download(data, ending, f"{here.code}-latest-days-{found.session.isoformat()}")
