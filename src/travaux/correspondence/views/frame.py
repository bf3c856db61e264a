"""What every page of this room needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from travaux.correspondence import rules
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person


def frame(request: HttpRequest, process: str, *, invented: bool = False) -> dict[str, Any]:
    """The process, the tab, and whether the person writes here."""
    return {
        "process": {"code": process},
        "tab": "correspondence",
        "may_write": rules.may_write(person_of(request), process),
        "demonstration": _("What this page shows is invented.") if invented else "",
    }


def acting(request: HttpRequest) -> Person:
    """The person who is signed in."""
    return signed_in(request)
