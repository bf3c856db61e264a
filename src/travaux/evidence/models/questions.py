"""The questions of the assessment, and what answers them."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.keys import new_key, plain_key
from travaux.roadmap.models import Process


class Theme(models.TextChoices):
    """What a question of the assessment is about."""

    TREND = "trend"
    CHALLENGE = "challenge"
    OPPORTUNITY = "opportunity"
    DRIVER = "driver"
    OTHER = "other"


class Level(models.TextChoices):
    """At which level something is known."""

    REGIONAL = "regional"
    NATIONAL = "national"
    SUB_NATIONAL = "sub-national"


class SourceKind(models.TextChoices):
    """What can answer a question."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    PRACTICE = "practice"
    INDICATOR = "indicator"
    LITERATURE = "literature"
    FIELD_STUDY = "field-study"
    CONSULTATION = "consultation"
    OTHER = "other"


def question_key() -> str:
    return new_key("q")


class AssessmentQuestion(models.Model):
    """One question that the assessment is to answer. Empty `regions` and `levels`: all of them."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=20, unique=True, default=question_key)
    number = models.PositiveIntegerField()
    theme = models.CharField(max_length=12, choices=Theme)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    regions = models.JSONField(default=list, help_text="codes of regional groups")
    levels = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="keys of topics of interests")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "number"], name="assessment_question_number_once"
            )
        ]


class Source(models.Model):
    """What answers a question: named by its kind and key, or by a title where it stands elsewhere.

    A survey is named by its key and, as `part`, by one of its questions. Empty region or level: it
    speaks for all that the question asks about.
    """

    question = models.ForeignKey(
        AssessmentQuestion, on_delete=models.PROTECT, related_name="sources"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=14, choices=SourceKind)
    subject_key = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="of the title")
    address = models.CharField(max_length=500, blank=True)
    region = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=14, choices=Level, blank=True)
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
