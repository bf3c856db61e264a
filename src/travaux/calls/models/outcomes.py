"""What comes of a call: the choice among offers, with its reason, and what partners promised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.calls.models.applications import Application
from travaux.calls.models.calls import Call
from travaux.calls.states import CommitmentState
from travaux.plumbing.keys import plain_key


class Choice(models.Model):
    """Which offers were chosen, and why. A later choice replaces it; both stay on record."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    applications = models.ManyToManyField(Application, related_name="choices")
    published = models.JSONField(default=list, help_text="[number, name as announced] of each")
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="choice_has_its_reason")
        ]


class Commitment(models.Model):
    """One thing that a partner promised, followed until it is delivered."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="commitments"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    position = models.PositiveSmallIntegerField()
    offer = models.CharField(max_length=80, blank=True, help_text="name of the choice in the form")
    what = models.TextField()
    due_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=CommitmentState, default=CommitmentState.PROMISED
    )
    delivered_on = models.DateField(null=True)
    note = models.TextField(blank=True, help_text="where it is to be found, or why it is not")
    noted_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="commitment_taken_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_on__isnull=False),
                name="delivered_commitment_has_its_day",
            ),
        ]
