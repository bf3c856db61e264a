"""Addresses of what partners promised for the assessment."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import partners

PARTNERS: list[URLPattern] = [
    path("partners/", partners.partners, name="partners"),
    re_path(r"^partners\.(?P<ending>xlsx|csv|json)$", partners.partners_file, name="partners-file"),
]
