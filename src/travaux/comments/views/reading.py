"""The draft with a button at every paragraph, and what stands beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def reading(request: HttpRequest, process: str, version: str, part: int | None = None) -> HttpResponse:
    """Read a version, and comment where it goes out."""
    return HttpResponse(status=404)
