"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern

from travaux.evidence.urls.findings import FINDINGS, RELEASES
from travaux.evidence.urls.questions import QUESTIONS

app_name = "evidence"
urlpatterns: list[URLPattern] = [*QUESTIONS, *FINDINGS, *RELEASES]
