"""The register of risks, by what weighs most."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap import actions
from travaux.roadmap.forms import RiskForm
from travaux.roadmap.models import PlannedFact, Process, Risk
from travaux.roadmap.rules import may_change_plan, may_see_forecast
from travaux.roadmap.states import RISK_MOVES, RiskState
from travaux.roadmap.wording import RISK_VERBS


def _rows(here: Process) -> list[Risk]:
    rows = here.risks.select_related("milestone").order_by("pk")
    return sorted(rows, key=lambda r: (r.state != RiskState.OPEN, -r.weight, r.pk))


def risks(request: HttpRequest, process: str) -> HttpResponse:
    """Every risk with its owner and response; what the plan calls a challenge and nobody took up."""
    here = get_object_or_404(Process, code=process)
    may = may_change_plan(request.user, here)  # type: ignore[arg-type]
    if request.method == "POST":
        require(may)
        risk = get_object_or_404(Risk, process=here, key=request.POST.get("risk", ""))
        actions.settle_risk(
            by=request.user,  # type: ignore[arg-type]
            risk=risk,
            verb=request.POST.get("do", ""),
            at=clock.now(),
        )
        messages.success(request, _("Kept."))
        return redirect("roadmap:risks", here.code)
    rows = _rows(here)
    taken = {r.challenge for r in rows if r.challenge}
    challenges = here.planned_facts.filter(kind=PlannedFact.Kind.CHALLENGE).exclude(code__in=taken)
    context = {
        "process": here,
        "tab": "roadmap",
        "rows": [
            {
                "risk": r,
                "state": RiskState(r.state).label,
                "verbs": [(v, RISK_VERBS[v]) for v, m in RISK_MOVES.items() if r.state in m.before],
            }
            for r in rows
        ],
        "challenges": challenges,
        "may": may,
        "may_ask": may_see_forecast(request.user, here),  # type: ignore[arg-type]
        "demonstration": _("Some of these risks are invented.")
        if any(r.demonstration for r in rows)
        else "",
    }
    return render(request, "roadmap/risks.html", context)


@login_required
def risk(request: HttpRequest, process: str, key: str = "") -> HttpResponse:
    """A risk is noted or looked at anew."""
    here = get_object_or_404(Process, code=process)
    require(may_change_plan(request.user, here))  # type: ignore[arg-type]
    found = get_object_or_404(Risk, process=here, key=key) if key else None
    form, refused = RiskForm(process=here, initial=_initial(request, here, found)), ""
    if request.method == "POST":
        form = RiskForm(request.POST, process=here)
        if form.is_valid():
            data = form.cleaned_data
            language = data["language"]
            titles = {**(found.titles if found else {}), language: data["title"]}
            response = {**(found.response if found else {}), language: data["response"]}
            try:
                actions.keep_risk(
                    by=request.user,  # type: ignore[arg-type]
                    process=here,
                    titles=titles,
                    response=response,
                    risk=found,
                    seen=data["seen"],
                    at=clock.now(),
                    **{
                        k: data[k]
                        for k in ("likelihood", "effect", "owner", "source", "milestone", "line",
                                  "challenge")
                    },
                    weeks=data["weeks"] or 0,
                )  # fmt: skip
            except Refusal as refusal:
                refused = refusal.sentence
            else:
                messages.success(request, _("Kept."))
                return redirect("roadmap:risks", here.code)
    context = {"process": here, "tab": "roadmap", "form": form, "refused": refused, "risk": found}
    return render(request, "roadmap/risk.html", context)


def _initial(request: HttpRequest, here: Process, found: Risk | None) -> dict[str, Any]:
    if found is not None:
        return {
            "title": said(found.titles),
            "response": said(found.response),
            "seen": found.revision,
            **{
                k: getattr(found, k)
                for k in ("likelihood", "effect", "owner", "source", "milestone", "line", "weeks",
                          "challenge")
            },
        }  # fmt: skip
    code = request.GET.get("challenge", "")
    fact = here.planned_facts.filter(kind=PlannedFact.Kind.CHALLENGE, code=code).first()
    if fact is None:
        return {}
    return {"title": said(fact.titles)[:200], "source": fact.source, "challenge": fact.code}


def risks_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The register as a file."""
    here = get_object_or_404(Process, code=process)
    columns = [
        ("id", _("Code")),
        ("risk", _("Risk")),
        ("likelihood", _("Likelihood")),
        ("effect", _("Effect")),
        ("owner", _("Owner")),
        ("response", _("Response")),
        ("milestone", _("Milestone")),
        ("line", _("Budget line")),
        ("weeks", _("Weeks of delay if it strikes")),
        ("state", _("Status")),
        ("looked_at_on", _("Looked at on")),
        ("source", _("Source")),
    ]
    rows = (
        [
            r.key, said(r.titles), r.likelihood, r.effect, r.owner, said(r.response),
            r.milestone.code if r.milestone else "", r.line, r.weeks,
            r.state if ending == "json" else str(RiskState(r.state).label), r.looked_at_on, r.source,
        ]
        for r in _rows(here)
    )  # fmt: skip
    data = write(ending, columns, rows, title=_("Risks"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-risks")
