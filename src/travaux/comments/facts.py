"""What happened to comments, told to the rooms above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from travaux.comments.models import Submission
from travaux.consultations.models import Round
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Answered:
    """One comment of a submission and what became of it, as it was released."""

    submission: Submission
    number: str
    outcome: str  # a code; worded in the reader's language by `say`
    say: Callable[[], str]
    reasons: str
    language: str  # of the reasons


@dataclass(frozen=True, slots=True)
class AnswersReleased:
    """Answers of a round became known. Those with an account are told where that happened."""

    round: Round
    key: str  # of the release: whoever is told, is told once of it
    answered: tuple[Answered, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class TableImported:
    """A table of comments was brought into a round, perhaps with answers in its observations."""

    round: Round
    submissions: tuple[Submission, ...]
    by: Person
    at: datetime
