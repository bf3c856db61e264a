"""What is sealed until a round closes, in every track: the sets of states and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from travaux.comments.models import Capacity, Submission
from travaux.comments.rules.speaking import is_known, is_staff
from travaux.consultations.models import Round
from travaux.consultations.rules import sets_are_sealed
from travaux.people.models import Person

SET = "set"  # the source of a submission that a desk put together


def is_set(submission: Submission) -> bool:
    """Whether this is what a state handed in, or an organisation as one set.

    What was said in a meeting is not: those who were there have heard it.
    """
    said = bool(submission.said_in)
    return (submission.capacity == Capacity.STATE and not said) or submission.source == SET


def sets(of: str = "submission__") -> models.Q:
    """The same for a question about comments; with "" about submissions."""
    by_state = models.Q(**{f"{of}capacity": Capacity.STATE, f"{of}said_in": {}})
    return by_state | models.Q(**{f"{of}source": SET})


def is_sealed(submission: Submission, at: datetime) -> bool:
    """Whether a set is under seal still: until its round closes, whatever its track says."""
    return is_set(submission) and sets_are_sealed(submission.round, at)


def shut_to(person: Person | None, rounds: Iterable[Round], at: datetime) -> list[Round]:
    """The rounds of which somebody may not read the sets, because they are sealed still."""
    shut = [r for r in rounds if sets_are_sealed(r, at)]
    codes = {r.process.code for r in shut}
    inside = {code for code in codes if is_staff(person, code, at)}
    return [r for r in shut if r.process.code not in inside]


def kept_sealed(person: Person | None, rounds: Iterable[Round], at: datetime) -> models.Q:
    """The comments of these rounds that somebody may not read, because their set is sealed still.

    One verdict for every list, count and file: what somebody handed in themselves is not kept from
    them, and nothing is from those who answer.
    """
    shut = shut_to(person, rounds, at)
    if not shut:
        return models.Q(pk__in=[])
    found = models.Q(round__in=[r.pk for r in shut]) & sets()
    if person is not None and is_known(person):
        others = models.Q(submission__author__isnull=True) | ~models.Q(submission__author=person)
        found &= others
    return found
