"""Short statements and votes on them: off by default, never for states."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.voices.states import Proposed


class Statement(models.Model):
    """One short statement of a round, in the words in which it is put to the vote."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="statements")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_statement_per_number")
        ]


class Proposal(models.Model):
    """A statement that a participant proposes; nobody else sees it before a moderator puts it.

    Who proposed it is told to nobody: on the page and in open data a statement has no author.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=Proposed, default=Proposed.WAITING)
    statement = models.OneToOneField(
        Statement, null=True, on_delete=models.CASCADE, related_name="proposal"
    )
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    decided_by = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="declined_with_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="put") | Q(statement__isnull=False),
                name="put_proposal_has_its_statement",
            ),
            models.UniqueConstraint(
                fields=["round", "author", "text"],
                condition=Q(author__isnull=False),
                name="proposed_once_in_the_same_words",
            ),
        ]


class Vote(models.Model):
    """Agree (1), disagree (-1) or pass (0), of a person or of a numbered ballot on paper."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    paper = models.CharField(max_length=40, blank=True, help_text="number of the ballot")
    value = models.SmallIntegerField()
    entered_by = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "voter"],
                condition=Q(voter__isnull=False),
                name="one_vote_per_person",
            ),
            models.UniqueConstraint(
                fields=["statement", "paper"], condition=~Q(paper=""), name="one_vote_per_ballot"
            ),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="vote_is_one_of_three"),
            models.CheckConstraint(
                condition=Q(voter__isnull=True) | Q(paper=""), name="vote_is_on_paper_or_not"
            ),
        ]
