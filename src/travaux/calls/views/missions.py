"""Nominations put to a permanent mission: the secretariat's page, and the mission's own by its link."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions
from travaux.calls.models import Referral
from travaux.calls.queries import referrals as queries
from travaux.calls.rules import referrals as rules
from travaux.calls.rules.authorities import unrecorded
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.views.frame import call_for_secretariat, frame, process_named
from travaux.calls.wording import MAIL_STATES, REFERRAL_STATES
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Country
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, no, refuse, require

KEYS = 500  # of one answer


def _keys(request: HttpRequest, name: str) -> list[str]:
    return [key[:20] for key in request.POST.getlist(name)[:KEYS]]


def _put(found: Referral) -> list[tuple[Any, str]]:
    put = list(queries.nominations_put(found.call, found.country))
    names = queries.authority_names(put)
    return [(one, names.get(one.authority, "")) for one in put]


@login_required
@require_POST
def refer(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Put the nominations of a state to its permanent mission, in one click."""
    here = call_for_secretariat(request, process, call)
    country = Country.objects.filter(code=request.POST.get("country", "")[:12]).first()
    if country is None:
        raise Http404("country")
    try:
        made = actions.open_referral(
            by=signed_in(request), call=here, country=country, at=clock.now()
        )
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("calls:applications", process, here.key)
    if made.asked_at is not None:
        messages.success(request, _("The mail is written and held: read it, then let it go."))
    return redirect("calls:referral", process, made.key)


@never_cache
@login_required
def referral(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One question to a mission: ask, enter its answer from a note, or take the question back."""
    found = queries.referral_named(process, key)
    if found is None:
        raise Http404(key)
    require(is_secretariat(person_of(request), process, clock.now()))
    errors: list[str] = []
    if request.method == "POST":
        try:
            _act(request, found)
            return redirect("calls:referral", process, key)
        except Refusal as refused:
            errors.append(refused.sentence)
            found = queries.referral_named(process, key) or found
    mail, put_here = queries.mail_of(found), _put(found)
    context = {
        **frame(found.call.process, found.call),
        "referral": found,
        "state": REFERRAL_STATES.get(found.state, ""),
        "put": put_here,
        "ticked": _keys(request, "stands"),
        "typed": {k: request.POST.get(k, "")[:100] for k in ("dated", "reference")},
        "mail": mail,
        "numbers": queries.numbers_of(found),
        "unsaid": unrecorded(found.call, put_here),
        "mail_state": MAIL_STATES.get(mail.state, "") if mail is not None else "",
        "missions": queries.missions_of(found),
        "errors": errors,
        "staff": True,
    }
    return render(request, "calls/referral.html", context, status=422 if errors else 200)


def _act(request: HttpRequest, found: Referral) -> None:
    by, at, what = signed_in(request), clock.now(), request.POST.get("do", "")
    if what == "ask":
        chosen = request.POST.get("contact", "")
        contact = next((c for c in queries.missions_of(found) if c.key == chosen), None)
        if contact is None:
            raise refuse("not-its-mission")
        actions.ask_mission(by=by, referral=found, contact=contact, at=at)
    elif what == "drop":
        actions.drop_referral(by=by, referral=found, at=at)
    else:
        try:
            dated_on = date.fromisoformat(request.POST.get("dated", ""))
        except ValueError:
            raise refuse("referral-needs-date") from None
        actions.enter_mission_answer(
            by=by,
            referral=found,
            shown=_keys(request, "shown"),
            standing=_keys(request, "stands"),
            note=request.FILES.get("note"),
            dated_on=dated_on,
            their_reference=request.POST.get("reference", ""),
            at=at,
        )


@never_cache
def mission(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What the link of a permanent mission opens: its nominations, to say which stand."""
    found, at = queries.referral_behind(token), clock.now()
    if found is None or found.call.process.code != process:
        context = {**frame(process_named(process)), "verdict": no("link-unknown"), "referral": None}
        return render(request, "calls/mission.html", context, status=404)
    errors: list[str] = []
    if request.method == "POST":
        try:
            actions.answer_referral(
                by=person_of(request),
                referral=found,
                shown=_keys(request, "shown"),
                standing=_keys(request, "stands"),
                note=request.FILES.get("note"),
                at=at,
            )
            return redirect(request.get_full_path())
        except Refusal as refused:
            errors.append(refused.sentence)
            found = queries.referral_behind(token) or found
    readable = found.expires_at is not None and at < found.expires_at
    context = {
        **frame(found.call.process, found.call),
        "referral": found,
        "verdict": rules.may_answer_by_link(found, at),
        "readable": readable,
        "put": _put(found) if readable else [],
        "ticked": _keys(request, "stands"),
        "errors": errors,
    }
    status = 422 if errors else 200 if readable else 403
    return render(request, "calls/mission.html", context, status=status)
