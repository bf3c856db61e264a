"""Groups as letters and entries of the register name them."""

from __future__ import annotations

from django.urls import reverse

from travaux.panels.models import Panel
from travaux.plumbing.languages import said


def topics_of_panels(process_code: str) -> list[tuple[str, str]]:
    """Key and name of each group, the latest first."""
    found = Panel.objects.filter(process__code=process_code).order_by("-pk")
    return [(one.key, said(one.titles) or one.key) for one in found.only("key", "titles")]


def place_of_panel(process_code: str, key: str) -> str:
    """The address of a group's page."""
    return reverse("panels:panel", args=[process_code, key])
