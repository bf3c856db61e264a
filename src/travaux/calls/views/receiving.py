"""Pages of the secretariat on what came in: the list, and exceptions for who comes late."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.calls import actions, queries
from travaux.calls.forms import AdmitForm
from travaux.calls.models import Application, Call
from travaux.calls.queries.interests import form_for
from travaux.calls.queries.referrals import crowded
from travaux.calls.rules.erasing import kept_until, may_erase_call
from travaux.calls.rules.on_behalf import may_enter_applications
from travaux.calls.states import ApplicationState
from travaux.calls.views.frame import call_for_secretariat, frame
from travaux.calls.wording import CONFIRMATIONS, STATES, check_name
from travaux.core.surveys.tables import columns as form_columns
from travaux.core.surveys.tables import row as form_row
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal

PAGE = 100


@login_required
def applications(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """What was handed in to a call."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    found = queries.applications_of(here).annotate(
        seen=Count("ticks", filter=Q(ticks__item__in=here.checks))
    )
    page = request.GET.get("page", "1")
    number = min(max(whole_number(page, 1), 1), 10_000)
    total = found.count()
    shown = list(found[(number - 1) * PAGE : number * PAGE])
    context = {
        **frame(here.process, here),
        "standing": queries.standing(here, at),
        "applications": shown,
        "total": total,
        "drafts": Application.objects.filter(call=here, state=ApplicationState.DRAFT).count(),
        "page": number,
        "pages": -(-total // PAGE),
        "admissions": list(here.admissions.all()),
        "nomination": here.kind == "nomination",
        "crowded": crowded(here),
        "kept_until": kept_until(here),
        "may_enter": may_enter_applications(person_of(request), here, at),
    }
    return render(request, "calls/applications.html", context)


def _confirmed(one: Application, *, plain: bool) -> str:
    """How a nomination stands with its authority: a code, or in words."""
    if one.confirmed_at is not None:
        code = "late" if one.confirmed_late else "confirmed"
    else:
        code = "with-mission" if one.claimed_at is not None else "no"
    return code if plain else str(CONFIRMATIONS[code])


def _yes(is_so: bool, plain: bool) -> str:
    return ("yes" if plain else _("yes")) if is_so else ""


def rows_of(call: Call, *, plain: bool) -> tuple[list[tuple[str, Any]], list[list[Any]]]:
    """The applications of a call as a table: what is known of each, then every answer."""
    form = form_for(call)
    language, by_state = current(), call.kind == "nomination"
    asked = form_columns(form, language)
    columns: list[tuple[str, Any]] = [
        ("number", _("Number")),
        ("application", _("Key")),
        ("state", _("Status")),
        ("country", _("State (country)")),
        ("receipt", _("Receipt")),
        ("submitted_at", _("Received (UTC)")),
        ("amended_at", _("Amended (UTC)")),
        ("late", _("After the deadline")),
        *(
            [("confirmed", _("Confirmed")), ("confirmed_at", _("Confirmed (UTC)"))]
            if by_state
            else []
        ),
        *[(f"check.{item}", check_name(item)) for item in call.checks],
        *[(f"q.{name}", label) for name, label in asked],
    ]
    rows = [
        [
            a.number,
            a.key,
            a.state if plain else str(STATES.get(a.state, a.state)),
            (a.country.code if plain else said(a.country.names)) if a.country else "",
            a.receipt,
            a.submitted_at,
            a.amended_at,
            _yes(a.late, plain),
            *([_confirmed(a, plain=plain), a.confirmed_at] if by_state else []),
            *[_yes(any(t.item == i for t in a.ticks.all()), plain) for i in call.checks],
            *form_row(form, a.answers, language),
        ]
        for a in queries.applications_of(call).prefetch_related("ticks")
    ]
    return columns, rows


@login_required
def applications_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """What was handed in, as a file with every answer."""
    here = call_for_secretariat(request, process, call)
    columns, rows = rows_of(here, plain=ending == "json")
    data = write(ending, columns, rows, title=_("Applications"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-applications")


@login_required
def admit(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Let somebody hand in after the deadline, with the reason on record."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    form = AdmitForm(request.POST or None, of_zone=here.zone)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.admit_late(
                by=signed_in(request),
                call=here,
                email=data["email"],
                until=data["until_instant"],
                reason=data["reason"],
                at=at,
            )
        except Refusal as refused:
            field = {"admission-needs-address": "email", "admission-already-past": "until"}
            form.add_error(field.get(refused.code), refused.sentence)
        else:
            return redirect("calls:applications", process, here.key)
    context = {**frame(here.process, here), "form": form, "standing": queries.standing(here, at)}
    return render(request, "calls/admit.html", context, status=422 if form.errors else 200)


@login_required
def erase(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Erase answers and files, once the period that was announced is over."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    if request.method == "POST":
        actions.erase_call(by=signed_in(request), call=here, at=at)
        return redirect("calls:call", process, here.key)
    context = {
        **frame(here.process, here),
        "may_erase": may_erase_call(person_of(request), here, at),
        "until": kept_until(here),
    }
    return render(request, "calls/erase.html", context)
