"""The desk of an office: one page with the next step, and its states."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.comments.wording import STANDING_SHAPES, STANDINGS
from travaux.consultations.queries import standing, titles_of
from travaux.consultations.rules import Phase
from travaux.meetings.wording import MODES, STATES
from travaux.offices import queries
from travaux.offices.views.frame import frame, the_office
from travaux.people.models import Office
from travaux.people.queries.offices import is_of_office
from travaux.people.rules.offices import may_set_up_office
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process


@login_required
@never_cache
def office(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The desk: what is the next step, its states, rounds, meetings and reports."""
    here, home, person, at = the_office(request, process, key)
    works = is_of_office(person, here, at)
    covered = queries.rounds_covered(here, home, at)
    live = [c for c in covered if c.phase is Phase.OPEN]
    first = live[0] if live else None
    meetings = list(queries.meetings_kept(here)[:20])
    tracks = list(queries.tracks_kept(here))
    context = {
        **frame(home, here),
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
    here, home, _person, at = the_office(request, process, key)
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
