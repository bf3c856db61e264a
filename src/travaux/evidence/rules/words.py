"""Who reads what respondents wrote in their own words, and gives it themes."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models import Survey
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no

READING = (Role.SECRETARIAT, Role.DRAFTER)
MOST_AT_ONCE = 5_000  # answers that get one theme by their words
MOST_THEMES = 12  # of one answer


def may_read_words(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """The secretariat and the drafters: respondents were told that only figures are published."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, survey.process.code, READING, at) else no("not-your-role")
