"""Surveys: what they ask of whom; freezing, opening, closing, publishing them; links and devices."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.core.surveys.check import check_form, untranslated
from travaux.core.surveys.comparing import compare
from travaux.core.surveys.model import Form
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.evidence import actions
from travaux.evidence.forms.surveys import FileForm
from travaux.evidence.models import Edition, Survey
from travaux.evidence.queries.editions import edition_numbered, issued_editions
from travaux.evidence.queries.survey_sources import question_count
from travaux.evidence.queries.surveys import (
    attached_to,
    editions_of,
    form_of,
    guesses_decided,
    guesses_of,
    issued_edition,
    left_over,
    submitted,
    survey_named,
)
from travaux.evidence.queries.words import progress_of
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.rules.surveys import (
    is_taking_answers,
    may_change_survey,
    may_read_results,
    may_see_survey,
)
from travaux.evidence.rules.words import may_read_words
from travaux.evidence.views.frame import frame
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
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import Refusal, explain, require


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
    context["issued"] = issued_editions(here)
    context["words"] = may_read_words(person, here, at) and bool(progress_of(here))
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
                "lacking": [] if edition.state == "issued" else _lacking(form),
            }
        )
    last = editions[-1]
    return {
        "editions": rows,
        "last": last,
        "may_change": may_change_survey(person_of(request), here, at),
        "guesses": len(guesses_of(here)),
        "file": FileForm(initial={"seen": last.revision}),
        "attached": attached_to(here).exists(),
        "decided": guesses_decided(here) != [],
        "aside": here.responses.filter(state="set-aside").count(),
        "left_over": left_over(here).exists(),
    }


def _lacking(form: Form) -> list[tuple[str, int]]:
    """(language, questions) whose words, or whose answers to choose from, lack in a language."""
    found = Counter(str(p.facts["language"]) for p in untranslated(form))
    return [(NAMES.get(code, code), n) for code, n in found.items()]


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


def form_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The form as an XLSForm: the one that is asked, or for the secretariat the one in work."""
    here, at = survey_at(request, process, survey), clock.now()
    edition = issued_edition(here)
    number = request.GET.get("edition", "")
    if number.isdecimal():
        edition = edition_numbered(here, int(number[:6]))
    elif is_secretariat(person_of(request), process, at):
        edition = editions_of(here)[-1]
    if ending != "xlsx" or edition is None:
        raise Http404(ending)
    return download(write_xlsform(form_of(edition)), "xlsx", f"{here.key}-form-{edition.number}")


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
