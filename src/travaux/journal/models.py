"""The lines of the journal and the head of its chain. Keys, never foreign keys; no personal data."""

from __future__ import annotations

from django.db import models


class Line(models.Model):
    """One thing that was done. The database refuses to change or remove it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=20, help_text="key of a person, or 'system'")
    process = models.CharField(max_length=64, blank=True, db_index=True)
    what = models.CharField(max_length=80, help_text="room.action, as in comments.submit_comment")
    subject = models.CharField(max_length=80, db_index=True, help_text="key of the thing")
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]


class Head(models.Model):
    """The last line's number and hash: the one row that writers queue for."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="journal_has_one_head")
        ]
