"""The text of an interview: brought in, read, and one passage of it to be coded and quoted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.evidence.transcripts import names_in, read_transcript
from travaux.core.problems import Unusable
from travaux.evidence import actions
from travaux.evidence.forms.coding import MarkForm
from travaux.evidence.forms.interviews import TextForm, WordsForm
from travaux.evidence.models.interviews import Interview, InterviewText
from travaux.evidence.queries.coding import coder_of, codes_of, codes_standing, marks_of
from travaux.evidence.queries.interviews import name_of, text_of
from travaux.evidence.rules.coding import may_code, may_see_marks
from travaux.evidence.rules.interviews import (
    may_bring_text,
    may_keep_interviews,
    may_quote,
    may_read_text,
    may_see_name,
)
from travaux.evidence.views.frame import frame
from travaux.evidence.views.interviews import interview_at
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain, require

ON_PAGE = 25


def _frame(found: Interview) -> dict[str, object]:
    return {
        **frame(found.process, invented=found.demonstration),
        "interview": found,
        "named": name_of(found),
    }


def _text(process: str, key: str) -> tuple[Interview, InterviewText]:
    found = interview_at(process, key)
    text = text_of(found)
    if text is None:
        raise Http404(key)
    return found, text


@login_required
def bring(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A transcript or notes come in from a file."""
    found, at = interview_at(process, key), clock.now()
    require(may_bring_text(person_of(request), found, at))
    form = TextForm(
        request.POST or None, request.FILES or None, initial={"language": found.language}
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_transcript(file.read(), file.name)
            made = actions.bring_text(
                by=signed_in(request),
                interview=found,
                read=read,
                kind=form.cleaned_data["kind"],
                language=form.cleaned_data["language"],
                file=file,
                name=file.name,
                at=at,
            )
        except Unusable as problem:
            form.add_error("file", explain(problem))
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                _("The text is in: %(count)s paragraphs.") % {"count": len(made.paragraphs)},
            )
            for one in read.problems[:20]:
                messages.warning(request, explain(one))
            return redirect("evidence:interview", process, key)
    context = {**_frame(found), "form": form}
    return render(
        request, "evidence/bring_interview.html", context, status=422 if form.errors else 200
    )


@login_required
def original(request: HttpRequest, process: str, key: str) -> HttpResponseBase:
    """The file as it came, for those who keep the interview."""
    found = interview_at(process, key)
    require(may_see_name(person_of(request), found, clock.now()))
    require(may_read_text(person_of(request), found, clock.now()))
    keeps = may_keep_interviews(person_of(request), found.process, clock.now())
    held = found.texts.filter(file__isnull=False).select_related("file").order_by("-number").first()
    interviewer = found.interviewer_id == signed_in(request).pk
    if held is None or held.file is None or not (keeps or interviewer):
        raise Http404(key)
    return hand_out(held.file)


@login_required
def text(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What was said, paragraph by paragraph, with one's own codes."""
    found, held = _text(process, key)
    at, person = clock.now(), signed_in(request)
    require(may_read_text(person, found, at))
    coder = coder_of(held, person)
    numbered = list(enumerate(held.paragraphs, 1))
    page = Paginator(numbered, ON_PAGE).get_page(request.GET.get("page"))
    codes: dict[int, list[str]] = {}
    if coder is not None and coder.done_at is None:
        for mark in marks_of(coder):
            codes.setdefault(mark.paragraph, []).append(said(mark.code.titles))
    elif may_see_marks(person, held, at):
        for one in codes_standing(held):
            codes.setdefault(one.paragraph, []).append(said(one.code.titles))
    named = bool(may_see_name(person, found, at)) and found.name
    context = {
        **_frame(found),
        "text": held,
        "page": page,
        "rows": [
            {
                "number": n,
                "paragraph": p,
                "codes": list(dict.fromkeys(codes.get(n, []))),
                "named": bool(named) and names_in(p["text"], found.name),
            }
            for n, p in page.object_list
        ],
        "acts": bool(may_quote(person, found, at)) or bool(may_code(person, coder, at)),
        "coding": bool(may_code(person, coder, at)),
    }
    return render(request, "evidence/interview_text.html", context)


@login_required
def passage(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """One paragraph: words of it get codes, or are quoted."""
    found, held = _text(process, key)
    at, by = clock.now(), signed_in(request)
    require(may_read_text(by, found, at))
    if not 0 < number <= len(held.paragraphs):
        raise Http404(key)
    coder = coder_of(held, by)
    codes = codes_of(coder.book) if coder else []
    do = request.POST.get("do", "")
    marking = MarkForm(request.POST if do == "mark" else None, codes=codes)
    quoting = WordsForm(request.POST if do == "quote" else None, prefix="quote")
    here = redirect("evidence:passage", process, key, number)
    try:
        if do == "mark" and coder is not None and marking.is_valid():
            actions.mark_passage(
                by=by,
                coder=coder,
                number=number,
                words=marking.cleaned_data["words"],
                names=marking.cleaned_data["codes"],
                at=at,
            )
            return here
        if do == "quote" and quoting.is_valid():
            words = quoting.cleaned_data["words"]
            actions.quote_words(by=by, text=held, number=number, words=words, at=at)
            messages.success(request, _("The words can be named as a source of findings now."))
            return here
        if do == "unmark" and coder is not None:
            wanted = request.POST.get("mark", "")
            for mark in marks_of(coder, number):
                if str(mark.pk) == wanted:
                    actions.unmark_passage(by=by, mark=mark, at=at)
            return here
    except (Refusal, Unusable) as problem:
        sentence = explain(problem) if isinstance(problem, Unusable) else problem.sentence
        form = marking if do == "mark" else quoting
        if do == "unmark":
            messages.error(request, sentence)
            return here
        form.add_error("words" if isinstance(problem, Unusable) else None, sentence)
    paragraph = held.paragraphs[number - 1]
    context = {
        **_frame(found),
        "text": held,
        "number": number,
        "paragraph": paragraph,
        "before": number - 1,
        "after": number + 1 if number < len(held.paragraphs) else 0,
        "of": len(held.paragraphs),
        "on_page": (number - 1) // ON_PAGE + 1,
        "marks": [
            {"mark": m, "title": said(m.code.titles), "words": paragraph["text"][m.start : m.end]}
            for m in (marks_of(coder, number) if coder else [])
        ],
        "codes": codes,
        "may_code": may_code(by, coder, at) if coder else None,
        "may_quote": may_quote(by, found, at),
        "marking": marking,
        "quoting": quoting,
        "form": marking if do == "mark" else quoting,
    }
    wrong = bool(marking.errors or quoting.errors)
    return render(request, "evidence/passage.html", context, status=422 if wrong else 200)
