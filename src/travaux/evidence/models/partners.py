"""What partners promised, tied to the parts of the assessment that it is for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Process


class PromisedPart(models.Model):
    """A commitment of a partner, named by its key, is for one part of the assessment.

    The commitment stands in the room of calls, the one place that says by when it is due and whether
    it was delivered. `kind` is "deliverable", "milestone", "question" or a kind of source.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="promised_parts")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    promise_key = models.CharField(max_length=20)
    kind = models.CharField(max_length=14)
    subject_key = models.CharField(max_length=64)
    tied_at = models.DateTimeField()
    by_key = models.CharField(max_length=20)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "promise_key", "kind", "subject_key"],
                condition=Q(ended_at__isnull=True),
                name="promise_tied_once",
            )
        ]
