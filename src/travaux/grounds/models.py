"""What stands behind a paragraph, through all versions in which it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.drafts.models import Anchor, Version
from travaux.grounds.states import Bearing, GroundKind
from travaux.plumbing.keys import new_key
from travaux.roadmap.models import Process


def ground_key() -> str:
    return new_key("g")


class Ground(models.Model):
    """Evidence that supports, limits or contradicts a paragraph.

    It is tied to the identity of the paragraph and so follows it through the versions; `version`
    and `words_hash` say on which words it was last confirmed, so that it is seen when they changed.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="grounds")
    key = models.CharField(max_length=20, unique=True, default=ground_key)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="grounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    words_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=GroundKind)
    subject_key = models.CharField(max_length=20)
    part = models.CharField(max_length=80, blank=True)
    bearing = models.CharField(max_length=12, choices=Bearing)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="of the reason")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["process", "anchor"], name="grounds_of_a_paragraph")]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "kind", "subject_key", "part"],
                condition=Q(ended_at__isnull=True),
                name="one_ground_of_a_thing_on_a_paragraph",
            )
        ]


class Waiver(models.Model):
    """A paragraph that needs no ground, such as a title or a sentence of courtesy, and why."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="waivers")
    key = models.CharField(max_length=20, unique=True, default=ground_key)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="waivers")
    reason = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor"], condition=Q(ended_at__isnull=True), name="one_waiver_now"
            )
        ]
