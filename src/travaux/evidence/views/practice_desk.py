"""The desk of the library: what waits, reviews, decisions, conditions, themes and criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.reviews.figures import rounded
from travaux.evidence import actions
from travaux.evidence.forms.practices import DecisionForm, LibraryForm, NamedForm, ReviewForm
from travaux.evidence.models import Practice, PracticeCriterion, PracticeState, PracticeTheme
from travaux.evidence.queries.practices import at_work, criteria_now, reviewed, themes_of
from travaux.evidence.rules.held import holders_allow
from travaux.evidence.rules.practices import (
    REVIEWING,
    has_reviewed,
    library_of,
    may_decide,
    may_keep_library,
    may_publish_practice,
    may_read_at_work,
    may_review,
    may_see_reviews,
    reviewers_so_far,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.views.contributing import conditions_form
from travaux.evidence.views.frame import for_secretariat, frame, process_named
from travaux.evidence.views.practices import practice_at, told_of_practice
from travaux.evidence.wording.practices import PRACTICE_SHAPES, PRACTICE_STATES
from travaux.people.asking import signed_in
from travaux.people.queries import holds
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, no, require


@login_required
def desk(request: HttpRequest, process: str) -> HttpResponse:
    """What was handed in, what waits for one's own review first."""
    here, at, person = process_named(process), clock.now(), signed_in(request)
    if not holds(person, process, REVIEWING, at):
        require(no("not-your-role"))
    library = library_of(here)
    rows = [
        {
            "practice": p,
            "state": PRACTICE_STATES[p.state],
            "shape": PRACTICE_SHAPES[p.state],
            "reads": may_read_at_work(person, p, at),
            "waits": bool(may_review(person, p, at)) and not has_reviewed(person, p),
            "reviews": reviewers_so_far(p),
        }
        for p in at_work(here)
    ]
    context = {
        **frame(here, invented=any(r["practice"].demonstration for r in rows)),
        "rows": rows,
        "fewest": library.fewest_reviews if library else 0,
        "keeps": may_keep_library(person, here, at),
    }
    return render(request, "evidence/practice_desk.html", context)


def _review_page(
    request: HttpRequest, found: Practice, form: ReviewForm, decision: DecisionForm
) -> HttpResponse:
    at, person = clock.now(), signed_in(request)
    sees = may_see_reviews(person, found, at)
    came = reviewed(found) if sees else None
    figures = came.figures if came else None
    context = {
        **frame(found.process, invented=found.demonstration),
        **told_of_practice(found),
        "attached": list(found.attached.select_related("file")),
        "form": form,
        "decision": decision,
        "may_review": may_review(person, found, at),
        "sees": sees,
        "reviews": [
            {"review": r, "total": rounded(t) if t is not None else ""}
            for r, t in (came.reviews if came else ())
        ],
        "figures": {
            "median": rounded(figures.median),
            "mean": rounded(figures.mean),
            "spread": rounded(figures.spread),
            "count": figures.count,
        }
        if figures
        else None,
        "may_decide": may_decide(person, found, at),
        "may_publish": may_publish_practice(person, found, at),
        "accepted": found.state == PracticeState.ACCEPTED,
        "allowed": holders_allow(found, "library", at),
        "staff": is_secretariat(person, found.process.code, at),
    }
    status = 422 if form.errors or decision.errors else 200
    return render(request, "evidence/practice_review.html", context, status=status)


