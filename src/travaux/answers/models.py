"""Answers, the comments they serve, their release, what commenters said to them, and causes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.consultations.models import Round
from travaux.core.comments.outcomes import Outcome
from travaux.drafts.models import Paragraph, Version
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key


class ReleaseManager(models.Manager["Release"]):
    """Leaves the published document, which is large, where it is until somebody asks for it."""

    def get_queryset(self) -> models.QuerySet[Release]:
        return super().get_queryset().defer("document")


class Release(models.Model):
    """Answers of a round became known, in one deliberate act.

    Where they are released with the next draft, the act may come first: the release then waits
    (`at` is empty) and takes effect in the moment in which that draft is published.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    ordered_at = models.DateTimeField()
    at = models.DateTimeField(null=True, help_text="empty: waits for the next draft")
    by_key = models.CharField(max_length=20)
    to = models.CharField(max_length=12)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField(null=True, help_text="as stated by who released")
    document = models.TextField(blank=True, help_text="the table as published: canonical JSON")
    digest = models.CharField(max_length=64, blank=True, help_text="of that document")
    signature = models.JSONField(default=dict)

    objects = ReleaseManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(at__isnull=True), name="one_release_waits"
            ),
            models.CheckConstraint(
                condition=Q(at__isnull=True) | ~Q(digest=""), name="release_has_its_table"
            ),
        ]


class Answer(models.Model):
    """One reasoned answer; it may serve many comments, each still listed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    outcome = models.CharField(max_length=30)
    duplicate_of = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    reasons = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    next_wording = models.TextField(blank=True, help_text="proposed for the next draft")
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.PROPOSED)
    proposed_by = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    settled_by = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)
    brought_along = models.BooleanField(default=False, help_text="came with an imported table")
    outcome_received = models.CharField(max_length=200, blank=True)
    release = models.ForeignKey(
        Release, null=True, on_delete=models.PROTECT, related_name="answers"
    )
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(outcome=""), name="settled_answer_has_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | Q(outcome="accepted")
                | Q(brought_along=True)
                | ~Q(reasons=""),
                name="settled_answer_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | ~Q(outcome="duplicate")
                | Q(brought_along=True)
                | Q(duplicate_of__isnull=False),
                name="settled_duplicate_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | (~Q(settled_by="") & Q(settled_at__isnull=False)),
                name="settled_answer_names_who_settled",
            ),
            models.CheckConstraint(
                condition=Q(release__isnull=True) | Q(state="settled"),
                name="only_settled_answers_are_released",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[str(o) for o in Outcome]), name="outcome_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state"]),
            # the desk counts by these alone, without reading the words of an answer
            models.Index(fields=["id", "state"], name="answers_state_alone"),
        ]


class FormerAnswer(models.Model):
    """What an answer said before it was changed or reopened."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="former")
    outcome = models.CharField(max_length=30)
    reasons = models.TextField(blank=True)
    next_wording = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    by_key = models.CharField(max_length=20, help_text="who changed it")
    why = models.TextField(blank=True, help_text="the reason for reopening")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Serves(models.Model):
    """This answer is the answer to that comment."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="serves")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="served")
    released = models.BooleanField(default=False, help_text="the database refuses any change")

    class Meta:
        indexes = [models.Index(fields=["comment", "answer"], name="serves_alone")]


class Reaction(models.Model):
    """What a commenter says to the answer, once: confirmed, or contested with the ground."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed"
        CONTESTED = "contested"

    class Ground(models.TextChoices):
        NOT_CONSIDERED = "not-considered"
        WRONGLY_DECIDED = "wrongly-decided"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="reaction")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    kind = models.CharField(max_length=10, choices=Kind)
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="contested") | ~Q(ground=""), name="contest_names_its_ground"
            )
        ]


class PrivateNote(models.Model):
    """A note of those who answer, never shown to others."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="private_notes")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Duty(models.Model):
    """Who answers the comments on a paragraph, or on the text as a whole."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="duties")
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="duties"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "paragraph"], name="one_answers_a_paragraph"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(paragraph__isnull=True), name="one_answers_the_rest"
            ),
        ]


class EditorialChange(models.Model):
    """A paragraph of the next version changed without a comment: a drafter said it is editorial."""

    paragraph = models.OneToOneField(
        Paragraph, on_delete=models.CASCADE, related_name="editorial_change"
    )
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()


class Cause(models.Model):
    """This comment changed that paragraph of the next version."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="causes")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="caused")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "comment"], name="cause_named_once")
        ]


class CarryOver(models.Model):
    """Where a comment stands on the next version, or that it waits for a person's decision.

    Of a guess, `paragraph` is the one that it may belong to; it does not stand there yet.
    """

    class Kind(models.TextChoices):
        SAME = "same"  # word for word, in its order
        MOVED = "moved"  # word for word, at another place
        CHANGED = "changed"  # the same paragraph, with other words
        GUESS = "guess"  # alike, and nobody has confirmed it
        ORPHANED = "orphaned"  # its paragraph is gone, or it never had one
        PLACED = "placed"  # a person decided
        KEPT_BACK = "kept-back"  # stays on the old version only

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="carry_overs")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="carry_overs")
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="carried_over_once")
        ]
