"""What an office reports: figures as they stand, frozen when they are sent."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.offices import actions, documents, queries, rules
from travaux.offices.forms import ReportForm
from travaux.offices.models import OfficeReport
from travaux.offices.views.frame import frame, the_office
from travaux.people.asking import signed_in
from travaux.people.rules.offices import may_see_office
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, require


@login_required
def send_report(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The figures as they stand, what the office adds, and one button."""
    here, home, person, at = the_office(request, process, key)
    require(rules.may_report(person, here, at))
    form = ReportForm(
        request.POST or None,
        initial={"language": current(), "form_token": secrets.token_hex(16)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.send_report(
                by=person, office=here, process=home, at=at, **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("The report is sent and kept."))
            return redirect("offices:report", process, made.key)
    context = {**frame(home, here), "form": form, **_figures(queries.figures_of(here, home, at))}
    return render(request, "offices/send.html", context, status=422 if form.errors else 200)


def _figures(figures: dict[str, Any]) -> dict[str, Any]:
    """Frozen or live figures as the pages show them."""
    rounds, meetings = documents.round_heads(), documents.meeting_heads()
    return {
        "figures": figures,
        "round_heads": rounds,
        "round_rows": [
            list(zip(rounds, row, strict=True)) for row in documents.round_rows(figures)
        ],
        "silent_rows": documents.silent_rows(figures),
        "meeting_heads": meetings,
        "meeting_rows": [
            list(zip(meetings, row, strict=True)) for row in documents.meeting_rows(figures)
        ],
    }


def _report(request: HttpRequest, process: str, key: str) -> OfficeReport:
    found = queries.report_named(process, key)
    if found is None:
        raise Http404(key)
    require(may_see_office(signed_in(request), found.office, clock.now()))
    return found


@login_required
def report(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A report as it was sent."""
    found = _report(request, process, key)
    context = {
        **frame(found.process, found.office),
        "report": found,
        **_figures(found.figures),
    }
    return render(request, "offices/report.html", context)


@login_required
def report_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """The same as a Word file, or its figures as JSON."""
    found = _report(request, process, key)
    name = f"{process}-office-report-{found.key}"
    if ending == "docx":
        return download(documents.write(found), ending, name)
    whole = {
        "office": found.office.key,
        "names": found.office.names,
        "at": found.at.isoformat(),
        "text": found.text,
        "language": found.language,
        "figures": found.figures,
    }
    data = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    return download(data, "json", name)
