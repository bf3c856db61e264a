"""From what a clock on the wall shows, in a zone, to the instant it means."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from travaux.core.problems import Unusable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones a person may choose: those named after a place, and UTC."""
    shut = (
        "Etc/",
        "SystemV/",
        "posix/",
        "right/",
        "US/",
        "Canada/",
        "Brazil/",
        "Chile/",
        "Mexico/",
    )
    return ("UTC", *sorted(z for z in available_timezones() if "/" in z and not z.startswith(shut)))


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name. Error: `zone-unknown`."""
    if name not in available_timezones():
        raise Unusable("zone-unknown", zone=name[:64])
    return ZoneInfo(name)


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant that a clock of the zone shows as `wall` (without a zone of its own).

    Errors: `zone-unknown`; `local-time-missing` where clocks were put forward over it;
    `local-time-twice` where clocks were put back and it came two times.
    """
    there = zone_named(zone)
    shown = wall.isoformat(" ", "minutes")
    first = wall.replace(tzinfo=there, fold=0)
    second = wall.replace(tzinfo=there, fold=1)
    if first.astimezone(UTC).astimezone(there).replace(tzinfo=None, fold=0) != wall:
        raise Unusable("local-time-missing", time=shown, zone=zone)
    if first.utcoffset() != second.utcoffset():
        raise Unusable("local-time-twice", time=shown, zone=zone)
    return first.astimezone(UTC)


def read_instant(text: str, zone: str, *, end: bool = False) -> datetime:
    """An instant as written: with an offset, or as a clock of the zone shows it.

    A day alone means its beginning or, with `end`, 23:59. Error: `instant-unreadable`.
    """
    written = text.strip()
    try:
        if _DAY.fullmatch(written):
            return instant_of(
                datetime.combine(date.fromisoformat(written), time(23, 59) if end else time()), zone
            )
        found = datetime.fromisoformat(written)
        if found.tzinfo is None:
            return instant_of(found, zone)
        zone_named(zone)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unusable("instant-unreadable", text=written[:60]) from None
