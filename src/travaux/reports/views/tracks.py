"""You said, we did: per track and for oneself; and the closing report of a track."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers.rules import may_see_desk
from travaux.answers.wording import OUTCOME_SHAPES
from travaux.consultations.models import Track
from travaux.consultations.queries import track_named
from travaux.core.texts.document import Block
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.reports import documents_of_tracks as documents
from travaux.reports.queries import tracks as queries
from travaux.reports.queries.closing import Closing, closing_of
from travaux.roadmap.models import Process

PAGE = 30


def _track(process: str, key: str) -> Track:
    found = track_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _invented(track: Track) -> bool:
    """Whether a track, or one of its rounds, was made up for the demonstration."""
    return track.demonstration or queries.rounds_in(track).filter(demonstration=True).exists()


def _frame(process: Process, invented: bool) -> dict[str, Any]:
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
    here, at = _track(process, track), clock.now()
    comments = queries.answered_in(here, person_of(request), at)
    context = {**_frame(here.process, _invented(here)), "track": here}
    return _page(request, comments, context)


@never_cache
def answered_file(request: HttpRequest, process: str, track: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, at = _track(process, track), clock.now()
    comments = queries.answered_in(here, person_of(request), at)
    title = _("You said, we did: %(track)s") % {"track": said(here.titles)}
    return _file(comments, ending, title, f"{process}-{here.key}-answered", _invented(here))


@login_required
@never_cache
def mine(request: HttpRequest, process: str) -> HttpResponse:
    """What oneself said, or the state or organisation one speaks for, and what came of it."""
    here, person = get_object_or_404(Process, code=process), signed_in(request)
    comments = queries.answered_of(person, here, clock.now())
    return _page(request, comments, {**_frame(here, False), "track": None})


@login_required
@never_cache
def mine_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, person = get_object_or_404(Process, code=process), signed_in(request)
    comments = queries.answered_of(person, here, clock.now())
    return _file(comments, ending, _("You said, we did"), f"{process}-answered", False)


@never_cache
def closing(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """The report with which a track closes, made from data."""
    here, found = _closing(request, process, track)
    context = {
        **_frame(here.process, _invented(here)),
        "track": here,
        "found": found,
        "blocks": [_drawn(b) for b in documents.closing_blocks(here, found)],
    }
    return render(request, "reports/closing.html", context)


def _drawn(block: Block) -> dict[str, Any]:
    """A block for the page: each cell of a table knows its heading, for narrow screens."""
    heads, *rows = block.rows or ((),)
    return {
        "kind": block.kind,
        "text": block.text,
        "level": block.level,
        "rows": [heads],
        "labelled": [list(zip(heads, row, strict=False)) for row in rows],
    }


def _closing(request: HttpRequest, process: str, track: str) -> tuple[Track, Closing]:
    here, at, person = _track(process, track), clock.now(), person_of(request)
    staff = bool(may_see_desk(person, process, at))
    return here, closing_of(here, person, at, staff=staff)


@never_cache
def closing_file(request: HttpRequest, process: str, track: str, ending: str) -> HttpResponse:
    """The same as a document, or its figures."""
    here, found = _closing(request, process, track)
    name = f"{process}-{here.key}-closing"
    if ending == "json":
        told = {
            "track": here.key,
            "closed": found.is_closed,
            "rounds": [r.key for r in found.rounds],
            "asked": [list(row) for row in found.asked],
            "comments": found.comments,
            "types": dict(found.types),
            "sections": dict(found.sections),
            "answers_released": found.answered,
            "outcomes": dict(found.outcomes),
            "points": [
                {"words": words, "comments": n, "outcome": code} for words, n, code in found.points
            ],
            "alike": None
            if found.alike is None
            else [{"words": w, "comments": n, "parties": p} for w, n, p in found.alike],
            "paragraphs_changed": found.changed,
            "rounds_withheld": found.withheld,
        }
        return download(json.dumps(told, ensure_ascii=False, indent=1).encode(), ending, name)
    return download(documents.write_closing(here, found, ending), ending, name)
