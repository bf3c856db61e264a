"""Screening works: one at a time, differences settled by a third, full texts noted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.evidence import actions
from travaux.evidence.forms.literature import FullTextForm, ReadingForm
from travaux.evidence.models.literature import Stage, Work
from travaux.evidence.queries.literature import (
    cited,
    next_in_full,
    next_works,
    outcomes_of,
    work_named,
)
from travaux.evidence.rules.literature import may_keep_full_text, may_screen, may_screen_work
from travaux.evidence.views.frame import frame, process_named
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.verdicts import Refusal, require


def _work(process: str, key: str) -> Work:
    found = work_named(process, key)
    if found is None:
        raise Http404(key)
    return found


@login_required
def screen(request: HttpRequest, process: str, stage: str) -> HttpResponse:
    """The work to be read next, with the two ways to go on."""
    if stage not in Stage.values:
        raise Http404(stage)
    here, by, at = process_named(process), signed_in(request), clock.now()
    require(may_screen(by, here, at))
    form = ReadingForm(request.POST or None)
    held = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        held = _work(process, data["work"])
        try:
            actions.read_work(
                by=by,
                work=held,
                stage=stage,
                verdict=data["verdict"],
                reason=data["reason"],
                at=at,
            )
            return redirect("evidence:screen", process, stage)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    elif request.method == "POST" and form.data.get("work"):
        held = _work(process, str(form.data["work"])[:20])
    waiting = (next_works if stage == Stage.ABSTRACT else next_in_full)(here, by)
    shown = held or (waiting[0] if waiting else None)
    if shown is not None and not form.is_bound:
        form = ReadingForm(initial={"work": shown.key})
    context = {
        **frame(here, invented=bool(shown and shown.demonstration)),
        "form": form,
        "stage": stage,
        "work": shown,
        "more": max(0, len(waiting) - 1),
        "full_texts": shown.full_texts.select_related("file") if shown else [],
    }
    return render(request, "evidence/screen.html", context, status=422 if form.errors else 200)


@login_required
def differences(request: HttpRequest, process: str) -> HttpResponse:
    """Works on which two readers differ: a third decides, with the reason."""
    here, by, at = process_named(process), signed_in(request), clock.now()
    require(may_screen(by, here, at))
    if request.method == "POST":
        work = _work(process, request.POST.get("work", "")[:20])
        try:
            actions.settle_reading(
                by=by,
                work=work,
                stage=request.POST.get("stage", "")[:8],
                verdict=request.POST.get("verdict", "")[:4],
                reason=request.POST.get("reason", ""),
                at=at,
            )
        except Refusal as refused:
            messages.error(request, refused.sentence)
        return redirect("evidence:differences", process)
    outcomes = outcomes_of(here)
    found = Work.objects.select_related("process")
    works = found.in_bulk([pk for pk, _stage in outcomes.differing[:30]])
    context = {
        **frame(here),
        "rows": [
            {
                "work": works[pk],
                "cited": cited(works[pk]),
                "stage": stage,
                "words": _("In full") if stage == Stage.FULL else _("By title and abstract"),
                "own": by.pk in outcomes.read_by.get((pk, stage), set()),
            }
            for pk, stage in outcomes.differing[:30]
            if may_screen_work(by, works[pk], at)
        ],
    }
    return render(request, "evidence/differences.html", context)


@login_required
@require_POST
def retrieved(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The full text of a work is attached, taken out, noted as there, or as not to be had."""
    work = _work(process, key)
    by, at = signed_in(request), clock.now()
    do = request.POST.get("do", "")
    try:
        if do == "attach":
            form = FullTextForm(request.POST, request.FILES)
            if form.is_valid():
                file = form.cleaned_data["file"]
                actions.attach_full_text(by=by, work=work, file=file, at=at)
            else:
                messages.error(request, _("Choose the file first."))
        elif do == "take-out":
            for one in work.full_texts.filter(key=request.POST.get("file", "")[:20]):
                actions.take_full_text_out(by=by, full_text=one, at=at)
    except Refusal as refused:
        if refused.code in ("sign-in-first", "not-your-role"):
            raise
        messages.error(request, refused.sentence)
    if do:
        return redirect("evidence:work", process, key)
    told = request.POST.get("retrieved", "") == "yes"
    actions.note_retrieval(by=by, work=work, retrieved=told, at=at)
    return redirect("evidence:work", process, key)


@login_required
def full_text_file(request: HttpRequest, process: str, key: str, file: str) -> HttpResponseBase:
    """A full text, for those who screen."""
    work = _work(process, key)
    require(may_keep_full_text(signed_in(request), work, clock.now()))
    held = work.full_texts.filter(key=file).select_related("file").first()
    if held is None:
        raise Http404(file)
    return hand_out(held.file)
