"""Offers side by side and the choice among them; commitments and how far they are."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.calls import actions
from travaux.calls.models import Commitment, Kind
from travaux.calls.queries.clearing import prepared_choice
from travaux.calls.queries.outcomes import (
    choice_of,
    commitment_named,
    commitments_of,
    compare,
    without_commitments,
)
from travaux.calls.rules import outcomes as rules
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.clearing import CHOICE_CLEARED_AS, choice_may_go_out
from travaux.calls.rules.meanings import namer
from travaux.calls.views.frame import call_at, call_for_secretariat, frame
from travaux.calls.wording import COMMITMENT_STATES
from travaux.correspondence.rules import needs_clearance
from travaux.design.templatetags.parts import day
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal


@never_cache
@login_required
def offers(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """What was offered, side by side, and the choice with its reason."""
    here, at, error = call_for_secretariat(request, process, call), clock.now(), ""
    compared = compare(here, current())
    written = prepared_choice(here)
    if request.method == "POST":
        chosen = request.POST.getlist("offer")
        act = actions.choose_offers
        if request.POST.get("do") == "prepare":
            act = actions.prepare_choice  # type: ignore[assignment]
        reason = request.POST.get("reason", "")[:20_000].replace("\r\n", "\n")
        same = written is not None and written["reason"] == reason.strip()
        try:
            act(
                by=signed_in(request),
                call=here,
                applications=[one for one in compared.offers if one.key in chosen],
                reason=reason,
                language=written["language"] if same and written else current(),
                at=at,
            )
            return redirect("calls:call", process, here.key)
        except Refusal as refused:
            error = refused.sentence
    standing = choice_of(here)
    ticked = request.POST.getlist("offer") or (
        written["offers"]
        if written is not None
        else [one.key for one in standing.applications.all()]
        if standing is not None
        else []
    )
    kept = {k: v for k, v in (written or {"offers": []}).items() if k != "chosen"}
    named = namer(here)
    context = {
        **frame(here.process, here),
        "compared": compared,
        "offers": [(one, named(one) or one.name or one.key) for one in compared.offers],
        "rows": [
            (name, label, [_in_words(c) for c in cells] if name == compared.days else cells)
            for name, label, cells in compared.rows
        ],
        "choice": standing,
        "ticked": ticked,
        "may_choose": rules.may_choose(person_of(request), here, at),
        "reason": request.POST.get("reason", written["reason"] if written else ""),
        "needs_clearance": needs_clearance(process, CHOICE_CLEARED_AS),
        "may_go_out": choice_may_go_out(here, kept),
        "error": error,
    }
    return render(request, "calls/offers.html", context, status=422 if error else 200)


def _in_words(dates: str) -> str:
    """Lines of days, each with its months in words, for people; files keep them as data."""
    lines = [[day(one) for one in line.split(" – ")] for line in dates.splitlines()]
    return "\n".join(" – ".join(line) for line in lines)


@login_required
def offers_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """The offers side by side, as a file."""
    here = call_for_secretariat(request, process, call)
    compared = compare(here, current())
    columns = [("question", _("Question"))]
    named = namer(here)
    columns += [
        (one.key, f"{one.number}. {named(one) or one.name or one.key}") for one in compared.offers
    ]
    rows = [[name if ending == "json" else label, *cells] for name, label, cells in compared.rows]
    data = write(ending, columns, rows, title=_("Offers"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-offers")


@never_cache
@login_required
def commitments(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """What partners promised: all for the secretariat, their own for partners."""
    here, at = call_at(request, process, call), clock.now()
    person = signed_in(request)
    staff = bool(is_secretariat(person, process, at))
    if request.method == "POST":
        taken = 0
        for one in without_commitments(here):
            taken += actions.take_commitments(by=person, application=one, at=at)
        messages.info(request, _("%(n)s commitments are new on the list.") % {"n": taken})
        return redirect("calls:commitments", process, here.key)
    found = commitments_of(here, None if staff else person)
    if not staff and not found.exists():
        raise Http404(call)
    context = {
        **frame(here.process, here),
        "staff": staff,
        "commitments": [
            (one, COMMITMENT_STATES[one.state], rules.is_overdue(one, at.date())) for one in found
        ],
        "waiting": without_commitments(here).count()
        if staff and here.kind == Kind.PARTNERSHIP
        else 0,
    }
    return render(request, "calls/commitments.html", context)


def _commitment(process: str, key: str) -> Commitment:
    found = commitment_named(process, key)
    if found is None:
        raise Http404(key)
    return found


@never_cache
@login_required
def commitment(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One commitment: how far it is, said by the partner or the secretariat."""
    found, at, error = _commitment(process, key), clock.now(), ""
    if not rules.may_report(person_of(request), found, at):
        raise Http404(key)
    typed = {
        "state": request.POST.get("state", found.state)[:20],
        "note": request.POST.get("note", found.note)[:20_000].replace("\r\n", "\n"),
        "day": request.POST.get("day", str(found.delivered_on or ""))[:20],
    }
    if request.method == "POST":
        try:
            day = date.fromisoformat(typed["day"]) if typed["day"] else None
            actions.report_commitment(
                by=signed_in(request),
                commitment=found,
                state=typed["state"],
                note=typed["note"],
                delivered_on=day,
                at=at,
            )
            return redirect("calls:commitments", process, found.application.call.key)
        except ValueError:
            error = _("Write the day as year-month-day, like 2027-03-31.")
        except Refusal as refused:
            error = refused.sentence
    context = {
        **frame(found.application.call.process, found.application.call),
        "commitment": found,
        "states": list(COMMITMENT_STATES.items()),
        "typed": typed,
        "error": error,
    }
    return render(request, "calls/commitment.html", context, status=422 if error else 200)


@login_required
def commitments_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """The commitments of a call, as a file."""
    here = call_for_secretariat(request, process, call)
    plain, on = ending == "json", clock.now().date()
    columns = [
        ("commitment", _("Key")),
        ("partner", _("Partner")),
        ("what", _("What was promised")),
        ("due_on", _("Promised for")),
        ("state", _("Status")),
        ("overdue", _("Overdue")),
        ("delivered_on", _("Delivered on")),
        ("note", _("Note")),
    ]
    rows = [
        [
            one.key,
            one.application.name,
            one.what,
            one.due_on,
            one.state if plain else str(COMMITMENT_STATES[one.state]),
            ("yes" if plain else _("yes")) if rules.is_overdue(one, on) else "",
            one.delivered_on,
            one.note,
        ]
        for one in commitments_of(here)
    ]
    data = write(ending, columns, rows, title=_("Commitments"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-commitments")
