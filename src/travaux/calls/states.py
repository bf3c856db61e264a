"""The life of a call and of an application."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class CallState(models.TextChoices):
    DRAFT = "draft"
    ANNOUNCED = "announced"  # from here on its form and rules are frozen; it opens at its instant
    CANCELLED = "cancelled"


class ApplicationState(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


MOVES = {
    "announce": Move((CallState.DRAFT,), CallState.ANNOUNCED),
    "cancel": Move((CallState.ANNOUNCED,), CallState.CANCELLED),
    "submit": Move((ApplicationState.DRAFT,), ApplicationState.SUBMITTED),
    "withdraw": Move((ApplicationState.SUBMITTED,), ApplicationState.WITHDRAWN),
}
