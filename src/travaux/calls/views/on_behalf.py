"""Entering an application for somebody who wrote, sent paper or called."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.calls import actions
from travaux.calls.forms_on_behalf import SentForm
from travaux.calls.models import Kind
from travaux.calls.queries.applications import held
from travaux.calls.rules.on_behalf import may_enter_applications
from travaux.calls.views.applying import _country, countries_for, uploads_of
from travaux.calls.views.frame import call_for_secretariat, frame
from travaux.core.surveys.answers import initial
from travaux.core.surveys.plain import form_from_plain
from travaux.design.asked import blocks_of, raw_of, with_blanks
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require

# at which field a refusal is shown; all others stand above the form
AT_FIELD = {
    "submitter-nameless": "party",
    "register-without-party": "party",
    "submitter-address-unfit": "email",
    "source-not-attached": "scans",
    "too-many-scans": "scans",
    "scan-too-large": "scans",
    "call-not-noted": "caller",
    "register-in-the-future": "dated_on",
    "call-not-open-yet": "dated_on",
    "call-closed-to-late": "dated_on",
}


@never_cache
@login_required
def on_behalf(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Who it is from, how it came, its source, and the form of the call as they answered it."""
    here, at, me = call_for_secretariat(request, process, call), clock.now(), signed_in(request)
    require(may_enter_applications(me, here, at))
    form = form_from_plain(here.form)
    errors: list[str] = []
    problems: Any = ()
    posted = request.method == "POST"
    raw: dict[str, Any] = raw_of(form, request.POST) if posted else initial(form, now=at)
    country = _country(request, here) if posted else None
    looking = posted and request.POST.get("do") == "look"
    sent = SentForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and not looking and sent.is_valid():
        try:
            made = actions.apply_on_behalf(
                by=me,
                call=here,
                details=sent.details(said(here.titles)),
                email=sent.cleaned_data["email"].strip(),
                files=sent.cleaned_data["scans"],
                caller=sent.cleaned_data["caller"],
                rang_at=sent.cleaned_data["rang_at"],
                typed=raw,
                uploads=uploads_of(form, request),
                country=country,
                at=at,
            )
        except Refusal as refused:
            if refused.code in AT_FIELD:
                sent.add_error(AT_FIELD[refused.code], refused.sentence)
            else:
                errors.append(refused.sentence)
            problems = held(here, raw, None, at).problems
        else:
            messages.success(request, _("It is entered; who sent it is asked to confirm it."))
            return redirect("calls:application", process, made.key)
    failed = posted and not looking
    raw = with_blanks(form, raw)
    shown = held(here, raw, None, at)
    context = {
        **frame(here.process, here),
        "sent": sent,
        "blocks": blocks_of(form, shown, raw, problems=problems, file_named=lambda key: None),
        "errors": errors,
        "wrong": len(problems),
        "countries": [(c.code, said(c.names)) for c in countries_for(here)]
        if here.kind == Kind.NOMINATION
        else [],
        "country": country.code if country is not None else "",
    }
    return render(request, "calls/on_behalf.html", context, status=422 if failed else 200)
