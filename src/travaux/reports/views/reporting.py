"""The reports to the governing body: started, written section by section, frozen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from travaux.correspondence.queries.clearance import panel
from travaux.correspondence.rules import may_ask_clearance
from travaux.people.asking import signed_in
from travaux.plumbing import exports
from travaux.plumbing.clock import now
from travaux.plumbing.languages import direction
from travaux.plumbing.verdicts import Refusal
from travaux.reports import ahead, documents, queries
from travaux.reports.actions import freeze_report, keep_proposal, start_report, write_section
from travaux.reports.forms import SectionForm, StartForm
from travaux.reports.models import Report, ReportState
from travaux.reports.queries.board import differences
from travaux.reports.rules import (
    WEEKS_BEFORE_SESSION,
    WORDS_AT_MOST,
    may_edit,
    may_freeze,
    may_read,
    may_write_reports,
    what_is_cleared,
    within_length,
)
from travaux.reports.wording import SECTIONS
from travaux.roadmap.models import Process


def _readable(request: HttpRequest, process: Process) -> list[Report]:
    rows = Report.objects.filter(process=process).select_related("process", "previous")
    return [r for r in rows.order_by("-number") if may_read(request.user, r)]


@require_safe
def reports(request: HttpRequest, process: str) -> HttpResponse:
    """All reports to the governing body."""
    here = get_object_or_404(Process, code=process)
    rows: list[dict[str, Any]] = [
        {"report": r, "title": documents.title(r)} for r in _readable(request, here)
    ]
    return render(
        request,
        "reports/list.html",
        {
            "process": here,
            "tab": "reports",
            "rows": rows,
            "may_write": may_write_reports(request.user, here),
            "demonstration": _("Reports marked so are demonstrations.")
            if any(r["report"].demonstration for r in rows)
            else "",
        },
    )


@require_safe
def reports_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of reports."""
    here = get_object_or_404(Process, code=process)
    columns = [
        ("number", _("No.")),
        ("symbol", _("Symbol")),
        ("title", _("Title")),
        ("cut_off", _("As at")),
        ("session_on", _("Session")),
        ("frozen_at", _("Frozen")),
        ("demonstration", _("Demonstration")),
    ]
    rows = [
        (
            r.number, r.symbol, documents.title(r), r.cut_off, r.session_on, r.frozen_at,
            "yes" if r.demonstration else "",
        )
        for r in _readable(request, here)
    ]  # fmt: skip
    data = exports.write(
        ending, columns, rows, title=_("Reports"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{here.code}-reports")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, process: str) -> HttpResponse:
    """Start the next report."""
    here = get_object_or_404(Process, code=process)
    verdict = may_write_reports(request.user, here)
    if not verdict:
        raise Refusal(verdict)
    defaults = here.report_defaults or {}
    form = StartForm(request.POST or None, initial={"cut_off": defaults.get("cut_off")})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        session_on = values["session_on"]
        weeks = int(defaults.get("weeks_before_session", WEEKS_BEFORE_SESSION))
        try:
            made = start_report(
                by=signed_in(request),
                process=here,
                at=now(),
                cut_off=values["cut_off"],
                cut_off_assumed=values["cut_off_assumed"],
                original_language=values["original_language"],
                symbol=values["symbol"],
                distribution=values["distribution"],
                session=defaults.get("body", {}),
                session_on=session_on,
                agenda=values["agenda"],
                submitted_on=session_on - timedelta(weeks=weeks) if session_on else None,
                dated_on=values["dated_on"],
                demonstration=here.demonstration,
            )
        except Refusal as refused:
            form.add_error("cut_off", refused.sentence)
        else:
            return redirect("reports:report", here.code, made.key)
    return render(request, "reports/start.html", {"process": here, "tab": "reports", "form": form})


def _report(request: HttpRequest, process: str, key: str) -> Report:
    found = (
        Report.objects.filter(process__code=process, key=key)
        .select_related("process", "previous")
        .first()
    )
    if found is None:
        raise Http404(key)
    verdict = may_read(request.user, found)
    if not verdict:
        raise Refusal(verdict)
    return found


def _figures(report: Report) -> dict[str, Any]:
    """Kept ones when frozen, those of the record as at the cut-off before."""
    if report.state == ReportState.FROZEN:
        return dict(report.figures)
    return queries.figures_of(report)


@require_safe
def report(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One report, as a page."""
    found = _report(request, process, key)
    figures = _figures(found)
    words = documents.words_in(found, figures)
    limit = int(found.process.report_defaults.get("words_at_most", WORDS_AT_MOST))
    changes = (
        differences(figures, found.previous.figures)
        if found.previous and found.previous.figures
        else None
    )
    return render(
        request,
        "reports/report.html",
        {
            "process": found.process,
            "tab": "reports",
            "report": found,
            "title": documents.title(found),
            "cut_off_line": documents.cut_off_line(found),
            "mandate_line": documents.mandate_line(found),
            "prose_dir": direction(found.original_language),
            "prose": {s: (found.prose or {}).get(s, "") for s in SECTIONS},
            "sections": SECTIONS,
            "clause_rows": documents.clause_rows(figures),
            "milestone_rows": documents.milestone_rows(figures),
            "fund_rows": documents.fund_rows(figures),
            "outlook_lines": ahead.outlook_lines(figures),
            "money_lines": [
                *ahead.money_lines(figures),
                *ahead.scenario_lines(figures),
            ],
            "proposed_lines": ahead.proposed_lines(figures),
            "may_propose": figures.get("outlook") is not None and not figures.get("scenario"),
            "countdown": documents.countdown(found, now().date()),
            "fund_sentence": documents.fund_sentence(figures),
            "consultation_rows": documents.consultation_rows(figures),
            "change_rows": documents.change_rows(changes) if changes else None,
            "since": changes["since"] if changes else "",
            "warnings": documents.warning_lines(figures),
            "challenges": [documents.told(x) for x in figures["challenges"]],
            "next_steps": [documents.told(x) for x in figures["next_steps"]],
            "words": words,
            "limit": limit,
            "length": within_length(words, limit),
            "may_edit": may_edit(request.user, found),
            **_clearance(request, found),
            "demonstration": _("This report is a demonstration.") if found.demonstration else "",
        },
    )


def _clearance(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What a page of a report that is not frozen shows of its clearance."""
    if report.state == ReportState.FROZEN or not request.user.is_authenticated:
        return {}
    kept = queries.figures_of(report)
    code = report.process.code
    return {
        "panel": panel(request.user, code, "report", report.key, what_is_cleared(report, kept)),
        "may_ask": may_ask_clearance(request.user, code),
        "may_freeze": may_freeze(request.user, report, kept),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, process: str, key: str, section: str) -> HttpResponse:
    """Write the prose of one section."""
    found = _report(request, process, key)
    verdict = may_edit(request.user, found)
    if not verdict:
        raise Refusal(verdict)
    if section not in SECTIONS:
        raise Http404(section)
    stands = (found.prose or {}).get(section, "")
    initial = {"text": stands, "seen_revision": found.revision}
    form = SectionForm(request.POST or None, initial=initial)
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            write_section(
                by=signed_in(request),
                report=found,
                section=section,
                text=form.cleaned_data["text"],
                seen_revision=form.cleaned_data["seen_revision"],
                at=now(),
            )
        except Refusal as refused:
            form.add_error("text", refused.sentence)
            theirs = stands
            form.data = {**request.POST.dict(), "seen_revision": str(found.revision)}
        else:
            where = reverse("reports:report", args=[found.process.code, found.key])
            return redirect(f"{where}#{section}")
    return render(
        request,
        "reports/section.html",
        {
            "process": found.process,
            "tab": "reports",
            "report": found,
            "title": documents.title(found),
            "heading": SECTIONS[section],
            "form": form,
            "theirs": theirs,
            "prose_dir": direction(found.original_language),
        },
    )


@login_required
@require_POST
def propose(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What follows without more money is put into the report, or left out."""
    found = _report(request, process, key)
    keep_proposal(
        by=signed_in(request), report=found, shown=request.POST.get("shown") == "yes", at=now()
    )
    where = reverse("reports:report", args=[found.process.code, found.key])
    return redirect(f"{where}#funds")


@login_required
@require_POST
def freeze(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Freeze the report with its figures."""
    found = _report(request, process, key)
    try:
        freeze_report(by=signed_in(request), report=found, at=now())
    except Refusal as refused:
        messages.add_message(request, messages.WARNING, refused.sentence, extra_tags="warn")
    else:
        messages.add_message(
            request, messages.SUCCESS, _("The report is frozen and public."), extra_tags="good"
        )
    return redirect("reports:report", found.process.code, found.key)


@require_safe
def report_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """The report as a document, or its figures."""
    found = _report(request, process, key)
    figures = _figures(found)
    name = (found.symbol or f"{process}-report-{found.number}").replace("/", "-")
    if ending == "json":
        response = JsonResponse(figures, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if ending not in {"docx", "pdf", "html", "md"}:
        raise Http404(ending)
    return exports.download(documents.write(found, ending, figures), ending, name)
