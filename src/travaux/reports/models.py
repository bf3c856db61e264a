"""Reports to the governing body: drafted, then frozen with their figures."""

from __future__ import annotations

from django.db import models

from travaux.consultations.models import Track
from travaux.plumbing.keys import plain_key
from travaux.plumbing.moves import Move
from travaux.roadmap.models import Deliverable, Process


class ReportState(models.TextChoices):
    DRAFT = "draft"
    FROZEN = "frozen"


MOVES = {"freeze": Move((ReportState.DRAFT,), ReportState.FROZEN)}


class Report(models.Model):
    """A report as at a date. Prose in one original language; figures come from the record."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.DRAFT)
    symbol = models.CharField(max_length=80, blank=True)
    distribution = models.CharField(max_length=40, blank=True)
    titles = models.JSONField(default=dict)
    original_language = models.CharField(max_length=8, default="en")
    cut_off = models.DateField()
    cut_off_assumed = models.BooleanField(default=False)
    submitted_on = models.DateField(null=True)
    session = models.JSONField(default=dict)
    session_on = models.DateField(null=True)
    agenda = models.CharField(max_length=300, blank=True, help_text="agenda item of the session")
    dated_on = models.DateField(null=True)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    deliverable = models.ForeignKey(
        Deliverable, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    prose = models.JSONField(default=dict, help_text="section -> text, in the original language")
    proposal = models.BooleanField(
        default=True, help_text="says what follows without more money, where nothing was chosen yet"
    )
    figures = models.JSONField(default=dict, help_text="as frozen")
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="report_number_once")
        ]


class Occasion(models.TextChoices):
    """Why an edition of a closing report was kept."""

    CLOSED = "closed"  # the last round of the track closed
    ANSWERED = "answered"  # every comment of the closed track has its released answer
    ASKED = "asked"  # the secretariat kept it


class ClosingEdition(models.Model):
    """The closing report of a track as it was on a day, for each who may know a part of it."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="closing_editions")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=10, choices=Occasion)
    figures = models.JSONField(help_text="audience -> how far it reaches, and the figures")
    digest = models.CharField(max_length=64, help_text="of the figures, in canonical JSON")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="closing_edition_number_once")
        ]
