"""What happens in this room, for rooms above that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.journal.actions import Actor
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's account was erased; `email` is the address that it had until now."""

    by: Actor | None
    person: Person
    email: str
    at: datetime
