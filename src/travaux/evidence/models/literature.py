"""Literature: works that were found, what is twice, and how they were screened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models import Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process


def work_key() -> str:
    return new_key("w")


class Stage(models.TextChoices):
    """What is read when a work is screened."""

    ABSTRACT = "abstract"
    FULL = "full"


class Verdict(models.TextChoices):
    """What a reader says of a work."""

    IN = "in"
    OUT = "out"


class Work(models.Model):
    """One work of the literature, as a file or a person gave it."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="works")
    key = models.CharField(max_length=20, unique=True, default=work_key)
    number = models.PositiveIntegerField()
    title = models.TextField()
    authors = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, blank=True)
    source = models.TextField(blank=True)
    doi = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=2000, blank=True)
    abstract = models.TextField(blank=True)
    language = models.CharField(max_length=40, blank=True)
    keywords = models.JSONField(default=list)
    found_in = models.CharField(max_length=120, help_text="search or file that it came from")
    place = models.CharField(max_length=60, blank=True, help_text="its place in the file")
    topics = models.JSONField(default=list, help_text="keys of topics of interests, of its search")
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="twins")
    retrieved = models.BooleanField(
        null=True, help_text="full text: got, not to be had, not sought"
    )
    added_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="work_number_once")
        ]


class Likeness(models.Model):
    """Two works that look alike: a person says whether they are one."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    alike = models.PositiveSmallIntegerField()
    same = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "other"], name="likeness_of_works_once")
        ]


class Reading(models.Model):
    """What one reader said of one work; nobody sees another's before giving their own."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage)
    verdict = models.CharField(max_length=4, choices=Verdict)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "person", "stage"], name="one_reading_a_stage")
        ]


class Settlement(models.Model):
    """Where two readers differ, a third decides, with the reason."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="settlements")
    stage = models.CharField(max_length=8, choices=Stage)
    verdict = models.CharField(max_length=4, choices=Verdict)
    reason = models.CharField(max_length=200)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "stage"], name="one_settlement_a_stage"),
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_has_its_reason"),
        ]


class FullText(models.Model):
    """A full text of a work, kept for those who screen: what its licence allows stays open."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="full_texts")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
