"""Pages of interviews: all of them, one with its consent and where it stands, and what keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.evidence import actions
from travaux.evidence.forms.interviews import ConsentForm, FactsForm, RegisterForm
from travaux.evidence.models.interviews import Interview
from travaux.evidence.queries.coding import to_code
from travaux.evidence.queries.interviews import (
    interview_named,
    interviews_visible_to,
    name_of,
    quotations_visible_to,
)
from travaux.evidence.rules.interviews import (
    allowed,
    is_public,
    may_keep,
    may_keep_interviews,
    under_embargo,
)
from travaux.evidence.views.frame import for_secretariat, frame, process_named, region_choices
from travaux.evidence.wording.interviews import INTERVIEW_SHAPES, INTERVIEW_STATES, QUOTINGS
from travaux.evidence.wording.questions import LEVELS
from travaux.people.asking import person_of, signed_in
from travaux.people.queries import countries_known, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

ON_PAGE = 50


def interview_at(process: str, key: str) -> Interview:
    found = interview_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def described(interview: Interview, inside: bool) -> dict[str, Any]:
    """An interview as a row; its country and day are told to those inside only."""
    now = clock.now()
    regions = dict(region_choices())
    return {
        "interview": interview,
        "named": name_of(interview),
        "state": INTERVIEW_STATES[interview.state],
        "shape": INTERVIEW_SHAPES[interview.state],
        "region": regions.get(interview.region, "") if interview.region else _("All regions"),
        "level": LEVELS[interview.level] if interview.level else _("All levels"),
        "quoting": QUOTINGS[allowed(interview, now).quoting],
        "public": is_public(interview, now),
        "embargo": under_embargo(interview, now),
        "inside": inside,
    }


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """The interviews that this reader may know of, and what waits for them."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    keeps = bool(may_keep_interviews(person, here, at))
    found = interviews_visible_to(person, here, at)
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here, invented=any(i.demonstration for i in found)),
        "page": page,
        "rows": [described(i, keeps) for i in page.object_list],
        "keeps": keeps,
        "waiting": to_code(person, here) if person else [],
        "quotations": len(quotations_visible_to(person, here, at)),
    }
    return render(request, "evidence/interviews.html", context)


def interviews_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same list as a file: without names, whoever asks for it."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    plain = ending == "json"
    columns = [
        ("interview", _("Key")),
        ("number", _("Number")),
        ("title", _("Title")),
        ("language", _("Language")),
        ("region", _("Region")),
        ("level", _("Level")),
        ("state", _("Status")),
        ("quoting", _("Quotations")),
        ("public", _("In public")),
    ]
    rows = []
    for one in interviews_visible_to(person, here, at):
        told = described(one, False)
        quoting = allowed(one, at).quoting
        rows.append(
            [
                one.key,
                one.number,
                one.title,
                one.language,
                one.region if plain else told["region"],
                one.level if plain else str(told["level"]),
                one.state if plain else str(told["state"]),
                quoting if plain else str(told["quoting"]),
                told["public"] if plain else (_("yes") if told["public"] else _("no")),
            ]
        )
    data = write(ending, columns, rows, title=_("Interviews"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-interviews")


def _country_choices(process: Process) -> list[tuple[str, str]]:
    known = countries_known().filter(demonstration=process.demonstration)
    return [(c.code, said(c.names)) for c in states_by_name(known)]


@login_required
def register(request: HttpRequest, process: str) -> HttpResponse:
    """An interview is registered together with its consent."""
    here, at = for_secretariat(request, process), clock.now()
    form = RegisterForm(
        request.POST or None,
        request.FILES or None,
        initial={"zone": signed_in(request).zone or "UTC"},
        regions=region_choices(),
        countries=_country_choices(here),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_interview(
                by=signed_in(request), process=here, facts=form.facts(), given=form.given(), at=at
            )
            return redirect("evidence:interview", process, made.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here), "form": form, "interview": None, "consenting": True}
    return render(
        request, "evidence/interview_form.html", context, status=422 if form.errors else 200
    )


@login_required
def change(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is registered of an interview, its embargo too."""
    found, at = interview_at(process, key), clock.now()
    require(may_keep(signed_in(request), found, at))
    until = found.embargo_until
    names = ("title", "held_on", "language", "name", "function", "email", "region", "level", "zone")
    form = FactsForm(
        request.POST or None,
        initial={
            **{name: getattr(found, name) for name in names},
            "country": found.country.code if found.country else "",
            "embargo": until.astimezone(zone_named(found.zone)).replace(tzinfo=None)
            if until
            else None,
            "seen": found.revision,
        },
        regions=region_choices(),
        countries=_country_choices(found.process),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_interview(
                by=signed_in(request),
                interview=found,
                facts=form.facts(),
                seen=form.cleaned_data["seen"] or 0,
                at=at,
            )
            return redirect("evidence:interview", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form,
        "interview": found,
        "named": name_of(found),
    }
    return render(
        request, "evidence/interview_form.html", context, status=422 if form.errors else 200
    )


@login_required
def consent(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The interviewee allows other than before."""
    found, at = interview_at(process, key), clock.now()
    require(may_keep(signed_in(request), found, at))
    now = allowed(found, at)
    form = ConsentForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "zone": found.zone,
            "analysis": now.analysis,
            "quoting": now.quoting,
            "publication": now.publication,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_consent(
                by=signed_in(request), interview=found, given=form.given(), at=at
            )
            messages.success(request, _("What the interviewee allows is written down."))
            return redirect("evidence:interview", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form,
        "interview": found,
        "named": name_of(found),
        "consenting": True,
    }
    return render(
        request, "evidence/interview_form.html", context, status=422 if form.errors else 200
    )
