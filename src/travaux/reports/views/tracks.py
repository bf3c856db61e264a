"""You said, we did: per track and for oneself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers.wording import OUTCOME_SHAPES
from travaux.consultations.models import Track
from travaux.consultations.queries import track_named
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.reports import documents_of_tracks as documents
from travaux.reports.queries import tracks as queries
from travaux.roadmap.models import Process

PAGE = 30


def the_track(process: str, key: str) -> Track:
    found = track_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def is_invented(track: Track) -> bool:
    """Whether a track, or one of its rounds, was made up for the demonstration."""
    return track.demonstration or queries.rounds_in(track).filter(demonstration=True).exists()


def frame(process: Process, invented: bool) -> dict[str, Any]:
    sentence = _("This draft, its round and its comments are invented, to show how the work goes.")
    return {
        "process": process,
        "tab": "consultation",
        "demonstration": sentence if invented else "",
    }


def _page(request: HttpRequest, comments: Any, context: dict[str, Any]) -> HttpResponse:
    found = queries.with_what_they_need(comments)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = queries.said_rows(list(page.object_list))
    context |= {
        "page": page,
        "rows": [
            {
                "it": r,
                "words": documents.changed_words(r),
                "shape": OUTCOME_SHAPES.get(r.line.outcome, ""),
            }
            for r in rows
        ],
    }
    return render(request, "reports/said.html", context)


def _file(comments: Any, ending: str, title: str, name: str, invented: bool) -> HttpResponse:
    rows = queries.said_rows(list(queries.with_what_they_need(comments)))
    if ending == "docx":
        return download(documents.write_said(title, rows, invented), ending, name)
    heads, *table = documents.said_table(rows)
    keys = ("number", "member", "place", "said", "answered", "changed")
    data = write(
        ending,
        list(zip(keys, heads, strict=True)),
        table,
        title=title,
        right_to_left=get_language_bidi(),
    )
    return download(data, ending, name)


@never_cache
def answered(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """What was said in a track, what was answered, what changed in the text; after the release."""
    here, at = the_track(process, track), clock.now()
    comments = queries.answered_in(here, person_of(request), at)
    context = {**frame(here.process, is_invented(here)), "track": here}
    return _page(request, comments, context)


@never_cache
def answered_file(request: HttpRequest, process: str, track: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, at = the_track(process, track), clock.now()
    comments = queries.answered_in(here, person_of(request), at)
    title = _("You said, we did: %(track)s") % {"track": said(here.titles)}
    return _file(comments, ending, title, f"{process}-{here.key}-answered", is_invented(here))


@login_required
@never_cache
def mine(request: HttpRequest, process: str) -> HttpResponse:
    """What oneself said, or the state or organisation one speaks for, and what came of it."""
    here, person = get_object_or_404(Process, code=process), signed_in(request)
    comments = queries.answered_of(person, here, clock.now())
    return _page(request, comments, {**frame(here, False), "track": None})


@login_required
@never_cache
def mine_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, person = get_object_or_404(Process, code=process), signed_in(request)
    comments = queries.answered_of(person, here, clock.now())
    return _file(comments, ending, _("You said, we did"), f"{process}-answered", False)
