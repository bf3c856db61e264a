"""Applying: the form, its drafts and files, handing in, amending, withdrawing; the receipt."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions, queries
from travaux.calls.models import Application, Call, Kind, Purpose
from travaux.calls.queries.applications import attachment_named, held
from travaux.calls.queries.interests import form_for
from travaux.calls.queries.links import links_of, offices_for
from travaux.calls.rules import applications as rules
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.links import may_send_link
from travaux.calls.rules.nominations import may_open_files
from travaux.calls.rules.on_behalf import may_mend
from travaux.calls.states import ApplicationState
from travaux.calls.views.frame import application_at, call_at, frame, process_named
from travaux.calls.wording import check_name
from travaux.core.ledger.receipts import check_code
from travaux.core.surveys.answers import Found, Path, answer, initial
from travaux.core.surveys.model import FILES, Form, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.correspondence.states import Confirmation
from travaux.correspondence.wording import CONFIRMATIONS
from travaux.design.asked import Reader, blocks_of, raw_of, told_of, with_blanks
from travaux.journal.queries import on_receipt
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Country
from travaux.people.queries import states_by_name
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require


def uploads_of(form: Form, request: HttpRequest) -> list[tuple[Path, UploadedFile[Any]]]:
    """New files with the places of the answers they belong to."""
    names = {p.item.name for p in walk(form.items) if getattr(p.item, "kind", "") in FILES}
    found: list[tuple[Path, UploadedFile[Any]]] = []
    for field, files in request.FILES.lists():
        if not field.startswith("q."):
            continue
        steps = field[2:].split(".")
        path = tuple(int(s) - 1 if s.isascii() and s.isdigit() else s for s in steps)
        if path and path[-1] in names:
            found += [(path, one) for one in files]
    return found


def countries_for(call: Call) -> list[Country]:
    """The states that may nominate, by their names: invented ones in a demonstration alone."""
    return states_by_name(Country.objects.filter(demonstration=call.demonstration))


def _country(request: HttpRequest, call: Call) -> Country | None:
    code = request.POST.get("country", "")[:12]
    if not code:
        return None
    return next((c for c in countries_for(call) if c.code == code), None)


@login_required
def apply(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The form of a call, empty; the first time it is saved, it becomes a draft."""
    here, at = call_at(request, process, call), clock.now()
    own = (
        queries.own_applications(signed_in(request), process)
        .filter(call=here)
        .exclude(state=ApplicationState.WITHDRAWN)
    )
    if here.kind == Kind.NOMINATION and own.exists():
        return redirect("calls:edit", process, own[0].key)
    verdict = rules.may_begin(person_of(request), here, at)
    if request.method == "GET":
        require(verdict)
    return _edit(request, here, None, at)


