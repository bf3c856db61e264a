"""The offices of a process: which there are, setting one up, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.consultations.queries import groups_to_choose
from travaux.design.languages import initial_texts
from travaux.offices import queries
from travaux.offices.forms import OfficeForm
from travaux.offices.views.frame import frame, the_office
from travaux.people import actions as people
from travaux.people.asking import signed_in
from travaux.people.queries.offices import states_in_order
from travaux.people.rules.offices import may_set_up_office
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

_FIELDS = {
    "office-needs-name": "name_en",
    "office-name-too-long": "name_en",
    "office-needs-states": "regions",
    "office-region-unknown": "regions",
}


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
        **frame(here, invented=any(o.demonstration for o in seen)),
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
    here, home, person, at = the_office(request, process, key)
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
    context = {**frame(home, here), "form": form}
    return render(request, "offices/change.html", context, status=422 if form.errors else 200)
