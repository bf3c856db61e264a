"""Who brings figures in."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict
from travaux.roadmap.models import Process

MOST_INDICATORS = 500
MOST_FIGURES = 200_000  # of one indicator
RECENT = 10  # years: an older figure says nothing of a region today


def may_bring_figures(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat describes indicators and brings their figures in."""
    return is_secretariat(person, process.code, at)
