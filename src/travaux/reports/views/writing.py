"""The reports to the governing body: started, written section by section, frozen."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import direction
from travaux.plumbing.verdicts import Refusal
from travaux.reports import documents
from travaux.reports.actions import freeze_report, keep_proposal, start_report, write_section
from travaux.reports.forms import SectionForm, StartForm
from travaux.reports.rules import WEEKS_BEFORE_SESSION, may_edit, may_write_reports
from travaux.reports.views.reporting import report_at
from travaux.reports.wording import SECTIONS
from travaux.roadmap.models import Process


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
                at=clock.now(),
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, process: str, key: str, section: str) -> HttpResponse:
    """Write the prose of one section."""
    found = report_at(request, process, key)
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
                at=clock.now(),
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
    found = report_at(request, process, key)
    keep_proposal(
        by=signed_in(request),
        report=found,
        shown=request.POST.get("shown") == "yes",
        at=clock.now(),
    )
    where = reverse("reports:report", args=[found.process.code, found.key])
    return redirect(f"{where}#funds")


@login_required
@require_POST
def freeze(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Freeze the report with its figures."""
    found = report_at(request, process, key)
    try:
        freeze_report(by=signed_in(request), report=found, at=clock.now())
    except Refusal as refused:
        messages.add_message(request, messages.WARNING, refused.sentence, extra_tags="warn")
    else:
        messages.add_message(
            request, messages.SUCCESS, _("The report is frozen and public."), extra_tags="good"
        )
    return redirect("reports:report", found.process.code, found.key)
