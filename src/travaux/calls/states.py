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


class CommitmentState(models.TextChoices):
    PROMISED = "promised"
    BEGUN = "begun"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


class ReferralState(models.TextChoices):
    OPEN = "open"
    ANSWERED = "answered"
    DROPPED = "dropped"  # not needed any more: the mission need not answer


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned"
    DRAFT = "draft"
    HANDED_IN = "handed-in"
    RECUSED = "recused"  # the reviewer stepped back: nothing of it counts


MOVES = {
    "announce": Move((CallState.DRAFT,), CallState.ANNOUNCED),
    "cancel": Move((CallState.ANNOUNCED,), CallState.CANCELLED),
    "submit": Move((ApplicationState.DRAFT,), ApplicationState.SUBMITTED),
    "promise-again": Move(
        (CommitmentState.BEGUN, CommitmentState.DELIVERED, CommitmentState.GIVEN_UP),
        CommitmentState.PROMISED,
    ),
    "begin": Move(
        (CommitmentState.PROMISED, CommitmentState.DELIVERED, CommitmentState.GIVEN_UP),
        CommitmentState.BEGUN,
    ),
    "deliver": Move(
        (CommitmentState.PROMISED, CommitmentState.BEGUN, CommitmentState.GIVEN_UP),
        CommitmentState.DELIVERED,
    ),
    "give-up": Move(
        (CommitmentState.PROMISED, CommitmentState.BEGUN, CommitmentState.DELIVERED),
        CommitmentState.GIVEN_UP,
    ),
    "answer-referral": Move((ReferralState.OPEN,), ReferralState.ANSWERED),
    "drop-referral": Move((ReferralState.OPEN,), ReferralState.DROPPED),
    "withdraw": Move((ApplicationState.SUBMITTED,), ApplicationState.WITHDRAWN),
    "begin-review": Move((ReviewState.ASSIGNED,), ReviewState.DRAFT),
    "hand-in-review": Move((ReviewState.ASSIGNED, ReviewState.DRAFT), ReviewState.HANDED_IN),
    "step-back": Move(
        (ReviewState.ASSIGNED, ReviewState.DRAFT, ReviewState.HANDED_IN), ReviewState.RECUSED
    ),
    "ask-again": Move((ReviewState.RECUSED,), ReviewState.ASSIGNED),
}
