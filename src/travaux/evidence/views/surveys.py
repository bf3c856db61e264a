"""Surveys: what they ask of whom; preparing, freezing, opening, closing, publishing them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.core.formats.bounds import DEFAULT_BOUNDS
from travaux.core.problems import Unusable
from travaux.core.surveys.answer_tables import read_sheets
from travaux.core.surveys.check import check_form
from travaux.core.surveys.comparing import compare
from travaux.core.surveys.tables import columns, row
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.design.languages import initial_texts
from travaux.evidence import actions
from travaux.evidence.forms.surveys import FileForm, SurveyForm, margins_text
from travaux.evidence.models import Edition, EditionState, Survey
from travaux.evidence.queries.survey_sources import question_count
from travaux.evidence.queries.surveys import (
    editions_of,
    form_of,
    guesses_of,
    issued_edition,
    left_over,
    submitted,
    survey_named,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.rules.surveys import (
    is_taking_answers,
    may_change_survey,
    may_read_results,
    may_see_survey,
)
from travaux.evidence.views.frame import for_secretariat, frame
from travaux.evidence.wording.questions import LEVELS
from travaux.evidence.wording.surveys import (
    ACCESSES,
    EDITION_STATES,
    SAMPLINGS,
    STANDINGS,
    SURVEY_STATES,
    UNITS,
)
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Country
from travaux.people.queries import states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import NAMES, current, said
from travaux.plumbing.verdicts import Refusal, explain, require, sentence


def survey_at(request: HttpRequest, process: str, key: str) -> Survey:
    """The survey of this address, for those who may see it."""
    found = survey_named(process, key)
    if found is None or not may_see_survey(person_of(request), found, clock.now()):
        raise Http404(key)
    return found


def survey_for_secretariat(request: HttpRequest, process: str, key: str) -> Survey:
    found = survey_named(process, key)
    if found is None:
        raise Http404(key)
    require(is_secretariat(person_of(request), process, clock.now()))
    return found


def survey(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """One survey: what a unit is, whom it speaks for, and how to answer."""
    here, at = survey_at(request, process, survey), clock.now()
    person = person_of(request)
    staff = is_secretariat(person, process, at)
    context: dict[str, Any] = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "unit": UNITS[here.unit],
        "level": LEVELS[here.level],
        "sampling": SAMPLINGS[here.sampling],
        "access": ACCESSES[here.access],
        "state": SURVEY_STATES[here.state],
        "questions": question_count(here),
        "answered": submitted(here).count(),
        "taking": is_taking_answers(here, at),
        "results": may_read_results(person, here, at),
        "staff": staff,
    }
    if staff:
        context |= _for_staff(request, here, at)
    return render(request, "evidence/survey.html", context)


def _for_staff(request: HttpRequest, here: Survey, at: datetime) -> dict[str, Any]:
    editions = editions_of(here)
    rows = []
    for n, edition in enumerate(editions):
        form = form_of(edition)
        told = compare(form_of(editions[n - 1]), form) if n else {}
        changed = [(name, STANDINGS[what]) for name, what in told.items() if what != "same"]
        rows.append(
            {
                "edition": edition,
                "state": EDITION_STATES[edition.state],
                "languages": [NAMES.get(code, code) for code in form.languages],
                "questions": question_count(here) if n == len(editions) - 1 else len(told),
                "changed": changed[:60],
                "problems": [explain(p) for p in check_form(form)][:20],
            }
        )
    last = editions[-1]
    return {
        "editions": rows,
        "last": last,
        "may_change": may_change_survey(person_of(request), here, at),
        "guesses": len(guesses_of(here)),
        "file": FileForm(initial={"seen": last.revision}),
        "issued": issued_edition(here),
        "devices": list(here.devices.order_by("pk")[:100]),
        "aside": here.responses.filter(state="set-aside").count(),
        "left_over": left_over(here).exists(),
    }


@login_required
def prepare(request: HttpRequest, process: str) -> HttpResponse:
    """A survey begins with its facts and the file of its form."""
    here, at = for_secretariat(request, process), clock.now()
    form = SurveyForm(
        request.POST or None,
        initial={"unit": "city", "level": "sub-national", "sampling": "open", "access": "open"},
    )
    upload = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and upload.is_valid():
        try:
            made = actions.prepare_survey(
                by=signed_in(request), process=here, form=_read(upload), at=at, **form.facts()
            )
            return redirect("evidence:survey", process, made.key)
        except (Refusal, Unusable) as problem:
            form.add_error(None, _sentence(problem))
    context = {**frame(here), "form": form, "upload": upload}
    return render(request, "evidence/survey_form.html", context, status=422 if form.errors else 200)


def _read(upload: FileForm) -> Any:
    file = upload.cleaned_data["file"]
    beside = {one.name: one.read() for one in upload.cleaned_data["choices"]}
    return read_xlsform(file.read(), file.name or "form.xlsx", files=beside).form


def _sentence(problem: Refusal | Unusable) -> str:
    return explain(problem) if isinstance(problem, Unusable) else problem.sentence


@login_required
def change(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Facts and frame of a survey."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    require(may_change_survey(person_of(request), here, at))
    initial = {
        "unit": here.unit, "level": here.level, "sampling": here.sampling, "access": here.access,
        "frame": here.frame, "margins": margins_text(here.margins), "least": here.least,
        "seen": here.revision,
        **initial_texts("title", here.titles), **initial_texts("text", here.texts),
    }  # fmt: skip
    form = SurveyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_survey(
                by=signed_in(request), survey=here, seen=form.cleaned_data["seen"] or 0, at=at,
                **form.facts(),
            )  # fmt: skip
            return redirect("evidence:survey", process, here.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here.process, invented=here.demonstration), "form": form, "survey": here}
    return render(request, "evidence/survey_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Freeze for translation, issue, begin another edition, close, open again, publish."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    told: dict[str, Any] = {"by": signed_in(request), "at": at}
    last: Edition = editions_of(here)[-1]
    what = request.POST.get("do", "")
    if what == "translate":
        actions.begin_translation(edition=last, **told)
    elif what == "issue":
        actions.issue_edition(edition=last, **told)
    elif what == "edition":
        actions.begin_edition(survey=here, **told)
    elif what == "close":
        actions.close_survey(survey=here, **told)
    elif what == "reopen":
        actions.reopen_survey(survey=here, **told)
    elif what == "publish":
        actions.publish_results(survey=here, **told)
    return redirect("evidence:survey", process, here.key)


@login_required
def form(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """The form of the edition that is prepared is brought in from a file."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    upload = FileForm(request.POST or None, request.FILES or None)
    last = editions_of(here)[-1]
    if request.method == "POST" and upload.is_valid():
        try:
            actions.replace_survey_form(
                by=signed_in(request), edition=last, form=_read(upload),
                seen=upload.cleaned_data["seen"] or 0, at=at,
            )  # fmt: skip
            messages.success(request, _("The form is in."))
            return redirect("evidence:survey", process, here.key)
        except (Refusal, Unusable) as problem:
            upload.add_error("file", _sentence(problem))
    elif request.method != "POST":
        upload = FileForm(initial={"seen": last.revision})
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "form": upload,
        "translating": last.state == EditionState.TRANSLATING,
    }  # fmt: skip
    return render(
        request, "evidence/survey_file.html", context, status=422 if upload.errors else 200
    )


