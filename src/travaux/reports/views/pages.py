"""The overview, the mandate and the reports to the governing body."""

from __future__ import annotations

from datetime import date, timedelta
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
from travaux.drafts.models import Anchor
from travaux.evidence.queries.releases import release_name
from travaux.grounds.wording import told_grounds
from travaux.people.asking import signed_in
from travaux.plumbing import exports
from travaux.plumbing.clock import now
from travaux.plumbing.languages import direction, said
from travaux.plumbing.verdicts import Refusal
from travaux.reports import documents, podium, queries
from travaux.reports.actions import freeze_report, start_report, write_section
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
from travaux.reports.wording import SECTIONS, STATES, STATION_KINDS
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at


def _process(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def _as_at(request: HttpRequest) -> date | None:
    """The date asked for; a date that cannot be read is none."""
    try:
        return date.fromisoformat(request.GET.get("as-at", ""))
    except ValueError:
        return None


def _invented() -> str:
    return _(
        "The text, its rounds and comments are invented. The dates and sums of the plan are real."
    )


@require_safe
def overview(request: HttpRequest, process: str) -> HttpResponse:
    """What is open now, until when, and what is missing."""
    here = _process(process)
    found = queries.overview(here, now())
    days = [(r.ends_at - now()).days for r in found.rounds]
    return render(
        request,
        "reports/overview.html",
        {
            "process": here,
            "tab": "overview",
            "o": found,
            "days_left": days[0] if days else None,
            "states": STATES,
            "demonstration": _invented() if found.demonstration else "",
        },
    )


@require_safe
def biography(request: HttpRequest, process: str, anchor: str) -> HttpResponse:
    """One paragraph through the drafts: its words, what was said, what became of it."""
    here = _process(process)
    found = _biography(request, here, anchor)
    demonstration = any(station.version.demonstration for station in found.stations) or any(
        g.ground.demonstration for g in found.grounds
    )
    return render(
        request,
        "reports/biography.html",
        {
            "process": here,
            "tab": "drafts",
            "b": found,
            "grounds": told_grounds(found.grounds),
            "title": podium.title_of(found),
            "kinds": STATION_KINDS,
            "demonstration": _invented() if demonstration else "",
        },
    )


@require_safe
def biography_file(request: HttpRequest, process: str, anchor: str, ending: str) -> HttpResponse:
    """The same as a file for the podium."""
    if ending not in {"docx", "pdf", "html", "md"}:
        raise Http404(ending)
    found = _biography(request, _process(process), anchor)
    return exports.download(podium.write(found, ending), ending, f"paragraph-{anchor}")


def _biography(request: HttpRequest, process: Process, key: str) -> queries.Biography:
    anchor = get_object_or_404(
        Anchor.objects.select_related("text__process"), key=key, text__process=process
    )
    found = queries.biography_of(anchor, request.user, now())  # type: ignore[arg-type]
    if not found.stations:
        raise Http404(key)
    return found


@require_safe
def mandate(request: HttpRequest, process: str) -> HttpResponse:
    """The mandate clause by clause: what is fulfilled, under way, open."""
    here, as_at = _process(process), _as_at(request)
    today = now().date()
    plan = plan_as_at(here, as_at, today)
    status = queries.mandate_status(here, plan)
    counts = {s: sum(c.state == s for c in status) for s in ("fulfilled", "under-way", "open")}
    return render(
        request,
        "reports/mandate.html",
        {
            "process": here,
            "tab": "overview",
            "clauses": status,
            "counts": counts,
            "as_at": as_at or today,
            "plan": plan,
            "states": STATES,
        },
    )


@require_safe
def mandate_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The state of the mandate as a list."""
    here, as_at = _process(process), _as_at(request)
    status = queries.mandate_status(here, plan_as_at(here, as_at, now().date()))
    columns = [
        ("clause", _("Clause")),
        ("request", _("Request")),
        ("clause_state", _("State of the clause")),
        ("deliverable", _("Deliverable")),
        ("state", _("Status")),
        ("milestones", _("Milestones")),
        ("drafts", _("Drafts")),
        ("rounds", _("Rounds of comments")),
        ("reports", _("Reports")),
        ("releases", _("Releases of the assessment")),
    ]
    rows = [
        (
            c.clause.code,
            said(c.clause.titles),
            str(STATES[c.state]),
            said(d.deliverable.titles),
            str(STATES[d.state]),
            [said(s.milestone.titles) for s in d.steps],
            [v.symbol or said(v.titles) for v in d.versions],
            [said(r.titles) for r in d.rounds],
            [r.symbol or str(r.number) for r in d.reports],
            [r.symbol or release_name(r) for r in d.releases],
        )
        for c in status
        for d in c.deliverables
    ]
    data = exports.write(
        ending, columns, rows, title=_("Mandate"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{here.code}-mandate")


def _readable(request: HttpRequest, process: Process) -> list[Report]:
    rows = Report.objects.filter(process=process).select_related("process", "previous")
    return [r for r in rows.order_by("-number") if may_read(request.user, r)]


@require_safe
def reports(request: HttpRequest, process: str) -> HttpResponse:
    """All reports to the governing body."""
    here = _process(process)
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
    here = _process(process)
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
    here = _process(process)
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
    return queries.figures(report.process, report.cut_off)


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
            "outlook_lines": documents.outlook_lines(figures),
            "money_lines": [
                *documents.money_lines(figures),
                *documents.scenario_lines(figures),
            ],
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
    kept = queries.figures(report.process, report.cut_off, "en")
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
