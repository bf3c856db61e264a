"""Reviews of applications: criteria, who reviews what, their scores, and what is kept from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.calls.models.applications import Application
from travaux.calls.models.calls import Call
from travaux.calls.states import ReviewState
from travaux.people.models import Country, Person
from travaux.plumbing.keys import plain_key


class Figure(models.TextChoices):
    """Which figure out of the reviewers' totals counts as the score of an application."""

    MEDIAN = "median"
    MEAN = "mean"


class Scoring(models.Model):
    """How the applications of a call are scored, and how far the reviewing is."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="scoring")
    figure = models.CharField(max_length=6, choices=Figure, default=Figure.MEDIAN)
    revision = models.PositiveIntegerField(default=0, help_text="changes of the criteria")
    changed_at = models.DateTimeField(help_text="of the criteria, the last time")
    closed_at = models.DateTimeField(null=True, help_text="scores stay as they are")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was closed")


class Criterion(models.Model):
    """One thing that is scored by itself: its scale, and how much it weighs."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    position = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict, help_text="what is asked, and what the ends mean")
    low = models.SmallIntegerField(default=1)
    high = models.SmallIntegerField(default=5)
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=1)

    class Meta:
        ordering = ["call", "position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="criterion_has_its_place"),
            models.CheckConstraint(condition=Q(high__gt=F("low")), name="scale_goes_upwards"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs_something"),
        ]


class Reviewer(models.Model):
    """Somebody who reviews applications of a call; without an account yet, by address alone."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.CharField(
        max_length=254, blank=True, help_text="only as long as nobody with it has an account"
    )
    employer = models.CharField(max_length=300, blank=True, help_text="for hints of conflicts")
    country = models.ForeignKey(
        Country, null=True, on_delete=models.PROTECT, related_name="+", help_text="likewise"
    )
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=Q(person__isnull=False),
                name="reviewer_once_in_a_call",
            ),
            models.UniqueConstraint(
                fields=["call", "email"], condition=~Q(email=""), name="reviewer_once_by_address"
            ),
        ]


class Review(models.Model):
    """One application in the hands of one reviewer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="reviews")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.ASSIGNED)
    remark = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="why the reviewer stepped back")
    revision = models.PositiveIntegerField(default=0, help_text="times it was saved")
    assigned_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    amended_at = models.DateTimeField(null=True)
    stepped_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="reviewed_once_by_each"
            ),
            models.CheckConstraint(
                condition=~Q(state="handed-in") | Q(handed_in_at__isnull=False),
                name="review_handed_in_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="recused") | Q(stepped_back_at__isnull=False),
                name="who_stepped_back_did_so_at_an_instant",
            ),
        ]


class Score(models.Model):
    """What one reviewer gave on one criterion, with a remark."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.SmallIntegerField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="scored_once")]


class Redaction(models.Model):
    """A passage that reviewers do not see; what was handed in stays as it is."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="redactions"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    passage = models.TextField()
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(passage=""), name="redaction_has_its_passage")
        ]
