"""The reply "no comment"."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from travaux.comments import actions, rules
from travaux.comments.forms import choices_for
from travaux.comments.views.frame import frame, round_at
from travaux.consultations.rules import sets_are_sealed
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, no, require


@login_required
def no_comment(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The reply "no comment", in one click for whoever speaks for one party; others choose which."""
    here, at = round_at(process, round), clock.now()
    person = signed_in(request)
    appointments = rules.appointments_here(person, process, at)
    choices = [
        c
        for c in choices_for(person, here, appointments)
        if c.speaking.country is not None or c.speaking.organisation is not None
    ]
    asked = request.POST.get("speaking", "")
    chosen = (
        choices[0] if len(choices) == 1 else next((c for c in choices if c.value == asked), None)
    )
    refused = ""
    if not choices:
        require(no("no-comment-for-a-party"))
    if request.method == "POST" and chosen is not None:
        try:
            sent = actions.reply_no_comment(by=person, round=here, speaking=chosen.speaking, at=at)
        except Refusal as problem:
            refused = problem.sentence
        else:
            return redirect("comments:receipt", process, sent.receipt)
    elif asked:
        refused = gettext("Choose for whom you speak.")
    context = {
        **frame(here.process, here),
        "choices": choices,
        "asked": asked,
        "refused": refused,
        "sealed": sets_are_sealed(here, at) and any(c.speaking.country for c in choices),
    }
    return render(request, "comments/no_comment.html", context, status=422 if refused else 200)
