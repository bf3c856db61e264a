"""Answering page by page, without an account and without scripts: kept as one goes."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.core.ledger.receipts import check_code
from travaux.core.surveys.answers import Found, Path
from travaux.core.surveys.model import FILES, Form, walk
from travaux.core.surveys.pages import Page, pages_of
from travaux.design.asked import Attached, Reader, blocks_of, raw_of, told_of, with_blanks
from travaux.evidence import actions
from travaux.evidence.models import Access, Invitation, Response, Survey
from travaux.evidence.queries.surveys import (
    form_of,
    held_response,
    invitation_by_token,
    response_by_receipt,
    response_by_token,
)
from travaux.evidence.rules.surveys import may_begin_response
from travaux.evidence.views.frame import frame
from travaux.evidence.views.surveys import survey_at
from travaux.evidence.wording.surveys import UNITS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal


@never_cache
def begin(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """What is asked, of whom and what for; then the first page."""
    here = survey_at(request, process, survey)
    if here.access == Access.ACCOUNT and person_of(request) is None:
        return redirect_to_login(request.get_full_path())
    return _begin(request, here, None)


@never_cache
def invited(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The same for who holds the link of an invitation."""
    found = invitation_by_token(process, token)
    if found is None:
        raise Http404(token)
    return _begin(request, found.survey, found)


def _begin(request: HttpRequest, survey: Survey, invitation: Invitation | None) -> HttpResponse:
    at, error = clock.now(), ""
    if request.method == "POST":
        try:
            _response, token = actions.begin_response(
                by=person_of(request), survey=survey, invitation=invitation,
                form_token=request.POST.get("form_token", "")[:40], at=at,
            )  # fmt: skip
            return redirect("evidence:answering-page", survey.process.code, token, 1)
        except Refusal as refused:
            error = refused.sentence
    context = {
        **frame(survey.process, invented=survey.demonstration), "survey": survey, "error": error,
        "unit": UNITS[survey.unit], "unit_name": invitation.unit_name if invitation else "",
        "may": may_begin_response(person_of(request), survey, invitation, at),
        "form_token": secrets.token_urlsafe(18),
    }  # fmt: skip
    return render(request, "evidence/answer_begin.html", context, status=422 if error else 200)


def _response_at(request: HttpRequest, process: str, token: str) -> Response:
    found = response_by_token(process, token)
    if found is None or (found.person_id and found.person != person_of(request)):
        raise Http404(token)
    return found


def _shown(pages: list[Page], found: Found) -> list[Page]:
    """The pages on which something is asked now."""
    names = {str(path[-1]) for path in found.shown if isinstance(path[-1], str)}
    return [p for p in pages if p.names & names] or pages[:1]


def _uploads(form: Form, page: Page, request: HttpRequest) -> list[tuple[Path, Any]]:
    names = {p.item.name for p in walk(page.items) if getattr(p.item, "kind", "") in FILES}
    found: list[tuple[Path, Any]] = []
    for field, files in request.FILES.lists():
        steps = field[2:].split(".") if field.startswith("q.") else []
        path = tuple(int(s) - 1 if s.isascii() and s.isdigit() else s for s in steps)
        if path and path[-1] in names:
            found += [(path, one) for one in files]
    return found


def _now(request: HttpRequest, at: datetime) -> datetime:
    person = person_of(request)
    return at.astimezone(ZoneInfo((person.zone if person is not None else "") or "UTC"))


