"""The desks of offices: one page with the next step, coverage, invitations and reports."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.comments.actions.inviting import write_reminders
from travaux.comments.queries.coverage import open_to_all
from travaux.comments.queries.invitations import invitation_words
from travaux.comments.rules import may_remind
from travaux.comments.views.coverage import coverage_rows, rows_file, told
from travaux.comments.views.frame import round_at
from travaux.comments.wording import PARTIES, STANDING_SHAPES, STANDINGS
from travaux.consultations.queries import groups_to_choose, standing, titles_of
from travaux.consultations.rules import Phase
from travaux.core.comments.coverage import BAND
from travaux.design.languages import initial_texts
from travaux.meetings.wording import MODES, STATES
from travaux.offices import actions, documents, queries, rules
from travaux.offices.forms import OfficeForm, ReportForm
from travaux.offices.models import OfficeReport
from travaux.people import actions as people
from travaux.people.asking import signed_in
from travaux.people.models import Office, Person
from travaux.people.queries.offices import is_of_office, office_named, scope_of, states_in_order
from travaux.people.rules.offices import may_see_office, may_set_up_office, may_work_as
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, refuse, require
from travaux.roadmap.models import Process

_FIELDS = {
    "office-needs-name": "name_en",
    "office-name-too-long": "name_en",
    "office-needs-states": "regions",
    "office-region-unknown": "regions",
}


def _frame(
    process: Process, office: Office | None = None, invented: bool = False
) -> dict[str, Any]:
    sentence = _(
        "This office, its states and what they said are invented, to show how the work goes."
    )
    shown = invented or (office is not None and office.demonstration)
    return {
        "process": process,
        "tab": "consultation",
        "office": office,
        "demonstration": sentence if shown else "",
    }


def _office(
    request: HttpRequest, process: str, key: str
) -> tuple[Office, Process, Person, datetime]:
    """The desk of this address, for those who see it."""
    here, person, at = get_object_or_404(Process, code=process), signed_in(request), clock.now()
    found = office_named(process, key)
    if found is None:
        raise Http404(key)
    require(may_see_office(person, found, at))
    return found, here, person, at


def _round(process: str, key: str, office: Office, at: datetime) -> queries.Covered:
    """A round in which one of its states is asked; any other is not for this office."""
    mine = queries.covered(office, round_at(process, key), at)
    if not mine.found.parties:
        raise refuse("round-of-others")
    return mine


@login_required
def offices(request: HttpRequest, process: str) -> HttpResponse:
    """The desks that one sees; the secretariat sets up another, and reads what was reported."""
    here, at, person = get_object_or_404(Process, code=process), clock.now(), signed_in(request)
    may = may_set_up_office(person, process)
    seen = queries.offices_seen(person, here, at)
    form = _form(request, here) if may else None
    if request.method == "POST":
        require(may)
        assert form is not None
        if form.is_valid():
            try:
                made = people.set_up_office(
                    by=person, process_code=process, demonstration=here.demonstration, at=at,
                    **form.told(),
                )  # fmt: skip
            except Refusal as refused:
                form.add_error(_FIELDS.get(refused.code), refused.sentence)
            else:
                return redirect("offices:office", process, made.key)
    context = {
        **_frame(here, invented=any(o.demonstration for o in seen)),
        "offices": [
            {"o": o, "states": len(states_in_order(o)), "people": queries.people_of(o, at)}
            for o in seen
        ],
        "reports": queries.reports_seen(seen, here)[:30],
        "may_set_up": may,
        "form": form,
    }
    bad = form is not None and form.errors
    return render(request, "offices/offices.html", context, status=422 if bad else 200)


def _form(request: HttpRequest, process: Process, initial: Any = None) -> OfficeForm:
    _regional, groups = groups_to_choose()
    return OfficeForm(
        request.POST or None,
        initial=initial,
        groups=groups,
        demonstration=process.demonstration,
    )


@login_required
def list_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, at, person = get_object_or_404(Process, code=process), clock.now(), signed_in(request)
    columns = [
        ("office", _("Key")),
        ("name", _("Office")),
        ("states", _("States")),
        ("people", _("Persons")),
        ("reports", _("Reports")),
    ]
    rows = [
        [
            o.key,
            said(o.names),
            [c.code if ending == "json" else said(c.names) for c in states_in_order(o)],
            [str(a.person) for a in queries.people_of(o, at)],
            queries.reports_of(o).count(),
        ]
        for o in queries.offices_seen(person, here, at)
    ]
    data = write(ending, columns, rows, title=_("Offices"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-offices")


@login_required
def change(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat gives an office another name, or other states."""
    here, home, person, at = _office(request, process, key)
    require(may_set_up_office(person, process))
    initial = {
        **initial_texts("name", here.names),
        "regions": here.regions,
        "states": list(here.listed.values_list("code", flat=True)),
    }
    form = _form(request, home, initial)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_office(by=person, office=here, at=at, **form.told())
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("offices:office", process, key)
    context = {**_frame(home, here), "form": form}
    return render(request, "offices/change.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def office(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The desk: what is the next step, its states, rounds, meetings and reports."""
    here, home, person, at = _office(request, process, key)
    works = is_of_office(person, here, at)
    covered = queries.rounds_covered(here, home, at)
    live = [c for c in covered if c.phase is Phase.OPEN]
    first = live[0] if live else None
    meetings = list(queries.meetings_kept(here)[:20])
    tracks = list(queries.tracks_kept(here))
    context = {
        **_frame(home, here),
        "works": works,
        "next": _next(here, home, covered, tracks, meetings) if works else None,
        "may_set_up": may_set_up_office(person, process),
        "people": queries.people_of(here, at),
        "states": [
            {
                "line": s,
                "name": said(s.country.names),
                "words": STANDINGS[s.party.standing] if s.party else "",
                "shape": STANDING_SHAPES.get(s.party.standing, "") if s.party else "",
            }
            for s in queries.state_lines(here, at, first.found if first else None)
        ],
        "first": first,
        "first_titles": titles_of(first.round) if first else {},
        "covered": [
            {
                "c": c,
                "titles": titles_of(c.round),
                "standing": standing(c.round, at),
                "own": c.round.track is not None and c.round.track.office_id == here.pk,
            }
            for c in covered
        ],
        "tracks": tracks,
        "meetings": [(m, MODES[m.mode], STATES[m.state]) for m in meetings],
        "reports": queries.reports_of(here)[:20],
    }
    return render(request, "offices/office.html", context)


def _next(
    office: Office, process: Process, covered: list[queries.Covered], tracks: Any, meetings: Any
) -> dict[str, Any]:
    """The one next step: the first that holds of these, in the order of what cannot wait."""
    code = process.code
    for one in covered:
        if one.phase is Phase.OPEN and one.reachable:
            n = len(one.reachable)
            words = ngettext(
                "One party that can be reached has not been heard.",
                "%(n)s parties that can be reached have not been heard.",
                n,
            ) % {"n": n}
            place = reverse("offices:invite", args=[code, office.key, one.round.key])
            return {"why": words, "do": _("Invite or remind them"), "place": place}
    planned = {c.round.track_id for c in covered if c.phase is not Phase.CLOSED}
    for track in tracks:
        if track.pk not in planned:
            place = f"{reverse('consultations:open', args=[code])}?track={track.key}"
            words = _("No round is open in the track of this office: %(track)s") % {
                "track": said(track.titles)
            }
            return {"why": words, "do": _("Open a round"), "place": place}
    for meeting in meetings:
        if meeting.state == "draft":
            words = _("A meeting is prepared and not announced: %(name)s") % {
                "name": said(meeting.titles)
            }
            place = reverse("meetings:meeting", args=[code, meeting.key])
            return {"why": words, "do": _("Go to the meeting"), "place": place}
    return {
        "why": _("Everyone of your states who can be reached has been heard, or no round is open."),
        "do": _("Report to the secretariat"),
        "place": reverse("offices:send-report", args=[code, office.key]),
    }


@login_required
def states_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """The states of an office, who speaks for each, and how it stands in the open round."""
    here, home, _person, at = _office(request, process, key)
    live = [c for c in queries.rounds_covered(here, home, at) if c.phase is Phase.OPEN]
    columns = [
        ("state", _("State")),
        ("name", _("Name")),
        ("speakers", _("Focal points")),
        ("round", _("Round")),
        ("standing", _("Status")),
    ]
    machine = ending == "json"
    rows = [
        [
            s.country.code,
            said(s.country.names),
            [str(p) for p in s.speakers],
            live[0].round.key if live else "",
            (str(s.party.standing) if machine else str(STANDINGS[s.party.standing]))
            if s.party
            else "",
        ]
        for s in queries.state_lines(here, at, live[0].found if live else None)
    ]
    data = write(ending, columns, rows, title=_("States"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-office-{here.key}")


@login_required
@never_cache
def coverage(request: HttpRequest, process: str, key: str, round: str) -> HttpResponse:
    """Who of its states and organisations was asked and heard in a round."""
    here, home, person, at = _office(request, process, key)
    mine = _round(process, round, here, at)
    context = {
        **_frame(home, here),
        "round": mine.round,
        "round_titles": titles_of(mine.round),
        "standing": standing(mine.round, at),
        "staff": True,  # of its own states it reads all that the secretariat reads
        "works": is_of_office(person, here, at),
        "openness": open_to_all(mine.round, at),
        "at": at,
        "band": BAND,
        **told(mine.round, at, staff=True, within=scope_of(here)),
    }
    return render(request, "offices/coverage.html", context)


@login_required
def coverage_file(
    request: HttpRequest, process: str, key: str, round: str, ending: str
) -> HttpResponse:
    """The same as a file."""
    here, _home, _person, at = _office(request, process, key)
    mine = _round(process, round, here, at)
    rows = coverage_rows(mine.round, at, staff=True, within=scope_of(here))
    return rows_file(rows, ending, f"{process}-{mine.round.key}-office-coverage", staff=True)


@login_required
@never_cache
def invite(request: HttpRequest, process: str, key: str, round: str) -> HttpResponse:
    """Whom to write to, and what they will read; then it goes, once a day at most."""
    here, home, person, at = _office(request, process, key)
    require(may_work_as(person, here, at))
    mine = _round(process, round, here, at)
    verdict = may_remind(person, mine.round, at, here)
    open_ = mine.reachable
    asked = (
        request.POST.getlist("party")[:500] if request.method == "POST" else [p.key for p in open_]
    )
    error = ""
    if request.method == "POST":
        try:
            written = write_reminders(
                by=person, round=mine.round, parties=asked, office=here, at=at
            )
        except Refusal as refused:
            error = refused.sentence
        else:
            if written:
                words = ngettext(
                    "One message is on its way.", "%(n)s messages are on their way.", written
                )
                messages.success(request, words % {"n": written})
            else:
                messages.info(
                    request, _("Nobody was chosen, or all were written to today already.")
                )
            return redirect("offices:office", process, key)
    context = {
        **_frame(home, here),
        "round": mine.round,
        "round_titles": titles_of(mine.round),
        "verdict": verdict,
        "error": error,
        "parties": [
            {
                "p": p,
                "name": mine.found.name_of(p.key),
                "kind": PARTIES[p.kind],
                "words": STANDINGS[p.standing],
                "chosen": p.key in asked,
            }
            for p in open_
        ],
        "unreachable": [
            mine.found.name_of(p.key) for p in mine.found.coverage.unheard if not p.reachable
        ],
        "sample": _sample(mine, open_),
    }
    return render(request, "offices/invite.html", context, status=422 if error else 200)


def _sample(mine: queries.Covered, open_: list[Any]) -> tuple[str, str] | None:
    """The message as the first of them reads it, in the language of the page."""
    if not open_:
        return None
    name = mine.found.name_of(open_[0].key)
    return invitation_words(mine.round, name, "…", again=open_[0].invited, language=current())


@login_required
def send_report(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The figures as they stand, what the office adds, and one button."""
    here, home, person, at = _office(request, process, key)
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
    context = {**_frame(home, here), "form": form, **_figures(queries.figures_of(here, home, at))}
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
        **_frame(found.process, found.office),
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
