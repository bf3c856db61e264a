"""Reports that an office sent to the secretariat, with the figures as they stood."""

from __future__ import annotations

from django.db import models

from travaux.people.models import Office
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Process


class OfficeReport(models.Model):
    """What an office reported up; it stays as it was sent, the next one is another.

    `figures` are those of `core`-plain values in `queries.figures_of`, frozen at `at`.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="office_reports")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="reports")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    figures = models.JSONField(default=dict)
    form_token = models.CharField(max_length=40)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "form_token"], name="office_report_sent_once")
        ]
