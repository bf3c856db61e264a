"""Reviewing practices by criteria, and deciding on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.evidence.actions._practice_mails import _tell_decision
from travaux.evidence.actions.practices import _locked
from travaux.evidence.models import Practice, PracticeReview
from travaux.evidence.queries.practices import criteria_now
from travaux.evidence.rules.practices import (
    MOST_PRACTICE_REVIEWS,
    may_decide,
    may_judge,
    may_publish_practice,
    may_review,
    may_see_reviews,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


def _tell(by: Person, practice: Practice, at: datetime, **facts: object) -> None:
    record(by=by, subject=practice.key, process=practice.process.code, at=at, facts=facts)


@action
def review_practice(
    *,
    by: Person,
    practice: Practice,
    scores: Mapping[str, int],
    remark: str,
    language: str,
    seen: int,
    at: datetime,
) -> PracticeReview:
    """A reviewer scores every criterion; what others gave is not seen before."""
    practice = _locked(practice)
    require(may_review(by, practice, at))
    if practice.revision != seen:
        raise refuse("practice-reads-otherwise")
    if practice.reviews.count() >= MOST_PRACTICE_REVIEWS:
        raise refuse("too-many-practice-reviews", most=MOST_PRACTICE_REVIEWS)
    given: dict[str, int] = {}
    for criterion in criteria_now(practice.process):
        value = scores.get(criterion.key)
        if value is None:
            raise refuse("practice-scores-missing")
        if not criterion.low <= value <= criterion.high:
            raise refuse("practice-score-off-scale", low=criterion.low, high=criterion.high)
        given[criterion.key] = value
    if not given:
        raise refuse("practice-criteria-missing")
    made = PracticeReview.objects.create(
        practice=practice,
        person=by,
        of_revision=practice.revision,
        scores=given,
        remark=remark.strip()[:4000],
        language=language,
        blind=not may_see_reviews(by, practice, at),
        given_at=at,
    )
    # what was given is for those who may see it: the line tells that a review came, not which
    _tell(by, practice, at, revision=practice.revision, blind=made.blind)
    return made


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise refuse("practice-needs-reason")
    return reason.strip()[:4000]


@action
def accept_practice(*, by: Person, practice: Practice, at: datetime) -> None:
    """Enough reviewed it, and it is accepted."""
    practice = _locked(practice)
    require(may_judge(by, practice, at))
    move(practice, MOVES, "accept-practice", decided_at=at)
    _tell_decision(practice, at)
    _tell(by, practice, at)


@action
def decline_practice(
    *, by: Person, practice: Practice, reason: str, language: str, at: datetime
) -> None:
    """It does not come into the library, and why; its writer is told."""
    practice = _locked(practice)
    require(may_judge(by, practice, at))
    why = {"reason": _reasoned(reason), "reason_language": language}
    move(practice, MOVES, "decline-practice", decided_at=at, **why)
    _tell_decision(practice, at)
    _tell(by, practice, at)


@action
def return_practice(
    *, by: Person, practice: Practice, reason: str, language: str, at: datetime
) -> None:
    """It goes back to who wrote it, with what is to be mended."""
    practice = _locked(practice)
    require(may_decide(by, practice, at))
    if practice.person_id is None and not practice.email:
        raise refuse("practice-nobody-to-return-to")
    why = {"reason": _reasoned(reason), "reason_language": language}
    move(practice, MOVES, "return-practice", decided_at=at, **why)
    _tell_decision(practice, at)
    _tell(by, practice, at)


@action
def publish_practice(*, by: Person, practice: Practice, at: datetime) -> None:
    """It comes into the library, for the uses that its holders allow."""
    practice = _locked(practice)
    require(may_publish_practice(by, practice, at))
    move(practice, MOVES, "publish-practice", published_at=at)
    _tell_decision(practice, at)
    _tell(by, practice, at)
