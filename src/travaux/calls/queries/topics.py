"""Calls as letters and entries of the register name them."""

from __future__ import annotations

from django.urls import reverse

from travaux.calls.models import Call
from travaux.plumbing.languages import said


def topics_of_calls(process_code: str) -> list[tuple[str, str]]:
    """Key and name of each call, the latest first."""
    found = Call.objects.filter(process__code=process_code).order_by("-pk")
    return [(one.key, said(one.titles) or one.key) for one in found.only("key", "titles")]


def place_of_call(process_code: str, key: str) -> str:
    """The address of a call's page."""
    return reverse("calls:call", args=[process_code, key])
