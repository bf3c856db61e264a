"""Pages of the nominating authority, and of the secretariat on completeness and the pool."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions, queries
from travaux.calls.queries.interests import form_for
from travaux.calls.queries.links import begun_by
from travaux.calls.rules import nominations as rules
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.links import may_begin_for
from travaux.calls.views.frame import application_at, call_for_secretariat, frame, process_named
from travaux.design.asked import Reader, told_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.verdicts import Refusal


@login_required
def nominations(request: HttpRequest, process: str) -> HttpResponse:
    """What waits for the authority of a state, and what it confirmed."""
    here = process_named(process)
    found = list(queries.nominations_for(signed_in(request), process, clock.now()))
    context = {
        **frame(here, found[0].call if found else None),
        "call": None,
        "nominations": found,
        "begun": list(begun_by(signed_in(request), process)),
        "open": [
            s.call
            for s in queries.open_calls(here, clock.now())
            if may_begin_for(person_of(request), s.call, clock.now())
        ],
        "waiting": [a for a in found if a.state == "submitted" and a.confirmed_at is None],
    }
    return render(request, "calls/nominations.html", context)


@never_cache
@login_required
def confirm(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One nomination, to be read and confirmed with the signed letter by its authority."""
    found, at = application_at(process, key), clock.now()
    if not rules.may_see_nomination(person_of(request), found, at):
        raise Http404(key)
    error = ""
    reader = Reader(file_named=queries.attached_names(found), empty=True)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "revoke":
                actions.revoke_confirmation(by=signed_in(request), application=found, at=at)
            else:
                actions.confirm_nomination(
                    by=signed_in(request),
                    application=found,
                    letter=request.FILES.get("letter"),
                    at=at,
                )
            return redirect("calls:confirm", process, key)
        except Refusal as refused:
            error = refused.sentence
    context = {
        **frame(found.call.process, found.call),
        "application": found,
        "told": told_of(form_for(found.call), found.answers, reader),
        "file_base": reverse("calls:application", args=[process, key]) + "file/"
        if rules.may_open_files(person_of(request), found, at)
        else "",
        "may_confirm": rules.may_confirm(person_of(request), found, at),
        "may_revoke": rules.may_revoke(person_of(request), found, at),
        "places": found.call.per_country,
        "taken": queries.standing_of_country(found).count(),
        "error": error,
    }
    return render(request, "calls/confirm.html", context, status=422 if error else 200)


@never_cache
@login_required
def letter(request: HttpRequest, process: str, key: str) -> HttpResponseBase:
    """The signed letter, for the secretariat and for the authority."""
    found, at = application_at(process, key), clock.now()
    staff = is_secretariat(person_of(request), process, at)
    if found.letter is None or not (
        staff or rules.may_see_nomination(person_of(request), found, at)
    ):
        raise Http404(key)
    return hand_out(found.letter)


@login_required
@require_POST
def tick(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Tick off one thing that makes an application complete, or take the tick back."""
    found = application_at(process, key)
    actions.tick_completeness(
        by=signed_in(request),
        application=found,
        item=request.POST.get("item", "")[:40],
        done=request.POST.get("done") == "yes",
        at=clock.now(),
    )
    return redirect("calls:application", process, key)


@login_required
def pool_file(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The pool of a call as `travaux panel draw` reads it."""
    here = call_for_secretariat(request, process, call)
    response = HttpResponse(queries.pool_of(here).to_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{here.key}-pool.csv"'
    return response
