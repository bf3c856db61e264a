"""What happened to a round, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.consultations.models import Extension, Round
from travaux.journal.actions import Actor


@dataclass(frozen=True, slots=True)
class RoundExtended:
    """A round was extended for all."""

    round: Round
    extension: Extension
    by: Actor | None  # none: by the rule of its minimum period
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundClosedEarly:
    """A round was closed before its announced deadline."""

    round: Round
    by: Actor
    at: datetime
