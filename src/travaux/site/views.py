"""Pages that belong to no room: the front door, one's own page, and what is shown when it fails."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from travaux.roadmap.models import Process


def home(request: HttpRequest) -> HttpResponse:
    """The processes of this installation; the only one at once, where there is one."""
    processes = list(Process.objects.order_by("code"))
    if len(processes) == 1:
        return redirect("reports:overview", processes[0].code)
    return render(request, "site/home.html", {"processes": processes})


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What concerns the person who is signed in."""
    return render(request, "site/me.html", {})


def healthy(request: HttpRequest) -> HttpResponse:
    """For whoever watches the machine: the site answers and reaches its database."""
    from travaux.journal.models import Head

    Head.objects.filter(pk=1).exists()
    return HttpResponse("ok\n", content_type="text/plain")


def public_keys(request: HttpRequest) -> HttpResponse:
    """The installation's public keys, retired ones too, by which receipts are checked."""
    from travaux.plumbing.signing import ring

    return JsonResponse(ring())


def _failed(request: HttpRequest, status: int, template: str) -> HttpResponse:
    return render(request, template, {}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 404, "site/404.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 403, "site/403.html")


def unusable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, 400, "site/400.html")


def broken(request: HttpRequest) -> HttpResponse:
    return _failed(request, 500, "site/500.html")
