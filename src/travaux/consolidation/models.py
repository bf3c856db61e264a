"""A desk for each party and round, the colleagues at it, their notes, and what the notes said before.

All of it stays inside: no list, count, file or line of a public record outside of the desk tells
of it. What is handed in is a submission of the room below; the rest is erased.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.comments.models import Submission
from travaux.comments.states import Scope
from travaux.consolidation.states import DeskState, NoteState
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.people.models import Country, Organisation, Person
from travaux.plumbing.keys import plain_key


class Part(models.TextChoices):
    """What a colleague does at the desk."""

    CONTRIBUTOR = "contributor"  # writes, and sees their own
    REVIEWER = "reviewer"  # sorts, merges, rejects and edits


class Desk(models.Model):
    """Where one party prepares its one set for a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="desks")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=DeskState, default=DeskState.OPEN)
    until = models.DateTimeField(help_text="until then colleagues write; before the deadline")
    guidance = models.TextField(blank=True, help_text="what the colleagues are told")
    language = models.CharField(max_length=8, blank=True, help_text="of the guidance")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.SET_NULL, related_name="desks"
    )
    opened_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "country"],
                condition=Q(country__isnull=False),
                name="one_desk_per_state",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_desk_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="desk_is_of_one_party",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submission__isnull=False),
                name="submitted_desk_has_its_set",
            ),
        ]


class Colleague(models.Model):
    """Somebody who was invited to a desk; with an account here, or by the link in the mail alone."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="colleagues")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    part = models.CharField(max_length=12, choices=Part, default=Part.CONTRIBUTOR)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, blank=True)
    invited_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "email"],
                condition=Q(ended_at__isnull=True) & ~Q(email=""),
                name="invited_once_to_a_desk",
            )
        ]


class Note(models.Model):
    """What one colleague would have the party say, on a place of the draft."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="notes")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    author = models.ForeignKey(
        Colleague, null=True, on_delete=models.SET_NULL, related_name="notes",
        help_text="none: whoever speaks for the party",
    )  # fmt: skip
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.PARAGRAPH)
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    proposed = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=NoteState, default=NoteState.DRAFT)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="merged"
    )
    reason = models.TextField(blank=True, help_text="why it was rejected; its author reads it")
    received_as = models.CharField(max_length=300, blank=True, help_text="who a file says wrote it")
    file_digest = models.CharField(max_length=64, blank=True)
    form_token = models.CharField(max_length=40, null=True)
    decided_by = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "form_token"], name="note_sent_once"),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="rejected_note_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["desk", "state"])]


class FormerNote(models.Model):
    """What a note said before it was edited, and who edited it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="former")
    type = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    proposed = models.TextField(blank=True)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
