"""Choosing among offers, and following what partners promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from travaux.calls.actions._telling import _tell_applicants
from travaux.calls.models import Application, Call, Choice, Commitment
from travaux.calls.queries.outcomes import commitments_told, names_published
from travaux.calls.rules.clearing import CHOICE_CLEARED_AS, choice_may_go_out, choice_values
from travaux.calls.rules.outcomes import (
    LONGEST_REASON,
    choice_fits,
    may_choose,
    may_report,
    may_take_commitments,
)
from travaux.calls.states import MOVES, CommitmentState
from travaux.correspondence.actions import prepare_deed
from travaux.correspondence.models import PreparedDeed
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
    applications = _as_they_stand(applications)
    require(choice_fits(call, applications, reason))
    require(choice_may_go_out(call, choice_values(applications, reason, language)))
    made = Choice.objects.create(
        call=call,
        published=names_published(call, applications),
        reason=reason.strip(),
        language=language,
        at=at,
        by_key=by.key,
    )
    PreparedDeed.objects.filter(kind=CHOICE_CLEARED_AS, subject_key=call.key).delete()
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


def _as_they_stand(applications: Sequence[Application]) -> list[Application]:
    return list(
        Application.objects.filter(pk__in=[a.pk for a in applications]).order_by("number", "pk")
    )


@action
def prepare_choice(
    *,
    by: Person,
    call: Call,
    applications: Sequence[Application],
    reason: str,
    language: str,
    at: datetime,
) -> PreparedDeed:
    """A choice among offers is written down, to be cleared before it is published."""
    require(may_choose(by, call, at))
    applications = _as_they_stand(applications)
    require(choice_fits(call, applications, reason))
    nothing_to_record()  # the deed leaves the line
    return prepare_deed(
        by=by,
        process_code=call.process.code,
        kind=CHOICE_CLEARED_AS,
        key=call.key,
        values=choice_values(applications, reason, language),
        at=at,
    )


@action
def take_commitments(*, by: Person, application: Application, at: datetime) -> int:
    """Each commitment that a partner handed in is followed from now on; how many are new."""
    Application.objects.select_for_update().get(pk=application.pk)
    require(may_take_commitments(by, application, at))
    new = 0
    for position, offer, what, due in commitments_told(application):
        _made, fresh = Commitment.objects.get_or_create(
            application=application,
            position=position,
            defaults={"offer": offer, "what": what, "due_on": _day(due), "taken_at": at},
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
