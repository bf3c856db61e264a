"""The life of a submission."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class SubmissionState(models.TextChoices):
    DRAFT = "draft"
    PENDING = "pending"  # handed in and kept; waits for the mail check, or for a moderator
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


MOVES = {
    "submit": Move((SubmissionState.DRAFT,), SubmissionState.SUBMITTED),
    "hold": Move((SubmissionState.DRAFT,), SubmissionState.PENDING),
    "admit": Move((SubmissionState.PENDING,), SubmissionState.SUBMITTED),
    "withdraw": Move(
        (SubmissionState.SUBMITTED, SubmissionState.PENDING), SubmissionState.WITHDRAWN
    ),
    "reinstate": Move((SubmissionState.WITHDRAWN,), SubmissionState.SUBMITTED),
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
    OPENED = "opened"  # a mail without words of its own: its files are read one by one
    BY_HAND = "by-hand"  # a scan or the like: kept, to be read by a person
    ENTERED = "entered"  # a person read it and entered what it says
    CHOSEN = "chosen"
    TAKEN = "taken"
    LEFT_OUT = "left-out"
    FAILED = "failed"


class Mark(models.TextChoices):
    """What moderation did to the words of a comment that all may read; what it said is kept."""

    NONE = ""
    REDACTED = "redacted"
    HIDDEN = "hidden"


#: Stands in every list, file and table for words that were taken out.
OUT = "▮▮▮"
