"""The life of a submission."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class SubmissionState(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


MOVES = {
    "submit": Move((SubmissionState.DRAFT,), SubmissionState.SUBMITTED),
    "withdraw": Move((SubmissionState.SUBMITTED,), SubmissionState.WITHDRAWN),
}


class Scope(models.TextChoices):
    """What a comment is about."""

    PARAGRAPH = "paragraph"
    SECTION = "section"
    TEXT = "text"
    UNPLACED = "unplaced"  # came in a table; waits for a person to give it its place


class IntakeState(models.TextChoices):
    """How far one of the files is that were dropped in together."""

    WAITING = "waiting"  # for the worker to look at it
    READ = "read"  # looked at; a person says for whom it speaks
    BY_HAND = "by-hand"  # a scan or the like: kept, to be read by a person
    CHOSEN = "chosen"
    TAKEN = "taken"
    LEFT_OUT = "left-out"
    FAILED = "failed"
