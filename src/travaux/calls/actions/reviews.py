"""Scoring an application, stepping back from it, closing the reviewing, striking passages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from travaux.calls.actions._telling import _address_of, _worded
from travaux.calls.models import (
    Application,
    Call,
    Criterion,
    Redaction,
    Review,
    Reviewer,
    Score,
    Scoring,
)
from travaux.calls.queries.interests import form_for
from travaux.calls.queries.reminders import MARK
from travaux.calls.queries.reviews import criteria_of, late_reviewers
from travaux.calls.queries.scores import digest_of_scores
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.rules.reviews import (
    LONGEST_REMARK,
    may_appoint_reviewers,
    may_close_reviewing,
    may_reopen_reviewing,
    may_score,
    may_step_back,
)
from travaux.calls.states import MOVES, ReviewState
from travaux.core.surveys.model import questions
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require

Given = Mapping[str, tuple[int | None, str]]  # key of the criterion -> score, remark


def _held(review: Review) -> Review:
    """The review as it stands now; its call is locked first: closing and criteria wait, or are seen."""
    Call.objects.select_for_update(of=("self",)).get(applications__reviews=review.pk)
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("application__call__process", "reviewer__person")
        .get(pk=review.pk)
    )


def _keep(review: Review, given: Given, remark: str, seen: int, at: datetime) -> list[Criterion]:
    """Scores and remarks of a review are kept; those that are missing are returned."""
    if review.revision != seen:
        raise refuse("moved-meanwhile")
    if len(remark) > LONGEST_REMARK or any(len(r) > LONGEST_REMARK for _, r in given.values()):
        raise refuse("reason-too-long", most=LONGEST_REMARK)
    missing = []
    for criterion in criteria_of(review.application.call):
        value, said = given.get(criterion.key, (None, ""))
        if value is None:
            missing.append(criterion)
        elif not criterion.low <= value <= criterion.high:
            raise refuse("score-off-scale", low=criterion.low, high=criterion.high)
        Score.objects.update_or_create(
            review=review, criterion=criterion, defaults={"value": value, "remark": said.strip()}
        )
    review.remark, review.saved_at, review.revision = remark.strip(), at, seen + 1
    review.save(update_fields=["remark", "saved_at", "revision"])
    return missing


def _known(by: Person, review: Review) -> None:
    """Whoever was named by address alone is known by the account from the first score on."""
    if review.reviewer.person_id is not None:
        return
    if not Reviewer.objects.filter(call=review.reviewer.call_id, person=by).exists():
        Reviewer.objects.filter(pk=review.reviewer_id).update(person=by, email="")


@action
def save_review(
    *, by: Person, review: Review, given: Given, remark: str, seen: int, at: datetime
) -> Review:
    """Scores are kept as a draft, that nobody else sees."""
    review = _held(review)
    require(may_score(by, review, at))
    if review.state == ReviewState.HANDED_IN:
        raise refuse("review-handed-in")
    _keep(review, given, remark, seen, at)
    _known(by, review)
    if review.state == ReviewState.ASSIGNED:
        move(review, MOVES, "begin-review")
    call = review.application.call
    record(by=by, subject=review.key, process=call.process.code, at=at, facts={"call": call.key})
    return review


@action
def hand_in_review(
    *, by: Person, review: Review, given: Given, remark: str, seen: int, at: datetime
) -> Review:
    """A review with a score on every criterion is handed in, or amended; it counts from now on."""
    review = _held(review)
    require(may_score(by, review, at))
    missing = _keep(review, given, remark, seen, at)
    if missing:
        raise refuse("review-scores-missing", count=len(missing))
    _known(by, review)
    again = review.state == ReviewState.HANDED_IN
    if again:
        Review.objects.filter(pk=review.pk).update(amended_at=at)
        review.amended_at = at
    else:
        move(review, MOVES, "hand-in-review", handed_in_at=at)
    call = review.application.call
    facts = {"call": call.key, "again": again}
    record(by=by, subject=review.key, process=call.process.code, at=at, facts=facts)
    return review


@action
def step_back(*, by: Person, review: Review, reason: str, at: datetime) -> Review:
    """A reviewer declares a conflict and steps back: nothing they gave on it counts."""
    review = _held(review)
    require(may_step_back(by, review, at))
    if not reason.strip():
        raise refuse("reason-needed")
    if len(reason) > LONGEST_REMARK:
        raise refuse("reason-too-long", most=LONGEST_REMARK)
    _known(by, review)
    move(review, MOVES, "step-back", stepped_back_at=at, reason=reason.strip())
    call = review.application.call
    record(by=by, subject=review.key, process=call.process.code, at=at, facts={"call": call.key})
    return review


@action
def close_reviewing(*, by: Person, call: Call, at: datetime) -> Scoring:
    """Scores stay as they are from now on; their fingerprint is on record."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_close_reviewing(by, call, at))
    digest = digest_of_scores(call)
    changed = Scoring.objects.filter(call=call, closed_at__isnull=True).update(
        closed_at=at, digest=digest
    )
    if not changed:
        raise refuse("moved-meanwhile")
    scoring = Scoring.objects.get(call=call)
    facts = {"scores": digest, "figure": scoring.figure}
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)
    return scoring


