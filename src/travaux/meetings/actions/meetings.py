"""Preparing, announcing and changing meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from travaux.calls.models import Application, Choice
from travaux.journal.actions import action, nothing_to_record, record
from travaux.meetings.actions.support import _free_travel
from travaux.meetings.models import Meeting, Mode, ModeChange, Participant, Series
from travaux.meetings.rules.meetings import (
    STANDS,
    Plan,
    may_announce,
    may_cancel,
    may_change,
    may_keep,
    may_prepare,
    may_turn_online,
    notice_of,
    office_fits,
    plan_fits,
)
from travaux.meetings.rules.places import interests_stand
from travaux.meetings.states import MOVES, MeetingState, PlaceState
from travaux.meetings.telling import tell_all
from travaux.people.actions import ask_before_meeting, cancel_occasion
from travaux.people.models import Occasion, Office, Person
from travaux.plumbing.languages import said
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process

COMING = (PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING)


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related(
            "process",
            "office",
            "series",
            "round__version",
            "track",
            "host__call",
            "budget_line",
            "group",
        )
        .get(pk=meeting.pk)
    )


def _chosen(host: Application | None) -> None:
    """The host is an offer that its call chose."""
    if host is None:
        return
    choice = Choice.objects.filter(call=host.call_id).order_by("-pk").first()
    if choice is None or not choice.applications.filter(pk=host.pk).exists():
        raise refuse("host-not-chosen")


def _milestones(process: Process, codes: tuple[str, ...]) -> list[Milestone]:
    found = list(Milestone.objects.filter(process=process, code__in=codes).order_by("position"))
    if len(found) != len(set(codes)):
        raise refuse("milestone-unknown-here")
    return found


@action
def start_series(
    *, by: Person, process: Process, titles: Mapping[str, str], at: datetime,
    demonstration: bool = False,
) -> Series:  # fmt: skip
    """Meetings that follow one another get a name; their open actions go on from one to the next."""
    require(may_keep(by, process, at))
    told = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not told:
        raise refuse("meeting-needs-title")
    made = Series.objects.create(process=process, titles=told, demonstration=demonstration)
    record(by=by, subject=made.key, process=process.code, at=at)
    return made


@action
def prepare_meeting(
    *,
    by: Person,
    process: Process,
    plan: Plan,
    at: datetime,
    series: Series | None = None,
    office: Office | None = None,
    language: str = "en",
    demonstration: bool = False,
) -> Meeting:
    """A meeting is prepared; in a series it gets the next number. An office prepares its own
    (`office`), which is for its states alone."""
    require(may_prepare(by, process, at, office))
    require(plan_fits(plan, process))
    require(office_fits(plan, office))
    if office is not None and series is not None:
        raise refuse("meeting-beyond-office")
    _chosen(plan.host)
    if series is not None and series.process_id != process.pk:
        raise refuse("meeting-of-another-process")
    days, source = notice_of(process)
    number = None
    if series is not None:
        Series.objects.select_for_update().get(pk=series.pk)
        number = (series.meetings.aggregate(n=Max("number"))["n"] or 0) + 1
    made = Meeting.objects.create(
        process=process,
        office=office,
        series=series,
        number=number,
        notice_days=days,
        notice_source=source,
        language=language,
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **plan.columns(),
    )
    made.milestones.set(_milestones(process, plan.milestones))
    record(
        by=by, subject=made.key, process=process.code, at=at,
        facts={
            "mode": made.mode, "starts_at": made.starts_at.isoformat(),
            **({"office": office.key} if office is not None else {}),
        },
    )  # fmt: skip
    return made


@action
def change_meeting(*, by: Person, meeting: Meeting, plan: Plan, seen: int, at: datetime) -> Meeting:
    """A meeting is changed; what was announced of speech and travel stands, its mode moves by its
    own act, and who registered is told of another time or place."""
    meeting = _locked(meeting)
    require(may_change(by, meeting, at))
    require(plan_fits(plan, meeting.process))
    require(office_fits(plan, meeting.office))
    _chosen(plan.host)
    if meeting.revision != seen:
        raise refuse("moved-meanwhile")
    changed: dict[str, Any] = {
        name: value for name, value in plan.columns().items() if getattr(meeting, name) != value
    }
    steps = _milestones(meeting.process, plan.milestones)
    others = [m.code for m in steps] != list(
        meeting.milestones.order_by("position").values_list("code", flat=True)
    )
    if not changed and not others:
        nothing_to_record()
        return meeting
    announced = meeting.state == MeetingState.ANNOUNCED
    if announced and changed.keys() & set(STANDS):
        raise refuse("meeting-rule-announced")
    if announced and "mode" in changed:
        raise refuse("mode-by-its-own-act")
    if "round" in changed and meeting.interventions.exists():
        raise refuse("draft-spoken-on")
    for name, value in changed.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    meeting.save(update_fields=[*changed, "revision"])
    meeting.milestones.set(steps)
    _move_occasion(by, meeting, at)
    moved = announced and changed.keys() & {"starts_at", "ends_at", "zone", "venue", "city"}
    if moved:
        tell_all(meeting, _coming(meeting), "moved", "", at)
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at,
        facts={"changed": sorted(changed)},
    )  # fmt: skip
    return meeting


def _coming(meeting: Meeting) -> list[Participant]:
    return list(
        meeting.participants.filter(state__in=COMING, erased_at__isnull=True)
        .select_related("person")
        .order_by("pk")
    )


def _ask_interests(by: Person, meeting: Meeting, at: datetime) -> Occasion:
    return ask_before_meeting(
        by=by,
        process_code=meeting.process.code,
        title=said(meeting.titles),
        held_on=meeting.starts_at.date(),
        demonstration=meeting.demonstration,
        at=at,
    )


def _standing_occasion(meeting: Meeting) -> Occasion | None:
    """What asks for declarations before the meeting, unless that was called off by itself."""
    occasion = meeting.occasion
    return occasion if occasion is not None and occasion.cancelled_at is None else None


def _move_occasion(by: Person, meeting: Meeting, at: datetime) -> None:
    """On another day declarations are asked for before that day; for the old one nothing is."""
    occasion = _standing_occasion(meeting)
    if occasion is None or occasion.held_on == meeting.starts_at.date():
        return
    cancel_occasion(by=by, occasion=occasion, at=at)
    meeting.occasion = _ask_interests(by, meeting, at)
    meeting.save(update_fields=["occasion"])


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


@action
def publish_minutes(
    *, by: Person, meeting: Meeting, summary: str, at: datetime, language: str = "en"
) -> Meeting:
    """Minutes and decisions become public, with a summary; from now on they stand."""
    meeting = _locked(meeting)
    require(may_change(by, meeting, at))
    if meeting.state != MeetingState.ANNOUNCED or at < meeting.starts_at:
        raise refuse("meeting-not-begun")
    Meeting.objects.filter(pk=meeting.pk).update(
        minutes_published_at=at, summary=summary.strip(), summary_language=language,
        revision=F("revision") + 1,
    )  # fmt: skip
    meeting.refresh_from_db()
    record(by=by, subject=meeting.key, process=meeting.process.code, at=at)
    return meeting
