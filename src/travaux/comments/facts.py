"""What happened to comments, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.comments.models import Submission
from travaux.consultations.models import Round
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class TableImported:
    """A table of comments was brought into a round, perhaps with answers in its observations."""

    round: Round
    submissions: tuple[Submission, ...]
    by: Person
    at: datetime
