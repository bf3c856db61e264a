"""What came of a meeting: interventions, decisions, and actions that somebody owes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.comments.models import Comment
from travaux.drafts.models import Anchor, Paragraph
from travaux.meetings.models.meetings import Item, Meeting
from travaux.meetings.models.participants import Participant, link_token
from travaux.meetings.states import SpokenState, TaskState
from travaux.plumbing.keys import plain_key


class Intervention(models.Model):
    """What somebody said on a paragraph, as noted and as its speaker confirmed it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="interventions")
    item = models.ForeignKey(
        Item, null=True, on_delete=models.SET_NULL, related_name="interventions"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    token = models.CharField(max_length=48, unique=True, default=link_token)
    speaker = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="interventions"
    )
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="interventions"
    )
    type = models.CharField(max_length=20)
    noted = models.TextField(help_text="as the minute-taker wrote it down")
    text = models.TextField(help_text="as it stands now")
    proposed = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=SpokenState, default=SpokenState.NOTED)
    said_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    dispute = models.TextField(blank=True, help_text="what the speaker says is wrong")
    comment = models.OneToOneField(
        Comment, null=True, on_delete=models.PROTECT, related_name="intervention"
    )
    by_key = models.CharField(max_length=20)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "lapsed"]) | Q(comment__isnull=False),
                name="what_was_confirmed_is_a_comment",
            )
        ]


class Decision(models.Model):
    """What the meeting decided, on a paragraph or on the work."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="decisions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8)
    anchor = models.ForeignKey(
        Anchor, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")
        ]


class Task(models.Model):
    """Something that somebody owes after a meeting; open ones go on to the next of its series."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tasks")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="tasks")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    text = models.TextField()
    language = models.CharField(max_length=8)
    owner = models.CharField(max_length=200, help_text="an office or a delegation; no person")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    note = models.TextField(blank=True, help_text="what came of it")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_at__isnull=False),
                name="closed_task_has_its_instant",
            )
        ]
