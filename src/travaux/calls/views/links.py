"""Pages behind links by mail, and where links are sent from."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions, queries
from travaux.calls.models import Link, Purpose
from travaux.calls.queries.applications import attachment_named
from travaux.calls.queries.interests import form_for
from travaux.calls.queries.links import link_behind, offices_for
from travaux.calls.rules import links as rules
from travaux.calls.views.frame import application_at, call_at, frame, process_named
from travaux.design.asked import Reader, told_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import NAMES, SIX, current
from travaux.plumbing.verdicts import Refusal, Verdict, no


@never_cache
def link(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What a link by mail opens: the nomination to be confirmed, or the form to be completed."""
    found = link_behind(token)
    if found is None or found.application.call.process.code != process:
        context = {**frame(process_named(process)), "verdict": no("link-unknown"), "link": None}
        return render(request, "calls/link.html", context, status=404)
    if found.purpose == Purpose.COMPLETE:
        return _complete(request, found)
    return _confirm(request, found)


def _complete(request: HttpRequest, found: Link) -> HttpResponse:
    person, application = person_of(request), found.application
    if person is None and found.used_at is None:
        return redirect_to_login(request.get_full_path())
    verdict: Verdict = rules.may_use(found, clock.now())
    if person is not None:
        try:
            if application.person_id == person.pk or (verdict and request.method == "POST"):
                actions.take_over_nomination(by=person, link=found, at=clock.now())
                return redirect("calls:edit", application.call.process.code, application.key)
        except Refusal as refused:
            verdict = refused.verdict
    context = {
        **frame(application.call.process, application.call),
        "link": found,
        "application": application,
        "verdict": verdict,
        "completing": True,
    }
    return render(request, "calls/link.html", context, status=200 if verdict else 403)


def _confirm(request: HttpRequest, found: Link) -> HttpResponse:
    application, at, error = found.application, clock.now(), ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "revoke":
                actions.revoke_by_link(by=person_of(request), link=found, at=at)
            else:
                actions.confirm_by_link(
                    by=person_of(request), link=found, letter=request.FILES.get("letter"), at=at
                )
            return redirect(request.get_full_path())
        except Refusal as refused:
            error = refused.sentence
    verdict = rules.may_use(found, at)
    if verdict:
        verdict = rules.waits_for_authority(application, at)
    done = rules.confirmed_through(found)
    readable = found.expires_at > at
    form = form_for(application.call)
    reader = Reader(file_named=queries.attached_names(application), empty=True)
    context = {
        **frame(application.call.process, application.call),
        "link": found,
        "application": application,
        "verdict": verdict,
        "done": done,
        "may_take_back": rules.may_take_back(found, at),
        "file_base": f"{request.path}file/" if rules.may_open_files_by(found, at) else "",
        "told": told_of(form, application.answers, reader) if readable else None,
        "places": application.call.per_country,
        "taken": queries.standing_of_country(application).count(),
        "error": error,
    }
    status = 422 if error else 200 if readable else 403
    return render(request, "calls/link.html", context, status=status)


@never_cache
def link_file(request: HttpRequest, process: str, token: str, file: str) -> HttpResponseBase:
    """A file of the nomination that a link asks to confirm, for who holds the link."""
    found = link_behind(token)
    if found is None or found.application.call.process.code != process:
        raise Http404(token)
    held_file = attachment_named(found.application, file)
    if held_file is None or not rules.may_open_files_by(found, clock.now()):
        raise Http404(file)
    return hand_out(held_file.file)


@login_required
@require_POST
def send_link(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat sends an office of the nominating state its link."""
    found = application_at(process, key)
    chosen = request.POST.get("contact", "")
    contact = next((c for c in offices_for(found) if c.key == chosen), None)
    try:
        if contact is None:
            raise Refusal(no("contact-not-of-state"))
        actions.send_authority_link(
            by=signed_in(request), application=found, contact=contact, at=clock.now()
        )
        messages.success(request, _("The link is on its way."))
    except Refusal as refused:
        if refused.code in ("sign-in-first", "not-your-role"):
            raise
        messages.error(request, refused.sentence)
    return redirect("calls:application", process, key)


@login_required
def begin(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """A focal point names somebody, who gets a link and completes the form."""
    here, at, error = call_at(request, process, call), clock.now(), ""
    person = signed_in(request)
    if request.method == "POST":
        language = request.POST.get("language", "")
        try:
            actions.begin_nomination(
                by=person,
                call=here,
                name=request.POST.get("name", "")[:200],
                email=request.POST.get("email", "")[:254],
                language=language if language in SIX else current(),
                at=at,
            )
            messages.success(request, _("The link is on its way."))
            return redirect("calls:nominations", process)
        except Refusal as refused:
            error = refused.sentence
    context = {
        **frame(here.process, here),
        "may_begin": rules.may_begin_for(person, here, at),
        "country": rules.state_spoken_for(person, process, at),
        "error": error,
        "typed": {k: request.POST.get(k, "")[:254] for k in ("name", "email")},
        "mail_languages": [(code, NAMES[code]) for code in SIX],
        "mail_language": request.POST.get("language", current()),
    }
    return render(request, "calls/begin.html", context, status=422 if error else 200)
