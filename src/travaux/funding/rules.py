"""Who may record money, and weigh what could be done with less."""

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


def may_weigh_scenarios(person: Person | None, process: Process) -> Verdict:
    """Leaner scenarios are the secretariat's own thoughts until one of them is proposed."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.SECRETARIAT]):
        return no("scenarios-weighed-by-secretariat")
    return YES
