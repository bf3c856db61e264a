"""Who says what stands behind a paragraph."""

from __future__ import annotations

from datetime import datetime

from travaux.drafts.rules import may_draft
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict
from travaux.roadmap.models import Process

MOST_GROUNDS = 100  # of one paragraph


def may_ground(person: Person | None, process: Process, at: datetime) -> Verdict:
    """Who writes the texts of a process says what they stand on."""
    return may_draft(person, process, at)
