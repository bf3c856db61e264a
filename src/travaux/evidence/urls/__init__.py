"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern

from travaux.evidence.urls.findings import FINDINGS, RELEASES
from travaux.evidence.urls.indicators import INDICATORS
from travaux.evidence.urls.interviews import INTERVIEWS
from travaux.evidence.urls.literature import LITERATURE
from travaux.evidence.urls.partners import PARTNERS
from travaux.evidence.urls.practices import PRACTICES
from travaux.evidence.urls.questions import QUESTIONS
from travaux.evidence.urls.surveys import SURVEYS

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    *QUESTIONS,
    *SURVEYS,
    *FINDINGS,
    *RELEASES,
    *LITERATURE,
    *INDICATORS,
    *INTERVIEWS,
    *PARTNERS,
    *PRACTICES,
]
