"""What the plan's file says of time, and what the secretariat set on the site, laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from travaux.core.problems import Problem
from travaux.core.processes.plan import Timing
from travaux.core.processes.reader import Reader
from travaux.core.processes.timing import check_timing, read_timing
from travaux.roadmap.models import Process, TimingChange
from travaux.roadmap.states import TimingKind

# kind -> the list of the plan's table that holds it, and by what it is called there
LISTS = {
    TimingKind.DURATION: ("durations", "milestone"),
    TimingKind.PERIOD: ("periods", "code"),
    TimingKind.DEADLINE: ("deadlines", "code"),
    TimingKind.CALENDAR: ("calendars", "code"),
    TimingKind.LEAD: ("leads", "code"),
}


def timing_changes(process: Process, as_at: date | None) -> list[TimingChange]:
    """What was set on the site and known at a day; None: all of it. In order."""
    rows = process.timing_changes.all()
    return list(rows if as_at is None else rows.filter(known_on__lte=as_at))


def laid_over(raw: Mapping[str, Any], changes: Iterable[TimingChange]) -> dict[str, Any]:
    """The table of a plan with the changes in it, the latest of each last."""
    found = dict(raw)
    for change in changes:
        if change.kind not in LISTS:
            continue
        key, name = LISTS[TimingKind(change.kind)]
        rows, place = list(found.get(key, [])), None
        for n, row in enumerate(rows):
            if row.get(name) == change.code:
                place = n
        if place is None:
            place = len(rows)
            rows.append({})
        rows[place : place + 1] = [{**change.value, name: change.code}] if change.value else []
        found[key] = rows
    return found


def order_on_site(changes: Iterable[TimingChange]) -> dict[str, tuple[str, ...]]:
    """Milestone -> what it comes after, where that was set on the site."""
    return {c.code: tuple(c.value.get("after", ())) for c in changes if c.kind == TimingKind.AFTER}


def raw_of(process: Process, as_at: date | None = None) -> dict[str, Any]:
    """The table as at a day."""
    return laid_over(process.schedule or {}, timing_changes(process, as_at))


def timing_of(process: Process, as_at: date | None = None) -> Timing:
    """What was known of time at a day (None: all on record); empty for a process without."""
    return read_timing(raw_of(process, as_at))


def faults(
    raw: Mapping[str, Any], after: Mapping[str, Sequence[str]], works: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with a table. A text in one language is enough on the site."""
    reader = Reader()
    timing = read_timing(dict(raw), reader)
    check_timing(reader, timing, after, works)
    return [p for p in reader.problems if p.code != "plan-language-missing"]
