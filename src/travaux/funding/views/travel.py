"""What a meeting costs in travel and honoraria, by a table of per diem; it may feed a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.core.funding.travel import Cost, Trip, cost_of, read_per_diem
from travaux.core.problems import Unusable
from travaux.funding import actions
from travaux.funding.forms import TravelForm
from travaux.funding.rules import may_record_money
from travaux.funding.wording import way_words
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.roadmap.models import Process

SALT = "travel-cost"


@login_required
def travel(request: HttpRequest, process: str) -> HttpResponse:
    """The calculator: a table, a meeting, its cost in each mode; then into a line of the budget."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    form = TravelForm(initial={"mode": "in-person", "travellers": 30, "nights": 3})
    context: dict[str, Any] = {"process": here, "tab": "funding"}
    if request.method == "POST" and request.POST.get("do") == "line":
        try:
            amount, source = signing.loads(request.POST.get("cost", ""), salt=SALT, max_age=43200)
            actions.estimate_line(
                by=request.user,  # type: ignore[arg-type]
                process=here,
                line=request.POST.get("line", ""),
                amount=amount,
                source=source,
                at=clock.now(),
            )
        except signing.BadSignature:
            context["refused"] = _("Reckon it again: this result is too old.")
        except Refusal as refusal:
            context["refused"] = refusal.sentence
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:lines", here.code)
    elif request.method == "POST":
        form = TravelForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                context |= _reckoned(form.cleaned_data)
            except Unusable as problem:
                context["refused"] = explain(problem)
    context |= {
        "form": form,
        "lines": [(x.code, said(x.titles) or x.code) for x in here.budget_lines.all()],
    }
    return render(request, "funding/travel.html", context)


def _reckoned(data: dict[str, Any]) -> dict[str, Any]:
    file = data["file"]
    rates = read_per_diem(file.read(), file.name)
    found: list[tuple[str, Cost]] = []
    for mode in ("in-person", "online"):
        trip = Trip(
            data["place"], mode, data["nights"], data["travellers"], data["fare"],
            data["terminals"] or Decimal(0), data["honoraria"] or 0,
            data["honorarium"] or Decimal(0),
        )  # fmt: skip
        found.append((mode, cost_of(trip, rates)))
    chosen = dict(found)["online" if data["mode"] == "online" else "in-person"]
    source = f"calculator: {data['place']}, {data['travellers']} × {data['nights']}, {file.name}"
    return {
        "costs": [(way_words(mode), cost) for mode, cost in found],
        "chosen": chosen,
        "signed": signing.dumps([str(chosen.total), source[:300]], salt=SALT),
    }
