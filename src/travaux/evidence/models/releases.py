"""Releases of the assessment: what was known at a day, frozen, numbered and citable."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.keys import new_key
from travaux.roadmap.models import Milestone, Process


def release_key() -> str:
    return new_key("e")


class Stage(models.TextChoices):
    """How far the assessment is."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    PUBLISHED = "published"


class EvidenceRelease(models.Model):
    """One release; the database refuses any change of it.

    `content` is {part: [{"key", "title", "words", "hash"}]}, `changes` what is new, other or gone
    against the release before, by part: {part: {"new": [...], "changed": [...], "gone": [...]}}.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="evidence_releases")
    key = models.CharField(max_length=20, unique=True, default=release_key)
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=Stage)
    titles = models.JSONField(default=dict)
    symbol = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="of the note")
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.PROTECT, related_name="evidence_releases"
    )
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    by_key = models.CharField(max_length=20)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="evidence_release_once")
        ]
