"""A report as those who clear it find it."""

from __future__ import annotations

from django.urls import reverse

from travaux.correspondence.queries.clearance import Subject
from travaux.plumbing.languages import said
from travaux.reports.models import Report, ReportState
from travaux.reports.queries.needs import figures_of
from travaux.reports.rules import what_is_cleared


def report_to_clear(process_code: str, key: str) -> Subject | None:
    """A report that is not frozen yet; None where there is none."""
    found = (
        Report.objects.filter(process__code=process_code, key=key, state=ReportState.DRAFT)
        .select_related("process")
        .first()
    )
    if found is None:
        return None
    kept = figures_of(found)
    label = found.symbol or said(found.titles) or f"{found.number}"
    address = reverse("reports:report", args=[process_code, key])
    return Subject(label, what_is_cleared(found, kept), address)
