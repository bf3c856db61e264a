"""Pages of tracks: at which levels a process consults, one track, and the form of the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.consultations import actions, queries, rules
from travaux.consultations.forms.tracks import TrackForm, initial_of
from travaux.consultations.models import Track
from travaux.consultations.views.rounds import _frame, _process
from travaux.consultations.wording import KINDS, STEP_NAMES
from travaux.people.asking import person_of, signed_in
from travaux.people.queries.offices import offices_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

COLUMNS = 11


def _track(process: str, key: str) -> Track:
    found = queries.track_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _shown(track: Track, at: Any) -> dict[str, Any]:
    """A track as a page shows it."""
    return {
        "track": track,
        "kind": KINDS[track.kind],
        "audience": queries.audience_of(track),
        "steps": [(STEP_NAMES[s], day) for s, day in track.steps.items() if s in STEP_NAMES],
        "standings": queries.standings(track.rounds.all(), at),
    }


def tracks(request: HttpRequest, process: str) -> HttpResponse:
    """At which levels the process consults, with the dates of each."""
    here, at = _process(process), clock.now()
    found = list(queries.tracks_of(here))
    frame = _frame(here)
    context = {
        **frame,
        "tracks": [_shown(t, at) for t in found],
        "may_set_up": rules.may_set_up_track(person_of(request), here, at),
        "demonstration": _("These tracks are invented, to show how the work goes.")
        if any(t.demonstration for t in found)
        else "",
    }
    return render(request, "consultations/tracks.html", context)


def tracks_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of tracks as a file."""
    here = _process(process)
    columns = [
        ("track", _("Key")),
        ("kind", _("Level")),
        ("title", _("Track")),
        ("audience", _("Who may take part")),
        ("languages", _("Languages")),
        ("visibility", _("While a round is open")),
        ("publication", _("Publication")),
        ("publish_on", _("Date of publication")),
        ("steps", _("Steps and their last days")),
        ("advice", _("On whose advice")),
        ("rounds", _("Rounds")),
    ]
    machine = ending == "json"
    rows = [
        [
            t.key,
            t.kind if machine else str(KINDS[t.kind]),
            said(t.titles),
            queries.audience_of(t),
            t.languages,
            t.visibility,
            t.publication,
            t.publish_on,
            [f"{s if machine else STEP_NAMES.get(s, s)}: {day}" for s, day in t.steps.items()],
            t.advice,
            [r.key for r in t.rounds.all()],
        ]
        for t in queries.tracks_of(here)
    ]
    data = write(ending, columns, rows, title=_("Tracks"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-tracks")


def track_page(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """One track: whom it is for, its rules, its days and its rounds."""
    here, at = _track(process, track), clock.now()
    context = {
        **_frame(here.process),
        **_shown(here, at),
        "may_change": rules.may_set_up_track(person_of(request), here.process, at),
        "demonstration": _("This track is invented, to show how the work goes.")
        if here.demonstration
        else "",
    }
    return render(request, "consultations/track.html", context)


def _form(request: HttpRequest, process: Process, initial: dict[str, Any]) -> TrackForm:
    regional, groups = queries.groups_to_choose()
    return TrackForm(
        request.POST or None,
        initial=initial,
        groups=groups,
        regional=regional,
        organisations=queries.organisations_to_choose(process.code),
        offices=list(offices_in(process.code)),
    )


@login_required
def set_up(request: HttpRequest, process: str) -> HttpResponse:
    """The form by which the secretariat sets up a track."""
    here, at = _process(process), clock.now()
    require(rules.may_set_up_track(person_of(request), here, at))
    form = _form(request, here, {})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_up_track(
                by=signed_in(request), process=here, rules=form.rules(current()), at=at
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("consultations:track", here.code, made.key)
    return _page(request, here, form, None)


@login_required
def change(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """The form by which the secretariat changes a track."""
    here, at = _track(process, track), clock.now()
    require(rules.may_set_up_track(person_of(request), here.process, at))
    form = _form(request, here.process, initial_of(here))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_track(
                by=signed_in(request), track=here, rules=form.rules(current()), at=at
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("consultations:track", process, here.key)
    return _page(request, here.process, form, here)


_FIELDS = {
    "thematic-track-needs-advice": "advice",
    "publication-date-needed": "publish_on",
    "public-stays-public": "publication",
    "members-need-audience": "regions",
    "track-has-begun": "visibility",
}


def _page(
    request: HttpRequest, process: Process, form: TrackForm, track: Track | None
) -> HttpResponse:
    context = {**_frame(process), "form": form, "track": track, "demonstration": ""}
    status = 422 if form.errors else 200
    return render(request, "consultations/track_form.html", context, status=status)
