"""Pages of the secretariat: preparing a call, announcing, extending, cancelling."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from travaux.calls import actions, queries
from travaux.calls.forms import CallForm, NewForm, initial_of
from travaux.calls.models import Call
from travaux.calls.queries.calls import processes_to_clone_into
from travaux.calls.queries.clearing import prepared_extension
from travaux.calls.rules import calls as rules
from travaux.calls.rules.clearing import CLEARED_AS, extension_may_go_out, what_is_announced
from travaux.calls.views.frame import (
    call_at,
    call_for_secretariat,
    frame,
    process_named,
    sentence_of,
)
from travaux.core.problems import Unusable
from travaux.core.surveys.check import check_form
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.rules import needs_clearance
from travaux.design.fields import ExtendForm, ReasonForm
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import current
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.typed import seen_of
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
    actions.announce_call(
        by=signed_in(request),
        call=here,
        seen=seen_of(request),
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
