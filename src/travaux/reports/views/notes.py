"""Decision note and appeal for the secretariat; tracker, donor pages and IATI file for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from travaux.core.formats.iati import write_iati
from travaux.core.problems import Unusable
from travaux.funding.rules import may_weigh_scenarios
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.verdicts import refuse, require
from travaux.reports import notes
from travaux.reports.queries.needs import donors, iati_activity, needs, tracker
from travaux.roadmap.models import Process
from travaux.roadmap.views.roadmap import as_at_of

ENDINGS = ("docx", "pdf", "html", "md")
INSIDE = {"decision", "appeal"}


def _asked(request: HttpRequest, process: str, kind: str) -> tuple[Process, date, dict[str, Any]]:
    here = get_object_or_404(Process, code=process)
    if kind not in notes.KINDS:
        raise Http404(kind)
    if kind in INSIDE:
        require(may_weigh_scenarios(request.user, here))  # type: ignore[arg-type]
    day = as_at_of(request)[0] or clock.today()
    try:
        found = tracker(here, day) if kind == "tracker" else needs(here, day)
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    return here, day, found


def _page(request: HttpRequest, process: str, kind: str) -> HttpResponse:
    here, day, found = _asked(request, process, kind)
    shown = notes.document(kind, here, found)
    context = {
        "process": here,
        "tab": "funding",
        "kind": kind,
        "title": shown.title,
        "blocks": shown.blocks,
        "as_at": day,
        "query": f"?as-at={day.isoformat()}",
        "donors": kind == "tracker" and bool(donors(here, day)),
        "demonstration": _("This process and everything in it is invented.")
        if here.demonstration
        else "",
    }
    return render(request, "reports/note.html", context)


@login_required
@require_safe
def note(request: HttpRequest, process: str, kind: str) -> HttpResponse:
    """The decision note or the appeal, as a page."""
    if kind not in INSIDE:
        raise Http404(kind)
    return _page(request, process, kind)


@login_required
@require_safe
def note_file(request: HttpRequest, process: str, kind: str, ending: str) -> HttpResponse:
    """The same as a file."""
    if kind not in INSIDE:
        raise Http404(kind)
    return _file(request, process, kind, ending)


@require_safe
def tracker_page(request: HttpRequest, process: str) -> HttpResponse:
    """What the body asked for: per clause, with dated snapshots, by one rounding rule."""
    return _page(request, process, "tracker")


@require_safe
def tracker_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The tracker as a file."""
    return _file(request, process, "tracker", ending)


def _file(request: HttpRequest, process: str, kind: str, ending: str) -> HttpResponse:
    if ending not in ENDINGS:
        raise Http404(ending)
    here, day, found = _asked(request, process, kind)
    name = f"{here.code}-{kind}-{day.isoformat()}"
    return download(notes.write(kind, here, found, ending), ending, name)


@require_safe
def donor_page(request: HttpRequest, process: str) -> HttpResponse:
    """Per pledge what it paid for, of donors who agreed to be published."""
    here = get_object_or_404(Process, code=process)
    day = as_at_of(request)[0] or clock.today()
    context = {"process": here, "tab": "funding", "rows": donors(here, day), "as_at": day}
    return render(request, "reports/donors.html", context)


@require_safe
def iati_file(request: HttpRequest, process: str) -> HttpResponse:
    """The activity file of the IATI standard."""
    here = get_object_or_404(Process, code=process)
    day = as_at_of(request)[0] or clock.today()
    data = write_iati(iati_activity(here, day))
    response = HttpResponse(data, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{here.code}-iati.xml"'
    return response
