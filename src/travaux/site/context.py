"""What every page knows: languages, directions, the person, the tabs of the process."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from travaux.plumbing.languages import NAMES, SIX, current, direction, to_django

_PREFIXES = {to_django(code) for code in SIX}


def _in_language(address: str, code: str) -> str:
    """The same address in another language: its first part names the language."""
    _, first, *rest = address.split("/", 2)
    return f"/{code}/{rest[0]}" if first in _PREFIXES and rest else address


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language and direction of the page, and this same page in the other five languages."""
    here = request.get_full_path()
    return {
        "lang": (get_language() or "en").replace("hans", "Hans"),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "language": current(),
        "languages": [
            {
                "code": code,
                "name": NAMES[code],
                "dir": direction(code),
                "url": _in_language(here, to_django(code)),
                "here": code == current(),
            }
            for code in SIX
        ],
    }
