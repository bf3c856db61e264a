"""Pages of the secretariat: the questions of a call in preparation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from travaux.calls import actions
from travaux.calls.forms import FormFile, QuestionForm
from travaux.calls.models import Call
from travaux.calls.rules import calls as rules
from travaux.calls.rules.meanings import meanings_fit, unsaid
from travaux.calls.views.frame import call_for_secretariat, frame, sentence_of
from travaux.calls.wording import QUESTION_KINDS, UNSAID
from travaux.core.problems import Unusable
from travaux.core.surveys.check import check_form
from travaux.core.surveys.editing import (
    choices_from_lines,
    lines_from_choices,
    moved,
    with_item,
    with_question_changed,
    without_item,
)
from travaux.core.surveys.model import CHOSEN, Form, Question, question_named, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.xlsform import read_xlsform
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import SIX, current, said
from travaux.plumbing.typed import seen_of
from travaux.plumbing.verdicts import Refusal, explain, require


def _rows(form: Form) -> list[dict[str, Any]]:
    """The items of a form as rows of a list."""
    return [
        {
            "name": p.item.name,
            "depth": len(p.groups),
            "labels": p.item.labels,
            "question": isinstance(p.item, Question),
            "repeat": getattr(p.item, "repeat", False),
            "kind": QUESTION_KINDS.get(getattr(p.item, "kind", ""), ""),
            "required": getattr(p.item, "required", ""),
            "relevant": p.item.relevant,
            "tags": sorted(getattr(p.item, "tags", ())),
        }
        for p in walk(form.items)
    ]


@login_required
def form_page(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The questions of a call in preparation: change, add, move, take out, or bring in a file."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    require(rules.may_change_call(person_of(request), here, at))
    form = form_from_plain(here.form)
    file_form = FormFile(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if request.POST.get("do") == "file":
            answer = _bring_in(request, here, file_form)
        else:
            file_form = FormFile()
            answer = _change(request, here, form)
        if answer is not None:
            return answer
        status = 422
    problems = check_form(form)
    context = {
        **frame(here.process, here),
        "rows": _rows(form),
        "file_form": file_form,
        "problems": [explain(p) for p in problems],
        "unfit": meanings_fit(here),
        "unsaid": [UNSAID[one] for one in unsaid(here)],
        "title": said(form.titles),
    }
    return render(request, "calls/form.html", context, status=status)


def _bring_in(request: HttpRequest, call: Call, file_form: FormFile) -> HttpResponse | None:
    if not file_form.is_valid():
        return None
    upload = file_form.cleaned_data["file"]
    try:
        beside = {one.name: one.read() for one in file_form.cleaned_data["choices"]}
        read = read_xlsform(upload.read(), upload.name, language=current(), files=beside)
        problems = check_form(read.form)
        if problems:
            for problem in problems[:20]:
                file_form.add_error("file", explain(problem))
            return None
        actions.replace_form(
            by=signed_in(request),
            call=call,
            form=_with_titles(read.form, form_from_plain(call.form)),
            seen=seen_of(request),
            at=clock.now(),
        )
    except (Refusal, Unusable) as refused:
        file_form.add_error("file", sentence_of(refused))
        return None
    for note in read.notes:
        messages.info(request, explain(note))
    return redirect("calls:form", call.process.code, call.key)


def _with_titles(form: Form, before: Form) -> Form:
    """XLSForm has one title: those in other languages stay, as does the order of languages."""
    if set(form.titles.values()) <= set(before.titles.values()):
        form = replace(form, titles=before.titles)
    if set(form.languages) == set(before.languages):
        form = replace(form, languages=before.languages)
    return form


def _change(request: HttpRequest, call: Call, form: Form) -> HttpResponse | None:
    """One step on the list: up, down, or out."""
    for verb in ("up", "down", "out"):
        name = request.POST.get(verb, "")
        if name:
            made = without_item(form, name) if verb == "out" else moved(form, name, up=verb == "up")
            actions.replace_form(
                by=signed_in(request), call=call, form=made, seen=seen_of(request), at=clock.now()
            )
            return redirect("calls:form", call.process.code, call.key)
    return None


@login_required
def question(request: HttpRequest, process: str, call: str, name: str = "") -> HttpResponse:
    """One question of a call in preparation: change it, or add one after `after`."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    require(rules.may_change_call(person_of(request), here, at))
    asked = form_from_plain(here.form)
    old = question_named(asked, name) if name else None
    if name and old is None:
        raise Http404(name)
    after = request.GET.get("after", "")
    form = QuestionForm(
        request.POST or None, of=here.kind, initial={**_of(old), "seen": here.revision}
    )
    if request.method == "POST" and form.is_valid():
        made = _question_of(form, old)
        try:
            whole = (
                with_question_changed(asked, name, made)
                if old is not None
                else with_item(asked, made, after=after)
            )
            problems = [p for p in check_form(whole) if p.where in ("", made.name)]
            for problem in problems:
                form.add_error(None, explain(problem))
            if not problems:
                actions.replace_form(
                    by=signed_in(request),
                    call=here,
                    form=whole,
                    seen=form.cleaned_data["seen"],
                    at=at,
                )
                return redirect("calls:form", process, here.key)
        except (Refusal, Unusable) as refused:
            form.add_error(None, sentence_of(refused))
    context = {**frame(here.process, here), "form": form, "old": old, "after": after}
    return render(request, "calls/question.html", context, status=422 if form.errors else 200)


def _of(old: Question | None) -> dict[str, Any]:
    if old is None:
        return {"kind": "text"}
    told: dict[str, Any] = {
        "name": old.name,
        "kind": old.kind,
        "required": old.required,
        "relevant": old.relevant,
        "constraint": old.constraint,
        "choices": lines_from_choices(old.choices, current()),
        "tags": sorted(old.tags),
    }
    for code in SIX:
        told[f"label_{code}"] = old.labels.get(code, "")
        told[f"hint_{code}"] = old.hints.get(code, "")
    return told


def _question_of(form: QuestionForm, old: Question | None) -> Question:
    data = form.cleaned_data
    before = old or Question(data["name"], data["kind"])
    kept = {k: v for k, v in before.labels.items() if k not in SIX}
    hints = {k: v for k, v in before.hints.items() if k not in SIX}
    choices = choices_from_lines(data["choices"], current(), before.choices)
    own = before.tags - {value for value, _label in form.fields["tags"].choices}  # type: ignore[attr-defined]
    return replace(
        before,
        name=data["name"].strip(),
        kind=data["kind"],
        labels=kept | {c: data[f"label_{c}"] for c in SIX if data[f"label_{c}"]},
        hints=hints | {c: data[f"hint_{c}"] for c in SIX if data[f"hint_{c}"]},
        required=data["required"].strip(),
        relevant=data["relevant"].strip(),
        constraint=data["constraint"].strip(),
        choices=choices if data["kind"] in CHOSEN else (),
        tags=frozenset(data["tags"]) | own,
    )
