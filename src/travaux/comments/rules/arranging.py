"""Who gives comments their place, and splits them into points."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.models import Comment
from travaux.comments.rules.speaking import is_known, is_staff
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.drafts.rules import may_work_on
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

MOST_POINTS = 50


def may_arrange(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Those who answer give comments their place and split them into points."""
    if not is_known(person):
        return no("sign-in-first")
    return YES if is_staff(person, round.process.code, at) else no("not-your-role")


def may_place(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """A comment that was handed in may be moved; where it was stays on record."""
    verdict = may_arrange(person, comment.round, at)
    if not verdict:
        return verdict
    if comment.submission.state in (SubmissionState.DRAFT, SubmissionState.PENDING):
        return no("not-your-comment")
    if comment.withdrawn_at is not None:
        return no("comment-withdrawn")
    return may_work_on(person, comment.round.process.code, [comment.paragraph])


def may_split(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """A comment that makes several points may be split once; a point is not split again."""
    verdict = may_place(person, comment, at)
    if not verdict:
        return verdict
    return no("comment-split") if comment.is_split or comment.split_from_id else YES