def form_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The form as an XLSForm: the one that is asked, or for the secretariat the one in work."""
    here, at = survey_at(request, process, survey), clock.now()
    edition = issued_edition(here)
    if is_secretariat(person_of(request), process, at):
        edition = editions_of(here)[-1]
    if ending != "xlsx" or edition is None:
        raise Http404(ending)
    return download(write_xlsform(form_of(edition)), "xlsx", f"{here.key}-form")


@login_required
def places(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Countries as they were written in answers: each guess is confirmed by a person."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    known = states_by_name(Country.objects.filter(demonstration=here.demonstration))
    found = guesses_of(here)
    if request.method == "POST":
        codes = {c.code: c for c in known}
        for guess in found:
            told = request.POST.get(f"g{guess.pk}", "")
            if told:
                actions.confirm_place(
                    by=signed_in(request), guess=guess, country=codes.get(told), at=at
                )
        return redirect("evidence:survey-places", process, here.key)
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "guesses": found,
        "countries": [(c.code, said(c.names)) for c in known],
    }  # fmt: skip
    return render(request, "evidence/survey_places.html", context)


MOST_ROWS_ON_PAGE = 5_000


@login_required
def bring(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """A file of answers, as Kobo or ODK export it, is brought in; what was found is shown."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    edition = issued_edition(here)
    upload = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and upload.is_valid() and edition is not None:
        file = upload.cleaned_data["file"]
        try:
            sheets = read_sheets(file.read(), file.name or "answers.xlsx", DEFAULT_BOUNDS)
            if len(sheets[0].rows) > MOST_ROWS_ON_PAGE:
                raise Unusable("answers-for-command-line", most=MOST_ROWS_ON_PAGE)
            actions.bring_answers(
                by=signed_in(request), edition=edition, sheets=sheets, name=file.name or "", at=at
            )
            return redirect("evidence:survey-bring", process, here.key)
        except (Refusal, Unusable) as problem:
            upload.add_error("file", _sentence(problem))
    elif request.method != "POST":
        upload = FileForm()
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "form": upload,
        "may": edition is not None,
        "files": [
            (f, [{**p, "said": sentence(p["code"], _facts_of(p))} for p in f.report["problems"]])
            for f in here.files.order_by("-pk")[:10]
        ],
    }  # fmt: skip
    return render(
        request, "evidence/survey_bring.html", context, status=422 if upload.errors else 200
    )


