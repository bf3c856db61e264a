"""The list of meetings, and one meeting."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments.models import Comment
from travaux.meetings.forms import AnnounceForm
from travaux.meetings.models import Meeting
from travaux.meetings.queries import meetings as queries
from travaux.meetings.queries.places import counts_of, states_by_group
from travaux.meetings.queries.travel import groups_named
from travaux.meetings.rules import meetings as rules
from travaux.meetings.rules import places as place_rules
from travaux.meetings.rules.spoken import may_follow_up
from travaux.meetings.telling import calendar_file
from travaux.meetings.views.frame import frame, meeting_at, process_named
from travaux.meetings.wording import ATTRIBUTION, KINDS, MODES, PLACES, STATES
from travaux.people.asking import person_of
from travaux.people.queries.offices import offices_held
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import NAMES, said

PAGE = 30


def meetings(request: HttpRequest, process: str) -> HttpResponse:
    """What is coming and what was held."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    found = queries.meetings_of(here, person, at)
    coming = sorted(
        (m for m in found.filter(ends_at__gte=at)[:PAGE]), key=lambda m: (m.starts_at, m.pk)
    )
    past = Paginator(found.filter(ends_at__lt=at), PAGE).get_page(request.GET.get("page"))

    def line(meeting: Meeting) -> dict[str, Any]:
        return {
            "meeting": meeting,
            "mode": MODES[meeting.mode],
            "state": STATES[meeting.state],
            "place": queries.place_words(meeting),
        }

    context = {
        **frame(here),
        "coming": [line(m) for m in coming],
        "past": [line(m) for m in past],
        "page": past,
        "may_keep": rules.may_keep(person, here, at),
        "offices": offices_held(person, here.code, at),
        "demonstration": _("These meetings are invented, to show how the work goes.")
        if any(m.demonstration for m in [*coming, *past])
        else "",
    }
    return render(request, "meetings/list.html", context)


def list_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of meetings as a file."""
    here, at = process_named(process), clock.now()
    columns = [
        ("meeting", _("Key")),
        ("title", _("Meeting")),
        ("series", _("Series")),
        ("number", _("Number")),
        ("mode", _("How it is held")),
        ("place", _("Place")),
        ("starts_at", _("Begins (UTC)")),
        ("ends_at", _("Ends (UTC)")),
        ("zone", _("Time zone")),
        ("host", _("Host")),
        ("group", _("Group that meets")),
        ("languages", _("Languages")),
        ("state", _("Status")),
        ("minutes", _("Minutes published (UTC)")),
    ]
    machine = ending == "json"
    rows = [
        [
            m.key, queries.name_of(m), said(m.series.titles) if m.series else "", m.number,
            m.mode if machine else str(MODES[m.mode]), queries.place_words(m), m.starts_at,
            m.ends_at, m.zone, queries.host_name(m),
            said(m.group.titles) if m.group else "", m.languages,
            m.state if machine else str(STATES[m.state]), m.minutes_published_at,
        ]
        for m in queries.meetings_of(here, person_of(request), at)
    ]  # fmt: skip
    data = write(ending, columns, rows, title=_("Meetings"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-meetings")


def meeting(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """What, when, where, the agenda with its papers, and how one takes part."""
    here, at, person = meeting_at(request, process, meeting), clock.now(), person_of(request)
    papers = queries.papers_of(here, person, at)
    place = rules.place_of(person, here)
    minutes = rules.reads_minutes(person, here, at)
    inside = rules.takes_part(person, here, at)
    counts = counts_of(here)
    staff = rules.writes(person, here, at)
    context = {
        **frame(here.process, here),
        "items": [
            (item, [p for p in papers if p.paper.item_id == item.pk]) for item in here.items.all()
        ],
        "loose": [p for p in papers if p.paper.item_id is None],
        "papers": len(papers),
        "attribution": ATTRIBUTION[here.attribution],
        "interpreted": [(code, NAMES[code]) for code in here.languages],
        "own": place,
        "own_state": PLACES[place.state] if place else "",
        "may_register": place_rules.is_open(here, at),
        "remote": here.remote_link if inside and here.mode != "in-person" else "",
        "reads_minutes": minutes,
        "decisions": here.decisions.select_related("anchor") if minutes else (),
        "comments": _comments(here) if minutes else 0,
        "counts": [(KINDS[kind], n) for kind, n in counts.alone.items()],
        "others": [KINDS[kind] for kind in counts.together],
        "others_count": counts.together_count,
        "states": states_by_group(here),
        "held": here.participants.filter(attended=True).exists(),
        "changes": here.mode_changes.all(),
        "travel_groups": [names for _code, names in groups_named(here.travel_groups)]
        if here.budget_line_id
        else (),
        "due": rules.papers_due(here),
        "sees_names": rules.sees_names(person, here, at),
        "sees_desk": place_rules.may_see_desk(person, here, at),
        "staff": staff,
        "keeps": rules.keeps(person, here, at),
        "follows": may_follow_up(person, here, at),
        "may_change": rules.may_change(person, here, at),
        "may_announce": rules.may_announce(person, here, at),
        "may_turn": rules.may_turn_online(person, here, at),
        "may_cancel": rules.may_cancel(person, here, at),
        # declarations are asked for in the whole process: not by an office
        "announce": None
        if here.office
        else AnnounceForm(initial={"with_interests": queries.asks_interests(here)}),
    }
    return render(request, "meetings/meeting.html", context)


def _comments(meeting: Meeting) -> int:
    """How many comments came out of what was said; of sealed rounds the count is not told."""
    return Comment.objects.filter(intervention__meeting=meeting, withdrawn_at__isnull=True).count()


def calendar(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The meeting as a calendar takes it."""
    here = meeting_at(request, process, meeting)
    return download(calendar_file(here, clock.now()), "ics", f"meeting-{here.key}")
