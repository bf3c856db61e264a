"""What happens in this room, for rooms above that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.journal.actions import Actor
from travaux.people.models import Naming, Person
from travaux.plumbing.models import Mail, StoredFile


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's account was erased; `email` is the address that it had until now."""

    by: Actor | None
    person: Person
    email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityAsked:
    """An office of a state is asked by this mail to name who speaks for it."""

    by: Person
    naming: Naming
    mail: Mail
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityNamed:
    """An office named who speaks for its state, by its signed letter."""

    naming: Naming
    letter: StoredFile
    at: datetime
