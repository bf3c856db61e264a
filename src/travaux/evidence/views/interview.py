"""The page of one interview, and what is done there by one click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.evidence import actions
from travaux.evidence.actions.questions import Named
from travaux.evidence.forms.coding import CoderForm
from travaux.evidence.forms.interviews import AnswersForm, HowForm
from travaux.evidence.models import AssessmentQuestion, Source
from travaux.evidence.models.interviews import Interview
from travaux.evidence.queries.coding import coder_of, coders_of, issued_book
from travaux.evidence.queries.interviews import quotations_of, quoted, text_of
from travaux.evidence.queries.questions import question_named, questions_of, words_of
from travaux.evidence.rules.coding import may_code, may_name_coder, may_see_marks
from travaux.evidence.rules.interviews import (
    allowed,
    consent_of,
    may_approve_for,
    may_ask_interviewee,
    may_bring_text,
    may_keep,
    may_keep_interviews,
    may_quote,
    may_read_text,
    may_see_interview,
    may_see_name,
)
from travaux.evidence.views.frame import frame
from travaux.evidence.views.interviews import described, interview_at
from travaux.evidence.wording.interviews import GONE_WHYS, QUOTINGS
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require


def interview(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One interview as this reader may see it."""
    found = interview_at(process, key)
    require(may_see_interview(person_of(request), found, clock.now()))
    return interview_page(request, found)


def interview_page(
    request: HttpRequest, found: Interview, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """The page, also with a form that was not accepted."""
    at, person, process = clock.now(), person_of(request), found.process
    keeps = bool(may_keep_interviews(person, process, at))
    inside = bool(may_read_text(person, found, at))
    text = text_of(found)
    coder = coder_of(text, person) if text else None
    answers = _answered(found)
    questions = [
        (q.key, f"{q.number}. {words_of(q)}") for q in questions_of(process) if q not in answers
    ]
    shown = [quoted(q, at, inside=inside) for q in quotations_of(found)]
    context = {
        **frame(process, invented=found.demonstration),
        **described(found, inside),
        "sees_name": may_see_name(person, found, at),
        "keeps": keeps,
        "may_keep": may_keep(person, found, at),
        "allowed": allowed(found, at),
        "consent": consent_of(found) if inside else None,
        "consents": [(c, QUOTINGS[c.quoting]) for c in reversed(found.consents.all())]
        if keeps
        else [],
        "text": text if inside else None,
        "coder": coder,
        "may_code": bool(coder) and may_code(person, coder, at),
        "coders": coders_of(text) if text and inside else [],
        "sees_marks": may_see_marks(person, text, at) if text else None,
        "quotations": [
            {"shown": q, "why": GONE_WHYS.get(q.quotation.gone_why, "")}
            for q in shown
            if q.words or (inside and q.gone)
        ],
        "may_quote": may_quote(person, found, at),
        "may_bring": may_bring_text(person, found, at),
        "may_ask": may_ask_interviewee(person, found, at),
        "may_approve": may_approve_for(person, found, at),
        "may_name_coder": may_name_coder(person, found, at),
        "book": issued_book(process) if inside else None,
        "answers": answers,
        "how_form": HowForm(),
        "coder_form": CoderForm(),
        "answers_form": AnswersForm(questions=questions) if questions and keeps else None,
        **(forms or {}),
    }
    status = 422 if any(f.errors for f in (forms or {}).values()) else 200
    return render(request, "evidence/interview.html", context, status=status)


def _answered(found: Interview) -> list[AssessmentQuestion]:
    sources = Source.objects.filter(
        kind="interview", subject_key=found.key, taken_out_at__isnull=True
    ).select_related("question")
    return [s.question for s in sources.order_by("question__number")]


@login_required
@require_POST
def act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is done on the page of an interview."""
    found, at, by = interview_at(process, key), clock.now(), signed_in(request)
    require(may_see_interview(by, found, at))
    do = request.POST.get("do", "")
    how, coders = HowForm(request.POST), CoderForm(request.POST)
    try:
        if do == "ask":
            actions.ask_interviewee(by=by, interview=found, at=at)
            messages.success(request, _("The link is on its way to the interviewee."))
        elif do == "leaving":
            actions.send_leaving_link(by=by, interview=found, at=at)
            messages.success(request, _("The link is on its way to the interviewee."))
        elif do == "approve":
            if not how.is_valid():
                return interview_page(request, found, {"how_form": how})
            told = how.cleaned_data["how"]
            actions.approve_for_interviewee(by=by, interview=found, how=told, at=at)
        elif do == "withdraw":
            actions.withdraw_interview(by=by, interview=found, at=at)
            messages.success(request, _("All that was said is erased."))
        elif do == "coder":
            person = _person(coders)
            if person is None:
                return interview_page(request, found, {"coder_form": coders})
            actions.name_coder(by=by, interview=found, person=person, at=at)
        elif do == "done":
            _finish(by, found)
            messages.success(request, _("You are done. Codes are compared once all are."))
        elif do == "unquote":
            _unquote(by, found, request.POST.get("quotation", "")[:20])
        elif do == "answers":
            _answers(by, found, request.POST.get("question", "")[:20])
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("evidence:interview", process, key)


def _person(form: CoderForm) -> Person | None:
    if not form.is_valid():
        return None
    person = Person.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if person is None:
        form.add_error("email", _("Nobody with this address has an account here."))
    return person


def _finish(by: Person, found: Interview) -> None:
    text = text_of(found)
    coder = coder_of(text, by) if text else None
    require(may_code(by, coder, clock.now()))
    assert coder is not None  # the rule said so
    actions.finish_coding(by=by, coder=coder, at=clock.now())


def _unquote(by: Person, found: Interview, key: str) -> None:
    one = quotations_of(found).filter(key=key).first()
    if one is None:
        raise Http404(key)
    actions.take_quotation_out(by=by, quotation=one, at=clock.now())


def _answers(by: Person, found: Interview, key: str) -> None:
    question = question_named(found.process.code, key)
    if question is None:
        raise Http404(key)
    named = Named("interview", subject_key=found.key, region=found.region, level=found.level)
    actions.name_source(by=by, question=question, named=named, at=clock.now())
