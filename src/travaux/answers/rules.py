"""Who may propose, settle, reopen and release answers, and who may say something to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from travaux.answers.models import Answer, Release, Serves
from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.comments.queries import answerable
from travaux.comments.rules import reads_as_member
from travaux.comments.states import SubmissionState
from travaux.comments.wording import number_name, type_name
from travaux.consultations.models import ReleaseRule, Round
from travaux.consultations.rules import (
    is_counted,
    is_published,
    stays_with_members,
    waits_for_its_day,
)
from travaux.core.comments.outcomes import Outcome, lacks
from travaux.core.ledger.canonical import digest
from travaux.correspondence.rules import is_named, may_go_out
from travaux.drafts.models import Version
from travaux.drafts.rules import may_work_on
from travaux.drafts.states import VersionState
from travaux.people.models import Person, Role
from travaux.people.queries import holds, last_outcome
from travaux.plumbing.verdicts import YES, Verdict, no

CLEARED_AS = "release"
ANSWERERS = (Role.SECRETARIAT, Role.DRAFTER)
LONGEST_ANSWER = 50_000  # signs of reasons, and of a wording
_LONGEST_CHAIN = 1000  # duplicates of duplicates that are followed


def number_of(comment: Comment) -> str:
    """The number of a comment as people cite it: 12, or 12.1 for a point of it."""
    return number_name(comment) or comment.key


def may_see_desk(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """The desk is open to the secretariat and the drafters of the process."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, ANSWERERS, at) else no("not-your-role")


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """What concerns a whole round is the secretariat's."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT], at) else no("not-your-role")


def _judges(person: Person, round: Round, comments: Sequence[Comment]) -> Verdict:
    """Nobody judges their own comment (IPBES, review editors), nor a topic left to others."""
    for comment in comments:
        if comment.submission.author_id == person.pk:
            return no("own-comment", number=number_of(comment))
    return may_work_on_comments(person, round.process.code, comments)


def may_work_on_comments(
    person: Person | None, process_code: str, comments: Sequence[Comment]
) -> Verdict:
    """Whom the assessment of their interests keeps away from a topic does not answer on it."""
    if person is None or last_outcome(person, process_code) is None:
        return YES
    return may_work_on(
        person, process_code, {c.paragraph_id: c.paragraph for c in comments}.values()
    )


def answering(round: Round, type: str) -> str:
    """How comments of a type are answered in this round: one by one, grouped or in summary."""
    policy = round.answering or {}
    return str(policy.get(type) or policy.get("") or "grouped")


def may_propose(
    person: Person | None, round: Round, comments: Sequence[Comment], at: datetime
) -> Verdict:
    """An answer is proposed for comments of one round, never by an author of one of them."""
    verdict = may_see_desk(person, round.process.code, at)
    if not verdict or person is None:
        return verdict
    if not comments:
        return no("nothing-to-answer")
    for comment in comments:
        number = number_of(comment)
        if comment.round_id != round.pk or comment.number is None:
            return no("not-of-this-round", number=number)
        if comment.is_split:
            return no("points-are-answered", number=number)
        if comment.withdrawn_at or comment.submission.state != SubmissionState.SUBMITTED:
            return no("withdrawn-needs-none", number=number)
    if len(comments) > 1:
        for comment in comments:
            if answering(round, comment.type) == "one-by-one":
                return no("answered-one-by-one", type=type_name(round.types, comment.type))
    return _judges(person, round, comments)


def stands(
    round: Round,
    comments: Sequence[Comment],
    outcome: str,
    reasons: str,
    next_wording: str,
    duplicate_of: Comment | None,
    brought_along: bool = False,
) -> Verdict:
    """Whether an answer is whole: its outcome, its reasons, and the other comment it names."""
    try:
        known = Outcome(outcome)
    except ValueError:
        return no("outcome-unknown")
    if max(len(reasons), len(next_wording)) > LONGEST_ANSWER:
        return no("answer-too-long", limit=LONGEST_ANSWER)
    missing = lacks(known, reasons=reasons, other_comment=duplicate_of.key if duplicate_of else "")
    if duplicate_of is not None and known is Outcome.DUPLICATE:
        verdict = _duplicates(round, comments, duplicate_of)
        if not verdict:
            return verdict
    if brought_along:
        return YES  # what the source does not say is shown as not said
    if "other-comment" in missing:
        return no("duplicate-of-what")
    return no("reasons-needed") if "reasons" in missing else YES


def _duplicates(round: Round, comments: Sequence[Comment], other: Comment) -> Verdict:
    """A duplicate names another live comment of the round, and never leads back to itself."""
    if other.round_id != round.pk:
        return no("not-of-this-round", number=number_of(other))
    if other.withdrawn_at or other.submission.state != SubmissionState.SUBMITTED:
        return no("withdrawn-needs-none", number=number_of(other))
    mine = {comment.pk for comment in comments}
    if other.pk in mine:
        return no("duplicate-of-itself")
    following: int | None = other.pk
    seen: set[int] = set()
    while following is not None and following not in seen and len(seen) < _LONGEST_CHAIN:
        seen.add(following)
        following = (
            Serves.objects.filter(comment_id=following, answer__outcome=Outcome.DUPLICATE)
            .values_list("answer__duplicate_of_id", flat=True)
            .first()
        )
        if following in mine:
            return no("duplicate-in-circle", number=number_of(other))
    return YES


def is_changeable(answer: Answer) -> Verdict:
    """A proposed answer can be changed; a settled one is reopened first, a released one stays."""
    if answer.release_id:
        return no("answer-released")
    return no("answer-settled") if answer.state == AnswerState.SETTLED else YES


def may_change(
    person: Person | None, answer: Answer, comments: Sequence[Comment], at: datetime
) -> Verdict:
    """A proposed answer is changed by whoever might have proposed it."""
    verdict = may_propose(person, answer.round, comments, at)
    return is_changeable(answer) if verdict else verdict


def may_settle(
    person: Person | None, answer: Answer, at: datetime, comments: Sequence[Comment] | None = None
) -> Verdict:
    """An answer is settled when it is whole; by a second person where the round asks for four eyes.

    Nobody settles an answer to their own comment.
    """
    verdict = may_see_desk(person, answer.round.process.code, at)
    if not verdict or person is None:
        return verdict
    verdict = is_changeable(answer)
    if not verdict:
        return verdict
    served = list(served_by(answer)) if comments is None else list(comments)
    verdict = may_propose(person, answer.round, served, at)
    if not verdict:
        return verdict
    if answer.round.four_eyes and answer.proposed_by == person.key:
        return no("four-eyes", name=str(person))
    return stands(
        answer.round,
        served,
        answer.outcome,
        answer.reasons,
        answer.next_wording,
        answer.duplicate_of,
        answer.brought_along,
    )


def may_reopen(person: Person | None, answer: Answer, at: datetime) -> Verdict:
    """A settled answer can be reopened until it is released or its release is ordered."""
    verdict = may_see_desk(person, answer.round.process.code, at)
    if not verdict or person is None:
        return verdict
    if answer.release_id:
        return no("answer-released")
    if answer.state != AnswerState.SETTLED:
        return no("answer-not-settled")
    if waiting_release(answer.round) is not None:
        return no("release-waits")
    return _judges(person, answer.round, served_by(answer))


def may_take_out(person: Person | None, answer: Answer, at: datetime) -> Verdict:
    """A comment is taken out of a proposed answer by those who answer."""
    code = answer.round.process.code
    verdict = may_see_desk(person, code, at)
    if verdict:
        verdict = may_work_on_comments(person, code, served_by(answer))
    return is_changeable(answer) if verdict else verdict


def served_by(answer: Answer) -> list[Comment]:
    """The comments that an answer is for."""
    return list(
        Comment.objects.filter(served__answer=answer)
        .select_related("submission")
        .order_by("number", "point")
    )


def waiting_release(round: Round) -> Release | None:
    """The release that is ordered and waits for the next draft."""
    return Release.objects.filter(round=round, at__isnull=True).first()


def next_published(round: Round) -> Version | None:
    """The first published version after the one that was commented on."""
    return (
        Version.objects.filter(
            text_id=round.version.text_id,
            number__gt=round.version.number,
            state=VersionState.PUBLISHED,
        )
        .order_by("number")
        .first()
    )


def is_complete(round: Round) -> Verdict:
    """Answering completes when each comment has a settled outcome."""
    missing = answerable(round).exclude(served__answer__state=AnswerState.SETTLED)
    count = missing.count()
    if not count:
        return YES
    first = missing.order_by("number", "point").first()
    return no("comments-open", open=count, first=number_of(first) if first else "")


def may_release(
    person: Person | None, round: Round, at: datetime, adopted_on: date | None = None
) -> Verdict:
    """Answers are released by the secretariat when all are settled and the round's rule allows.

    With the next draft: now where it is published, otherwise the order waits for it. On a date:
    not before that day in the zone of the round. After adoption: who releases gives its date.
    """
    verdict = is_secretariat(person, round.process.code, at)
    if not verdict:
        return verdict
    verdict = is_complete(round)
    if not verdict:
        return verdict
    if not round.answers.filter(state=AnswerState.SETTLED, release__isnull=True).exists():
        return no("nothing-to-release")
    if waiting_release(round) is not None and next_published(round) is None:
        return no("release-already-ordered")
    here = at.astimezone(ZoneInfo(round.zone)).date()
    if round.release_rule == ReleaseRule.ON_DATE and round.release_on and here < round.release_on:
        return no("release-too-early", on=date_format(round.release_on, "DATE_FORMAT"))
    if round.release_rule == ReleaseRule.AFTER_ADOPTION:
        if adopted_on is None:
            return no("adoption-date-needed")
        if adopted_on > here:
            return no("adoption-to-come")
    return release_may_go_out(round)


def release_may_go_out(round: Round) -> Verdict:
    """Where the process asks for it, answers are released just as they were approved."""
    return may_go_out(round.process.code, CLEARED_AS, round.key, lambda: what_is_released(round))


def what_is_released(round: Round) -> str:
    """The digest of what a release would make known: each settled answer and what it serves."""
    rows = (
        Serves.objects.filter(
            answer__round=round, answer__state=AnswerState.SETTLED, answer__release__isnull=True
        )
        .order_by("comment__number", "comment__point", "comment__key")
        .values_list(
            "comment__key",
            "answer__key",
            "answer__outcome",
            "answer__reasons",
            "answer__language",
            "answer__next_wording",
            "answer__duplicate_of__key",
        )
    )
    told = {
        "to": round.release_to,
        "rule": round.release_rule,
        "answers": [list(row) for row in rows],
    }
    return digest(told)


def clears_release(person: Person | None, round: Round) -> bool:
    """Whoever is named to clear or approve a release reads the answers before it."""
    return is_named(person, round.process.code, CLEARED_AS, round.key)


def may_see_answers(person: Person | None, round: Round, at: datetime) -> Verdict:
    """The table is for those who answer; once released, for everyone or for those who commented."""
    if may_see_desk(person, round.process.code, at) or clears_release(person, round):
        return YES
    release = Release.objects.filter(round=round, at__isnull=False).order_by("pk").last()
    if release is None:
        return no("answers-not-released")
    if release.to == "commenters" or stays_with_members(round):
        if stays_with_members(round) and reads_as_member(person, round, at):
            return YES
        mine = bool(getattr(person, "pk", None)) and (
            round.submissions.filter(author=person).exclude(state=SubmissionState.DRAFT).exists()
        )
        return YES if mine else no("answers-to-commenters")
    return YES


def tells_causes(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody may know which comments of a round changed the text, and their answers.

    Whoever may not see the answers may not; nor may anybody before the day on which the track
    publishes what was handed in, or while it is sealed: a cause tells who wrote on what.
    """
    open_to_all = is_counted(round, at) and not waits_for_its_day(round, at)
    told = open_to_all or is_published(round, at)
    return told and bool(may_see_answers(person, round, at))


def may_react(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """The author of a comment confirms or contests its released answer, once (W3C)."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if comment.submission.author_id != person.pk:
        return no("not-your-comment")
    if not Serves.objects.filter(comment=comment, released=True).exists():
        return no("answers-not-released")
    return no("reacted-already") if hasattr(comment, "reaction") else YES
