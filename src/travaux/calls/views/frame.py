"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.calls import queries
from travaux.calls.models import Application, Call
from travaux.calls.rules.calls import is_secretariat, may_see_call
from travaux.calls.wording import KINDS
from travaux.core.problems import Unusable
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.roadmap.models import Process


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def call_at(request: HttpRequest, process: str, key: str) -> Call:
    """The call of this address, for those who may see it."""
    found = queries.call_named(process, key)
    if found is None or not may_see_call(person_of(request), found, clock.now()):
        raise Http404(key)
    return found


def call_for_secretariat(request: HttpRequest, process: str, key: str) -> Call:
    """The call of this address, for the secretariat of its process alone."""
    found = queries.call_named(process, key)
    if found is None:
        raise Http404(key)
    require(is_secretariat(person_of(request), process, clock.now()))
    return found


def application_at(process: str, key: str) -> Application:
    """The application of this address, or nothing here."""
    found = queries.application_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def frame(process: Process, call: Call | None = None) -> dict[str, Any]:
    """Process, tab, and the sentence of a demonstration."""
    invented = call.demonstration if call is not None else False
    sentence = _("This call and all who apply are invented, to show how the work goes.")
    context: dict[str, Any] = {
        "process": process,
        "tab": "calls",
        "demonstration": sentence if invented else "",
    }
    if call is not None:
        context |= {"call": call, "kind": KINDS.get(call.kind, "")}
    return context


def sentence_of(refused: Refusal | Unusable) -> str:
    """A refusal or a problem of the core, in words."""
    return explain(refused) if isinstance(refused, Unusable) else refused.sentence
