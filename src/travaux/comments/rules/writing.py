"""Who may comment, until when; what a whole comment is; who may change it or take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.rules.asked_above import is_held
from travaux.comments.rules.entries import Entry, Speaking
from travaux.comments.rules.speaking import appointments_here, is_author, is_known, may_speak
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.models import Audience, Round
from travaux.consultations.rules import Phase, input_until, may_take_part, phase
from travaux.core.comments.types import TYPE_TABLES
from travaux.core.comments.words import LONGEST
from travaux.people.models import Appointment, Person
from travaux.people.rules import may_begin
from travaux.plumbing.verdicts import YES, Verdict, no


def may_draft(
    person: Person | None,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None = None,
) -> Verdict:
    """Whoever may comment in a round may write drafts, before it opens and after it closes too."""
    if not is_known(person):
        return no("sign-in-first")
    if round.audience == Audience.APPOINTED:
        verdict = _has_begun(person, round, appointments, at)
        if not verdict:
            return verdict
    return may_take_part(person, round.track, appointments)


def _has_begun(
    person: Person | None,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None,
) -> Verdict:
    """At least one of the roles has begun: one that waits for a declaration of interests has not."""
    verdict = no("appointed-only")
    for appointment in appointments:
        verdict = may_begin(person, round.process.code, appointment.role, at)
        if verdict:
            return verdict
    return verdict


def may_comment(
    person: Person | None, round: Round, at: datetime, appointments: Sequence[Appointment]
) -> Verdict:
    """Comments are handed in while the round is open; later ones only where its rule says so."""
    verdict = may_draft(person, round, appointments, at)
    if not verdict:
        return verdict
    now = phase(round, at)
    if now is Phase.PLANNED:
        return no("round-not-open-yet")
    if now is Phase.CLOSED and not round.accepts_late:
        return no("round-closed-to-late")
    return YES


def may_reply_no_comment(
    person: Person | None,
    round: Round,
    speaking: Speaking,
    at: datetime,
    appointments: Sequence[Appointment],
) -> Verdict:
    """A focal point, or somebody of an organisation, replies "no comment" while a round is open.

    It counts as heard. Once, and only where nothing was handed in for the same party.
    """
    verdict = may_comment(person, round, at, appointments)
    if not verdict:
        return verdict
    if phase(round, at) is not Phase.OPEN:
        return no("no-comment-while-open")
    if speaking.country is None and speaking.organisation is None:
        return no("no-comment-for-a-party")
    verdict = may_speak(speaking, round, appointments, at)
    if not verdict:
        return verdict
    before = Submission.objects.filter(
        round=round,
        state=SubmissionState.SUBMITTED,
        capacity=speaking.capacity,
        country=speaking.country,
        organisation=speaking.organisation,
    )
    replied = list(before.values_list("nil", flat=True)[:50])
    if True in replied:
        return no("no-comment-replied-already")
    return no("comments-handed-in-already") if replied else YES


def is_late(round: Round, at: datetime) -> bool:
    """Whether input of this instant is marked "received after the deadline"."""
    return at >= input_until(round)


def is_whole(entry: Entry, round: Round, *, sending: bool) -> Verdict:
    """A comment says something, of a known type, on a place of the version that is out."""
    if len(entry.text) > LONGEST or len(entry.proposed) > LONGEST:
        return no("comment-too-long", most=LONGEST)
    if sending and not entry.text.strip() and not entry.proposed.strip():
        return no("comment-empty")
    codes = TYPE_TABLES[round.types].codes
    if entry.type and entry.type not in codes:
        return no("type-unknown")
    if sending and not entry.type:
        return no("type-needed")
    if entry.scope in (Scope.PARAGRAPH, Scope.SECTION):
        if entry.paragraph is None or entry.paragraph.version_id != round.version_id:
            return no("place-not-in-version")
    elif entry.scope != Scope.TEXT:
        return no("place-not-in-version")
    return YES


def may_edit_draft(person: Person | None, submission: Submission) -> Verdict:
    """A draft is its author's alone."""
    if not is_author(person, submission):
        return no("not-your-comment")
    return YES if submission.state == SubmissionState.DRAFT else no("moved-meanwhile")


def _speaks_still(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """What was said for a state or an organisation is changed by who may speak for it now: not by
    its author, once their mandate has ended."""
    if submission.capacity not in (Capacity.STATE, Capacity.ORGANISATION):
        return YES
    speaking = Speaking(submission.capacity, submission.country, submission.organisation)
    held = appointments_here(person, submission.round.process.code, at)
    return may_speak(speaking, submission.round, held, at)


def may_amend(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """The author may change or withdraw a comment until the deadline."""
    submission = comment.submission
    if not is_author(person, submission):
        return no("not-your-comment")
    if submission.state == SubmissionState.WITHDRAWN or comment.withdrawn_at is not None:
        return no("comment-withdrawn")
    if submission.state != SubmissionState.SUBMITTED:
        return no("moved-meanwhile")
    if comment.mark:
        return no("comment-moderated")
    if submission.held and is_held(comment.round, submission.capacity):
        return no("amend-held")
    if phase(comment.round, at) is Phase.CLOSED:
        return no("amend-after-deadline")
    if comment.is_split or comment.split_from_id:
        return no("comment-split")
    return _speaks_still(person, submission, at)


def may_withdraw(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """The author may withdraw what was handed in until the deadline."""
    if not is_author(person, submission):
        return no("not-your-comment")
    if submission.state == SubmissionState.WITHDRAWN:
        return no("comment-withdrawn")
    if submission.state not in (SubmissionState.SUBMITTED, SubmissionState.PENDING):
        return no("moved-meanwhile")
    if phase(submission.round, at) is Phase.CLOSED:
        return no("amend-after-deadline")
    return _speaks_still(person, submission, at)


def may_withdraw_set(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """A party's set is its own, not its author's: who speaks for the party now takes it back."""
    if submission.country is None and submission.organisation is None:
        return no("not-your-comment")
    round = submission.round
    speaking = Speaking(submission.capacity, submission.country, submission.organisation)
    verdict = may_speak(speaking, round, appointments_here(person, round.process.code, at), at)
    if not verdict:
        return verdict
    if submission.state != SubmissionState.SUBMITTED:
        return no("moved-meanwhile")
    return no("amend-after-deadline") if phase(round, at) is Phase.CLOSED else YES
