"""Pages that belong to no room: the front door, one's own page, and what is shown when it fails."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation

from travaux.drafts.queries import title_of
from travaux.people.asking import signed_in
from travaux.people.queries import appointments_of
from travaux.people.queries.interests import tasks_of
from travaux.people.wording import role_name
from travaux.people.wording.interests import stand_name
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES, said
from travaux.roadmap.models import Process
from travaux.site.typed import what_was_typed
from travaux.translations.queries import jobs_of
from travaux.translations.states import JobState
from travaux.translations.wording import JOB_STATES


def home(request: HttpRequest) -> HttpResponse:
    """The processes of this installation; the only one at once, where there is one."""
    processes = list(Process.objects.order_by("code"))
    if len(processes) == 1:
        return redirect("reports:overview", processes[0].code)
    return render(request, "site/home.html", {"processes": processes})


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What concerns the person who is signed in: roles, profile, security, own data."""
    held = list(
        appointments_of(request.user)  # type: ignore[arg-type]
        .select_related("country", "organisation", "office")
        .order_by("process_code", "role")
    )
    titles = {p.code: p for p in Process.objects.filter(code__in={a.process_code for a in held})}
    roles = [
        {
            "appointment": a,
            "role": role_name(a.role),
            "process": titles.get(a.process_code),
            "state": said(a.country.names) if a.country else "",
        }
        for a in held
    ]
    person, now = signed_in(request), clock.now()
    every = {p.code: p for p in Process.objects.order_by("code")}
    interests = [
        {
            "process": every[code],
            "asked": bool(duty) or standing.declaration is not None,
            "stand": stand_name(standing.stand),
            "begins": standing.stand.begins,
            "renew": standing.renew,
            "waiting": waiting,
        }
        for code, duty, standing, waiting in tasks_of(person, every, now)
    ]
    jobs = [
        {
            "job": job,
            "title": title_of(job.version),
            "name": NAMES[job.language],
            "state": JOB_STATES[JobState(job.state)],
            "late": job.is_late(clock.today()),
        }
        for job in jobs_of(person)
    ]
    context = {"roles": roles, "interests": interests, "jobs": jobs}
    return render(request, "site/me.html", context)


def healthy(request: HttpRequest) -> HttpResponse:
    """For whoever watches the machine: the site answers and reaches its database."""
    from travaux.journal.models import Head

    try:
        Head.objects.filter(pk=1).exists()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def public_keys(request: HttpRequest) -> HttpResponse:
    """The installation's public keys, retired ones too, by which receipts are checked."""
    from travaux.plumbing.signing import ring

    return JsonResponse(ring())


# ---- when it fails --------------------------------------------------------------------------------
_LAST_WORD = (
    "<!doctype html><html lang=en><title>Travaux</title><h1>Something failed on our side</h1>"
    "<p>Nothing was stored half. Try again in a moment.</p>"
)


def _failed(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    """A page in the language of the address, even where the request failed before that was read."""
    tongue = translation.get_language_from_path(request.path_info)
    with translation.override(tongue or translation.get_language()):
        return render(request, template, context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 404, "site/404.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 403, "site/403.html")


def unusable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    return _failed(request, 400, "site/400.html")


def too_large(request: HttpRequest, typed: list[tuple[str, str]] | None = None) -> HttpResponse:
    """A file or form past the limit; the fields that were read are given back."""
    from django.conf import settings

    megabytes = settings.UPLOAD_BYTES // 2**20
    return _failed(request, 413, "site/413.html", typed=typed or [], megabytes=megabytes)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: too old, or sent from elsewhere. Nothing is done with it, and
    what was typed is shown to be copied, never sent again by a button: the form may be a trap."""
    return _failed(request, 403, "site/expired.html", typed=what_was_typed(request))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 429, "429.html")


def broken(request: HttpRequest) -> HttpResponse:
    """The last page: it must come even where the database does not answer."""
    try:
        tongue = translation.get_language_from_path(request.path_info)
        with translation.override(tongue or translation.get_language()):
            return HttpResponse(render_to_string("site/500.html", {**_bare(request)}), status=500)
    except Exception:
        logging.getLogger("travaux").exception("the page about a failure failed")
        return HttpResponse(_LAST_WORD, status=500)


def _bare(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page without session, person or database."""
    from travaux.site.context import frame

    return frame(request)
