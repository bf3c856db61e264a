"""What every page of this room fetches and shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from travaux.consultations.models import Round
from travaux.consultations.queries import kept_round, round_named, titles_of
from travaux.drafts.models import Version
from travaux.journal.queries import state_of_record
from travaux.roadmap.models import Process


def posted(page: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """An address that takes a form; whoever only opens it (reload, another language) gets the page.

    The page's address takes the same first two parameters.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, process: str, **named: str) -> HttpResponse:
            if request.method != "POST":
                return redirect(page, process, next(iter(named.values())))
            return view(request, process, **named)

        return run

    return wrap


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def round_at(process: str, key: str) -> Round:
    """The round of this address, or nothing here."""
    found = round_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def round_to_show(process: str, key: str) -> Round:
    """The same for pages that only show it: read once for each state of the record."""
    found = kept_round(process, key, state_of_record())
    if found is None:
        raise Http404(key)
    return found


def version_at(process: str, key: str) -> Version:
    """The version of this address, or nothing here."""
    return get_object_or_404(
        Version.objects.select_related("text__process", "based_on__text"),
        key=key,
        text__process__code=process,
    )


def frame(process: Process, round: Round | None = None, invented: bool = False) -> dict[str, Any]:
    """Process, tab, and the sentence of a demonstration."""
    shown = invented or (round is not None and round.demonstration)
    context: dict[str, Any] = {
        "process": process,
        "tab": "answers",
        "demonstration": _(
            "This draft, its comments and their answers are invented, to show how the work goes."
        )
        if shown
        else "",
    }
    if round is not None:
        context |= {"round": round, "round_titles": titles_of(round)}
    return context
