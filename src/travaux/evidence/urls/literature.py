"""Addresses of the literature."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import flow, literature, screening

LITERATURE: list[URLPattern] = [
    path("literature/", literature.listed, name="literature"),
    re_path(
        r"^literature/flow\.(?P<ending>xlsx|csv|json)$", flow.flow_file, name="literature-flow"
    ),
    re_path(
        r"^literature\.(?P<ending>xlsx|csv|json)$",
        literature.literature_file,
        name="literature-file",
    ),
    path("literature.ris", literature.ris, name="literature-ris"),
    path("literature/bring/", literature.bring, name="bring-literature"),
    path("literature/alike/", literature.alike, name="alike"),
    path("literature/screen/<slug:stage>/", screening.screen, name="screen"),
    path("literature/differences/", screening.differences, name="differences"),
    path("literature/<slug:key>/", literature.work, name="work"),
    path("literature/<slug:key>/full-text/", screening.retrieved, name="full-text"),
    path(
        "literature/<slug:key>/full-text/<slug:file>/",
        screening.full_text_file,
        name="full-text-file",
    ),
]
