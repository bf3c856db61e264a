"""To whom the documents of a process go where a version does not say it itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.drafts import actions, rules
from travaux.drafts.forms import DistributionForm
from travaux.drafts.queries import distribution_of_process
from travaux.drafts.views.frame import frame, the_process
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require


@login_required
def distribution(request: HttpRequest, process: str) -> HttpResponse:
    """One choice, for every version that does not say otherwise."""
    here = the_process(process)
    require(rules.may_set_distribution(person_of(request), here))
    held = distribution_of_process(here)
    posted = request.method == "POST"
    form = DistributionForm(
        request.POST if posted else None, initial={"distribution": held, "held": held}
    )
    if posted and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.set_distribution(
                by=signed_in(request),
                process=here,
                distribution=asked["distribution"],
                seen=asked["held"],
                at=clock.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("drafts:list", process)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    return render(
        request,
        "drafts/distribution.html",
        {**frame(here), "form": form},
        status=422 if posted else 200,
    )
