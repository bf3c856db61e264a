"""Preparing and changing meetings, alone or in a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from travaux.calls.models import Application, Choice
from travaux.journal.actions import action, nothing_to_record, record
from travaux.meetings.actions._standing import _ask_interests, _coming, _locked, _standing_occasion
from travaux.meetings.models import Meeting, Series
from travaux.meetings.rules.meetings import (
    STANDS,
    Plan,
    may_change,
    may_keep,
    may_prepare,
    notice_of,
    office_fits,
    plan_fits,
)
from travaux.meetings.states import MeetingState
from travaux.meetings.telling import tell_all
from travaux.people.actions import cancel_occasion
from travaux.people.models import Office, Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process


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


def _move_occasion(by: Person, meeting: Meeting, at: datetime) -> None:
    """On another day declarations are asked for before that day; for the old one nothing is."""
    occasion = _standing_occasion(meeting)
    if occasion is None or occasion.held_on == meeting.starts_at.date():
        return
    cancel_occasion(by=by, occasion=occasion, at=at)
    meeting.occasion = _ask_interests(by, meeting, at)
    meeting.save(update_fields=["occasion"])
