"""A meeting as an iCalendar file: one event that a later file moves, renames or cancels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """What the event tells. Instants carry a zone; `sequence` grows with each change."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def invite_file(invite: Invite, *, stamp: datetime) -> bytes:
    """The file (RFC 5545), times in UTC, so that no calendar has to know a zone by its name.

    >>> from datetime import datetime, UTC
    >>> at = datetime(2024, 4, 17, 9, tzinfo=UTC)
    >>> b"DTSTART:20240417T090000Z" in invite_file(Invite("u", "T", at, at), stamp=at)
    True
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Travaux//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invite.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", invite.uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", invite.starts_at.astimezone(UTC))
    event.add("dtend", invite.ends_at.astimezone(UTC))
    event.add("summary", invite.title)
    event.add("sequence", invite.sequence)
    event.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    for name, value in (("location", invite.place), ("description", invite.text)):
        if value:
            event.add(name, value)
    if invite.url:
        event.add("url", invite.url)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
