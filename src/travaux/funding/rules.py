"""Who may record money, see leads, and weigh what could be done with less."""

from __future__ import annotations

from decimal import Decimal

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


def may_see_leads(person: Person | None, process: Process) -> Verdict:
    """Leads and their probabilities are for fund-raising officers alone, not for the secretariat:
    what a government may give has no public probability."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.FUND_RAISER]):
        return no("leads-for-fund-raisers")
    return YES


def may_obligate(value: Decimal, free: Decimal, stage: str, currency: str) -> Verdict:
    """Money can be obligated from the stage that the process states, as its earmark allows."""
    if value > free:
        return no(f"obligation-not-covered-{stage}", free=f"{free:,}", currency=currency)
    return YES


def may_spend(value: Decimal, left: Decimal, currency: str) -> Verdict:
    """Nothing is spent that was not obligated on the line before."""
    if value > left:
        return no("spent-beyond-obligation", left=f"{left:,}", currency=currency)
    return YES
