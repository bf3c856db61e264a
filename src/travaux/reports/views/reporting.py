"""The reports to the governing body: the list of them, one of them, and their files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from travaux.correspondence.queries.clearance import panel
from travaux.correspondence.rules import may_ask_clearance
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import direction
from travaux.plumbing.verdicts import Refusal
from travaux.reports import ahead, documents, queries, tables
from travaux.reports.models import Report, ReportState
from travaux.reports.queries.board import differences
from travaux.reports.rules import (
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


def report_at(request: HttpRequest, process: str, key: str) -> Report:
    """The report of this address, for those who may read it."""
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
    found = report_at(request, process, key)
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
            "clause_rows": tables.clause_rows(figures),
            "milestone_rows": tables.milestone_rows(figures),
            "fund_rows": tables.fund_rows(figures),
            "outlook_lines": ahead.outlook_lines(figures),
            "money_lines": [
                *ahead.money_lines(figures),
                *ahead.scenario_lines(figures),
            ],
            "proposed_lines": ahead.proposed_lines(figures),
            "may_propose": figures.get("outlook") is not None and not figures.get("scenario"),
            "countdown": documents.countdown(found, clock.now().date()),
            "fund_sentence": tables.fund_sentence(figures),
            "consultation_rows": tables.consultation_rows(figures),
            "change_rows": tables.change_rows(changes) if changes else None,
            "since": changes["since"] if changes else "",
            "warnings": tables.warning_lines(figures),
            "challenges": [tables.told(x) for x in figures["challenges"]],
            "next_steps": [tables.told(x) for x in figures["next_steps"]],
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


@require_safe
def report_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """The report as a document, or its figures."""
    found = report_at(request, process, key)
    figures = _figures(found)
    name = (found.symbol or f"{process}-report-{found.number}").replace("/", "-")
    if ending == "json":
        response = JsonResponse(figures, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if ending not in {"docx", "pdf", "html", "md"}:
        raise Http404(ending)
    return exports.download(documents.write(found, ending, figures), ending, name)
