"""The numbers of comments are given out: one after the other, those of sealed sets in their own row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from travaux.comments.models import Comment, Submission
from travaux.comments.numbers import SETS
from travaux.comments.rules import is_set
from travaux.consultations.models import Round
from travaux.consultations.rules import numbers_sets_apart


class Counter:
    """Gives out the numbers of a round that is locked; `keep` writes down how far it came."""

    def __init__(self, round: Round, at: datetime) -> None:
        self.round = round
        self.apart = numbers_sets_apart(round, at)
        self.given = {"next_number": 0, "next_set_number": 0}

    def number(self, submission: Submission) -> int:
        """The next number for a comment of this submission."""
        own_row = self.apart and is_set(submission)
        name = "next_set_number" if own_row else "next_number"
        number: int = getattr(self.round, name) + self.given[name]
        self.given[name] += 1
        return number + SETS if own_row else number

    def give(self, submission: Submission, comments: Iterable[Comment]) -> None:
        """Each comment the next number, in their order."""
        for comment in comments:
            comment.number = self.number(submission)

    def keep(self) -> None:
        """Numbers that were given out are not given again."""
        more = {name: F(name) + n for name, n in self.given.items() if n}
        if more:
            Round.objects.filter(pk=self.round.pk).update(**more)
