"""The queue for support to travel: seen by the secretariat, and by focal points for their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.meetings import actions
from travaux.meetings.forms import TravelForm
from travaux.meetings.models import Meeting
from travaux.meetings.queries.places import participant_named, party_name, registrations
from travaux.meetings.queries.travel import Queue, groups_named, travel_queue
from travaux.meetings.rules import meetings as meeting_rules
from travaux.meetings.rules import places as rules
from travaux.meetings.views.frame import frame, meeting_at
from travaux.meetings.wording import SHAPES, TRAVEL
from travaux.people.asking import signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, require


def _lines(meeting: Meeting, me: Person, at: Any) -> tuple[Queue, list[dict[str, Any]]]:
    found = travel_queue(meeting)
    keeps = meeting_rules.is_secretariat(me, meeting.process.code, at)
    mine = None if keeps else set(registrations(meeting, me, at).values_list("pk", flat=True))
    lines = []
    for one in found.lines:
        person = one.travel.participant
        if mine is not None and person.pk not in mine:
            continue
        lines.append(
            {
                "travel": one.travel,
                "place": one.place,
                "group": one.group,
                "person": person,
                "party": party_name(person),
                "state": TRAVEL[one.travel.state],
                "shape": SHAPES.get(one.travel.state, ""),
            }
        )
    return found, lines


@login_required
def travel(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Who asked for support, in the order of the announced rule, with each decision and its reason."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_see_desk(me, here, at))
    found, lines = _lines(here, me, at)
    keeps = meeting_rules.is_secretariat(me, process, at)
    context = {
        **frame(here.process, here),
        "lines": lines,
        "keeps": keeps,
        "budget": found.budget,
        "granted": found.granted,
        "left": found.left,
        "line": here.budget_line,
        "groups": [names for _code, names in groups_named(here.travel_groups)],
        "currency": here.process.currency,
        "own_order": [] if keeps else lines,
    }
    return render(request, "meetings/travel.html", context)


@login_required
@require_POST
def travel_act(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """A decision with its reason, or the order that a government names."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_see_desk(me, here, at))
    try:
        if request.POST.get("do") == "order":
            _order(request, here, me, at)
        else:
            one = participant_named(here, request.POST.get("participant", ""))
            if one is None:
                raise Http404("participant")
            form = TravelForm(request.POST)
            if form.is_valid():
                actions.decide_travel(
                    by=me, participant=one, grant=request.POST.get("do") == "grant",
                    reason=form.cleaned_data["reason"], estimate=form.cleaned_data["estimate"],
                    language=current(), at=at,
                )  # fmt: skip
            else:
                messages.error(request, _("Write the reason: it goes to the person."))
    except Refusal as refused:
        if refused.code == "not-your-role":
            raise
        messages.error(request, refused.sentence)
    return redirect("meetings:travel", process, meeting)


def _order(request: HttpRequest, here: Meeting, me: Person, at: Any) -> None:
    """Numbers beside the names of one state; the smallest comes first."""
    ranked = []
    for one in registrations(here, me, at).filter(travel__isnull=False):
        number = whole_number(request.POST.get(f"order-{one.key}", ""), None)
        if number is not None:
            one.meeting = here
            ranked.append((number, one.pk, one))
    actions.order_travel(
        by=me, meeting=here, participants=[one for _n, _pk, one in sorted(ranked)], at=at
    )
    messages.success(request, _("The order is on record."))


@login_required
def travel_file(request: HttpRequest, process: str, meeting: str, ending: str) -> HttpResponse:
    """The queue as a file."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_see_desk(me, here, at))
    columns = [
        ("number", _("No.")),
        ("name", _("Name")),
        ("party", _("State or organisation")),
        ("group", _("Comes first as")),
        ("order", _("As their government names them")),
        ("estimate", _("Sum")),
        ("fits", _("Within the budget")),
        ("state", _("Status")),
        ("reason", _("Reason")),
    ]
    machine = ending == "json"
    rows = [
        [
            x["place"].number, x["person"].name, x["party"], said(x["group"]),
            x["travel"].order, x["travel"].estimate,
            x["place"].fits if machine else _("yes") if x["place"].fits else _("no"),
            x["travel"].state if machine else str(x["state"]), x["travel"].reason,
        ]
        for x in _lines(here, me, at)[1]
    ]  # fmt: skip
    data = write(
        ending, columns, rows, title=_("Travel support"), right_to_left=get_language_bidi()
    )
    return download(data, ending, f"travel-{here.key}")
