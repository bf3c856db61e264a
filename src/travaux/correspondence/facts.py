"""What happens in this room, for rooms above that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EntryConfirmed:
    """A submitter said that an entry made on their behalf is theirs."""

    kind: str
    subject_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmitterForgotten:
    """The name and address of somebody for whom something was entered are erased."""

    kind: str
    subject_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryDisowned:
    """A submitter said that an entry made on their behalf is not theirs."""

    kind: str
    subject_key: str
    at: datetime
