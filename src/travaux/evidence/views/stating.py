"""Writing a finding, naming sources and authors, rating, settling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.design.languages import initial_texts
from travaux.evidence import actions
from travaux.evidence.forms.findings import (
    AuthorForm,
    FindingForm,
    RatingForm,
    RestForm,
    WithdrawForm,
)
from travaux.evidence.models import Finding
from travaux.evidence.queries.findings import sources_of_finding
from travaux.evidence.queries.questions import offered_of, questions_of, topic_choices
from travaux.evidence.rules.findings import (
    may_change_finding,
    may_decide_finding,
    may_rate,
    may_read_finding,
    may_write_findings,
)
from travaux.evidence.views.findings import finding_at, finding_page
from travaux.evidence.views.frame import frame, process_named, region_choices
from travaux.evidence.wording.questions import SOURCE_KINDS
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, require


@login_required
def state(request: HttpRequest, process: str, key: str = "") -> HttpResponse:
    """A finding is written or changed."""
    here, at = process_named(process), clock.now()
    found: Finding | None = finding_at(process, key) if key else None
    person = person_of(request)
    require(
        may_change_finding(person, found, at) if found else may_write_findings(person, here, at)
    )
    initial: dict[str, Any] = {}
    if found is not None:
        initial = {
            "question": found.question.key if found.question else "",
            "regions": found.regions,
            "levels": found.levels,
            "topics": found.topics,
            "seen": found.revision,
            **initial_texts("statement", found.statements),
        }
    form = FindingForm(
        request.POST or None,
        initial=initial,
        questions=list(questions_of(here)),
        regions=region_choices(),
        topics=topic_choices(here.code, found.topics if found else ()),
    )
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"by": signed_in(request), "stated": form.stated(), "at": at}
        try:
            if found is None:
                made = actions.state_finding(process=here, **told)
            else:
                seen = form.cleaned_data["seen"] or 0
                made = actions.change_finding(finding=found, seen=seen, **told)
            return redirect("evidence:finding", process, made.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here), "form": form, "finding": found}
    return render(request, "evidence/state.html", context, status=422 if form.errors else 200)


@login_required
def rest(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What a finding rests on is named."""
    found, at = finding_at(process, key), clock.now()
    require(may_change_finding(person_of(request), found, at))
    things = [
        ("|".join(one), f"{SOURCE_KINDS[one[0]]}: {title}")
        for one, (title, _address) in offered_of(found.process).items()
    ]
    form = RestForm(request.POST or None, regions=[], things=things)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rest_finding_on(
                by=signed_in(request),
                finding=found,
                named=form.named(),
                place=form.cleaned_data["place"],
                at=at,
            )
            return redirect("evidence:finding", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(found.process, invented=found.demonstration), "form": form, "finding": found}
    return render(request, "evidence/rest.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_out(request: HttpRequest, process: str, key: str, source: str) -> HttpResponse:
    """A finding rests on this no more."""
    found = finding_at(process, key)
    for one in sources_of_finding(found):
        if one.key == source:
            actions.take_source_out_of_finding(by=signed_in(request), source=one, at=clock.now())
    return redirect("evidence:finding", process, key)


@login_required
@require_POST
def authors(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A person answers for the finding, or does so no more."""
    found, at, by = finding_at(process, key), clock.now(), signed_in(request)
    require(may_change_finding(by, found, at))
    leaving = request.POST.get("leaves", "")
    if leaving:
        person = Person.objects.filter(key=leaving).first()
        if person is not None:
            actions.release_finding_author(by=by, finding=found, person=person, at=at)
        return redirect("evidence:finding", process, key)
    form = AuthorForm(request.POST)
    if form.is_valid():
        person = Person.objects.filter(email__iexact=form.cleaned_data["email"]).first()
        if person is None:
            form.add_error("email", _("Nobody with this address has an account here."))
        else:
            try:
                actions.name_finding_author(by=by, finding=found, person=person, at=at)
                return redirect("evidence:finding", process, key)
            except Refusal as refused:
                form.add_error("email", refused.sentence)
    return finding_page(request, found, form)


@login_required
def rate(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """An author rates the finding before seeing what the others said."""
    found, at, person = finding_at(process, key), clock.now(), person_of(request)
    require(may_read_finding(person, found, at))
    require(may_rate(person, found, at))
    form = RatingForm(request.POST or None, initial={"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.rate_finding(
                by=signed_in(request),
                finding=found,
                evidence_high=data["evidence"] == "high",
                agreement_high=data["agreement"] == "high",
                reason=data["reason"],
                language=current(),
                seen=data["seen"],
                at=at,
            )
            messages.success(request, _("Your rating is kept. You now see what the others said."))
            return redirect("evidence:finding", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form,
        "finding": found,
    }
    return render(request, "evidence/rate.html", context, status=422 if form.errors else 200)


MOVING = {
    "put": actions.put_finding_to_authors,
    "settle": actions.settle_finding,
    "reopen": actions.reopen_finding,
}


@login_required
@require_POST
def move(request: HttpRequest, process: str, key: str, to: str) -> HttpResponse:
    """A finding is put to its authors, settled, or reopened."""
    if to not in MOVING:
        raise Http404(to)
    found = finding_at(process, key)
    try:
        MOVING[to](by=signed_in(request), finding=found, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("evidence:finding", process, key)


@login_required
def withdraw(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A finding is withdrawn, with its reason."""
    found, at = finding_at(process, key), clock.now()
    require(may_decide_finding(person_of(request), found, at))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_finding(
                by=signed_in(request), finding=found, why=form.cleaned_data["why"], at=at
            )
            return redirect("evidence:finding", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(found.process, invented=found.demonstration), "form": form, "finding": found}
    return render(request, "evidence/withdraw.html", context, status=422 if form.errors else 200)
