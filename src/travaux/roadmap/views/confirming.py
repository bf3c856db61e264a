"""The dates of a question become changes of the roadmap, once the secretariat confirms them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap import actions
from travaux.roadmap.asking import question_of, windows_of
from travaux.roadmap.findings import name
from travaux.roadmap.forms import ConfirmForm
from travaux.roadmap.models import MilestoneChange, Process
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_change_plan
from travaux.roadmap.windows import window_words


@login_required
def confirm(request: HttpRequest, process: str) -> HttpResponse:
    """What would change, before and after; nothing is kept before the form is sent."""
    here = get_object_or_404(Process, code=process)
    require(may_change_plan(request.user, here))  # type: ignore[arg-type]
    plan = plan_as_at(here, None, clock.today())
    question = question_of(request)
    found = windows_of(plan, question)
    seen = MilestoneChange.objects.filter(milestone__process=here).count()
    form = ConfirmForm(initial={"known_on": clock.today(), "seen": seen})
    refused, status = question.wrong, 200
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        if form.is_valid():
            try:
                actions.confirm_moves(
                    by=request.user,  # type: ignore[arg-type]
                    process=here,
                    moves={code: new.text for code, (_old, new) in found.items()},
                    reasons=form.texts("reason"),
                    known_on=form.cleaned_data["known_on"],
                    source=form.cleaned_data["source"],
                    seen=form.cleaned_data["seen"],
                    at=clock.now(),
                )
            except Refusal as refusal:
                refused = refusal.sentence
                status = 409 if refusal.code == "moved-meanwhile" else 200
                typed = request.POST.copy()
                typed["seen"] = str(seen)
                form.data = typed
            else:
                messages.success(request, _("The changes stand in the roadmap."))
                return redirect("roadmap:roadmap", here.code)
    lines = [
        (
            step.code,
            name(step),
            window_words(found[step.code][0]),
            window_words(found[step.code][1]),
        )
        for step in plan.steps
        if step.code in found
    ]
    context = {
        "process": here,
        "tab": "roadmap",
        "lines": lines,
        "form": form,
        "refused": refused,
        "query": request.GET.urlencode(),
    }
    return render(request, "roadmap/confirm.html", context, status=status)
