"""Versions as letters and entries of the register name them."""

from __future__ import annotations

from django.urls import reverse

from travaux.drafts.models import Version
from travaux.drafts.queries.standing import title_of


def topics_of_versions(process_code: str) -> list[tuple[str, str]]:
    """Key and name of each version, the latest first."""
    found = Version.objects.filter(text__process__code=process_code).select_related("text")
    return [
        (one.key, " ".join(filter(None, [one.symbol, title_of(one)])) or one.key)
        for one in found.order_by("-pk")
    ]


def place_of_version(process_code: str, key: str) -> str:
    """The address where a version is read."""
    return reverse("drafts:reading", args=[process_code, key])
