"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.comments import queries
from travaux.comments.models import Comment
from travaux.consultations.models import Round
from travaux.consultations.queries import round_named, titles_of
from travaux.drafts.models import Version
from travaux.plumbing.languages import SIX
from travaux.roadmap.models import Process


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def round_at(process: str, key: str) -> Round:
    """The round of this address, or nothing here."""
    found = round_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def comment_at(process: str, key: str) -> Comment:
    """The comment of this address, or nothing here."""
    found = queries.round_of_comment(process, key)
    if found is None:
        raise Http404(key)
    return found


def read_in_asked(request: HttpRequest, version: Version) -> str:
    """The translation that `?in=` asks for; "" for the source."""
    asked = request.GET.get("in", "")
    return asked if asked in SIX and asked != version.language else ""


def frame(
    process: Process, round: Round | None = None, tab: str = "consultation"
) -> dict[str, Any]:
    """Process, tab, and the sentence of a demonstration."""
    invented = round is not None and round.demonstration
    sentence = _("This draft, its round and its comments are invented, to show how the work goes.")
    context: dict[str, Any] = {
        "process": process,
        "tab": tab,
        "demonstration": sentence if invented else "",
    }
    if round is not None:
        context |= {"round": round, "round_titles": titles_of(round)}
    return context
