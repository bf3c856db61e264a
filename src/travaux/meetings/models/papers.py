"""Papers of a meeting: one row for each document, one for each language in which it was issued."""

from __future__ import annotations

from django.db import models

from travaux.evidence.models import EvidenceRelease
from travaux.meetings.models.meetings import Item, Meeting
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile


class Distribution(models.TextChoices):
    """Who may read a paper."""

    GENERAL = "general"
    PARTICIPANTS = "participants"


class Paper(models.Model):
    """A document of a meeting under its symbol: first issue, Rev., Add., Corr., INF. or CRP."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="papers")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    symbol = models.CharField(max_length=100)
    titles = models.JSONField(default=dict)
    distribution = models.CharField(
        max_length=12, choices=Distribution, default=Distribution.GENERAL
    )
    release = models.ForeignKey(
        EvidenceRelease,
        null=True,
        on_delete=models.PROTECT,
        related_name="papers",
        help_text="of the assessment: what the paper rests on",
    )
    issued_at = models.DateTimeField(help_text="in its first language")
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "symbol"], name="symbol_once_in_meeting")
        ]


class Issue(models.Model):
    """A paper in one language."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="issues")
    language = models.CharField(max_length=8)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "language"], name="paper_once_in_language")
        ]
