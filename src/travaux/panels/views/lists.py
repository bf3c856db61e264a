"""The groups of a process, as a page and as files; and beginning one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.panels.reading import read_seats
from travaux.core.problems import Unusable
from travaux.panels import actions, queries, rules
from travaux.panels.forms import NewForm
from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.panels.views.frame import (
    STATE_CLASSES,
    frame,
    process_named,
    seats_words,
    sentence_of,
)
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Role
from travaux.people.queries import holds
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process


def _visible(request: HttpRequest, process: Process) -> list[Panel]:
    """The groups that somebody may see, each with how many nominated are told (`told`)."""
    person = person_of(request)
    insiders = person is not None and holds(person, process.code, [Role.SECRETARIAT, Role.AUDITOR])
    found: list[Any] = list(queries.panels_of(process, all_of_them=insiders))
    for p in found:
        p.told = p.people if insiders else queries.people_told(p, p.people, p.placed)
    place = {p.pk: n for n, p in enumerate(found)}
    # regional groups stand below the group that they come from
    return sorted(
        found,
        key=lambda p: (
            place.get(p.parent_id or p.pk, -1),
            p.parent_id is not None,
            p.region,
        ),
    )


def _seats(panel: Any) -> str:
    """The seats, where they do not tell how many people of a regional group are left out."""
    return "" if panel.told is None else seats_words(panel.seats_low, panel.seats_high)


def listing(request: HttpRequest, process: str) -> HttpResponse:
    """Every group that is chosen or was."""
    here = process_named(process)
    found = _visible(request, here)
    context = {
        **frame(here),
        "panels": [
            {
                "panel": p,
                "seats": _seats(p),
                "class": STATE_CLASSES[PanelState(p.state)],
            }
            for p in found
        ],
        "adopted": sum(p.state == PanelState.ADOPTED and p.parent_id is None for p in found),
        "may_start": rules.may_start_panel(person_of(request), here),
    }
    if found and all(p.demonstration for p in found):
        context["demonstration"] = frame(here, found[0])["demonstration"]
    return render(request, "panels/list.html", context)


def listing_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of groups as a file."""
    here = process_named(process)
    columns = [
        ("group", _("Key")),
        ("title", _("Title")),
        ("first_group", _("First group")),
        ("state", _("Status")),
        ("method", _("Method")),
        ("seats", _("Seats")),
        ("nominated", _("Nominated")),
        ("members", _("Members")),
        ("authority", _("Authority")),
        ("adopted_on", _("Adopted on")),
    ]
    rows = [
        [
            p.key,
            said(p.titles),
            p.parent.key if p.parent is not None else "",
            p.state if ending == "json" else p.get_state_display(),
            "" if p.parent_id else p.method if ending == "json" else p.get_method_display(),
            _seats(p),
            p.told,  # type: ignore[attr-defined]
            p.members,  # type: ignore[attr-defined]
            p.authority,
            p.adopted_on,
        ]
        for p in _visible(request, here)
    ]
    data = write(ending, columns, rows, title=_("Groups"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-groups")


@login_required
def new(request: HttpRequest, process: str) -> HttpResponse:
    """Begin the choosing of a group: its name and its seats."""
    here = process_named(process)
    require(rules.may_start_panel(person_of(request), here))
    form = NewForm(request.POST or None, initial={"seats": "30"})
    if request.method == "POST" and form.is_valid():
        try:
            panel = actions.start_panel(
                by=signed_in(request),
                process=here,
                titles=form.titles(),
                seats=read_seats(form.cleaned_data["seats"]),
                at=clock.now(),
            )
        except (Refusal, Unusable) as refused:
            form.add_error("seats", sentence_of(refused))
        else:
            return redirect("panels:pool", here.code, panel.key)
    context = {**frame(here), "form": form}
    return render(request, "panels/new.html", context, status=422 if form.errors else 200)
