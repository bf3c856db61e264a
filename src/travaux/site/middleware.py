"""What every request meets: refusals in words, and the second factor of the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from travaux.plumbing.verdicts import Refusal


class RefusalMiddleware:
    """A refusal that no page caught becomes a page that says why and gives back what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refusal):
            return None
        typed: list[tuple[str, str]] = []
        if request.method == "POST":
            typed = [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in {"csrfmiddlewaretoken", "password"}
                and value.strip()
                and len(value) > 2
            ]
        context: dict[str, Any] = {"sentence": problem.sentence, "typed": typed}
        status = 409 if problem.code == "moved-meanwhile" else 403
        return render(request, "design/refused.html", context, status=status)


class SecondFactorMiddleware:
    """Who holds an office that demands it sets up a second factor before doing anything else."""

    OPEN = ("/accounts/", "/static/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated and not any(part in request.path for part in self.OPEN):
            from travaux.people.queries import needs_second_factor

            if needs_second_factor(person):
                return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)
