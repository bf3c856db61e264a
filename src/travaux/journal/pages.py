"""Public pages are drawn once for as long as the record does not grow."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from travaux.journal.queries import state_of_record
from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep

MOST = 500  # pages in the memory of a process, some 25 kB each


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    kind: str
    tag: str
    until: datetime | None


_held: Keep[_Page | HttpResponse] = Keep(MOST)


def changes_at(response: HttpResponse, instant: datetime | None) -> HttpResponse:
    """Say from when on a page reads otherwise although nobody did anything, as a round closes."""
    response.changes_at = instant  # type: ignore[attr-defined]
    return response


def same_for_everyone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is the same for all who are not signed in: drawn once, and sent once to each.

    Every action leaves a line in the journal, so a page stays right while the last line is the
    same and no instant has come at which it would read otherwise (`changes_at`). A browser that
    has it already is told so.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = state_of_record() if _is_nobody(request) else ""
        if not state:
            return view(request, *args, **kwargs)
        key = (state, request.get_full_path())
        now = clock.now()

        def reckon() -> _Page | HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            until = getattr(response, "changes_at", None)
            return _Page(response.content, response["Content-Type"], tag, until)

        found = _held.get(key, reckon, lambda page: isinstance(page, _Page) and _good(page, now))
        if isinstance(found, HttpResponse):
            return found
        response = HttpResponse(found.content, content_type=found.kind)
        response["ETag"] = found.tag
        response["Cache-Control"] = "private, no-cache"  # kept by the reader, asked for again
        return get_conditional_response(request, etag=found.tag, response=response) or response

    return run


def _good(page: _Page, now: datetime) -> bool:
    return page.until is None or now < page.until


def _is_nobody(request: HttpRequest) -> bool:
    """Not signed in, and nothing waits to be told."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )
