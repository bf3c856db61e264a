"""Who may record money."""

from __future__ import annotations

from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process


def may_record_money(person: Person | None, process: Process) -> Verdict:
    """The secretariat records what is needed, promised and paid; everybody may read it."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.SECRETARIAT]):
        return no("money-recorded-by-secretariat")
    return YES
