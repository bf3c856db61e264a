"""Pages of the secretariat: preparing a call, its form, announcing, extending, cancelling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from travaux.calls import actions, queries
from travaux.calls.forms import (
    CallForm,
    FormFile,
    NewForm,
    QuestionForm,
    initial_of,
)
from travaux.calls.models import Call
from travaux.calls.queries.calls import processes_to_clone_into
from travaux.calls.queries.clearing import prepared_extension
from travaux.calls.rules import calls as rules
from travaux.calls.rules.clearing import CLEARED_AS, extension_may_go_out, what_is_announced
from travaux.calls.rules.meanings import meanings_fit, unsaid
from travaux.calls.views.frame import (
    call_at,
    call_for_secretariat,
    frame,
    process_named,
    sentence_of,
)
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
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.rules import needs_clearance
from travaux.design.fields import ExtendForm, ReasonForm
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import SIX, current, said
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.verdicts import Refusal, explain, no, require

_FIELDS = {
    "call-ends-before-it-begins": "closes",
    "call-needs-dates": "opens",
    "call-deadline-past": "closes",
    "call-grace-too-long": "grace_minutes",
    "call-per-country": "per_country",
    "call-retention": "retention_days",
    "call-confirmation-hours": "confirmation_hours",
    "zone-unknown": "zone",
    "extension-not-later": "closes",
    "extension-already-past": "closes",
    "reason-needed": "reason",
}


@login_required
def new(request: HttpRequest, process: str) -> HttpResponse:
    """Begin a call: what it is for, and what it is called."""
    here, at = process_named(process), clock.now()
    require(rules.is_secretariat(person_of(request), here.code, at))
    form = NewForm(request.POST or None, initial={"kind": request.GET.get("kind", "nomination")})
    if request.method == "POST" and form.is_valid():
        made = actions.prepare_call(
            by=signed_in(request),
            process=here,
            kind=form.cleaned_data["kind"],
            titles=form.titles(),
            zone=signed_in(request).zone or "UTC",
            at=at,
        )
        return redirect("calls:prepare", here.code, made.key)
    context = {**frame(here), "form": form}
    return render(request, "calls/new.html", context, status=422 if form.errors else 200)


@login_required
def prepare(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Facts and rules of a call in preparation."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    require(rules.may_change_call(person_of(request), here, at))
    form = CallForm(request.POST or None, call=here, initial=initial_of(here))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_call(
                by=signed_in(request),
                call=here,
                seen=form.cleaned_data["seen"],
                at=at,
                **form.rules(),
            )
        except (Refusal, Unusable) as refused:
            field = _FIELDS.get(refused.code)
            form.add_error(field if field in form.fields else None, sentence_of(refused))
        else:
            return redirect("calls:prepare", process, here.key)
    problems = check_form(form_from_plain(here.form))
    context = {
        **frame(here.process, here),
        "form": form,
        "standing": queries.standing(here, at),
        "may_announce": rules.may_announce_call(person_of(request), here, at),
        **clearing(person_of(request), process, CLEARED_AS, here.key, what_is_announced(here)),
        "problems": [explain(p) for p in problems],
    }
    return render(request, "calls/prepare.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def announce(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The call goes out; its form and rules are frozen."""
    here = call_for_secretariat(request, process, call)
    seen = request.POST.get("seen", "")
    actions.announce_call(
        by=signed_in(request),
        call=here,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1,
        at=clock.now(),
    )
    return redirect("calls:call", process, here.key)


@login_required
@require_POST
def clone(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """A new call with form and rules of an old one, here or in another process of the secretariat."""
    here, at, me = call_at(request, process, call), clock.now(), signed_in(request)
    wanted = request.POST.get("into") or process
    there = next((p for p in processes_to_clone_into(me, at) if p.code == wanted), None)
    if there is None:
        require(no("not-your-role"))
    made = actions.clone_call(by=me, call=here, process=there, at=at)
    return redirect("calls:prepare", made.process.code, made.key)


@login_required
def extend(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The deadline is moved for all."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    require(rules.may_extend_call(person_of(request), here, at))
    written = prepared_extension(here)
    form = ExtendForm(request.POST or None, of_zone=here.zone, initial=_as_typed(here, written))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        same = written is not None and written["reason"] == data["reason"].strip()
        act = actions.extend_call
        if request.POST.get("do") == "prepare":
            act = actions.prepare_extension  # type: ignore[assignment]
        try:
            act(
                by=signed_in(request),
                call=here,
                closes_at=data["closes_instant"],
                wording=data["wording"],
                reason=data["reason"],
                language=written["language"] if same and written else current(),
                at=at,
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("calls:call", process, here.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "standing": queries.standing(here, at),
        "needs_clearance": needs_clearance(process, CLEARED_AS),
        "may_go_out": extension_may_go_out(here, _plain(written)),
    }
    return render(request, "calls/extend.html", context, status=422 if form.errors else 200)


def _as_typed(call: Call, written: dict[str, Any] | None) -> dict[str, Any]:
    """The new deadline that is written down, as the form shows it."""
    if written is None:
        return {}
    local = written["instant"].astimezone(zone_named(call.zone))
    return {
        "closes": local.replace(tzinfo=None),
        "wording": written["wording"],
        "reason": written["reason"],
    }


def _plain(written: dict[str, Any] | None) -> dict[str, Any]:
    return {k: v for k, v in (written or {}).items() if k != "instant"}


@login_required
def cancel(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """An announced call is cancelled, after a question."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    require(rules.may_cancel_call(person_of(request), here, at))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_call(
            by=signed_in(request), call=here, reason=form.cleaned_data["reason"], at=at
        )
        return redirect("calls:call", process, here.key)
    context = {**frame(here.process, here), "form": form}
    return render(request, "calls/cancel.html", context, status=422 if form.errors else 200)


# ---- the form -------------------------------------------------------------------------------------


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


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


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
            seen=_seen(request),
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
                by=signed_in(request), call=call, form=made, seen=_seen(request), at=clock.now()
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
