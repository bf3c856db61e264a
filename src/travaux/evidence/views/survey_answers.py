"""What came in to a survey: brought in from files, its countries confirmed, and given out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.core.formats.bounds import DEFAULT_BOUNDS
from travaux.core.problems import Unusable
from travaux.core.surveys.answer_tables import read_sheets
from travaux.evidence import actions
from travaux.evidence.forms.surveys import FileForm
from travaux.evidence.models import PlaceGuess, Survey
from travaux.evidence.queries.editions import answer_rows
from travaux.evidence.queries.surveys import (
    answers_by_place,
    attached_to,
    guesses_decided,
    guesses_of,
    issued_edition,
)
from travaux.evidence.rules.surveys import may_decide_answers
from travaux.evidence.views.frame import frame
from travaux.evidence.views.survey_facts import sentence_of
from travaux.evidence.views.surveys import survey_for_secretariat
from travaux.people.asking import signed_in
from travaux.people.models import Country
from travaux.people.queries import states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, sentence

ON_PAGE = 100


@login_required
def places(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Countries as they were written in answers: each guess is confirmed by a person."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    known = states_by_name(Country.objects.filter(demonstration=here.demonstration))
    waiting, decided = guesses_of(here), guesses_decided(here)
    if request.method == "POST":
        codes: dict[str, Country | None] = {"-": None, **{c.code: c for c in known}}
        try:
            for guess in [*waiting, *decided]:
                told = request.POST.get(f"g{guess.pk}", "")
                if told in codes:
                    actions.confirm_place(
                        by=signed_in(request), guess=guess, country=codes[told], at=at
                    )
        except Refusal as refused:
            messages.error(request, refused.sentence)
        return redirect("evidence:survey-places", process, here.key)
    counts = answers_by_place(here)
    context = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "guesses": [(g, counts.get(g.said, 0)) for g in waiting],
        "decided": [(g, counts.get(g.said, 0)) for g in decided],
        "countries": [(c.code, said(c.names)) for c in known],
        "may": may_decide_answers(signed_in(request), here, at),
    }
    return render(request, "evidence/survey_places.html", context)


@login_required
def places_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = survey_for_secretariat(request, process, survey)
    heads = [
        ("written", _("As received")), ("answers", _("Answers")), ("country", _("Country")),
        ("likeness", _("Likeness")), ("confirmed_at", _("Confirmed (UTC)")),
    ]  # fmt: skip
    counts = answers_by_place(here)
    found: list[PlaceGuess] = [*guesses_of(here), *guesses_decided(here)]
    rows = [
        [g.said, counts.get(g.said, 0), g.country.code if g.country else "", round(g.likeness, 1),
         g.confirmed_at]
        for g in found
    ]  # fmt: skip
    data = write(ending, heads, rows, title=_("Countries"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-countries")


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
            upload.add_error("file", sentence_of(problem))
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


@login_required
def answers_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """Every answer of every edition, with where it stands, for the secretariat."""
    here = survey_for_secretariat(request, process, survey)
    if issued_edition(here) is None:
        raise Http404(survey)
    told, rows = answer_rows(here, current())
    head = [
        ("instance", _("Key")), ("edition", _("Edition")), ("source", _("Source")),
        ("submitted_at", _("Received (UTC)")), ("country", _("Country")), ("region", _("Region")),
        ("unit", _("Unit")), ("size", _("Size")), ("weight", _("Design weight")),
        ("language", _("Language")),
    ]  # fmt: skip
    heads = [
        (key, label if not number else _("%(label)s (edition %(number)s)")
         % {"label": label, "number": number})
        for key, label, number in told
    ]  # fmt: skip
    data = write(
        ending, [*head, *heads], rows, title=_("Answers"), right_to_left=get_language_bidi()
    )
    return download(data, ending, f"{here.key}-answers")


@never_cache
@login_required
def attached(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Files that came with answers, from devices and from the web."""
    here = survey_for_secretariat(request, process, survey)
    paged = Paginator(attached_to(here), ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.process, invented=here.demonstration), "survey": here, "page": paged,
    }  # fmt: skip
    return render(request, "evidence/survey_attached.html", context)


@login_required
def attached_list(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The list of them as a file."""
    here = survey_for_secretariat(request, process, survey)
    heads = [
        ("instance", _("Key")), ("edition", _("Edition")), ("country", _("Country")),
        ("unit", _("Unit")), ("file", _("File")), ("bytes", _("Bytes")),
        ("digest", _("SHA-256")), ("received_at", _("Received (UTC)")),
    ]  # fmt: skip
    rows = [
        [
            a.response.instance_id or a.response.key, a.response.edition.number,
            a.response.country.code if a.response.country else "", a.response.unit_name, a.name,
            a.file.size, a.file.digest, a.file.received_at,
        ]
        for a in attached_to(here).iterator(2000)
    ]  # fmt: skip
    data = write(ending, heads, rows, title=_("Files"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-files")


@login_required
def attached_file(request: HttpRequest, process: str, survey: str, file: str) -> HttpResponseBase:
    """One of them, to keep."""
    here: Survey = survey_for_secretariat(request, process, survey)
    found = attached_to(here).filter(key=file).first()
    if found is None:
        raise Http404(file)
    return hand_out(found.file)
