"""A calendar that Thunderbird and Outlook accept (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from travaux.core.schedules.windows import Window


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: a window of whole days, or an instant (a deadline)."""

    uid: str
    title: str
    window: Window | None = None
    instant: datetime | None = None
    text: str = ""
    url: str = ""
    place: str = ""
    tentative: bool = False
    sequence: int = 0


def feed(name: str, entries: Iterable[Entry], *, stamp: datetime, language: str = "en") -> bytes:
    """The calendar as bytes: CRLF, folded lines, DTEND exclusive, stable UIDs.

    `stamp`: the instant of the record it was made from, in UTC. Entries without any date are left
    out: a calendar cannot hold them.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Travaux//Roadmap//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        if entry.window is None and entry.instant is None:
            continue
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("summary", entry.title, parameters={"LANGUAGE": language})
        if entry.instant is not None:
            event.add("dtstart", entry.instant.astimezone(UTC))  # no zone to be defined
        elif entry.window is not None:
            event.add("dtstart", entry.window.starts_on)
            event.add("dtend", entry.window.ends_on + timedelta(days=1))
        if entry.text:
            event.add("description", entry.text)
        if entry.url:
            event.add("url", entry.url)
        if entry.place:
            event.add("location", entry.place)
        event.add("status", "TENTATIVE" if entry.tentative else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("sequence", entry.sequence)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
