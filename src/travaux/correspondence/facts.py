"""What happens in this room, for rooms above that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.people.models import Person
from travaux.plumbing.models import Mail


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


@dataclass(frozen=True, slots=True)
class MailsLetGo:
    """Held mails of a process are on their way from now on; each is told of once."""

    by: Person
    process_code: str
    mails: tuple[Mail, ...]
    at: datetime
