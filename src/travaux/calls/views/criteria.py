"""Setting the criteria of a call."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from travaux.calls import actions
from travaux.calls.forms_of_reviews import CriterionForm, ScoringForm, initial_of
from travaux.calls.models import Call, Criterion, Figure
from travaux.calls.queries.reviews import criteria_of, reviews_for
from travaux.calls.rules.reviews import may_set_criteria, scoring_of
from travaux.calls.views.frame import call_for_secretariat, frame
from travaux.calls.wording_of_reviews import FIGURES
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal

_FIELDS = {
    "criterion-needs-name": "name_en",
    "scale-unusable": "high",
    "weight-unusable": "weight",
}


def shares(criteria: list[Criterion]) -> list[tuple[Criterion, int]]:
    """Each criterion with the share of its weight in hundredths, for reading."""
    whole = sum(c.weight for c in criteria)
    return [(c, round(100 * c.weight / whole)) for c in criteria]


def published(call: Call, person: Person | None) -> dict[str, Any]:
    """What the page of a call says of its scoring, and whether the reader reviews."""
    scoring = scoring_of(call)
    return {
        "criteria": shares(criteria_of(call)),
        "figure": FIGURES[scoring.figure if scoring is not None else Figure.MEDIAN],
        "own_reviews": person is not None
        and reviews_for(person).filter(application__call=call).exists(),
    }


@login_required
def criteria(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """What is scored, which figure counts, and whether reviewers see who applied."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    scoring = scoring_of(here)
    seen = scoring.revision if scoring is not None else 0
    figure = scoring.figure if scoring is not None else Figure.MEDIAN
    form = ScoringForm(
        request.POST or None, initial={"figure": figure, "blind": here.blind, "seen": seen}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_scoring(
                by=signed_in(request), call=here, figure=data["figure"], blind=data["blind"],
                seen=data["seen"], at=at,
            )  # fmt: skip
            return redirect("calls:criteria", process, here.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(here.process, here),
        "form": form,
        "criteria": shares(criteria_of(here)),
        "figure": FIGURES[figure],
        "may_set": may_set_criteria(person_of(request), here, at),
    }
    return render(request, "calls/criteria.html", context, status=422 if form.errors else 200)


@login_required
def criterion(request: HttpRequest, process: str, call: str, key: str = "") -> HttpResponse:
    """One criterion: added, changed, or taken out."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    found = next((c for c in criteria_of(here) if c.key == key), None)
    if key and found is None:
        raise Http404(key)
    scoring = scoring_of(here)
    form = CriterionForm(
        request.POST or None, initial=initial_of(found, scoring.revision if scoring else 0)
    )
    if request.method == "POST" and form.is_valid():
        told = {
            "by": signed_in(request),
            "call": here,
            "seen": form.cleaned_data["seen"],
            "at": at,
        }
        try:
            if request.POST.get("do") == "drop" and found is not None:
                actions.drop_criterion(criterion=found, **told)
            else:
                actions.write_criterion(given=form.given(), criterion=found, **told)
            return redirect("calls:criteria", process, here.key)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
    context = {
        **frame(here.process, here),
        "form": form,
        "criterion": found,
        "may_set": may_set_criteria(person_of(request), here, at),
    }
    return render(request, "calls/criterion.html", context, status=422 if form.errors else 200)