@action
def reopen_reviewing(*, by: Person, call: Call, reason: str, at: datetime) -> None:
    """Scores may be given and amended again; that this happened, and why, stays on record."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_reopen_reviewing(by, call, at))
    if not reason.strip():
        raise refuse("reason-needed")
    if len(reason) > LONGEST_REMARK:
        raise refuse("reason-too-long", most=LONGEST_REMARK)
    before = Scoring.objects.get(call=call).digest
    Scoring.objects.filter(call=call).update(closed_at=None, digest="")
    facts = {"scores": before, "reason": reason.strip()}
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)


@action
def strike_out(*, by: Person, application: Application, passage: str, at: datetime) -> Redaction:
    """Reviewers do not see a passage any more; what was handed in stays as it is."""
    call = application.call
    require(may_appoint_reviewers(by, call, at))
    told = passage.strip().replace("\r\n", "\n")[:5_000]
    if len(told) < 2:
        raise refuse("passage-missing")
    shown = frozenset(
        q.name for q in questions(form_for(call))
    )  # what is confidential is not probed
    if not _stands_in(application.answers, told, shown):
        raise refuse("passage-not-found")
    made = Redaction.objects.create(application=application, passage=told, at=at, by_key=by.key)
    facts = {"application": application.key}
    record(by=by, subject=made.key, process=call.process.code, at=at, facts=facts)
    return made


def _stands_in(answers: Mapping[str, object], passage: str, shown: frozenset[str]) -> bool:
    """Whether an answer to one of these questions has the passage, in repeated groups too."""
    for name, value in answers.items():
        many = value if isinstance(value, list) else [value]
        if name in shown:
            if any(isinstance(v, str) and passage in v.replace("\r\n", "\n") for v in many):
                return True
        elif any(isinstance(v, dict) and _stands_in(v, passage, shown) for v in many):
            return True
    return False


@action
def show_again(*, by: Person, redaction: Redaction, at: datetime) -> None:
    """A passage that was struck out is shown to reviewers again."""
    call = redaction.application.call
    require(may_appoint_reviewers(by, call, at))
    Redaction.objects.filter(pk=redaction.pk).delete()
    facts = {"application": redaction.application.key}
    record(by=by, subject=redaction.key, process=call.process.code, at=at, facts=facts)


@action
def write_review_reminders(*, by: Person, call: Call, at: datetime) -> int:
    """Reminders to reviewers with missing reviews are written and held; how many are new.

    Nobody is written to about the same call twice on one day.
    """
    require(is_secretariat(by, call.process.code, at))
    require(may_appoint_reviewers(by, call, at))
    written = 0
    for load in late_reviewers(call):
        one = load.reviewer
        language = one.person.language if one.person is not None else ""
        told = {
            "call": call,
            "address": _address_of("calls:reviews", call.process.code),
            "reminder": True,
            "missing": load.missing,
        }
        subject, text = _worded("review", language, told)
        once = f"{MARK}review:{one.key}:{at:%Y-%m-%d}"
        if Mail.objects.filter(once=once).exists():
            continue
        to = one.person if one.person is not None else one.email
        mail = write_mail(
            to, subject, text, about=call.key, at=at, language=language, once=once, hold=True,
            process_code=call.process.code,
        )  # fmt: skip
        written += int(mail is not None)
    if not written:
        nothing_to_record()
        return 0
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"reminders": written})
    return written


def _erase_reviews(applications: Sequence[int], call: Call) -> None:
    """Words about who applied go, and addresses of reviewers; scores stay as numbers."""
    Review.objects.filter(application__in=applications).update(remark="", reason="")
    Score.objects.filter(review__application__in=applications).update(remark="")
    Redaction.objects.filter(application__in=applications).delete()
    Reviewer.objects.filter(call=call).update(email="", employer="", country=None)
