"""Entering a comment for somebody who wrote, sent paper or called."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.comments import actions, rules
from travaux.comments.forms import OnBehalfForm
from travaux.comments.views.frame import frame, round_at
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

_FIELDS = {
    "comment-empty": "text",
    "comment-too-long": "text",
    "type-needed": "type",
    "submitter-nameless": "name",
    "register-without-party": "name",
    "submitter-address-unfit": "email",
    "register-in-the-future": "dated_on",
    "too-many-scans": "scans",
    "scan-too-large": "scans",
}


@login_required
def on_behalf(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Who it is from, how it came, its source, and its words."""
    here, at, me = round_at(process, round), clock.now(), signed_in(request)
    require(rules.may_import(me, here, at))
    form = OnBehalfForm(here, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.submit_on_behalf(
                by=me,
                round=here,
                entry=form.entry(),
                details=form.details(),
                email=form.cleaned_data["email"],
                files=form.cleaned_data["scans"],
                at=at,
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("It is entered; its author is asked to confirm it."))
            return redirect("comments:receipt", process, sent.receipt)
    context = {**frame(here.process, here), "form": form}
    status = 422 if form.errors else 200
    return render(request, "comments/on_behalf.html", context, status=status)
