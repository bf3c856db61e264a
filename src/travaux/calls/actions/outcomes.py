"""Choosing among offers, and following what partners promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from travaux.calls.actions._telling import _tell_applicants
from travaux.calls.models import Application, Call, Choice, Commitment
from travaux.calls.queries.outcomes import published_name
from travaux.calls.rules.outcomes import (
    LONGEST_REASON,
    may_choose,
    may_report,
    may_take_commitments,
)
from travaux.calls.states import MOVES, ApplicationState, CommitmentState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def choose_offers(
    *,
    by: Person,
    call: Call,
    applications: Sequence[Application],
    reason: str,
    language: str,
    at: datetime,
) -> Choice:
    """One offer, or several that host together, are chosen; the reason is published and told to all."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_choose(by, call, at))
    if not applications:
        raise refuse("choice-of-what")
    for one in applications:
        if one.call_id != call.pk or one.state != ApplicationState.SUBMITTED:
            raise refuse("choice-of-what")
    reason = reason.strip()
    if not reason:
        raise refuse("reason-needed")
    if len(reason) > LONGEST_REASON:
        raise refuse("reason-too-long", most=LONGEST_REASON)
    made = Choice.objects.create(
        call=call,
        published=[[one.number, published_name(one, call.names_rule)] for one in applications],
        reason=reason,
        language=language,
        at=at,
        by_key=by.key,
    )
    made.applications.set(applications)
    _tell_applicants(call, "chosen", f"call-chosen:{made.key}", at, {"choice": made})
    record(
        by=by,
        subject=call.key,
        process=call.process.code,
        at=at,
        facts={"choice": made.key, "applications": [a.key for a in applications]},
    )
    return made


@action
def take_commitments(*, by: Person, application: Application, at: datetime) -> int:
    """Each commitment that a partner handed in is followed from now on; how many are new."""
    Application.objects.select_for_update().get(pk=application.pk)
    require(may_take_commitments(by, application, at))
    new = 0
    for position, told in enumerate(application.answers.get("commitments") or (), 1):
        what = str(told.get("what_exactly") or told.get("offer") or "")
        if not what:
            continue
        _made, fresh = Commitment.objects.get_or_create(
            application=application,
            position=position,
            defaults={
                "offer": str(told.get("offer") or "")[:80],
                "what": what,
                "due_on": _day(told.get("by_when")),
                "taken_at": at,
            },
        )
        new += fresh
    if not new:
        nothing_to_record()
        return 0
    record(
        by=by,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts={"call": application.call.key, "commitments": new},
    )
    return new


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or "")[:10])
    except ValueError:
        return None


@action
def report_commitment(
    *,
    by: Person,
    commitment: Commitment,
    state: str,
    note: str,
    at: datetime,
    delivered_on: date | None = None,
) -> Commitment:
    """How far a commitment is: begun, delivered on a day, or given up with the reason."""
    require(may_report(by, commitment, at))
    if state not in CommitmentState.values:
        raise refuse("commitment-state-unknown")
    note = note.strip()
    if len(note) > LONGEST_REASON:
        raise refuse("reason-too-long", most=LONGEST_REASON)
    if state == CommitmentState.GIVEN_UP and not note:
        raise refuse("reason-needed")
    day = None
    if state == CommitmentState.DELIVERED:
        day = delivered_on or at.date()
        if day > at.date():
            raise refuse("delivered-later-than-today")
    if (state, note, day) == (commitment.state, commitment.note, commitment.delivered_on):
        nothing_to_record()
        return commitment
    before = commitment.state
    facts = {"note": note, "noted_at": at, "delivered_on": day}
    if state == before:
        Commitment.objects.filter(pk=commitment.pk).update(**facts)
        commitment.refresh_from_db()
    else:
        move(commitment, MOVES, VERBS[state], **facts)
    record(
        by=by,
        subject=commitment.key,
        process=commitment.application.call.process.code,
        at=at,
        facts={"call": commitment.application.call.key, "before": before, "after": state},
    )
    return commitment


VERBS: dict[str, str] = {
    CommitmentState.PROMISED: "promise-again",
    CommitmentState.BEGUN: "begin",
    CommitmentState.DELIVERED: "deliver",
    CommitmentState.GIVEN_UP: "give-up",
}
