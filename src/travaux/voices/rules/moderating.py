"""Who moderates, under which policy; an appeal is decided by somebody else."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.rules import ANSWERED, is_author
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.voices.models import Measure, Policy
from travaux.voices.states import Kind, Mode, Standing


def policy_of(track: Track | None) -> Policy | None:
    """The policy of a track; none: one signs in, and a moderator may act afterwards."""
    return Policy.objects.filter(track=track).first() if track is not None else None


def may_set_policy(person: Person | None, track: Track, at: datetime) -> Verdict:
    """The secretariat writes the policy of a track, and publishes it by doing so."""
    return is_secretariat(person, track.process.code, at)


def holds_back(round: Round, capacity: str) -> bool:
    """Whether what a person writes for themselves waits for a moderator in this round's track."""
    if round.track_id is None:
        return False
    return Policy.objects.filter(track_id=round.track_id, mode=Mode.BEFORE).exists()


def keeps_names(person: Person, round: Round) -> bool:
    """Whether somebody is named in the policy as one who knows protected names."""
    policy = policy_of(round.track)
    return policy is not None and person.key in policy.keepers


def may_moderate(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Moderators are the secretariat of the process."""
    return is_secretariat(person, round.process.code, at)


def may_measure(
    person: Person | None,
    submission: Submission,
    comment: Comment | None,
    kind: str,
    at: datetime,
) -> Verdict:
    """Nobody moderates their own words, nor what speaks for a state, nor what is answered already."""
    verdict = may_moderate(person, submission.round, at)
    if not verdict:
        return verdict
    if is_author(person, submission):
        return no("own-words-moderated")
    if submission.capacity == Capacity.STATE:
        return no("states-are-not-moderated")
    if kind not in Kind.values:
        return no("measure-unknown")
    if kind == Kind.REFUSE:
        waits = submission.state == SubmissionState.PENDING
        return YES if waits else no("refuse-what-waits")
    if comment is None or submission.state != SubmissionState.SUBMITTED:
        return no("moved-meanwhile")
    if comment.withdrawn_at is not None:
        return no("comment-withdrawn")
    if comment.is_split or comment.split_from_id:
        return no("comment-split")
    if comment.mark:
        return no("comment-measured-already")
    if any(ask(comment) for ask in ANSWERED.values()) and kind == Kind.HIDE:
        return no("mend-after-answer")
    return YES


def may_read_original(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """What moderation took out is read by its author and by the moderators."""
    if is_author(person, submission):
        return YES
    return may_moderate(person, submission.round, at)


def may_lift(person: Person | None, measure: Measure, at: datetime) -> Verdict:
    """A moderator may take a measure back before anybody appeals."""
    verdict = may_moderate(person, measure.submission.round, at)
    if not verdict:
        return verdict
    return YES if measure.state == Standing.STANDS else no("moved-meanwhile")


def may_appeal(measure: Measure) -> Verdict:
    """Once, by the author: signed in, or by the link of their mail."""
    if measure.state != Standing.STANDS:
        return no("appealed-once")
    return YES


def may_decide(person: Person | None, measure: Measure, at: datetime) -> Verdict:
    """An appeal is decided by another person than the moderator, and never by the author."""
    verdict = may_moderate(person, measure.submission.round, at)
    if not verdict:
        return verdict
    assert person is not None
    if person.key == measure.by_key:
        return no("appeal-needs-another")
    if is_author(person, measure.submission):
        return no("own-words-moderated")
    return YES if measure.state == Standing.APPEALED else no("moved-meanwhile")
