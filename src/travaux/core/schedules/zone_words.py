"""Whether the words of a deadline mean the instant that is stored: "CET" is not summer's clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# Abbreviations that stand in notes, with all the offsets they are used for, in minutes.
OFFSETS: dict[str, tuple[int, ...]] = {
    "UTC": (0,), "GMT": (0,), "WET": (0,), "WEST": (60,), "BST": (60, 360), "IST": (330, 120, 60),
    "CET": (60,), "CEST": (120,), "MEZ": (60,), "MESZ": (120,), "EET": (120,), "EEST": (180,),
    "MSK": (180,), "WAT": (60,), "CAT": (120,), "SAST": (120,), "EAT": (180,), "AST": (-240, 180),
    "ADT": (-180,), "EST": (-300,), "EDT": (-240,), "CST": (-360, 480, -300), "CDT": (-300, -240),
    "MST": (-420, 390), "MDT": (-360,), "PST": (-480, 480), "PDT": (-420,), "BRT": (-180,),
    "ART": (-180,), "CLT": (-240,), "PKT": (300,), "WIB": (420,), "ICT": (420,), "SGT": (480,),
    "HKT": (480,), "JST": (540,), "KST": (540,), "AEST": (600,), "AEDT": (660,), "NZST": (720,),
    "NZDT": (780,), "AOE": (-720,),
}  # fmt: skip
_WORD = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,5})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class ZoneDoubt:
    """The wording names a clock that shows another time than the zone's own at that instant.

    `minutes` is how far apart: positive where the words mean a later instant. `also` are other
    offsets the abbreviation is used for; with `minutes` 0 it fits one of them and is ambiguous.
    """

    word: str
    zone: str
    offset: str
    meant: str
    minutes: int
    also: tuple[str, ...] = ()


def offset_text(minutes: int) -> str:
    """An offset as people write it.

    >>> offset_text(120), offset_text(-210), offset_text(0)
    ('UTC+2', 'UTC−3:30', 'UTC')
    """
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def zone_doubts(wording: str, instant: datetime, zone: str) -> tuple[ZoneDoubt, ...]:
    """Where the words of a deadline and its stored instant may mean different times.

    `instant` is aware, `zone` an IANA name. An abbreviation that fits the zone's clock at that
    instant, and is used for nothing else, raises no doubt.

    >>> deadline = datetime(2023, 10, 12, 21, 59, tzinfo=UTC)
    >>> [d.minutes for d in zone_doubts("23:59 CET on 12 October", deadline, "Europe/Berlin")]
    [60]
    >>> zone_doubts("23:59 CEST on 12 October", deadline, "Europe/Berlin")
    ()
    """
    there = instant.astimezone(UTC).astimezone(ZoneInfo(zone))
    actual = round((there.utcoffset() or timedelta()).total_seconds() / 60)
    found = []
    for word in dict.fromkeys(
        w.upper() for w in _WORD.findall(wording) if w.isupper() or w == "AoE"
    ):
        known = OFFSETS.get(word)
        if known is None or known == (actual,):
            continue
        meant = actual if actual in known else known[0]
        found.append(
            ZoneDoubt(
                word=word,
                zone=zone,
                offset=offset_text(actual),
                meant=offset_text(meant),
                minutes=actual - meant,
                also=tuple(offset_text(o) for o in known if o != meant),
            )
        )
    return tuple(found)
