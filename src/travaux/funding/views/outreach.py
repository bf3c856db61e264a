"""Where the work was presented, and whom that brought in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.schedules.windows import Window
from travaux.funding import actions
from travaux.funding.forms import OutreachForm
from travaux.funding.models import Outreach, Reached
from travaux.funding.queries import promises
from travaux.funding.rules import may_record_money
from travaux.funding.states import REACHED_MOVES, ReachedState
from travaux.funding.wording import REACHED_VERBS
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import PlannedFact, Process
from travaux.roadmap.windows import window_words


def _counted(here: Process) -> list[dict[str, Any]]:
    rows = []
    for event in here.outreach.prefetch_related("reached"):
        met = list(event.reached.all())
        rows.append(
            {
                "event": event,
                "when": window_words(Window.parse(event.window)),
                "met": len(met),
                "invited": sum(r.state != ReachedState.CONTACT for r in met),
                "gave": sum(r.state in {ReachedState.GAVE, ReachedState.PLEDGED} for r in met),
                "reached": [
                    {
                        "row": r,
                        "state": ReachedState(r.state).label,
                        "verbs": [
                            (v, REACHED_VERBS[v])
                            for v, m in REACHED_MOVES.items()
                            if r.state in m.before
                        ],
                    }
                    for r in met
                ],
            }
        )
    return rows


def outreach(request: HttpRequest, process: str) -> HttpResponse:
    """Every event with how many it reached; whom, the secretariat alone sees."""
    here = get_object_or_404(Process, code=process)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    form, refused = OutreachForm(), ""
    if request.method == "POST":
        require(may)
        told: dict[str, Any] = {"by": request.user, "at": clock.now()}
        try:
            if _done(request, here, told):
                messages.success(request, _("Kept."))
                return redirect("funding:outreach", here.code)
        except Refusal as refusal:
            refused = refusal.sentence
        if "title" in request.POST:
            form = OutreachForm(request.POST)
    context = {
        "process": here,
        "tab": "funding",
        "rows": _counted(here),
        "planned": here.planned_facts.filter(kind=PlannedFact.Kind.OUTREACH),
        "pledges": [
            (e.code or e.key, said(e.party) or e.currency)
            for e in promises(here, invented=getattr(request.user, "demonstration", False))
        ],
        "may": may,
        "form": form,
        "refused": refused,
    }
    return render(request, "funding/outreach.html", context)


def _done(request: HttpRequest, here: Process, told: dict[str, Any]) -> bool:
    post = request.POST
    if post.get("reached"):
        row = get_object_or_404(Reached, outreach__process=here, key=post["reached"])
        verb, event = post.get("do", ""), post.get("event", "")
        actions.move_reached(reached=row, verb=verb, event=event, **told)
        return True
    if post.get("outreach"):
        event_ = get_object_or_404(Outreach, process=here, key=post["outreach"])
        party, consent = post.get("party", ""), post.get("consent", "")
        actions.note_reached(outreach=event_, party=party, consent=consent, **told)
        return True
    form = OutreachForm(post)
    if not form.is_valid():
        return False
    data = form.cleaned_data
    actions.keep_outreach(
        process=here,
        titles={data["language"]: data["title"]},
        **{k: data[k] for k in ("window", "place", "presenter", "material", "source")},
        **told,
    )
    return True


def outreach_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The events with their counts, as a file."""
    here = get_object_or_404(Process, code=process)
    columns = [
        ("event", _("Event")),
        ("when", _("When it happened")),
        ("place", _("Place")),
        ("presenter", _("Who presented")),
        ("material", _("Material")),
        ("met", _("Met")),
        ("invited", _("Invited")),
        ("gave", _("Contributed or pledged")),
        ("source", _("Source")),
    ]
    rows = [
        [
            said(r["event"].titles), r["event"].window, r["event"].place, r["event"].presenter,
            r["event"].material, r["met"], r["invited"], r["gave"], r["event"].source,
        ]
        for r in _counted(here)
    ]  # fmt: skip
    data = write(ending, columns, rows, title=_("Outreach"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-outreach")
