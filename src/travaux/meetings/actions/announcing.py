"""What becomes of a meeting: it is announced, turned online or cancelled."""

from __future__ import annotations

from datetime import datetime

from travaux.journal.actions import action, record
from travaux.meetings.actions._standing import (
    COMING,
    _ask_interests,
    _coming,
    _locked,
    _standing_occasion,
)
from travaux.meetings.actions.support import _free_travel
from travaux.meetings.models import Meeting, Mode, ModeChange
from travaux.meetings.rules.meetings import may_announce, may_cancel, may_turn_online
from travaux.meetings.rules.places import interests_stand
from travaux.meetings.states import MOVES, PlaceState
from travaux.meetings.telling import tell_all
from travaux.people.actions import cancel_occasion
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def announce_meeting(
    *, by: Person, meeting: Meeting, at: datetime, with_interests: bool = False
) -> Meeting:
    """A meeting is announced, with its rules of speech; declarations are asked for where it says so."""
    meeting = _locked(meeting)
    require(may_announce(by, meeting, at))
    occasion = _ask_interests(by, meeting, at) if with_interests else None
    move(meeting, MOVES, "announce", announced_at=at, occasion=occasion)
    record(
        by=by,
        subject=meeting.key,
        process=meeting.process.code,
        at=at,
        facts={
            "attribution": meeting.attribution,
            "reply_days": meeting.reply_days,
            "starts_at": meeting.starts_at.isoformat(),
        },
    )
    return meeting


@action
def turn_online(
    *, by: Person, meeting: Meeting, reason: str, at: datetime, remote_link: str = "",
    language: str = "en",
) -> Meeting:  # fmt: skip
    """A meeting in person is turned online, with its reason; everybody who registered is told.

    Nobody travels: support that was asked for or granted ends, and its sum is free.
    Nobody waits for a place in a room any more: whoever waited takes part, unless their declaration
    of interests does not stand for the meeting; they go on waiting, and are told why.
    """
    meeting = _locked(meeting)
    require(may_turn_online(by, meeting, at))
    if not reason.strip():
        raise refuse("reason-needed")
    link = remote_link.strip() or meeting.remote_link
    if link and not link.startswith(("https://", "http://")):
        raise refuse("remote-link-unfit")
    ModeChange.objects.create(
        meeting=meeting,
        before=meeting.mode,
        after=Mode.ONLINE,
        venue_before=meeting.venue,
        reason=reason.strip(),
        language=language,
        at=at,
        by_key=by.key,
    )
    before, meeting.mode, meeting.remote_link = meeting.mode, Mode.ONLINE, link
    meeting.venue, meeting.city, meeting.places = "", "", None
    meeting.revision += 1
    meeting.save(update_fields=["mode", "remote_link", "venue", "city", "places", "revision"])
    meeting.participants.filter(state__in=COMING).update(mode=Mode.ONLINE)
    kept = _let_in(meeting, at)
    freed = _free_travel(meeting.participants.all())
    told = tell_all(meeting, _coming(meeting), "online", reason.strip(), at)
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at,
        facts={"before": before, "told": told, "waiting": kept, "travel": freed},
    )  # fmt: skip
    return meeting


def _let_in(meeting: Meeting, at: datetime) -> int:
    """Those who waited for a place have one, where interests do not stand in the way; how many wait on."""
    kept = 0
    waiting = meeting.participants.filter(state=PlaceState.WAITING).select_related("person")
    for one in waiting.order_by("decided_at", "pk"):
        one.meeting = meeting
        if interests_stand(one, at):
            move(one, MOVES, "give-place", decided_at=at)
        else:
            kept += 1
    return kept


@action
def cancel_meeting(*, by: Person, meeting: Meeting, reason: str, at: datetime) -> Meeting:
    """A meeting is cancelled, with its reason; everybody who registered is told.

    Nothing is asked for it any more: declarations made before stay in force. Support to travel
    that was asked for or granted ends, and its sum is free.
    """
    meeting = _locked(meeting)
    require(may_cancel(by, meeting, at))
    if not reason.strip():
        raise refuse("reason-needed")
    move(meeting, MOVES, "cancel", cancel_reason=reason.strip(), revision=meeting.revision + 1)
    occasion = _standing_occasion(meeting)
    if occasion is not None:
        cancel_occasion(by=by, occasion=occasion, at=at)
    freed = _free_travel(meeting.participants.all())
    told = tell_all(meeting, _coming(meeting), "cancelled", reason.strip(), at)
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at,
        facts={"told": told, "travel": freed},
    )  # fmt: skip
    return meeting
