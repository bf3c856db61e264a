"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.problems import Unusable
from travaux.panels import queries, rules
from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.people.asking import person_of
from travaux.plumbing.languages import direction
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import SENTENCES, Refusal, explain, require, sentence
from travaux.roadmap.models import Process

STATE_CLASSES = {
    PanelState.PREPARING: "maybe",
    PanelState.FROZEN: "fixed",
    PanelState.COMPUTED: "doing",
    PanelState.ADOPTED: "done",
}


def process_named(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def panel_at(request: HttpRequest, process: str, key: str) -> Panel:
    """The group of this address, for those who may see it."""
    found = queries.panel_named(process, key)
    if found is None or not rules.may_see_panel(person_of(request), found):
        raise Http404(key)
    return found


def panel_for_staff(request: HttpRequest, process: str, key: str) -> Panel:
    """The group of this address, for those who may see names and scores."""
    found = queries.panel_named(process, key)
    if found is None:
        raise Http404(key)
    require(rules.may_see_pool(person_of(request), found))
    return found


def frame(process: Process, panel: Panel | None = None) -> dict[str, Any]:
    """Process, tab, and the sentence of a demonstration."""
    context: dict[str, Any] = {"process": process, "tab": "panels", "demonstration": ""}
    if panel is not None:
        if panel.demonstration:
            context["demonstration"] = _(
                "This group, its call and all who were nominated are invented, to show how the "
                "work goes."
            )
        context |= {
            "panel": panel,
            "state_class": STATE_CLASSES[PanelState(panel.state)],
            "seats": seats_words(panel.seats_low, panel.seats_high),
        }
    return context


def seats_words(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def sentence_of(refused: Refusal | Unusable) -> str:
    """A refusal or a problem of the core, in words."""
    return explain(refused) if isinstance(refused, Unusable) else refused.sentence


def failed_status(form: forms.Form) -> int:
    """422 where what was typed cannot be taken."""
    return 422 if form.errors else 200


def offered_words(count: int) -> str:
    """How many places were offered, and where their letters are."""
    said = ngettext(
        "One place is offered; its letter is held in the outbox until you send it.",
        "%(n)s places are offered; their letters are held in the outbox until you send them.",
        count,
    )
    return said % {"n": count} if count else _("Nobody was left to ask.")


def failure_of(job: Job) -> str:
    """Why long work stopped, in words; "" where it did not."""
    if job.state != Job.State.FAILED:
        return ""
    code = str(job.said.get("code", "job-broke"))
    return sentence(code if code in SENTENCES else "job-broke", job.said.get("facts", {}))


def row_picture(low: int, high: int | None, chosen: int, top: int) -> dict[str, Any]:
    """Range and choice as marks on a line of 200 units, `top` seats long."""
    unit = 200 / max(top, 1)
    start = max(0.0, low * unit - 7)
    end = 207.0 if high is None else min(206.0, high * unit + 7)
    return {
        "x": round(start, 1),
        "width": round(end - start, 1),
        "open": high is None,
        "at": round(min(max(chosen * unit, 6), 200), 1),
        "turned": direction_now() == "rtl",
    }


def direction_now() -> str:
    from travaux.plumbing.languages import current

    return direction(current())
