"""Short statements and votes on them: off by default, never for states."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key


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
