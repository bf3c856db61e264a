"""The page behind the link of a letter; and calls that fill what a group lacks."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.panels import actions, queries, rules
from travaux.panels.labels import Labels
from travaux.panels.models import Panel
from travaux.panels.states import Answer
from travaux.panels.views.frame import frame, offered_words, panel_for_staff, process_named
from travaux.panels.views.offering import ANSWER_CLASSES, DAYS
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, no


@never_cache
def offer(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What the link of a letter opens: the offer, to be accepted or declined; no account needed."""
    found, at, error = queries.offer_behind(token), clock.now(), ""
    if found is None or found.panel.process.code != process:
        context = {**frame(process_named(process)), "verdict": no("offer-unknown"), "offer": None}
        return render(request, "panels/offer.html", context, status=404)
    if request.method == "POST":
        try:
            actions.answer_offer(
                by=person_of(request), offer=found, answer=request.POST.get("answer", ""), at=at
            )
            return redirect(request.get_full_path())
        except Refusal as refused:
            error = refused.sentence
    group: Panel = found.panel
    context = {
        **frame(group.process, group),
        "offer": found,
        "parent": group.parent,
        "region": Labels(group).value(group.region_feature, group.region),
        "verdict": rules.may_answer(found, at),
        "error": error,
        "class": ANSWER_CLASSES.get(Answer(found.answer), "maybe"),
    }
    return render(request, "panels/offer.html", context, status=422 if error else 200)


@login_required
@require_POST
def gap_call(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Begin a call whose text says what the group lacks."""
    here = panel_for_staff(request, process, panel)
    try:
        made = actions.prepare_gap_call(by=signed_in(request), panel=here, at=clock.now())
    except Refusal as problem:
        messages.error(request, problem.sentence)
        return redirect("panels:panel", process, here.key)
    messages.success(request, _("The call is begun. Read its text, set its dates, announce it."))
    return redirect("calls:prepare", process, made.call.key)


@login_required
@require_POST
def take(request: HttpRequest, process: str, panel: str, call: str) -> HttpResponse:
    """Offer a place to whom a further call brought."""
    here, at = panel_for_staff(request, process, panel), clock.now()
    found = here.gap_calls.filter(call__key=call).select_related("call").first()
    if found is None:
        raise Http404(call)
    until = (at + timedelta(days=DAYS)).date()
    try:
        count = actions.take_gap_nominees(by=signed_in(request), gap_call=found, until=until, at=at)
    except Refusal as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, offered_words(count))
    return redirect("panels:offers", process, here.key)
