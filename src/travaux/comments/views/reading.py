"""The draft with a button at every paragraph, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from travaux.comments import queries, rules
from travaux.comments.queries import Beside
from travaux.comments.views.frame import person_of
from travaux.consultations.models import Round
from travaux.consultations.queries import round_to_comment_in, rounds_on, standing, titles_of
from travaux.drafts.models import Version
from travaux.drafts.views.frame import opened
from travaux.drafts.views.reading import reading_context
from travaux.plumbing import clock


@dataclass(frozen=True, slots=True)
class Tools:
    """What stands beside one paragraph: the button, and counts of what the reader may read."""

    comments: int
    drafts: int


def _round_asked(request: HttpRequest, version: Version) -> Round | None:
    asked = request.GET.get("round", "")
    if asked:
        return rounds_on(version).filter(key=asked).first()
    return round_to_comment_in(version, clock.now())


def reading(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Read a version, and comment where it goes out."""
    here = opened(request, process, version)
    context = reading_context(request, here)
    round = _round_asked(request, here)
    if round is None:
        return render(request, "drafts/reading.html", context)
    at, person = clock.now(), person_of(request)
    part = context["part"]
    counts = queries.beside(round, part.pks, person, at)
    for block in part.blocks:
        found = [counts[pk] for pk in block.pks if pk in counts]
        block.tools = Tools(sum(b.comments for b in found), sum(b.drafts for b in found))
    appointments = rules.appointments_here(person, process, at)
    verdict = rules.may_comment(person, round, at, appointments)
    now = standing(round, at)
    context |= {
        "round": round,
        "round_titles": titles_of(round),
        "round_standing": now,
        "tools_template": "comments/_tools.html",
        # Whoever is not signed in is shown the button: what they type waits behind the sign-in.
        "buttons": bool(verdict) or (person is None and not now.is_planned),
        "refused": "" if verdict or person is None else verdict.sentence,
        "late": rules.is_late(round, at),
        "whole": counts.get(None, Beside()),
        "own_drafts": queries.own_drafts(person, round=round).count() if person else 0,
        "may_list": now.is_closed,
    }
    if round.demonstration:
        context["demonstration"] = _(
            "This draft, its round and its comments are invented, to show how the work goes."
        )
    return render(request, "comments/reading.html", context)
