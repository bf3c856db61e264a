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