@login_required
def review(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One practice before its reviewers: theirs first, then what the others gave, then the decision."""
    found, at, person = practice_at(process, key), clock.now(), signed_in(request)
    require(may_read_at_work(person, found, at))
    criteria = criteria_now(found.process)
    deciding = "deciding" in request.POST
    form = ReviewForm(
        request.POST if request.method == "POST" and not deciding else None,
        initial={"seen": found.revision},
        criteria=criteria,
    )
    decision = DecisionForm(request.POST if deciding else None)
    if request.method == "POST":
        try:
            if not deciding and form.is_valid():
                actions.review_practice(
                    by=person,
                    practice=found,
                    scores=form.scores(),
                    remark=form.cleaned_data["remark"],
                    language=current(),
                    seen=form.cleaned_data["seen"],
                    at=at,
                )
                messages.success(
                    request, _("Your review is kept. You now see what the others gave.")
                )
                return redirect("evidence:review-practice", process, key)
            if deciding and decision.is_valid():
                _decide(person, found, decision)
                return redirect("evidence:review-practice", process, key)
        except Refusal as refused:
            (decision if deciding else form).add_error(None, refused.sentence)
    return _review_page(request, found, form, decision)


def _decide(person: Any, found: Practice, decision: DecisionForm) -> None:
    data, here = decision.cleaned_data, {"by": person, "practice": found, "at": clock.now()}
    if data["do"] == "accept":
        actions.accept_practice(**here)
    elif data["do"] == "return":
        actions.return_practice(reason=data["reason"], language=current(), **here)
    else:
        actions.decline_practice(reason=data["reason"], language=current(), **here)


@login_required
@require_POST
def publish(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What was accepted comes into the library."""
    found = practice_at(process, key)
    try:
        actions.publish_practice(by=signed_in(request), practice=found, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("evidence:review-practice", process, key)
    return redirect("evidence:practice", process, key)


@login_required
def narrow(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat writes down that holders allow less, or took their consent back."""
    here, found = for_secretariat(request, process), practice_at(process, key)
    if not found.traditional or found.erased_at is not None:
        raise Http404(key)
    form = conditions_form(request, found)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "consent":
                actions.withdraw_consent(
                    by=signed_in(request),
                    practice=found,
                    erase=bool(request.POST.get("erase")),
                    at=clock.now(),
                )
                messages.success(request, _("From now on it is shown nowhere."))
                return redirect("evidence:practice-desk", process)
            if form.is_valid():
                actions.set_conditions(
                    by=signed_in(request),
                    practice=found,
                    told=form.told(),
                    document=form.cleaned_data["document"],
                    seen=form.cleaned_data["seen"],
                    at=clock.now(),
                )
                messages.success(request, _("The conditions hold from now on."))
                return redirect("evidence:practice-desk", process)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(here, invented=found.demonstration),
        "form": form,
        "practice": found,
        "held": getattr(found, "held", None),
        "token": "",
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/practice_conditions.html", context, status=status)


@login_required
def consent_document(request: HttpRequest, process: str, key: str) -> HttpResponseBase:
    """The document of consent, for the secretariat alone."""
    for_secretariat(request, process)
    held = getattr(practice_at(process, key), "held", None)
    if held is None or held.consent_file is None:
        raise Http404(key)
    return hand_out(held.consent_file)


@login_required
def library(request: HttpRequest, process: str) -> HttpResponse:
    """Whether practices are taken in, and by which themes and criteria."""
    here, at, by = for_secretariat(request, process), clock.now(), signed_in(request)
    held, do = library_of(here), request.POST.get("do", "")
    initial = {
        "open": held.open if held else True,
        "without_account": held.without_account if held else True,
        "fewest_reviews": held.fewest_reviews if held else 2,
    }
    form = LibraryForm(request.POST if do == "keep" else None, initial=initial)
    theme = NamedForm(request.POST if do == "theme" else None, prefix="theme")
    criterion = NamedForm(
        request.POST if do == "criterion" else None, prefix="criterion", weighs=True
    )
    used = {"keep": form, "theme": theme, "criterion": criterion}.get(do)
    if request.method == "POST":
        try:
            if do == "retire":
                _retire(by, here, request.POST.get("thing", ""))
                return redirect("evidence:library", process)
            if used is not None and used.is_valid():
                if do == "keep":
                    actions.keep_library(by=by, process=here, at=at, **form.cleaned_data)
                elif do == "theme":
                    actions.add_theme(by=by, process=here, names=theme.names(), at=at)
                else:
                    weight = criterion.cleaned_data["weight"]
                    actions.add_practice_criterion(
                        by=by, process=here, names=criterion.names(), weight=weight, at=at
                    )
                return redirect("evidence:library", process)
        except Refusal as refused:
            (used or form).add_error(None, refused.sentence)
    context = {
        **frame(here),
        "library": held,
        "form": form,
        "theme": theme,
        "criterion": criterion,
        "themes": themes_of(here),
        "criteria": criteria_now(here),
    }
    status = 422 if used is not None and used.errors else 200
    return render(request, "evidence/library.html", context, status=status)


def _retire(by: Any, process: Any, key: str) -> None:
    for kind in (PracticeTheme, PracticeCriterion):
        thing = kind.objects.filter(process=process, key=key).first()
        if thing is not None:
            actions.retire_from_library(by=by, thing=thing, at=clock.now())
