"""Minutes written by several people without overwriting, decisions, and actions that are owed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Max

from travaux.drafts.models import Anchor
from travaux.journal.actions import action, nothing_to_record, record
from travaux.meetings.actions._standing import _locked
from travaux.meetings.models import Decision, Item, Meeting, Minutes, Task
from travaux.meetings.rules.meetings import may_change
from travaux.meetings.rules.spoken import LONGEST, LONGEST_MINUTES, may_follow_up, may_write
from travaux.meetings.states import MOVES, MeetingState, TaskState
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def write_minutes(*, by: Person, item: Item, text: str, seen: int, at: datetime) -> Item:
    """The minutes of an item are written on the revision that was seen; what stood before is kept.

    Refused ("minutes-changed") where somebody else wrote meanwhile: both texts are then shown.
    """
    require(may_write(by, item.meeting, at))
    if len(text) > LONGEST_MINUTES:
        raise refuse("intervention-too-long", most=LONGEST_MINUTES)
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    now = Item.objects.select_for_update().get(pk=item.pk)
    if now.minutes == words:
        nothing_to_record()
        return now
    if now.revision != seen:
        raise refuse("minutes-changed")
    Minutes.objects.create(
        item=now,
        revision=now.revision,
        text=now.minutes,
        at=now.minutes_at or at,
        by_key=now.minutes_by_key,
    )
    now.minutes, now.revision, now.minutes_at, now.minutes_by_key = (
        words,
        now.revision + 1,
        at,
        by.key,
    )
    now.save(update_fields=["minutes", "revision", "minutes_at", "minutes_by_key"])
    record(
        by=by,
        subject=item.meeting.key,
        process=item.meeting.process.code,
        at=at,
        facts={"item": item.key, "revision": now.revision},
    )
    return now


@action
def decide(
    *,
    by: Person,
    meeting: Meeting,
    text: str,
    at: datetime,
    item: Item | None = None,
    anchor: Anchor | None = None,
    language: str = "en",
) -> Decision:
    """A decision of the meeting gets its number; it may be on a paragraph of the text."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require(may_write(by, meeting, at))
    if at < meeting.starts_at:
        raise refuse("meeting-not-begun")
    if not text.strip():
        raise refuse("decision-empty")
    if len(text) > LONGEST:
        raise refuse("intervention-too-long", most=LONGEST)
    last = meeting.decisions.aggregate(n=Max("number"))["n"] or 0
    made = Decision.objects.create(
        meeting=meeting, item=item, number=last + 1, text=text.strip(), language=language,
        anchor=anchor, at=at,
    )  # fmt: skip
    record(
        by=by,
        subject=meeting.key,
        process=meeting.process.code,
        at=at,
        facts={"decision": made.key, "paragraph": anchor.key if anchor else ""},
    )
    return made


@action
def add_task(
    *,
    by: Person,
    meeting: Meeting,
    text: str,
    owner: str,
    at: datetime,
    due_on: date | None = None,
    item: Item | None = None,
    language: str = "en",
) -> Task:
    """Somebody owes something after the meeting; it goes on with the series while it is open."""
    require(may_follow_up(by, meeting, at))
    if not text.strip() or not owner.strip():
        raise refuse("task-needs-owner")
    if len(text) > LONGEST or len(owner) > 200:
        raise refuse("intervention-too-long", most=LONGEST)
    made = Task.objects.create(
        meeting=meeting, item=item, text=text.strip(), owner=owner.strip(), due_on=due_on,
        language=language, at=at,
    )  # fmt: skip
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at, facts={"task": made.key}
    )
    return made


VERBS = {"done": "finish", "dropped": "give-up", "open": "open-again"}


@action
def move_task(*, by: Person, task: Task, to: str, at: datetime, note: str = "") -> Task:
    """An action is done, given up with its reason, or open again."""
    require(may_follow_up(by, task.meeting, at))
    if to not in VERBS:
        raise refuse("meeting-rule-unknown")
    if to == TaskState.DROPPED and not note.strip():
        raise refuse("reason-needed")
    move(
        task,
        MOVES,
        VERBS[to],
        closed_at=None if to == TaskState.OPEN else at,
        note=note.strip()[:LONGEST],
    )
    record(
        by=by,
        subject=task.meeting.key,
        process=task.meeting.process.code,
        at=at,
        facts={"task": task.key, "state": task.state},
    )
    return task


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
