"""Support to travel: asked for, put in order by the government, decided with a reason each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from travaux.journal.actions import action, nothing_to_record, record
from travaux.meetings.models import Meeting, Participant, Travel
from travaux.meetings.queries.travel import left_of
from travaux.meetings.rules.places import may_ask_travel, may_decide_travel, may_order_travel
from travaux.meetings.states import MOVES, TravelState
from travaux.meetings.telling import tell_deciders, tell_place
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def ask_travel(
    *, by: Person | None, participant: Participant, starts_from: str, at: datetime
) -> Travel:
    """Somebody who comes in person asks for support; the estimate is the meeting's, for one person."""
    require(may_ask_travel(participant, at))
    each = participant.meeting.travel_each
    assert each is not None  # the rule asked
    made, new = Travel.objects.get_or_create(
        participant=participant,
        defaults={"starts_from": starts_from.strip()[:120], "estimate": each, "asked_at": at},
    )
    if not new:
        nothing_to_record()
        return made
    record(
        by=by,
        subject=participant.key,
        process=participant.meeting.process.code,
        at=at,
        facts={"meeting": participant.meeting.key, "travel": made.key},
    )
    return made


@action
def order_travel(
    *, by: Person, meeting: Meeting, participants: Sequence[Participant], at: datetime
) -> int:
    """A government names the order among those it sends, the first first; how many are named."""
    if not participants or len({p.country_id for p in participants}) != 1:
        raise refuse("travel-order-of-one-state")
    for number, one in enumerate(participants, 1):
        require(may_order_travel(by, one, at))
        if one.meeting_id != meeting.pk:
            raise refuse("travel-not-asked")
        Travel.objects.filter(participant=one).update(order=number)
    record(
        by=by,
        subject=meeting.key,
        process=meeting.process.code,
        at=at,
        facts={"order": [p.key for p in participants]},
    )
    return len(participants)


@action
def decide_travel(
    *,
    by: Person,
    participant: Participant,
    grant: bool,
    reason: str,
    at: datetime,
    estimate: Decimal | None = None,
    language: str = "en",
) -> Travel:
    """Support is granted or refused, with its reason; what is granted stays within the budget.

    The person and their focal point are told.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("process", "series", "budget_line")
        .get(pk=participant.meeting_id)
    )
    participant.meeting = meeting
    require(may_decide_travel(by, participant, at))
    if not reason.strip():
        raise refuse("reason-needed")
    travel = Travel.objects.select_for_update().get(participant=participant)
    sum_of = travel.estimate if estimate is None else estimate
    if sum_of < 0:
        raise refuse("travel-sum-unfit")
    if grant and sum_of > left_of(meeting, without=travel):
        raise refuse("travel-beyond-budget")
    move(
        travel,
        MOVES,
        "grant-travel" if grant else "refuse-travel",
        reason=reason.strip(),
        language=language,
        estimate=sum_of,
        decided_at=at,
        decided_by=by.key,
    )
    what = "travel-granted" if grant else "travel-refused"
    tell_place(participant, at, what=what, why=reason.strip(), calendar=False)
    tell_deciders(participant, at, what=what, why=reason.strip())
    record(
        by=by,
        subject=participant.key,
        process=meeting.process.code,
        at=at,
        facts={"meeting": meeting.key, "travel": travel.key, "state": travel.state},
    )
    return travel


def _free_travel(places: Iterable[Participant]) -> int:
    """Support of those who do not travel any more is free for others; how many had asked for some."""
    theirs = Travel.objects.filter(participant__in=list(places))
    open_ones = theirs.filter(state__in=MOVES["take-back-travel"].before)
    return open_ones.update(state=TravelState.TAKEN_BACK)


@action
def take_back_travel(*, by: Person | None, participant: Participant, at: datetime) -> Travel:
    """Somebody needs no support any more; what was granted is free for others."""
    travel = Travel.objects.filter(participant=participant).first()
    if travel is None:
        raise refuse("travel-not-asked")
    move(travel, MOVES, "take-back-travel")
    record(
        by=by,
        subject=participant.key,
        process=participant.meeting.process.code,
        at=at,
        facts={"meeting": participant.meeting.key, "travel": travel.key},
    )
    return travel