@never_cache
def page(request: HttpRequest, process: str, token: str, number: int = 0) -> HttpResponse:
    """One page of the form; going on keeps what was typed, whole or not."""
    response, at = _response_at(request, process, token), clock.now()
    form = form_of(response.edition)
    pages = pages_of(form)
    number = number or response.page
    if not 1 <= number <= len(pages):
        raise Http404(str(number))
    here = pages[number - 1]
    errors: list[str] = []
    problems: Any = ()
    if request.method == "POST":
        part = replace(form, items=here.items)
        what = request.POST.get("do", "on")
        if "add" in request.POST or "remove" in request.POST:
            what = "look"
        try:
            response = actions.keep_answers(
                by=person_of(request), response=response, typed=raw_of(part, request.POST),
                page=number, uploads=_uploads(form, here, request), at=at,
            )  # fmt: skip
            found = held_response(response.edition, response.typed, _now(request, at), response.key)
            if what == "stop":
                messages.success(request, _("It is kept. Go on any time with the link below."))
                return redirect("evidence:answering-review", process, token)
            problems = [p for p in found.problems if str(_first(p.path, here)) in here.names]
            if what == "back":
                return redirect("evidence:answering-page", process, token,
                                _beside(pages, found, number, -1) or number)  # fmt: skip
            if what == "on" and not problems:
                following = _beside(pages, found, number, 1)
                if following is None:
                    return redirect("evidence:answering-review", process, token)
                return redirect("evidence:answering-page", process, token, following)
            if what == "look":
                problems = ()
        except Refusal as refused:
            errors.append(refused.sentence)
    typed = with_blanks(form, response.typed)
    found = held_response_shown(response, typed, _now(request, at))
    shown = _shown(pages, found)
    names = {a.key: Attached(a.key, a.name, a.file.size)
             for a in response.attached.select_related("file")}  # fmt: skip
    context = {
        **frame(response.survey.process, invented=response.demonstration),
        "survey": response.survey, "token": token, "number": number,
        "place": next((n for n, p in enumerate(shown, 1) if p.number == number), number),
        "pages": len(shown), "first": shown[0].number == number, "errors": errors,
        "wrong": len(problems),
        "blocks": blocks_of(form, found, typed, problems=problems, file_named=names.get,
                            items=here.items),
    }  # fmt: skip
    return render(
        request, "evidence/answer_page.html", context, status=422 if errors or problems else 200
    )


def _first(path: Path, page: Page) -> str:
    """The name by which a problem's place is found on a page."""
    return next((str(step) for step in path if step in page.names), str(path[-1]))


def held_response_shown(response: Response, typed: Any, now: datetime) -> Found:
    """The form held against what stands on the page, empty repetitions included."""
    from travaux.core.surveys.answers import answer

    return answer(form_of(response.edition), typed, now=now, seed=response.key)


def _beside(pages: list[Page], found: Found, number: int, step: int) -> int | None:
    shown = [p.number for p in _shown(pages, found)]
    later = [n for n in shown if n > number] if step > 0 else [n for n in shown if n < number]
    return (later[0] if step > 0 else later[-1]) if later else None


@never_cache
def review(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Everything once more; then it is handed in."""
    response, at = _response_at(request, process, token), clock.now()
    form = form_of(response.edition)
    found = held_response(response.edition, response.typed, _now(request, at), response.key)
    error = ""
    if request.method == "POST":
        try:
            done = actions.submit_response(by=person_of(request), response=response, at=at)
            return redirect("evidence:answer-receipt", process, done.receipt)
        except Refusal as refused:
            error = refused.sentence
    pages = pages_of(form)
    wrong = sorted(
        {p.number for one in found.problems for p in pages if _first(one.path, p) in p.names}
    )
    names = {a.key: Attached(a.key, a.name, a.file.size)
             for a in response.attached.select_related("file")}  # fmt: skip
    context = {
        **frame(response.survey.process, invented=response.demonstration),
        "survey": response.survey, "token": token, "error": error, "wrong": wrong,
        "missing": len(found.problems),
        "told": told_of(form, found.answers, Reader(file_named=names.get, empty=True)),
        "resume": request.build_absolute_uri(
            request.path.removesuffix("review/")
        ),
    }  # fmt: skip
    return render(request, "evidence/answer_review.html", context, status=422 if error else 200)


@never_cache
def receipt(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """That an answer is stored, and its fingerprint; what it says is not shown."""
    checked = check_code(code)
    found = response_by_receipt(process, checked) if checked else None
    if found is None:
        raise Http404(code)
    context = {
        **frame(found.survey.process, invented=found.demonstration),
        "survey": found.survey, "response": found, "fingerprint": found.content_hash[:16],
    }  # fmt: skip
    return render(request, "evidence/answer_receipt.html", context)
