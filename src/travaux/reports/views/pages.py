"""The overview, the mandate, and the biography of a paragraph."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from travaux.drafts.models import Anchor
from travaux.evidence.queries.releases import release_name
from travaux.grounds.wording import told_grounds
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import said
from travaux.reports import podium, queries
from travaux.reports.wording import STATES, STATION_KINDS
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
    found = queries.overview(here, clock.now())
    days = [(r.ends_at - clock.now()).days for r in found.rounds]
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
    found = queries.biography_of(anchor, request.user, clock.now())  # type: ignore[arg-type]
    if not found.stations:
        raise Http404(key)
    return found


@require_safe
def mandate(request: HttpRequest, process: str) -> HttpResponse:
    """The mandate clause by clause: what is fulfilled, under way, open."""
    here, as_at = _process(process), _as_at(request)
    today = clock.now().date()
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
    status = queries.mandate_status(here, plan_as_at(here, as_at, clock.now().date()))
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
