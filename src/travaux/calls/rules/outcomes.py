"""Who chooses among offers, and who says how far a commitment is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from travaux.calls.models import Application, Call, Commitment, Kind
from travaux.calls.rules.applications import is_applicant
from travaux.calls.rules.calls import Phase, is_secretariat, phase
from travaux.calls.states import ApplicationState, CommitmentState
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST_REASON = 6_000  # signs


def may_compare(person: Person | None, call: Call, at: datetime) -> Verdict:
    """Offers are laid side by side by the secretariat."""
    return is_secretariat(person, call.process.code, at)


def may_choose(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat puts the choice on record once the call is closed."""
    verdict = may_compare(person, call, at)
    if not verdict:
        return verdict
    if call.kind != Kind.HOSTING:
        return no("choice-not-here")
    return YES if phase(call, at) is Phase.CLOSED else no("choice-before-closing")


def choice_fits(call: Call, applications: Sequence[Application], reason: str) -> Verdict:
    """A choice names offers that stand in its call, and its reason."""
    if not applications:
        return no("choice-of-what")
    if any(a.call_id != call.pk or a.state != ApplicationState.SUBMITTED for a in applications):
        return no("choice-of-what")
    if not reason.strip():
        return no("reason-needed")
    if len(reason.strip()) > LONGEST_REASON:
        return no("reason-too-long", most=LONGEST_REASON)
    return YES


def may_take_commitments(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The secretariat takes up what a partner offered, as it was handed in."""
    verdict = is_secretariat(person, application.call.process.code, at)
    if not verdict:
        return verdict
    if application.call.kind != Kind.PARTNERSHIP:
        return no("no-commitments-here")
    if application.state != ApplicationState.SUBMITTED:
        return no("application-not-sent")
    return YES if application.erased_at is None else no("application-erased")


def may_report(person: Person | None, commitment: Commitment, at: datetime) -> Verdict:
    """The partner and the secretariat say how far a commitment is."""
    if is_applicant(person, commitment.application):
        return YES
    return is_secretariat(person, commitment.application.call.process.code, at)


def is_overdue(commitment: Commitment, on: date) -> bool:
    """Whether the day that was promised has passed and nothing is delivered."""
    open_still = commitment.state in (CommitmentState.PROMISED, CommitmentState.BEGUN)
    return open_still and commitment.due_on is not None and commitment.due_on < on
