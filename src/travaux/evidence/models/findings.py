"""Findings of the assessment: a statement, its sources, its authors and how sure each of them is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.evidence.models.questions import AssessmentQuestion, SourceKind
from travaux.people.models import Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.roadmap.models import Process


def finding_key() -> str:
    return new_key("f")


class FindingState(models.TextChoices):
    """The life of a finding: written, rated by its authors, standing, or withdrawn."""

    DRAFT = "draft"
    RATING = "rating"
    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Finding(models.Model):
    """A statement that the assessment makes. Empty `regions` and `levels`: it holds for all.

    `revision` counts changes of the statement and of its sources: a rating is of one revision.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=20, unique=True, default=finding_key)
    number = models.PositiveIntegerField()
    question = models.ForeignKey(
        AssessmentQuestion, null=True, on_delete=models.PROTECT, related_name="findings"
    )
    statements = models.JSONField(default=dict, help_text="by language")
    regions = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="keys of topics of interests")
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.DRAFT)
    box = models.CharField(max_length=24, blank=True, help_text="of the four; blank: disputed")
    counts = models.JSONField(default=dict, help_text="ratings by box, when it was settled")
    withdrawn_why = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=~Q(state="standing") | Q(settled_at__isnull=False),
                name="standing_finding_was_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""),
                name="withdrawn_finding_has_its_reason",
            ),
        ]


class FindingSource(models.Model):
    """What a finding rests on, with the exact place in it. What was taken out stays on record."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="sources")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=14, choices=SourceKind)
    subject_key = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="page, table, line")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class FindingAuthor(models.Model):
    """Who answers for a finding, from and to."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "person"],
                condition=Q(ended_at__isnull=True),
                name="author_of_finding_once",
            )
        ]


class FindingRating(models.Model):
    """How one author rates one revision of a finding. Never changed: a later one counts instead.

    `blind`: given before its author could see what the others said.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="ratings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    of_revision = models.PositiveIntegerField()
    evidence_high = models.BooleanField(help_text="much and good evidence")
    agreement_high = models.BooleanField(help_text="the sources agree")
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    blind = models.BooleanField(default=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["finding", "of_revision"], name="ratings_of_a_revision")]
