"""Translations of paragraphs, kept one after another; changes of no meaning; jobs; files."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from travaux.drafts.models import Anchor, Version
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile
from travaux.translations.states import JobState


class Translation(models.Model):
    """A paragraph in another language, made from words of the source that `source_digest` names.

    Rows are added and never changed but for their review: the newest that fits the words of a
    version is its translation. So a translation lives on through versions that keep the words.
    """

    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    source_digest = models.CharField(max_length=64)
    source_body = models.TextField(help_text="the words it was made from, for the redline")
    source_notes = models.JSONField(
        null=True, help_text="the notes it was made from; null where that was not kept"
    )
    body = models.TextField()
    marks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    machine = models.BooleanField(default=False)
    engine = models.CharField(max_length=120, blank=True)
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=20, blank=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["anchor", "language"], name="translation_by_anchor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True) | ~Q(reviewed_by=""),
                name="a_review_names_its_reviewer",
            )
        ]


class SameMeaning(models.Model):
    """Somebody said of a change to a paragraph that its meaning is unchanged."""

    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="same_meanings")
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "before", "after"], name="same_meaning_said_once"
            )
        ]


class TranslationJob(models.Model):
    """A version to be put into one language: how much, until when, by whom, revised by whom."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="translation_jobs")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    language = models.CharField(max_length=8)
    words = models.PositiveIntegerField(help_text="words of the source to translate, when opened")
    due_on = models.DateField(null=True)
    translator = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="translation_jobs"
    )
    reviser = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="revision_jobs"
    )
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.OPEN)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(state__in=["open", "delivered"]),
                name="one_job_at_a_time_for_a_language",
            )
        ]

    def is_late(self, today: date) -> bool:
        """Whether its translation should have been delivered before today."""
        return self.state == JobState.OPEN and self.due_on is not None and self.due_on < today


class TranslationFile(models.Model):
    """A file that came back from a translator; looked at before it is taken in."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    language = models.CharField(max_length=8)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=20)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
