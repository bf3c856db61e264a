"""What happens in this room, for rooms above that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.calls.models import Call
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class CallErased:
    """Answers and names of a call went, as it announced; the keys of its applications stay."""

    by: Person | None  # nobody: the period was over
    call: Call
    applications: tuple[str, ...]
    at: datetime
