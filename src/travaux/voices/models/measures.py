"""The published policy of a track, and what moderators did under it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.comments.models import Comment, Submission
from travaux.consultations.models import Track
from travaux.plumbing.keys import plain_key
from travaux.voices.states import Kind, Mode, Reason, Standing


class Policy(models.Model):
    """How a track is moderated, and whether one joins in without an account."""

    track = models.OneToOneField(Track, on_delete=models.CASCADE, related_name="policy")
    joining = models.BooleanField(default=False)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.AFTER)
    texts = models.JSONField(default=dict, help_text="language -> what is added to the default")
    keepers = models.JSONField(default=list, help_text="keys of persons who know protected names")
    votes = models.BooleanField(default=False, help_text="statements are voted on")
    proposals = models.BooleanField(
        default=False, help_text="participants propose statements; a moderator puts them"
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=20)


class Measure(models.Model):
    """A moderator refused, hid or redacted; the author may appeal once."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="measures")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="measures"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.TextField(blank=True, help_text="to the author")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Standing, default=Standing.STANDS)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, help_text="why it was upheld or lifted")
    decided_by = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="refuse") | Q(comment__isnull=False),
                name="words_are_taken_out_of_a_comment",
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(comment__isnull=False) & ~Q(state="lifted"),
                name="one_measure_per_comment",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(kind="refuse") & ~Q(state="lifted"),
                name="refused_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="appealed") | Q(appealed_at__isnull=False),
                name="appealed_measure_has_its_appeal",
            ),
        ]
