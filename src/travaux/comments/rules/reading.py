"""Who reads which comments, receipts and numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import models

from travaux.comments.models import Submission
from travaux.comments.rules.entering import entered_by_office
from travaux.comments.rules.sealed import is_set, kept_sealed, shut_to
from travaux.comments.rules.speaking import appointments_here, is_author, is_known, is_staff
from travaux.comments.rules.writing import may_draft
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.consultations.rules import is_counted, is_published, members_read
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no


def may_see_receipt(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """A receipt shows its comments to their author and to those who answer; to others its time."""
    if is_author(person, submission):
        return YES
    if is_staff(person, submission.round.process.code, at):
        return YES
    return YES if entered_by_office(person, submission, at) else no("not-your-comment")


def reads_as_member(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody reads what all have handed in because the track is for them."""
    if not is_known(person) or not members_read(round, at):
        return False
    appointments = appointments_here(person, round.process.code, at)
    return bool(may_draft(person, round, appointments))


def reads_all(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody reads what all have handed in: staff always, members where their track says
    so, everybody once it is public."""
    return (
        is_published(round, at)
        or is_staff(person, round.process.code, at)
        or reads_as_member(person, round, at)
    )


def may_know_numbers(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody may see the number of a comment: it tells how many came before it."""
    return is_counted(round, at) or reads_all(person, round, at)


def numbers_known(
    person: Person | None, round: Round, at: datetime
) -> Callable[[Submission], bool]:
    """The same for one submission after the other: the number in a sealed set tells how many
    comments other sets have, so that before the close those who answer alone know it."""
    known = may_know_numbers(person, round, at)
    shut = known and bool(shut_to(person, [round], at))
    return lambda submission: known and not (shut and is_set(submission))


def readable(person: Person | None, round: Round, at: datetime, *, staff: bool) -> models.Q:
    """Which comments of a round somebody may read: one's own; all, once public, or as staff.

    Drafts are their author's alone, and stand in no list of this rule.
    """
    handed_in = models.Q(
        submission__state__in=[SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN]
    )
    if staff:
        return handed_in
    standing = models.Q(submission__state=SubmissionState.SUBMITTED, withdrawn_at__isnull=True)
    if reads_all(person, round, at):
        return standing & ~kept_sealed(person, [round], at)
    if not is_known(person):
        return models.Q(pk__in=[])
    return standing & models.Q(submission__author=person)
