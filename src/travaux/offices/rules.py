"""Who works at the desk of an office, and what it sends up."""

from __future__ import annotations

from datetime import datetime

from travaux.people.models import Office, Person
from travaux.people.rules.offices import may_work_as
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST = 20_000


def may_report(person: Person | None, office: Office, at: datetime) -> Verdict:
    """Those of an office report to the secretariat of its process."""
    return may_work_as(person, office, at)


def report_fits(text: str) -> Verdict:
    """Words are not needed, as the figures speak; they are bounded."""
    return no("comment-too-long", most=LONGEST) if len(text) > LONGEST else YES
