"""Who sets up offices, what an office is, and what it may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from travaux.people.models import Country, Group, Office, Person
from travaux.people.queries.offices import is_of_office
from travaux.people.rules.roles import may_appoint
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST_NAME = 200


def may_set_up_office(person: Person | None, process_code: str) -> Verdict:
    """The secretariat says which office answers for which states."""
    return may_appoint(person, process_code)


def office_is_whole(
    names: Mapping[str, str], regions: Sequence[str], countries: Sequence[Country]
) -> Verdict:
    """An office has a name, and at least one region or state, all of them known."""
    told = [text.strip() for text in names.values() if text.strip()]
    if not told:
        return no("office-needs-name")
    if any(len(text) > LONGEST_NAME for text in told):
        return no("office-name-too-long", most=LONGEST_NAME)
    known = set(
        Group.objects.filter(taxonomy__replaced_at__isnull=True).values_list("code", flat=True)
    )
    for code in regions:
        if code not in known:
            return no("office-region-unknown", region=code[:60])
    return YES if regions or countries else no("office-needs-states")


def may_see_office(person: Person | None, office: Office, at: datetime) -> Verdict:
    """A desk is seen by those of the office, and by the secretariat."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if is_of_office(person, office, at):
        return YES
    return may_appoint(person, office.process_code)


def may_work_as(person: Person | None, office: Office | None, at: datetime) -> Verdict:
    """What an office does is done by those of it, while their appointment lasts."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if is_of_office(person, office, at) else no("not-of-the-office")
