"""What each loss weighs in leaner scenarios: seen and set by the secretariat."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.core.processes.leaner import question_of
from travaux.core.processes.needs import named
from travaux.core.processes.plan import Leaner
from travaux.funding import actions
from travaux.funding.actions.scenarios import HEAVIEST
from travaux.funding.forms import ReasonForm
from travaux.funding.rules import may_weigh_scenarios
from travaux.funding.weighing import kept_weights, leaner_of, weight_names
from travaux.funding.wording import named_words
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process


class WeightsForm(ReasonForm):
    """A number for each cell, clause and language, and why."""

    def __init__(self, *args: Any, leaner: Leaner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = question_of(leaner)
        self.names = weight_names(leaner)
        del self.fields["source"]
        reason, language = self.fields.pop("reason"), self.fields.pop("language")
        for n, name in enumerate(self.names):
            weight = question.weight(name)
            plain = Decimal(weight.numerator) / weight.denominator
            self.fields[f"w{n}"] = forms.DecimalField(
                label=named_words(named(leaner, name)),
                min_value=0,
                max_value=HEAVIEST,
                max_digits=10,
                decimal_places=3,
                initial=f"{plain.normalize():f}",
                widget=forms.NumberInput(attrs={"class": "input", "step": "any"}),
            )
        self.fields |= {"reason": reason, "language": language}

    def shown(self) -> list[Any]:
        """The fields of the numbers, bound."""
        return [self[f"w{n}"] for n in range(len(self.names))]

    def weights(self) -> dict[str, Decimal]:
        return {name: self.cleaned_data[f"w{n}"] for n, name in enumerate(self.names)}


@login_required
def weights(request: HttpRequest, process: str) -> HttpResponse:
    """One number for each loss; what stands in the plan's file until it is set here."""
    here = get_object_or_404(Process, code=process)
    require(may_weigh_scenarios(request.user, here))  # type: ignore[arg-type]
    leaner = leaner_of(here)
    form, refused = WeightsForm(request.POST or None, leaner=leaner), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_weights(
                by=request.user,  # type: ignore[arg-type]
                process=here,
                weights=form.weights(),
                reasons=form.reasons(),
                at=clock.now(),
            )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:scenarios", here.code)
    status = 422 if form.is_bound and (refused or not form.is_valid()) else 200
    context = {
        "process": here,
        "tab": "funding",
        "form": form if leaner.activities else None,
        "fields": form.shown(),
        "refused": refused,
        "kept": kept_weights(here),
    }
    return render(request, "funding/weights.html", context, status=status)
