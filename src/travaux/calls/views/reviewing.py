"""A reviewer's pages: the list with its progress, one application with scores, and stepping back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.calls import actions
from travaux.calls.models import Review
from travaux.calls.queries.applications import attachment_named
from travaux.calls.queries.conflicts import hints_of
from travaux.calls.queries.reviews import (
    criteria_of,
    review_named,
    reviews_for,
    told_to_reviewers,
)
from travaux.calls.queries.scores import others_of, single_of
from travaux.calls.rules import reviews as rules
from travaux.calls.states import ReviewState
from travaux.calls.views.criteria import shares
from travaux.calls.views.frame import frame, process_named
from travaux.calls.wording_of_reviews import HINTS, REVIEW_STATES
from travaux.core.reviews.figures import rounded
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.typed import seen_of
from travaux.plumbing.verdicts import Refusal, require

CHOSEN_BY_BUTTON = 10  # scales of at most so many steps upwards are shown as buttons to choose from


def _name(review: Review) -> str:
    """How an application is called before its reviewer."""
    one = review.application
    if one.call.blind or not one.name:
        return _("Application no. %(n)s") % {"n": one.number}
    return f"{one.number}. {one.name}"


@never_cache
@login_required
def reviews(request: HttpRequest, process: str) -> HttpResponse:
    """What waits for a reviewer, call by call, and how far it is."""
    here, person = process_named(process), signed_in(request)
    found = list(reviews_for(person, process))
    by_call = []
    for call, held in groupby(found, key=lambda r: r.application.call):
        mine = list(held)
        counted = [r for r in mine if r.state != ReviewState.RECUSED]
        done = [r for r in counted if r.state == ReviewState.HANDED_IN]
        by_call.append(
            {
                "call": call,
                "closed": rules.is_closed(call),
                "assessed": rules.assessed(signed_in(request), call, clock.now()),
                "reviews": [(r, _name(r), REVIEW_STATES[r.state]) for r in mine],
                "done": len(done),
                "all": len(counted),
                "next": next((r for r in counted if r.state != ReviewState.HANDED_IN), None),
            }
        )
    context = {
        **frame(here, found[0].application.call if found else None),
        "call": None,
        "calls": by_call,
    }
    return render(request, "calls/reviews.html", context)


def _review(request: HttpRequest, process: str, key: str) -> Review:
    found = review_named(process, key)
    if found is None or not rules.is_reviewer_of(person_of(request), found):
        raise Http404(key)
    return found


def _typed(request: HttpRequest, found: Review) -> dict[str, tuple[str, str]]:
    """Scores and remarks as they stand in the form, by criterion."""
    held = {s.criterion_id: s for s in found.scores.all()}
    told = {}
    for c in criteria_of(found.application.call):
        if request.method == "POST":
            value = request.POST.get(f"score.{c.key}", "")[:8]
            remark = request.POST.get(f"remark.{c.key}", "")[:20_000].replace("\r\n", "\n")
        else:
            score = held.get(c.pk)
            value = "" if score is None or score.value is None else str(score.value)
            remark = score.remark if score is not None else ""
        told[c.key] = (value.strip(), remark)
    return told


def _number(text: str) -> int | None:
    """A whole number that was typed; what is none lies off every scale."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        return -(2**20)


@never_cache
@login_required
def review(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One application: what was answered, scores with remarks, kept as a draft or handed in."""
    found, at, error = _review(request, process, key), clock.now(), ""
    person = signed_in(request)
    if found.state == ReviewState.RECUSED:
        context = {**frame(found.application.call.process, found.application.call)}
        return render(request, "calls/review_left.html", {**context, "review": found})
    require(rules.may_read_for_review(person, found, at))
    typed = _typed(request, found)
    remark = (
        request.POST.get("remark", "")[:20_000].replace("\r\n", "\n")
        if request.method == "POST"
        else found.remark
    )
    if request.method == "POST":
        told: dict[str, Any] = {
            "by": person,
            "review": found,
            "given": {k: (_number(v), r) for k, (v, r) in typed.items()},
            "remark": remark,
            "seen": seen_of(request),
            "at": at,
        }
        try:
            if request.POST.get("do") == "save":
                actions.save_review(**told)
                messages.success(request, _("Your draft is kept. Nobody else can see it."))
                return redirect("calls:review", process, key)
            actions.hand_in_review(**told)
            messages.success(request, _("Your review is handed in."))
            return redirect("calls:reviews", process)
        except Refusal as refused:
            error = refused.sentence
    return render(
        request,
        "calls/review.html",
        _told(request, found, typed, remark, error),
        status=422 if error else 200,
    )


def _told(
    request: HttpRequest,
    found: Review,
    typed: dict[str, tuple[str, str]],
    remark: str,
    error: str,
) -> dict[str, Any]:
    application, at = found.application, clock.now()
    call, person = application.call, signed_in(request)
    hints = hints_of(call, [application], [found.reviewer]).get(
        (application.key, found.reviewer.key), ()
    )
    criteria = criteria_of(call)
    single = single_of(found, criteria)
    return {
        **frame(call.process, call),
        "review": found,
        "application": application,
        "name": _name(found),
        "told": told_to_reviewers(application),
        "file_base": reverse("calls:review", args=[call.process.code, found.key]) + "file/",
        "hints": [HINTS[code] for code in hints],
        "criteria": [
            (c, share, *typed.get(c.key, ("", "")),
             list(range(c.low, c.high + 1)) if c.high - c.low <= CHOSEN_BY_BUTTON else [])
            for c, share in shares(criteria)
        ],
        "remark": remark,
        "error": error,
        "closed": rules.is_closed(call),
        "handed_in": found.state == ReviewState.HANDED_IN,
        "total": rounded(single.total) if single.total is not None else None,
        "others": [
            (s.values, rounded(s.total) if s.total is not None else "") for s in others_of(found)
        ],
        "may_score": rules.may_score(person, found, at),
        "may_step_back": rules.may_step_back(person, found, at),
    }  # fmt: skip


@never_cache
@login_required
def review_file(request: HttpRequest, process: str, key: str, file: str) -> HttpResponseBase:
    """A file of an application, for its reviewer; in a blind call files stay hidden."""
    found = _review(request, process, key)
    held = attachment_named(found.application, file)
    may = rules.may_read_for_review(person_of(request), found, clock.now())
    if held is None or not may or found.application.call.blind:
        raise Http404(file)
    return hand_out(held.file)


@never_cache
@login_required
def step_back(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A conflict is declared: the reviewer steps back from one application, with the reason."""
    found, at, error = _review(request, process, key), clock.now(), ""
    require(rules.may_step_back(signed_in(request), found, at))
    reason = request.POST.get("reason", "")[:20_000].replace("\r\n", "\n")
    if request.method == "POST":
        try:
            actions.step_back(by=signed_in(request), review=found, reason=reason, at=at)
            messages.success(request, _("You stepped back; the secretariat sees the reason."))
            return redirect("calls:reviews", process)
        except Refusal as refused:
            error = refused.sentence
    call = found.application.call
    context = {
        **frame(call.process, call),
        "review": found,
        "name": _name(found),
        "reason": reason,
        "error": error,
    }
    return render(request, "calls/step_back.html", context, status=422 if error else 200)
