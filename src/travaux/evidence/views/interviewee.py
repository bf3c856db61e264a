"""Pages behind the links of an interviewee, who needs no account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.core.problems import Unusable
from travaux.evidence import actions
from travaux.evidence.forms.interviews import MendForm
from travaux.evidence.models.interviews import InterviewLink, LinkPurpose
from travaux.evidence.queries.interviews import (
    interview_link_behind,
    name_of,
    quotations_of,
    quoted,
    text_of,
)
from travaux.evidence.rules.interviews import allowed, may_use_interview_link, under_embargo
from travaux.evidence.views.frame import frame
from travaux.evidence.wording.interviews import QUOTINGS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, Verdict, explain

ON_PAGE = 20


def _behind(process: str, token: str, purpose: str) -> InterviewLink:
    found = interview_link_behind(token)
    if found is None or found.purpose != purpose or found.interview.process.code != process:
        raise Http404(purpose)
    return found


def _frame(link: InterviewLink) -> dict[str, Any]:
    found, at = link.interview, clock.now()
    now = allowed(found, at)
    return {
        **frame(found.process, invented=found.demonstration),
        "interview": found,
        "named": name_of(found),
        "allowed": now,
        "quoting": QUOTINGS[now.quoting],
        "embargo": under_embargo(found, at),
    }


@never_cache
def interviewee(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The interviewee reads what is written, mends it, takes passages out, and approves it."""
    link = _behind(process, token, LinkPurpose.APPROVE)
    at, error = clock.now(), ""
    verdict: Verdict = may_use_interview_link(link, at)
    text = text_of(link.interview)
    wanted = request.POST.get("number") or request.GET.get("mend", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    form = MendForm(request.POST if request.POST.get("do") == "mend" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "approve":
                actions.approve_by_link(by=person_of(request), link=link, at=at)
                return redirect(request.path)
            if form.is_bound and form.is_valid():
                actions.mend_passage(
                    by=person_of(request),
                    link=link,
                    number=number,
                    text=form.cleaned_data["text"],
                    withheld=form.cleaned_data["withheld"],
                    at=at,
                )
                messages.success(request, _("Your change is kept."))
                back = (number - 1) // ON_PAGE + 1
                return redirect(f"{request.path}?page={back}#p-{number}")
        except Refusal as refused:
            error = refused.sentence
            if form.is_bound:
                form.add_error(None, refused.sentence)
        except Unusable as problem:
            form.add_error(None, explain(problem))
    rows = list(enumerate(text.paragraphs, 1)) if text is not None and verdict else []
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    held = dict(rows).get(number)
    if held is not None and not form.is_bound:
        form = MendForm(initial=held)
    context = {
        **_frame(link),
        "verdict": verdict,
        "text": text,
        "page": page,
        "rows": page.object_list,
        "mending": number if held is not None else 0,
        "mending_page": (number - 1) // ON_PAGE + 1,
        "form": form,
        "error": error,
        "done": link.used_at is not None and link.interview.approved_at is not None,
    }
    status = 422 if error or form.errors else 200
    return render(request, "evidence/interviewee.html", context, status=status)


@never_cache
def leave(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The interviewee sees what they allow and what is quoted, and takes it back at any time."""
    link = _behind(process, token, LinkPurpose.LEAVE)
    at, error = clock.now(), ""
    if request.method == "POST":
        try:
            actions.take_consent_back(
                by=person_of(request),
                link=link,
                everything=request.POST.get("do") == "everything",
                at=at,
            )
            return redirect(request.path)
        except Refusal as refused:
            error = refused.sentence
    verdict = may_use_interview_link(link, at)
    context = {
        **_frame(link),
        "verdict": verdict,
        "error": error,
        "quotations": [
            shown
            for q in quotations_of(link.interview)
            if (shown := quoted(q, at, inside=True)).words
        ]
        if verdict
        else [],
    }
    status = 422 if error else 200
    return render(request, "evidence/leave.html", context, status=status)
