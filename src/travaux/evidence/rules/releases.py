"""Who releases the assessment."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict
from travaux.roadmap.models import Process


def may_release_evidence(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat releases the assessment of its process."""
    return is_secretariat(person, process.code, at)
