"""How a translation stands against its source, and the life of a job."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class Standing(models.TextChoices):
    """What a reader is told about a paragraph in another language."""

    MISSING = "missing"
    CHANGED = "changed"  # the source has changed since
    MACHINE = "machine"  # made by a machine, seen by nobody
    CURRENT = "current"
    REVIEWED = "reviewed"


class JobState(models.TextChoices):
    """The life of a translation job."""

    OPEN = "open"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


MOVES = {
    "deliver": Move((JobState.OPEN,), JobState.DELIVERED),
    "give-back": Move((JobState.DELIVERED,), JobState.OPEN),
    "close": Move((JobState.DELIVERED,), JobState.CLOSED),
    "cancel": Move((JobState.OPEN, JobState.DELIVERED), JobState.CANCELLED),
}
