"""What every request meets: bounds of uploads, refusals in words, offices and their second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from travaux.core.problems import Unusable
from travaux.people.queries import needs_second_factor, remember_appointments, roles_in
from travaux.plumbing.verdicts import SENTENCES, Refusal, explain
from travaux.site import views
from travaux.site.typed import what_was_typed
from travaux.site.uploads import too_long_to_read

Respond = Callable[[HttpRequest], HttpResponse]


class UploadLimitMiddleware:
    """A file that is too large gets a sentence; what was typed beside it comes back."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and too_long_to_read(int(announced)):
            response = views.too_large(request)
            response["Connection"] = "close"
            return response
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method == "POST" and request.content_type == "multipart/form-data":
            typed = what_was_typed(request)  # reads the body, through the bounded handler
            if getattr(request, "too_large", False):
                return views.too_large(request, typed)
        return None


class NoNulMiddleware:
    """The sign NUL stands in no text that anyone typed, and PostgreSQL keeps none: it is left out."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and any(
            "\0" in value for values in request.POST.lists() for value in values[1]
        ):
            request.POST = without_nul(request.POST)  # type: ignore[assignment]
        return None


def without_nul(typed: QueryDict) -> QueryDict:
    """The same, without the sign NUL."""
    clean = typed.copy()
    for name, values in typed.lists():
        clean.setlist(name, [str(value).replace("\0", "") for value in values])
    return clean


class RefusalMiddleware:
    """A refusal, or input that cannot be used, that no page caught becomes a page that says why and
    gives back what was typed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refusal):
            said, status = problem.sentence, 409 if problem.code == "moved-meanwhile" else 403
        elif isinstance(problem, Unusable) and problem.code in SENTENCES:
            said, status = explain(problem), 422
        else:
            return None
        context = {"sentence": said, "typed": what_was_typed(request)}
        return render(request, "design/refused.html", context, status=status)


# What somebody may do before the second factor of their office is set up: set it up, prove who
# they are, change language, and leave.
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "account_login",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "healthy",
    "public-keys",
}


class OfficeMiddleware:
    """Reads a person's appointments once per request; demands the second factor of an office."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def roles(process: str) -> set[str]:
            return roles_in(request.user, process) if request.user.is_authenticated else set()

        request.roles_in = roles  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        person = request.user
        if not person.is_authenticated:
            return None
        remember_appointments(person)
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        own = request.resolver_match is not None and not request.resolver_match.namespace
        if own and (name in OPEN or name.startswith("mfa_")):
            return None
        if needs_second_factor(person):
            if request.method in {"GET", "HEAD"}:
                return redirect(reverse("mfa_activate_totp"))
            # a form that was open meanwhile: it is not sent, and what was typed is given back
            context = {
                "typed": what_was_typed(request),
                "activate": reverse("mfa_activate_totp"),
            }
            return render(request, "site/second_factor.html", context, status=403)
        return None
