"""Who releases the assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from travaux.correspondence.rules import may_go_out
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict
from travaux.roadmap.models import Process

CLEARED_AS = "evidence"


def may_release_evidence(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat releases the assessment of its process."""
    return is_secretariat(person, process.code, at)


def evidence_may_go_out(process: Process, digest: str | Callable[[], str]) -> Verdict:
    """Where the process asks for it, the assessment is released just as it was approved."""
    return may_go_out(process.code, CLEARED_AS, process.code, digest)
