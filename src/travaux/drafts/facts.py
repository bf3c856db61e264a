"""What happened to a version, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.drafts.models import Version
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """A version became public."""

    version: Version
    by: Person
    at: datetime
