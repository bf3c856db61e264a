"""How the secretariat of a process writes, and what goes out approved only."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.correspondence import actions, rules
from travaux.correspondence.forms import HouseForm
from travaux.correspondence.queries.letters import house_of
from travaux.correspondence.views.frame import acting, frame
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require


@login_required
def house(request: HttpRequest, process: str) -> HttpResponse:
    """Names and letterhead in six languages, the mark, and what needs clearance."""
    me = acting(request)
    require(rules.may_keep_house(me, process))
    form = HouseForm(house_of(process), request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.describe_house(
                by=me,
                process_code=process,
                mark=told["mark"],
                organisation=form.told("organisation"),
                matter=form.told("matter"),
                letterhead=form.told("letterhead"),
                needs_clearance=tuple(told["needs_clearance"]),
                seen=told["seen"],
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is stored."))
            return redirect("correspondence:house", process)
    context = {**frame(request, process), "form": form}
    status = 422 if form.errors else 200
    return render(request, "correspondence/house.html", context, status=status)
