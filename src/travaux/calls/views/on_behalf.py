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
from travaux.calls.queries.applications import attached_names, held
from travaux.calls.queries.interests import TAG, form_for
from travaux.calls.rules.on_behalf import may_enter_applications, may_mend
from travaux.calls.views.applying import _country, countries_for, uploads_of
from travaux.calls.views.frame import application_at, call_for_secretariat, frame
from travaux.core.surveys.answers import initial
from travaux.core.surveys.model import tagged, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.queries.on_behalf import entered_for
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
        "interests": bool(tagged(form, TAG)),
        "blocks": blocks_of(form, shown, raw, problems=problems, file_named=lambda key: None),
        "errors": errors,
        "wrong": len(problems),
        "countries": [(c.code, said(c.names)) for c in countries_for(here)]
        if here.kind == Kind.NOMINATION
        else [],
        "country": country.code if country is not None else "",
    }
    return render(request, "calls/on_behalf.html", context, status=422 if failed else 200)


@never_cache
@login_required
def mend(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What was entered for somebody who says that it is not as they sent it; they are asked anew."""
    found, at, me = application_at(process, key), clock.now(), signed_in(request)
    call = found.call
    made = entered_for("application", [key]).get(key)
    require(may_mend(me, found, made, at))
    form = form_for(call)  # what is about interests was typed from the source and stays
    shown_names = {p.item.name for p in walk(form.items)}
    hidden = {k: v for k, v in found.typed.items() if k not in shown_names}
    posted = request.method == "POST"
    raw = {**hidden, **raw_of(form, request.POST)} if posted else dict(found.typed)
    country = (_country(request, call) if posted else None) or found.country
    looking = posted and request.POST.get("do") == "look"
    errors: list[str] = []
    problems: Any = ()
    if posted and not looking:
        try:
            actions.mend_on_behalf(
                by=me,
                application=found,
                typed=raw,
                uploads=uploads_of(form, request),
                country=country,
                at=at,
            )
        except Refusal as refused:
            errors.append(refused.sentence)
            problems = held(call, raw, None, at).problems
        else:
            messages.success(request, _("It is mended; who sent it is asked again."))
            return redirect("calls:application", process, key)
    raw = with_blanks(form, raw)
    names = attached_names(found)
    context = {
        **frame(call.process, call),
        "made": made,
        "blocks": blocks_of(
            form, held(call, raw, None, at), raw, problems=problems, file_named=names
        ),
        "errors": errors,
        "wrong": len(problems),
        "countries": [(c.code, said(c.names)) for c in countries_for(call)]
        if call.kind == Kind.NOMINATION
        else [],
        "country": country.code if country is not None else "",
    }
    return render(request, "calls/on_behalf.html", context, status=422 if errors else 200)
