"""Who sets criteria, who reviews what until when, and who sees which scores."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Application, Call, Criterion, Review, Reviewer, Scoring
from travaux.calls.rules.calls import Phase, is_secretariat, phase
from travaux.calls.states import ApplicationState, CallState, ReviewState
from travaux.people.models import Person, Role
from travaux.people.rules import kept_away_from, may_begin, may_deal_with
from travaux.plumbing.verdicts import YES, Verdict, no

MOST_CRITERIA = 20
MOST_REVIEWERS = 300
WIDEST_SCALE = 100  # from its lower to its upper end
HEAVIEST = 1_000
LONGEST_REMARK = 10_000


def scoring_of(call: Call) -> Scoring | None:
    """How a call is scored, where that was said."""
    return Scoring.objects.filter(call=call).first()


def has_begun(call: Call) -> bool:
    """Whether a first score was given."""
    return Review.objects.filter(application__call=call, saved_at__isnull=False).exists()


def criteria_frozen(call: Call) -> bool:
    """Criteria that were announced with the call stay; others stay from the first score on."""
    scoring = scoring_of(call)
    if scoring is None:
        return False
    announced = call.announced_at is not None and scoring.changed_at <= call.announced_at
    if announced and Criterion.objects.filter(call=call).exists():
        return True
    return has_begun(call)


def may_set_criteria(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat sets what is scored, until it is announced with the call or a score is given."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if call.state == CallState.CANCELLED:
        return no("call-cancelled")
    if call.erased_at is not None:
        return no("call-erased")
    return no("criteria-frozen") if criteria_frozen(call) else YES


def may_appoint_reviewers(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat says who reviews, and gives out the applications, while reviewing is open."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if phase(call, at) is Phase.DRAFT:
        return no("call-not-announced")
    if call.state == CallState.CANCELLED:
        return no("call-cancelled")
    if call.erased_at is not None:
        return no("call-erased")
    return no("reviewing-closed") if is_closed(call) else YES


def is_closed(call: Call) -> bool:
    """Whether the secretariat has closed the reviewing."""
    scoring = scoring_of(call)
    return scoring is not None and scoring.closed_at is not None


def is_own(reviewer: Reviewer, application: Application) -> bool:
    """Whether a reviewer is who applied, by account or by address."""
    address = address_of(reviewer)
    return (reviewer.person_id is not None and reviewer.person_id == application.person_id) or bool(
        address and address == application.email.lower()
    )


def address_of(reviewer: Reviewer) -> str:
    """The address of a reviewer, in small letters."""
    person = reviewer.person
    return ((person.email or "") if person is not None else reviewer.email).lower()


def may_be_given(application: Application, reviewer: Reviewer) -> Verdict:
    """An application that stands is given to a reviewer of its call; nobody reviews their own."""
    if reviewer.call_id != application.call_id or reviewer.ended_at is not None:
        return no("not-a-reviewer")
    if application.state != ApplicationState.SUBMITTED:
        return no("application-not-standing", number=application.number or 0)
    if application.erased_at is not None:
        return no("application-erased")
    return no("no-own-review") if is_own(reviewer, application) else YES


def is_reviewer_of(person: Person | None, review: Review) -> bool:
    """Whether a review is in somebody's hands."""
    if person is None or not getattr(person, "pk", None):
        return False
    reviewer = review.reviewer
    if reviewer.ended_at is not None:
        return False
    if reviewer.person_id is not None:
        return reviewer.person_id == person.pk
    return bool(person.email) and reviewer.email == (person.email or "").lower()


def assessed(person: Person, call: Call, at: datetime) -> Verdict:
    """What the named assessor of interests decided binds, unlike hints, which gate nothing.

    Whoever reviews, in whatever way they were named, has declared before; who is excluded reviews
    nothing, and a call on a topic from which the outcome keeps somebody away is left to others.
    """
    code = call.process.code
    verdict = may_begin(person, code, Role.REVIEWER, at)
    if not verdict:
        return verdict
    away = kept_away_from(person, code)
    return may_deal_with(person, code, [topic for topic in away if call.key in topic.sections])


def may_read_for_review(person: Person | None, review: Review, at: datetime) -> Verdict:
    """Reviewers read what they review, as long as it stands and they did not step back."""
    if person is None or not is_reviewer_of(person, review):
        return no("not-your-review")
    application = review.application
    if application.erased_at is not None:
        return no("application-erased")
    if application.state != ApplicationState.SUBMITTED:
        return no("application-withdrawn")
    if review.state == ReviewState.RECUSED:
        return no("review-stepped-back")
    if is_own(review.reviewer, application):
        return no("no-own-review")
    return assessed(person, application.call, at)


def may_score(person: Person | None, review: Review, at: datetime) -> Verdict:
    """Scores are given once nothing can be changed in applications, and until reviewing is closed."""
    verdict = may_read_for_review(person, review, at)
    if not verdict:
        return verdict
    call = review.application.call
    now = phase(call, at)
    if now is Phase.CANCELLED:
        return no("call-cancelled")
    if now is not Phase.CLOSED:
        return no("reviews-before-closing")
    if is_closed(call):
        return no("reviewing-closed")
    return YES if Criterion.objects.filter(call=call).exists() else no("criteria-missing")


def may_step_back(person: Person | None, review: Review, at: datetime) -> Verdict:
    """A reviewer steps back from an application at any time until the reviewing is closed."""
    if not is_reviewer_of(person, review):
        return no("not-your-review")
    if review.state == ReviewState.RECUSED:
        return no("review-stepped-back")
    return no("reviewing-closed") if is_closed(review.application.call) else YES


def may_take_back(person: Person | None, review: Review, at: datetime) -> Verdict:
    """The secretariat takes an application back from a reviewer who has not begun."""
    verdict = may_appoint_reviewers(person, review.application.call, at)
    if not verdict:
        return verdict
    return YES if review.state == ReviewState.ASSIGNED else no("review-begun")


def may_see_scores(person: Person | None, call: Call, at: datetime) -> Verdict:
    """Scores of all, with the names of reviewers, are the secretariat's."""
    return is_secretariat(person, call.process.code, at)


def may_close_reviewing(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat closes the reviewing once the call is closed and something was scored."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if phase(call, at) is not Phase.CLOSED:
        return no("reviews-before-closing")
    if is_closed(call):
        return no("reviewing-closed")
    handed_in = Review.objects.filter(application__call=call, state=ReviewState.HANDED_IN)
    return YES if handed_in.exists() else no("nothing-scored")


def may_reopen_reviewing(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat opens the reviewing again, with the reason on record."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if call.erased_at is not None:
        return no("call-erased")
    return YES if is_closed(call) else no("reviewing-not-closed")
