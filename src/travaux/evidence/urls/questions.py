"""Addresses of the questions of the assessment."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import questions

QUESTIONS: list[URLPattern] = [
    path("", questions.overview, name="overview"),
    re_path(
        r"^coverage\.(?P<ending>xlsx|csv|json)$", questions.coverage_file, name="coverage-file"
    ),
    path("questions/new/", questions.ask, name="ask"),
    path("questions/<slug:key>/", questions.question, name="question"),
    path("questions/<slug:key>/change/", questions.ask, name="change-question"),
    path("questions/<slug:key>/retire/", questions.retire, name="retire-question"),
    path("questions/<slug:key>/source/", questions.source, name="source"),
    path("questions/<slug:key>/source/<slug:source>/out/", questions.take_out, name="take-out"),
]