def _facts_of(problem: dict[str, Any]) -> dict[str, Any]:
    """A cell that could not be read is named by its column, not by what stood in it."""
    return {k: "…" for k in ("text", "choice", "most", "least", "step", "length")}


@never_cache
@login_required
def links(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Links for units that are invited, and passwords for devices; each is shown once."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    made: dict[str, str] = {}
    error = ""
    if request.method == "POST":
        told: dict[str, Any] = {"by": signed_in(request), "at": at}
        try:
            if request.POST.get("do") == "revoke":
                device = here.devices.filter(key=request.POST.get("device", "")).first()
                if device is not None:
                    actions.revoke_device(device=device, **told)
            elif request.POST.get("do") == "device":
                name = request.POST.get("name", "")
                one, word = actions.give_device(survey=here, name=name, **told)
                made = {"name": one.name, "key": one.key, "word": word}
            else:
                unit = request.POST.get("unit", "")
                _one, token = actions.invite_to_survey(survey=here, unit_name=unit, **told)
                made = {"unit": unit, "token": token}
        except Refusal as refused:
            error = refused.sentence
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "made": made,
        "error": error, "devices": list(here.devices.order_by("pk")[:500]),
        "server": request.build_absolute_uri(f"/openrosa/{process}"),
        "link": request.build_absolute_uri(f"/{request.LANGUAGE_CODE.split('-')[0]}/{process}/"
                                           f"evidence/invited/{made.get('token', '')}/"),
    }  # fmt: skip
    return render(request, "evidence/survey_links.html", context, status=422 if error else 200)


@login_required
def answers_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """Every answer of the edition that is asked, with where it stands, for the secretariat."""
    here = survey_for_secretariat(request, process, survey)
    edition = issued_edition(here)
    if edition is None:
        raise Http404(survey)
    form = form_of(edition)
    head = [
        ("instance", _("Key")), ("edition", _("Edition")), ("source", _("Source")),
        ("submitted_at", _("Received (UTC)")), ("country", _("Country")), ("unit", _("Unit")),
    ]  # fmt: skip
    found = submitted(here).select_related("country", "edition").order_by("pk")
    rows = (
        [r.instance_id or r.key, r.edition.number, r.source, r.submitted_at,
         r.country.code if r.country else "", r.unit_name, *row(form, r.answers, current())]
        for r in found.iterator(2000)
    )  # fmt: skip
    data = write(
        ending, [*head, *columns(form, current())], rows, title=_("Answers"),
        right_to_left=get_language_bidi(),
    )  # fmt: skip
    return download(data, ending, f"{here.key}-answers")
