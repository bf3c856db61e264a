"""The calendar keeps the rules that Thunderbird and Outlook check (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from icalendar import Calendar

from travaux.core.schedules.calendar import Entry, feed
from travaux.core.schedules.windows import Window

STAMP = datetime(2024, 1, 1, 12, tzinfo=UTC)
NAIROBI = timezone(timedelta(hours=3))
ENTRIES = [
    Entry("meeting@harbour", "اجتماع فريق الخبراء " * 8, Window.parse("2024-02"), tentative=True,
          text="Agenda; papers, minutes\nsecond line \\ end", place="Room 1", sequence=3,
          url="https://example.org/meeting"),
    Entry("held@harbour", "专家组会议", Window.parse("2024-04-17/2024-04-18")),
    Entry("round@harbour", "Round closes", instant=datetime(2024, 11, 18, 2, 59, tzinfo=NAIROBI)),
    Entry("never@harbour", "Without a date"),
]  # fmt: skip


def made() -> bytes:
    return feed("Harbour", ENTRIES, stamp=STAMP, language="ar")


def events():
    return {str(e["uid"]): e for e in Calendar.from_ical(made()).walk("VEVENT")}


def test_every_line_ends_with_crlf_and_is_folded_at_75_bytes():
    data = made()
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    rows = data.split(b"\r\n")
    assert max(len(row) for row in rows) <= 75
    assert any(row.startswith(b" ") for row in rows)
    for row in rows:
        row.decode("utf-8")  # no character is cut in two


def test_windows_are_whole_days_and_end_on_the_day_after():
    month, days = events()["meeting@harbour"], events()["held@harbour"]
    assert (month["dtstart"].dt, month["dtend"].dt) == (date(2024, 2, 1), date(2024, 3, 1))
    assert (days["dtstart"].dt, days["dtend"].dt) == (date(2024, 4, 17), date(2024, 4, 19))
    assert b"DTSTART;VALUE=DATE:20240201" in made()


def test_a_deadline_is_an_instant_in_utc():
    assert b"DTSTART:20241117T235900Z" in made()
    assert b"TZID" not in made()


def test_what_has_no_date_is_left_out_and_each_uid_stands_once():
    assert set(events()) == {"meeting@harbour", "held@harbour", "round@harbour"}
    assert made().count(b"UID:") == 3


def test_words_come_back_as_they_were():
    event = events()["meeting@harbour"]
    assert str(event["summary"]) == ENTRIES[0].title
    assert event["summary"].params["LANGUAGE"] == "ar"
    assert str(event["description"]) == ENTRIES[0].text
    assert (str(event["status"]), event["sequence"]) == ("TENTATIVE", 3)
    assert str(events()["held@harbour"]["status"]) == "CONFIRMED"


def test_the_same_record_gives_the_same_bytes():
    assert made() == made()
    for needed in (b"VERSION:2.0", b"PRODID:", b"DTSTAMP:20240101T120000Z"):
        assert needed in made()
