"""What a line of the budget pays for, so that the gap can say what it hits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.funding import actions
from travaux.funding.forms import LineForm
from travaux.funding.models import BudgetLine
from travaux.funding.rules import may_record_money
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process


@login_required
def line(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """Its milestone, meeting, round and language."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    found = get_object_or_404(BudgetLine, process=here, code=code)
    initial = {k: getattr(found, k) for k in ("milestone", "meeting", "round", "language")}
    form, refused = LineForm(request.POST or None, process=here, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.point_line(
                by=request.user,  # type: ignore[arg-type]
                process=here,
                line=code,
                milestone=data["milestone"],
                meeting=data["meeting"],
                round_=data["round"],
                language=data["language"],
                at=clock.now(),
            )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:lines", here.code)
    context = {"process": here, "tab": "funding", "form": form, "refused": refused, "line": found}
    return render(request, "funding/line.html", context)
