"""Who prepares the evidence: the secretariat of the process."""

from __future__ import annotations

from datetime import datetime

from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """The assessment is the secretariat's: of this process, not of another."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT], at) else no("not-your-role")