@login_required
def edit(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A draft of one's own, or what was handed in, to be amended until the deadline."""
    application, at = application_at(process, key), clock.now()
    if not rules.is_applicant(person_of(request), application):
        raise Http404(key)
    require(rules.may_save(person_of(request), application, at))
    return _edit(request, application.call, application, at)


def _edit(
    request: HttpRequest, call: Call, application: Application | None, at: datetime
) -> HttpResponse:
    form = form_from_plain(call.form)
    errors: list[str] = []
    problems: Any = ()
    country = application.country if application is not None else None
    if request.method == "POST":
        raw = raw_of(form, request.POST)
        country = _country(request, call) or country
        what = request.POST.get("do", "")
        quiet = what == "look" and not request.FILES
        if not quiet:
            try:
                application = actions.save_application(
                    by=signed_in(request),
                    call=call,
                    application=application,
                    typed=raw,
                    uploads=uploads_of(form, request),
                    country=country,
                    form_token=request.POST.get("form_token", "")[:40],
                    at=at,
                )
                raw = application.typed
                if what == "send":
                    actions.submit_application(
                        by=signed_in(request), application=application, at=at
                    )
                    application.refresh_from_db()
                    return redirect("calls:receipt", call.process.code, application.receipt)
                if what == "save":
                    messages.success(request, _("Your draft is kept. Nobody else can see it."))
                    return redirect("calls:edit", call.process.code, application.key)
            except Refusal as refused:
                if refused.code in ("not-your-application", "application-erased"):
                    raise
                errors.append(refused.sentence)
                problems = (
                    held(call, raw, person_of(request), at).problems if what == "send" else ()
                )
    elif application is not None:
        raw = dict(application.typed)
    else:
        raw = _first(form, request, at)
    raw = with_blanks(form, raw)
    key = application.key if application is not None else ""
    found = _held_shown(form, raw, request, call, at, key)
    names = queries.attached_names(application) if application is not None else lambda key: None
    context = {
        **frame(call.process, call),
        "standing": queries.standing(call, at),
        "application": application,
        "amending": application is not None and application.state == ApplicationState.SUBMITTED,
        "unsent": application is not None
        and application.state == ApplicationState.SUBMITTED
        and held(call, application.typed, person_of(request), at, application.key).answers
        != application.answers,
        "blocks": blocks_of(form, found, raw, problems=problems, file_named=names),
        "errors": errors,
        "wrong": len(problems),
        "may_send": rules.may_hand_in(person_of(request), call, at),
        "countries": [(c.code, said(c.names)) for c in countries_for(call)]
        if call.kind == Kind.NOMINATION
        else [],
        "country": country.code if country is not None else "",
        "form_token": request.POST.get("form_token", "") or secrets.token_urlsafe(18),
    }
    return render(request, "calls/apply.html", context, status=422 if errors else 200)


def _held_shown(
    form: Form, raw: Any, request: HttpRequest, call: Call, at: datetime, key: str
) -> Found:
    """The form held against what stands on the page, empty repetitions included."""
    zone = getattr(person_of(request), "zone", "") or call.zone or "UTC"
    return answer(form, raw, now=at.astimezone(ZoneInfo(zone)), seed=key)


def _first(form: Form, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """Defaults, and the address of who is signed in where the form asks for one."""
    raw = initial(form, now=at)
    for placed in walk(form.items):
        if "email" in getattr(placed.item, "tags", ()) and placed.repeat is None:
            raw.setdefault(placed.item.name, signed_in(request).email or "")
    return raw


@never_cache
@login_required
def application(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What was handed in, for its author and for the secretariat."""
    found, at = application_at(process, key), clock.now()
    verdict = rules.may_read(person_of(request), found, at)
    if not verdict:
        raise Http404(key)
    is_applicant = rules.is_applicant(person_of(request), found)
    form = form_for(found.call, is_applicant=is_applicant)
    draft = found.state == ApplicationState.DRAFT
    answers = (
        held(found.call, found.typed, found.person, at, found.key).answers
        if draft
        else found.answers
    )
    reader = Reader(file_named=queries.attached_names(found), empty=True)
    entered = entered_for("application", [found.key]).get(found.key)
    context = {
        **frame(found.call.process, found.call),
        "standing": queries.standing(found.call, at),
        "application": found,
        "told": told_of(form, answers, reader),
        "file_base": reverse("calls:application", args=[process, key]) + "file/",
        "is_applicant": is_applicant,
        "staff": is_secretariat(person_of(request), process, at),
        "may_submit": rules.may_submit(person_of(request), found, at),
        "may_withdraw": rules.may_withdraw(person_of(request), found, at),
        "line": queries.latest_line(found),
        **_authority(request, found, at),
        "entered": entered,
        "may_mend": may_mend(person_of(request), found, entered, at),
        "entered_state": CONFIRMATIONS[Confirmation(entered.state)] if entered else "",
        "checks": [
            (item, check_name(item), item in ticked)
            for ticked in [set(found.ticks.values_list("item", flat=True))]
            for item in found.call.checks
        ],
    }
    return render(request, "calls/application.html", context)


def _authority(request: HttpRequest, found: Application, at: datetime) -> dict[str, Any]:
    """Offices of the nominating state, for the secretariat to send a link to."""
    person = person_of(request)
    if found.call.kind != Kind.NOMINATION or not is_secretariat(
        person, found.call.process.code, at
    ):
        return {}
    return {
        "offices": offices_for(found),
        "links": [one for one in links_of(found) if one.purpose == Purpose.CONFIRM],
        "may_send_link": may_send_link(person, found, at),
    }


@never_cache
@login_required
def attachment(request: HttpRequest, process: str, key: str, file: str) -> HttpResponseBase:
    """A file of an application, for those who may read it."""
    found = application_at(process, key)
    held_file = attachment_named(found, file)
    person, at = person_of(request), clock.now()
    if held_file is None or not (
        rules.may_read(person, found, at) or may_open_files(person, found, at)
    ):
        raise Http404(file)
    return hand_out(held_file.file)


@login_required
def withdraw(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Take an application back, after a question."""
    found, at = application_at(process, key), clock.now()
    if not rules.is_applicant(person_of(request), found):
        raise Http404(key)
    require(rules.may_withdraw(person_of(request), found, at))
    if request.method == "POST":
        actions.withdraw_application(by=signed_in(request), application=found, at=at)
        messages.success(request, _("The application is withdrawn."))
        return redirect("calls:application", process, key)
    context = {**frame(found.call.process, found.call), "application": found}
    return render(request, "calls/withdraw.html", context)


@login_required
@require_POST
def discard(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Throw a draft of one's own away."""
    found = application_at(process, key)
    if not rules.is_applicant(person_of(request), found):
        raise Http404(key)
    call = found.call.key
    actions.discard_application(by=signed_in(request), application=found, at=clock.now())
    messages.success(request, _("The draft is gone."))
    return redirect("calls:call", process, call)


# ---- receipts -------------------------------------------------------------------------------------


def _by_code(process: str, code: str) -> Application:
    found = queries.application_by_code(process, code)
    if found is None:
        raise Http404(code)
    return found


@never_cache
def receipt(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """Is it safe, and what becomes of it? Others see only that it exists, and when it came."""
    found, at = _by_code(process, code), clock.now()
    if check_code(code) != code:
        return redirect("calls:receipt", process, found.receipt)
    full = rules.may_read(person_of(request), found, at)
    line = queries.latest_line(found)
    context = {
        **frame(found.call.process, found.call),
        "standing": queries.standing(found.call, at),
        "application": found,
        "line": line,
        "line_number": on_receipt(line)[0] if line is not None else None,
        "full": full,
        "is_applicant": rules.is_applicant(person_of(request), found),
        "withdrawn": found.state == ApplicationState.WITHDRAWN,
        "fingerprint": " ".join(
            found.content_hash[i : i + 4] for i in range(0, len(found.content_hash), 4)
        ),
        "may_submit": rules.may_submit(person_of(request), found, at),
    }
    return render(request, "calls/receipt.html", context)


@never_cache
def receipt_file(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """The signed receipt, for its author and for the secretariat."""
    found = _by_code(process, code)
    line = queries.latest_line(found)
    if line is None or not rules.may_read(person_of(request), found, clock.now()):
        raise Http404(code)
    text = queries.receipt_json(queries.receipt_document(found, line))
    return _attached(text, f"{found.receipt}.json")


@never_cache
def content_file(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """What the fingerprint was taken of, with its salt: for the author, to check it alone."""
    found = _by_code(process, code)
    if not rules.is_applicant(person_of(request), found):
        raise Http404(code)
    told = {
        "receipt": found.receipt,
        "content": queries.content_of(found),
        "salt": found.salt,
        "content_hash": found.content_hash,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _attached(text, f"{found.receipt}-content.json")


def _attached(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def find(request: HttpRequest, process: str) -> HttpResponse:
    """Type in the code of a receipt, from paper or a mail."""
    here = process_named(process)
    typed = request.GET.get("code", "").strip()[:60]
    wrong = ""
    if typed:
        found = queries.application_by_code(process, typed)
        if found is not None:
            return redirect("calls:receipt", process, found.receipt)
        wrong = (
            _("No receipt has this code here.")
            if check_code(typed)
            else _("This is not the code of a receipt: look at it letter by letter.")
        )
    context = {**frame(here), "typed": typed, "wrong": wrong}
    return render(request, "calls/find.html", context, status=404 if wrong else 200)
