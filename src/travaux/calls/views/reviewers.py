"""Pages of the secretariat on who reviews, and who reviews what."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions
from travaux.calls.actions.reviewers import Named
from travaux.calls.forms_of_reviews import AssignmentsForm, EvenlyForm, ReviewersForm
from travaux.calls.models import Call, Reviewer
from travaux.calls.queries.reviews import assignable, loads_of, reviewers_of
from travaux.calls.rules.reviews import may_appoint_reviewers
from travaux.calls.tables_of_reviews import read_assignments
from travaux.calls.views.frame import call_for_secretariat, frame, sentence_of
from travaux.core.problems import Unusable
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Role
from travaux.people.queries import roll
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal

ROLES = (Role.REVIEWER, Role.EXPERT)  # offered by name; anybody else comes by address


def address_shown(reviewer: Reviewer) -> str:
    """Who it is, for the secretariat: name and address; without an account the address alone."""
    person = reviewer.person
    if person is None:
        return reviewer.email
    return person.name or person.email or _("account erased")


def _page(request: HttpRequest, call: Call, status: int = 200, **told: Any) -> HttpResponse:
    at = clock.now()
    loads = loads_of(call)
    here = {load.reviewer.person_id for load in loads}
    held = roll(call.process.code, at).filter(role__in=ROLES).exclude(person__in=here - {None})
    context = {
        **frame(call.process, call),
        "loads": [(load, address_shown(load.reviewer)) for load in loads],
        "offered": list({p.person_id: p.person for p in held}.values())[:200],
        "applications": assignable(call).count(),
        "form": ReviewersForm(),
        "evenly": EvenlyForm(initial={"seed": secrets.token_hex(4)}),
        "table": AssignmentsForm(),
        "may": may_appoint_reviewers(person_of(request), call, at),
        **told,
    }
    return render(request, "calls/reviewers.html", context, status=status)


@never_cache
@login_required
def reviewers(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Who reviews applications of a call, how far they are, and how work is given out."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    if request.method != "POST":
        return _page(request, here)
    by, do = signed_in(request), request.POST.get("do", "")
    if do == "evenly":
        return _evenly(request, here)
    if do == "table":
        return _table(request, here)
    if do == "remind":
        try:
            n = actions.write_review_reminders(by=by, call=here, at=at)
        except Refusal as refused:
            return _page(request, here, 422, error=refused.sentence)
        told = ngettext(
            "One new reminder is held: read it, then send it.",
            "%(n)s new reminders are held: read them, then send them.",
            n,
        )
        messages.info(request, told % {"n": n} if "%(n)s" in told else told)
        return redirect("calls:reminders", process, here.key)
    if do == "offered":
        wanted = {k[:20] for k in request.POST.getlist("person")[:300]}
        held = roll(process, at).filter(role__in=ROLES, person__key__in=wanted)
        named = [Named(p.person.email or "", country=p.country) for p in held]
        form = ReviewersForm()
    else:
        form = ReviewersForm(request.POST)
        if not form.is_valid():
            return _page(request, here, 422, form=form)
        named = _named(form.cleaned_data["addresses"])
    try:
        actions.appoint_reviewers(by=by, call=here, named=named, at=at)
    except Refusal as refused:
        if form.is_bound:
            form.add_error("addresses", refused.sentence)
        return _page(request, here, 422, form=form, error=refused.sentence)
    return redirect("calls:reviewers", process, here.key)


def _named(text: str) -> list[Named]:
    """Addresses, one on each line, each with the employer after a semicolon."""
    found = []
    for line in text.splitlines():
        address, _sign, employer = line.partition(";")
        if address.strip():
            found.append(Named(address.strip(), employer.strip()))
    return found


def _evenly(request: HttpRequest, call: Call) -> HttpResponse:
    form = EvenlyForm(request.POST)
    if not form.is_valid():
        return _page(request, call, 422, evenly=form)
    data = form.cleaned_data
    try:
        found = actions.assign_evenly(
            by=signed_in(request), call=call, each=data["each"], seed=data["seed"], at=clock.now()
        )
    except (Refusal, Unusable) as refused:
        form.add_error(None, sentence_of(refused))
        return _page(request, call, 422, evenly=form, error=sentence_of(refused))
    n = len(found.pairs)
    said = ngettext("One review was given out.", "%(n)s reviews were given out.", n) % {"n": n}
    short = sum(found.short.values())
    if short:
        said += " " + ngettext(
            "One review is missing: nobody is left who may give it.",
            "%(n)s reviews are missing: nobody is left who may give them.",
            short,
        ) % {"n": short}
    messages.info(request, said)
    return redirect("calls:reviewers", call.process.code, call.key)


def _table(request: HttpRequest, call: Call) -> HttpResponse:
    form = AssignmentsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, call, 422, table=form)
    try:
        lines = read_assignments(form.cleaned_data["file"].read())
        report = actions.assign_table(by=signed_in(request), call=call, lines=lines, at=clock.now())
    except (Refusal, Unusable) as refused:
        form.add_error("file", sentence_of(refused))
        return _page(request, call, 422, table=form)
    return _page(request, call, report=report)


@login_required
@require_POST
def end(request: HttpRequest, process: str, call: str, key: str) -> HttpResponse:
    """Somebody reviews no more."""
    here = call_for_secretariat(request, process, call)
    found = reviewers_of(here).filter(key=key).first()
    if found is None:
        raise Http404(key)
    actions.end_reviewer(by=signed_in(request), reviewer=found, at=clock.now())
    return redirect("calls:reviewers", process, here.key)


@login_required
def reviewers_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """Who reviews, and how far they are, as a file."""
    here = call_for_secretariat(request, process, call)
    columns = [
        ("reviewer", _("Reviewer")),
        ("email", _("E-mail")),
        ("employer", _("Employer")),
        ("given", _("Given")),
        ("begun", _("Begun")),
        ("handed_in", _("Handed in")),
        ("missing", _("Missing")),
        ("stepped_back", _("Stepped back")),
    ]
    rows = []
    for load in loads_of(here):
        one = load.reviewer
        email = (one.person.email or "") if one.person is not None else one.email
        rows.append(
            [address_shown(one), email, one.employer, load.given, load.begun, load.handed_in,
             load.missing, load.stepped_back]
        )  # fmt: skip
    data = write(ending, columns, rows, title=_("Reviewers"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-reviewers")
