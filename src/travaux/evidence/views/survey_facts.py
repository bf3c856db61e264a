"""What a survey is: its words, unit, frame, deadline, who may answer, and which questions say where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.surveys.xlsform import read_xlsform
from travaux.design.languages import initial_texts
from travaux.evidence import actions
from travaux.evidence.forms.surveys import FileForm, SurveyForm, margins_text
from travaux.evidence.models import EditionState, Survey
from travaux.evidence.queries.surveys import editions_of, form_of, offered_for_roles
from travaux.evidence.rules.surveys import may_change_survey
from travaux.evidence.views.frame import for_secretariat, frame
from travaux.evidence.views.surveys import survey_for_secretariat
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.verdicts import Refusal, explain, require


@login_required
def prepare(request: HttpRequest, process: str) -> HttpResponse:
    """A survey begins with its facts and the file of its form."""
    here, at = for_secretariat(request, process), clock.now()
    form = SurveyForm(
        request.POST or None,
        initial={
            "unit": "city", "level": "sub-national", "sampling": "open", "access": "open",
            "zone": signed_in(request).zone or "UTC",
        },
    )  # fmt: skip
    upload = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and upload.is_valid():
        try:
            made = actions.prepare_survey(
                by=signed_in(request), process=here, form=read_form(upload), at=at, **form.facts()
            )
            return redirect("evidence:survey", process, made.key)
        except (Refusal, Unusable) as problem:
            form.add_error(None, sentence_of(problem))
    context = {**frame(here), "form": form, "upload": upload}
    return render(request, "evidence/survey_form.html", context, status=422 if form.errors else 200)


def read_form(upload: FileForm) -> Any:
    """The form out of a file that was brought in, with the files that its questions choose from."""
    file = upload.cleaned_data["file"]
    beside = {one.name: one.read() for one in upload.cleaned_data["choices"]}
    return read_xlsform(file.read(), file.name or "form.xlsx", files=beside).form


def sentence_of(problem: Refusal | Unusable) -> str:
    """Why something could not be done, as a sentence."""
    return explain(problem) if isinstance(problem, Unusable) else problem.sentence


@login_required
def change(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Facts, frame and deadline of a survey, and which of its questions say country, unit, size."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    require(may_change_survey(person_of(request), here, at))
    asked = [
        (q.name, said(q.labels) or q.name)
        for q in offered_for_roles(form_of(editions_of(here)[-1]))
    ]
    form = SurveyForm(request.POST or None, initial=_initial(here), questions=asked)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if facts["wording"] == here.wording:  # in the language in which it was announced
            del facts["wording_language"]
        try:
            actions.change_survey(
                by=signed_in(request), survey=here, seen=form.cleaned_data["seen"] or 0, at=at,
                **facts,
            )  # fmt: skip
            return redirect("evidence:survey", process, here.key)
        except Refusal as refused:
            field = "closes" if refused.code == "survey-deadline-past" else None
            form.add_error(field, refused.sentence)
    context = {**frame(here.process, invented=here.demonstration), "form": form, "survey": here}
    return render(request, "evidence/survey_form.html", context, status=422 if form.errors else 200)


@login_required
def form(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """The form of the edition that is prepared is brought in from a file."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    upload = FileForm(request.POST or None, request.FILES or None)
    last = editions_of(here)[-1]
    if request.method == "POST" and upload.is_valid():
        try:
            actions.replace_survey_form(
                by=signed_in(request), edition=last, form=read_form(upload),
                seen=upload.cleaned_data["seen"] or 0, at=at,
            )  # fmt: skip
            messages.success(request, _("The form is in."))
            return redirect("evidence:survey", process, here.key)
        except (Refusal, Unusable) as problem:
            upload.add_error("file", sentence_of(problem))
    elif request.method != "POST":
        upload = FileForm(initial={"seen": last.revision})
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "form": upload,
        "translating": last.state == EditionState.TRANSLATING,
    }  # fmt: skip
    return render(
        request, "evidence/survey_file.html", context, status=422 if upload.errors else 200
    )


def _initial(survey: Survey) -> dict[str, Any]:
    there = zone_named(survey.zone or "UTC")
    until = survey.closes_at
    return {
        **{
            name: getattr(survey, name)
            for name in ("unit", "level", "sampling", "access", "frame", "least", "zone", "wording")
        },
        "margins": margins_text(survey.margins),
        "closes": until.astimezone(there).replace(tzinfo=None) if until else None,
        "seen": survey.revision,
        **{f"role_{role}": name for role, name in survey.roles.items()},
        **initial_texts("title", survey.titles),
        **initial_texts("text", survey.texts),
    }
