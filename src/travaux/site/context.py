"""What every page knows: languages, directions, the person, the tabs of the process."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi

from travaux.plumbing.languages import NAMES, SIX, current, direction, to_django

_PREFIXES = {to_django(code) for code in SIX}


def _in_language(address: str, code: str) -> str:
    """The same address in another language: its first part names the language."""
    _, first, *rest = address.split("/", 2)
    return f"/{code}/{rest[0]}" if first in _PREFIXES and rest else address


WRITERS_OF_LETTERS = {"secretariat"}


def _writes_letters(request: HttpRequest) -> bool:
    """Whether the person on this page of a process sees its correspondence."""
    match, roles = request.resolver_match, getattr(request, "roles_in", None)
    code = match.kwargs.get("process", "") if match else ""
    return bool(code) and roles is not None and bool(WRITERS_OF_LETTERS & roles(code))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language and direction of the page, and this same page in the other five languages."""
    here, now = request.get_full_path(), current()
    links, alternates = [], []
    for code in SIX:
        if code == now:
            links.append(f'<span lang="{code}" aria-current="true">{NAMES[code]}</span>')
            continue
        address = escape(_in_language(here, to_django(code)))
        side = ' dir="rtl"' if direction(code) == "rtl" else ""
        links.append(f'<a href="{address}" lang="{code}" hreflang="{code}"{side}>{NAMES[code]}</a>')
        alternates.append(f'<link rel="alternate" hreflang="{code}" href="{address}">')
    return {
        "writes_letters": _writes_letters(request),
        "lang": (get_language() or "en").replace("hans", "Hans"),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "language": now,
        # by hand: they stand on every page, and a template takes far longer
        "language_links": mark_safe("".join(links)),
        "alternates": mark_safe("".join(alternates)),
    }
