"""Entering a comment for somebody who wrote, sent paper or called."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.comments import actions, rules
from travaux.comments.forms_on_behalf import MendForm, OnBehalfForm
from travaux.comments.models import Intake, IntakeFile
from travaux.comments.queries.from_inbox import begun_from
from travaux.comments.views.frame import comment_at, frame, round_at
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.people.asking import signed_in
from travaux.people.queries.offices import scope_held
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

_FIELDS = {
    "comment-empty": "text",
    "comment-too-long": "text",
    "type-needed": "type",
    "submitter-nameless": "name",
    "register-without-party": "name",
    "submitter-address-unfit": "email",
    "source-not-attached": "scans",
    "call-not-noted": "caller",
    "on-behalf-of-which-state": "country",
    "on-behalf-of-which-organisation": "organisation",
    "capacity-not-in-round": "capacity",
    "beyond-your-states": "capacity",
    "register-in-the-future": "dated_on",
    "too-many-scans": "scans",
    "scan-too-large": "scans",
}


@login_required
def on_behalf(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Who it is from, how it came, its source, and its words."""
    here, at, me = round_at(process, round), clock.now(), signed_in(request)
    require(rules.may_enter(me, here, at))
    whole = rules.may_import(me, here, at)
    form = OnBehalfForm(
        here,
        request.POST or None,
        request.FILES or None,
        within=None if whole else scope_held(me, process, at),
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.submit_on_behalf(
                by=me,
                round=here,
                at=at,
                **_told(form),
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("It is entered; its author is asked to confirm it."))
            return redirect("comments:receipt", process, sent.receipt)
    context = {**frame(here.process, here), "form": form}
    status = 422 if form.errors else 200
    return render(request, "comments/on_behalf.html", context, status=status)


def _told(form: OnBehalfForm) -> dict[str, Any]:
    """What was filled in, as the actions take it."""
    filled = form.cleaned_data
    return {
        "entry": form.entry(),
        "details": form.details(),
        "email": filled["email"],
        "files": filled["scans"],
        "caller": filled["caller"],
        "rang_at": filled["rang_at"],
        "name_shown": form.shows_name(),
        "organisation": filled["organisation"],
    }


@login_required
def by_hand(
    request: HttpRequest, process: str, round: str, intake: str, place: int
) -> HttpResponse:
    """The same from a file of the inbox: it is attached, and what it tells is filled in already."""
    here, at, me = round_at(process, round), clock.now(), signed_in(request)
    require(rules.may_import(me, here, at))
    found = get_object_or_404(Intake, key=intake, round=here)
    files = IntakeFile.objects.select_related("file", "intake", "source__file")
    file = get_object_or_404(files, intake=found, place=place)
    verdict = rules.may_enter_from(file)
    form = OnBehalfForm(
        here, request.POST or None, request.FILES or None, begun=begun_from(file, at.date())
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.enter_from_inbox(by=me, round=here, file=file, at=at, **_told(form))
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(
                request,
                _("It is entered as %(receipt)s; its author is asked to confirm it.")
                % {"receipt": sent.receipt},
            )
            return redirect("comments:intake", process, here.key, found.key)
    if request.method == "GET":
        require(verdict)
    context = {
        **frame(here.process, here),
        "form": form,
        "file": file,
        "intake": found,
        "entered": file.entered.order_by("pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "comments/on_behalf.html", context, status=status)


@login_required
def mend(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What was entered for somebody is mended, and its author asked anew."""
    comment, at, me = comment_at(process, key), clock.now(), signed_in(request)
    if not rules.entered_by_office(me, comment.submission, at):
        require(rules.may_import(me, comment.round, at))
    entered = entered_for("comment", [comment.submission.key]).get(comment.submission.key)
    verdict = rules.may_mend(me, comment, entered, at)
    form = MendForm(comment, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mend_on_behalf(by=me, comment=comment, at=at, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("It is mended; its author is asked anew."))
            return redirect("comments:receipt", process, comment.submission.receipt)
    if request.method == "GET":
        require(verdict)
    context = {
        **frame(comment.round.process, comment.round),
        "form": form,
        "entered": entered,
        "receipt": comment.submission.receipt,
    }
    status = 422 if form.errors else 200
    return render(request, "comments/mend.html", context, status=status)
