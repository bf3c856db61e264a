"""Leaner scenarios: under this sum, what is kept, what changes, and who is no longer heard?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.funding.choices import Lost, Scenario
from travaux.core.problems import Unusable
from travaux.core.processes.needs import named
from travaux.design.templatetags.parts import money
from travaux.funding import actions
from travaux.funding.forms import ReasonForm
from travaux.funding.frontier import Point, draw
from travaux.funding.rules import may_weigh_scenarios
from travaux.funding.weighing import Weighed, typed_budget, weighed
from travaux.funding.wording import named_words, way_change_words, way_words
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.roadmap.models import Process


@login_required
def scenarios(request: HttpRequest, process: str) -> HttpResponse:
    """What is kept under a sum, and the frontier of cost against loss. Binds nobody."""
    here = get_object_or_404(Process, code=process)
    require(may_weigh_scenarios(request.user, here))  # type: ignore[arg-type]
    typed = request.GET.get("budget", "")[:40]
    budget = typed_budget(typed) if typed.strip() else None
    wrong = bool(typed.strip()) and budget is None
    context: dict[str, Any] = {"process": here, "tab": "funding", "typed": typed, "wrong": wrong}
    try:
        found = weighed(here, budget)
    except Unusable as problem:
        context["cannot"] = explain(problem)
        return render(request, "funding/scenarios.html", context, status=503)
    if found is not None:
        context |= _shown(here, found, budget)
        context |= _choosing(request, here, found, budget)
        if context.pop("done", False):
            return redirect("funding:scenarios", here.code)
    return render(request, "funding/scenarios.html", context, status=422 if wrong else 200)


def _shown(process: Process, found: Weighed, budget: Decimal | None) -> dict[str, Any]:
    best, most = found.best, max((one.loss for one in found.frontier), default=0)
    return {
        "found": found,
        "budget": found.plan.cost if budget is None else budget,
        "invented": found.leaner.invented,
        "source": found.leaner.source,
        "changes": [
            (said(found.names[code]) or code, way_words(before), way_words(after))
            for code, before, after in found.changes
        ],
        "lost": [_lost(found, one) for one in best.lost] if best else [],
        "given_up": [_named(found, name) for name in found.given_up],
        "frontier": [
            {
                "cost": one.cost,
                "loss": _number(one),
                "bar": round(150 * float(one.loss / most)) if most else 0,
                "ways": _ways(found, one),
                "here": best is not None and one.cost == best.cost,
            }
            for one in found.frontier
        ],
        "best_loss": _number(best) if best else "",
        "pictures": draw(
            [
                Point(one.cost, float(one.loss), best is not None and one.cost == best.cost)
                for one in _with_best(found)
            ],
            lambda n: money(Decimal(n) / 1000),
            _("%(currency)s, thousands") % {"currency": process.currency},
            _("Loss"),
            money(best.cost) if best else "",
            right_to_left=get_language_bidi(),
        ),
    }


def _choosing(
    request: HttpRequest, here: Process, found: Weighed, budget: Decimal | None
) -> dict[str, Any]:
    """A choice within this sum becomes changes to the roadmap, with a reason."""
    form, refused = ReasonForm(), ""
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                actions.choose_scenario(
                    by=request.user,  # type: ignore[arg-type]
                    process=here,
                    budget=found.plan.cost if budget is None else budget,
                    reasons=form.reasons(),
                    digest=request.POST.get("digest", ""),
                    at=clock.now(),
                )
            except Refusal as refusal:
                refused = refusal.sentence
            else:
                messages.success(request, _("The changes stand in the roadmap."))
                return {"done": True}
    return {
        "form": form if found.changes else None,
        "refused": refused,
        "digest": here.digest,
        "singles": [
            {
                "name": f"{said(found.names[s.activity]) or s.activity}: {way_words(s.way)}",
                "saves": s.saves,
                "loss": number_format(round(float(s.loss), 2), decimal_pos=2),
                "of": len(found.frontier),
                "times": s.times,
            }
            for s in found.singles
        ],
        "chosen": [
            {
                "row": c,
                "ways": [
                    way_change_words(said(found.names.get(a, {})) or a, before, way)
                    for a, before, way in c.changes
                ],
            }
            for c in here.scenarios_chosen.all()
        ],
    }


def _with_best(found: Weighed) -> list[Scenario]:
    """The choices of the frontier, and the one within the sum that was asked about."""
    line = list(found.frontier)
    if found.best is not None and all(one.cost != found.best.cost for one in line):
        line.append(found.best)
    return line


def _number(one: Scenario) -> str:
    return number_format(round(float(one.loss), 2), decimal_pos=2)


def _ways(found: Weighed, one: Scenario) -> list[str]:
    """What differs from the plan, in words."""
    return [
        f"{said(found.names[code]) or code}: {way_words(way)}"
        for code, way in one.chosen.items()
        if way != found.plan.chosen[code]
    ]


def _named(found: Weighed, name: str) -> str:
    return named_words(named(found.leaner, name))


def _lost(found: Weighed, one: Lost) -> dict[str, Any]:
    whole = ":" in one.name
    return {
        "name": _named(found, one.name),
        "heard": None if whole else one.heard,
        "target": one.target,
        "weight": money(Decimal(one.weight.numerator) / one.weight.denominator),
        "bar": round(100 * float(one.share)),
    }


@login_required
def scenarios_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The frontier as a file: each choice with its cost, its loss and its ways."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here = get_object_or_404(Process, code=process)
    require(may_weigh_scenarios(request.user, here))  # type: ignore[arg-type]
    found = weighed(here, None)
    if found is None:
        raise Http404
    raw = ending == "json"
    codes = [a.code for a in found.leaner.activities]
    columns = [
        ("cost", _("Cost")),
        ("loss", _("Loss")),
        *((code, said(found.names[code]) or code) for code in codes),
    ]
    rows = [
        [
            str(one.cost) if raw else float(one.cost),
            round(float(one.loss), 6),
            *(one.chosen[code] if raw else way_words(one.chosen[code]) for code in codes),
        ]
        for one in found.frontier
    ]
    title = _("Leaner scenarios")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-scenarios")
