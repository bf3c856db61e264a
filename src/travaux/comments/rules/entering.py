"""Who brings in tables and files, enters for others, mends what was entered, and reminds."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.models import Capacity, Comment, IntakeFile, Submission
from travaux.comments.rules.asked_above import ANSWERED
from travaux.comments.rules.entries import Speaking
from travaux.comments.rules.speaking import appointments_here, is_known
from travaux.comments.rules.writing import may_draft
from travaux.comments.states import IntakeState, SubmissionState
from travaux.consultations.models import Round
from travaux.consultations.rules import (
    Phase,
    asks_organisations,
    asks_states,
    is_for_organisation,
    is_for_state,
    phase,
)
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.people.models import Office, Person, Role
from travaux.people.queries import holds
from travaux.people.queries.offices import is_of_office, scope_held, within
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import YES, Verdict, no


def may_import(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Tables that came by mail are brought in by the secretariat of the process."""
    if not is_known(person):
        return no("sign-in-first")
    if not holds(person, round.process.code, [Role.SECRETARIAT], at):
        return no("not-your-role")
    return YES


def may_see_coverage(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Who was asked and who was heard is read whole by the secretariat of the process."""
    return may_import(person, round, at)


def may_remind(
    person: Person | None, round: Round, at: datetime, office: Office | None = None
) -> Verdict:
    """The secretariat writes to those who are asked, while they can still answer; for an office
    those of it do, to parties of its states."""
    verdict = may_import(person, round, at)
    if office is not None:
        verdict = YES if is_of_office(person, office, at) else no("not-of-the-office")
        if office.process_code != round.process.code:
            return no("office-of-another")
    if not verdict:
        return verdict
    return no("round-closed") if phase(round, at) is Phase.CLOSED else YES


def may_enter(person: Person | None, round: Round, at: datetime) -> Verdict:
    """The secretariat enters for others, and an office for those of its states."""
    verdict = may_import(person, round, at)
    return YES if verdict or scope_held(person, round.process.code, at) else verdict


def may_enter_for(person: Person | None, round: Round, speaking: Speaking, at: datetime) -> Verdict:
    """The secretariat enters for a person, an organisation or a state, by name, as the round takes.

    An office does for its own states and for organisations with their seat there, where the round
    is for them.
    """
    if not may_import(person, round, at):
        verdict = may_enter(person, round, at)
        if not verdict:
            return verdict
        scope = scope_held(person, round.process.code, at)
        if not _speaks_within(speaking, scope):
            return no("beyond-your-states")
        track, body = round.track, speaking.organisation
        if speaking.country is not None and not (
            asks_states(track) and is_for_state(speaking.country, track)
        ):
            return no("track-not-for-party")
        if body is not None and not (
            asks_organisations(track) and is_for_organisation(body, track)
        ):
            return no("track-not-for-party")
    if speaking.capacity not in Capacity.values:
        return no("capacity-unheard-of")
    if round.capacities and speaking.capacity not in round.capacities:
        return no("capacity-not-in-round")
    if speaking.capacity == Capacity.STATE and speaking.country is None:
        return no("on-behalf-of-which-state")
    if speaking.capacity == Capacity.ORGANISATION and speaking.organisation is None:
        return no("on-behalf-of-which-organisation")
    return YES


def _speaks_within(speaking: Speaking, scope: frozenset[int]) -> bool:
    """Whether something speaks for a state among these, or for an organisation seated there."""
    if speaking.capacity == Capacity.STATE:
        return within(scope, speaking.country, None)
    if speaking.capacity == Capacity.ORGANISATION:
        return within(scope, None, speaking.organisation)
    return False


def entered_by_office(person: Person | None, submission: Submission, at: datetime) -> bool:
    """Whether somebody entered this for one of the states of an office of which they still are."""
    if person is None or not is_known(person) or submission.entered_by != person.key:
        return False
    speaking = Speaking(submission.capacity, submission.country, submission.organisation)
    return _speaks_within(speaking, scope_held(person, submission.round.process.code, at))


def may_mend(
    person: Person | None, comment: Comment, entered: OnBehalf | None, at: datetime
) -> Verdict:
    """What was entered for somebody is mended until they confirmed it or it is answered."""
    verdict = may_import(person, comment.round, at)
    if entered_by_office(person, comment.submission, at):
        verdict = YES
    if not verdict:
        return verdict
    if entered is None:
        return no("not-entered-on-behalf")
    if comment.withdrawn_at is not None or comment.submission.state != SubmissionState.SUBMITTED:
        return no("comment-withdrawn")
    if entered.state == Confirmation.CONFIRMED:
        return no("confirmed-as-it-is")
    if comment.is_split or comment.split_from_id:
        return no("comment-split")
    if any(ask(comment) for ask in ANSWERED.values()):
        return no("mend-after-answer")
    return YES


def may_enter_from(file: IntakeFile) -> Verdict:
    """A file of the inbox is entered by hand unless it is just being read, or came in by itself."""
    if file.state in (IntakeState.WAITING, IntakeState.CHOSEN):
        return no("file-being-read")
    return no("file-taken-in") if file.state == IntakeState.TAKEN else YES


def may_decide(person: Person | None, round: Round, file: StoredFile, at: datetime) -> Verdict:
    """The secretariat decides about the rows of any file that came in, others about their own."""
    if person is None or not is_known(person):
        return no("sign-in-first")
    process = round.process.code
    if file.process_code != process:
        return no("file-gone")
    if may_import(person, round, at):
        return YES
    if file.received_from != person.key:
        return no("not-your-role")
    return may_draft(person, round, appointments_here(person, process, at), at)
