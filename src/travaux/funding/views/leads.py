"""Who might give: for the fund-raising officers of the process alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.funding import actions
from travaux.funding.forms import LeadForm
from travaux.funding.models import Lead
from travaux.funding.queries import promises
from travaux.funding.queries.leads import pipeline
from travaux.funding.rules import may_see_leads
from travaux.funding.states import LEAD_MOVES, LeadState
from travaux.funding.wording import LEAD_VERBS
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.windows import day_words


@never_cache
@login_required
def leads(request: HttpRequest, process: str) -> HttpResponse:
    """The leads, what they are worth together, and the gap that would be left."""
    here = get_object_or_404(Process, code=process)
    require(may_see_leads(request.user, here))  # type: ignore[arg-type]
    form, refused = LeadForm(), ""
    if request.method == "POST":
        told: dict[str, Any] = {"by": request.user, "at": clock.now()}
        try:
            if request.POST.get("lead"):
                lead = get_object_or_404(Lead, process=here, key=request.POST["lead"])
                verb, event = request.POST.get("do", ""), request.POST.get("event", "")
                actions.settle_lead(lead=lead, verb=verb, event=event, **told)
                messages.success(request, _("Kept."))
                return redirect("funding:leads", here.code)
            form = LeadForm(request.POST)
            if form.is_valid():
                actions.keep_lead(process=here, **form.cleaned_data, **told)
                messages.success(request, _("Kept."))
                return redirect("funding:leads", here.code)
        except Refusal as refusal:
            refused = refusal.sentence
    found = pipeline(here, plan_as_at(here, None, clock.today()))
    pledges = [
        (e.code or e.key, said(e.party), e.amount, e.currency)
        for e in promises(here, invented=getattr(request.user, "demonstration", False))
    ]
    context = {
        "process": here,
        "tab": "funding",
        "found": found,
        "rows": [
            {
                "lead": x,
                "state": LeadState(x.state).label,
                "day": day_words(x.expected_on),
                "verbs": [(v, LEAD_VERBS[v]) for v, m in LEAD_MOVES.items() if x.state in m.before],
            }
            for x in found.leads
        ],
        "pledges": pledges,
        "ends_on": day_words(found.ends.on) if found.ends else "",
        "ends_line": said(found.line),
        "form": form,
        "refused": refused,
        "demonstration": _("These leads are invented.")
        if any(x.demonstration for x in found.leads)
        else "",
    }
    return render(request, "funding/leads.html", context)
