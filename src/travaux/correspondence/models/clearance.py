"""Clearance of anything that goes out: prepared, cleared, approved, by named persons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.correspondence.states import ClearanceState
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key


class Clearance(models.Model):
    """The clearance of one thing, named by its kind and key; `digest` is of what was prepared.

    A thing that changes afterwards has another digest: its clearance no longer holds.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(
        max_length=20, help_text="letter, report, call, selection, release, version"
    )
    subject_key = models.CharField(max_length=64)
    label = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ClearanceState, default=ClearanceState.PREPARED)
    preparer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clearer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "kind", "subject_key"],
                condition=Q(replaced_at__isnull=True),
                name="one_clearance_now",
            ),
            models.CheckConstraint(
                condition=~Q(preparer=F("approver")), name="nobody_approves_their_own"
            ),
        ]


class PreparedDeed(models.Model):
    """What is to be done with a thing, written down so that it can be cleared before it is done.

    The new deadline of a call, the adoption of a group: such a deed changes the thing only when it
    is carried out, and is cleared as it stands here.
    """

    process_code = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=64)
    values = models.JSONField(default=dict, help_text="plain values, as the deed takes them")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_key"], name="one_prepared_deed")
        ]


class ClearanceStep(models.Model):
    """One step of a clearance: who did what, when, and why where it was sent back."""

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=ClearanceState)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
