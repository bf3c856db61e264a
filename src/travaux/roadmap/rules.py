"""Who may change the plan of a process."""

from __future__ import annotations

from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process


def may_change_plan(person: Person | None, process: Process) -> Verdict:
    """The secretariat keeps the roadmap of its own process; everybody may read it."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.SECRETARIAT]):
        return no("plan-kept-by-secretariat")
    return YES


def may_see_forecast(person: Person | None, process: Process) -> Verdict:
    """Everybody where the plan says that its forecast is public; else the secretariat alone, as a
    forecast may be taken for a promise or a reproach."""
    if process.schedule.get("public") is True:
        return YES
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.SECRETARIAT]):
        return no("forecast-kept-inside")
    return YES


def may_load_plan(person: Person | None, process_code: str) -> Verdict:
    """Who keeps a roadmap may load its plan again from a file; a new process, whoever is the
    secretariat of all of them."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process_code, [Role.SECRETARIAT]):
        return no("plan-kept-by-secretariat")
    return YES
