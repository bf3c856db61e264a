"""Reading what a forecast needs: ranges, minimum periods, deadlines, calendars; and its network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from travaux.core.problems import Unusable
from travaux.core.processes.board import Step, milestone_figures
from travaux.core.processes.plan import (
    CalendarRule,
    ClosureRule,
    DeadlineRule,
    DurationRule,
    LeadRule,
    PeriodRule,
    Timing,
)
from travaux.core.processes.reader import Reader
from travaux.core.schedules.closures import Closing, Closure, Closures
from travaux.core.schedules.spreads import Shape, Spread
from travaux.core.schedules.standing import Standing
from travaux.core.schedules.tasks import Deadline, Network, Task, Wait

SHAPES = ("pert", "triangular")
CLOSINGS = ("closed", "no-meetings")
LONGEST = 3660  # days


def read_timing(root: Any, r: Reader | None = None) -> Timing:
    """The table [schedule] of a plan. Without a reader, faults are passed over."""
    r = r or Reader()
    if not isinstance(root, dict):
        r.wrong("plan-not-tables", "schedule")
        return Timing()
    r.keys(root, "schedule", "schedule")
    return Timing(
        session=r.text(root, "session", "schedule"),
        source=r.text(root, "source", "schedule"),
        public=bool(r.flag(root, "public", "schedule")),
        durations=tuple(
            DurationRule(
                r.text(t, "milestone", w, needed=True),
                _spread(r, t, w),
                r.text(t, "calendar", w),
                bool(r.flag(t, "assumed", w)),
                r.text(t, "source", w, needed=True),
            )
            for t, w in r.tables(root, "durations")
        ),
        periods=tuple(
            PeriodRule(
                r.code(t, w),
                r.texts(t, "titles", w, needed=True),
                r.text(t, "from", w, needed=True),
                r.text(t, "to", w, needed=True),
                _days(r, t, w),
                bool(r.flag(t, "assumed", w)),
                r.text(t, "source", w, needed=True),
            )
            for t, w in r.tables(root, "periods")
        ),
        deadlines=tuple(
            DeadlineRule(
                r.code(t, w),
                r.texts(t, "titles", w, needed=True),
                r.text(t, "before", w, needed=True),
                _days(r, t, w),
                r.flag(t, "submit", w) is not False,
                bool(r.flag(t, "assumed", w)),
                r.text(t, "source", w, needed=True),
            )
            for t, w in r.tables(root, "deadlines")
        ),
        calendars=tuple(_calendar(r, t, w) for t, w in r.tables(root, "calendars")),
        leads=tuple(
            LeadRule(
                r.code(t, w),
                r.texts(t, "titles", w, needed=True),
                _spread(r, t, w),
                r.text(t, "calendar", w),
                bool(r.flag(t, "assumed", w)),
                r.text(t, "source", w, needed=True),
            )
            for t, w in r.tables(root, "leads")
        ),
        raw=_plain(root),
    )


def _plain(value: Any) -> Any:
    """The table with dates as text, so that it can be kept."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _days(r: Reader, t: Mapping[str, Any], w: str) -> int:
    weeks, days = r.whole(t, "weeks", w), r.whole(t, "days", w)
    if ("weeks" in t) == ("days" in t):
        r.wrong("plan-weeks-or-days", w)
        return 0
    number = weeks * 7 if weeks is not None else (days or 0)
    if number > LONGEST:
        r.wrong("spread-too-long", w, high=number, longest=LONGEST)
        return 0
    return number


def _spread(r: Reader, t: Mapping[str, Any], w: str) -> Spread:
    """Three values, or what past processes took."""
    weeks, days, past = (r.wholes(t, key, w) for key in ("weeks", "days", "past"))
    if sum(key in t for key in ("weeks", "days", "past")) != 1:
        r.wrong("plan-range-of-one-kind", w)
        return Spread(0, 0, 0)
    shape = r.text(t, "shape", w) or "pert"
    if shape not in SHAPES:
        r.wrong("plan-shape-unknown", f"{w}, shape", shape=shape)
        shape = "pert"
    try:
        if past:
            return Spread.seen(past)
        values = tuple(7 * v for v in weeks) or days
        if len(values) != 3:
            r.wrong("plan-range-of-three", w)
            return Spread(0, 0, 0)
        return Spread.of(*values, cast(Shape, shape))
    except Unusable as problem:
        r.wrong(problem.code, w, **problem.problem.facts)
        return Spread(0, 0, 0)


def _calendar(r: Reader, t: Mapping[str, Any], w: str) -> CalendarRule:
    closures = []
    for one, place in r.tables(t, "closures"):
        where = f"{w}, {place}"
        window = r.window(one, "window", where)
        kind = r.text(one, "kind", where) or "closed"
        if kind not in CLOSINGS:
            r.wrong("plan-kind-unknown", f"{where}, kind", kind=kind)
            kind = "closed"
        if window is None:
            if not one.get("window"):
                r.wrong("plan-value-missing", f"{where}, window")
            continue
        closures.append(
            ClosureRule(
                Closure(window, cast(Closing, kind)),
                r.texts(one, "titles", where, needed=True),
                bool(r.flag(one, "assumed", where)),
                r.text(one, "source", where, needed=True),
            )
        )
    weekend = r.wholes(t, "weekend", w)
    if any(not 1 <= d <= 7 for d in weekend) or len(set(weekend)) == 7:
        r.wrong("plan-weekend-unfit", f"{w}, weekend")
        weekend = ()
    return CalendarRule(
        r.code(t, w),
        r.texts(t, "titles", w, needed=True),
        tuple(closures),
        weekend,
        r.text(t, "source", w),
    )


def check_timing(
    r: Reader,
    timing: Timing,
    after: Mapping[str, Sequence[str]],
    works: Mapping[str, str] | None = None,
) -> None:
    """Whether everything that is named exists, once. `works`: milestone -> its kind of work."""
    r.once([x.code for x in timing.leads], "lead")
    leads = {x.code for x in timing.leads}
    for code, work in (works or {}).items():
        if work and work not in leads:
            r.wrong("plan-work-unknown", f"milestone {code}", work=work)
    r.once([d.milestone for d in timing.durations], "duration")
    r.once([p.code for p in timing.periods], "period")
    r.once([d.code for d in timing.deadlines], "deadline")
    r.once([c.code for c in timing.calendars], "calendar")
    calendars = {c.code for c in timing.calendars}
    named = [
        *[(f"duration {d.milestone}", d.milestone) for d in timing.durations],
        *[(f"deadline {d.code}", d.before) for d in timing.deadlines],
        *[("schedule, session", timing.session)],
        *[(f"period {p.code}", code) for p in timing.periods for code in (p.first, p.then)],
    ]
    for where, code in named:
        if code and code not in after:
            r.wrong("plan-milestone-unknown", where, milestone=code)
    for period in timing.periods:
        if period.then in after and period.first not in after[period.then]:
            r.wrong(
                "plan-period-without-order",
                f"period {period.code}",
                milestone=period.then,
                predecessor=period.first,
            )
    used = [
        *((f"duration {d.milestone}", d.calendar) for d in timing.durations),
        *((f"lead {x.code}", x.calendar) for x in timing.leads),
    ]
    for where, calendar in used:
        if calendar and calendar not in calendars:
            r.wrong("schedule-calendar-unknown", where, calendar=calendar)


@dataclass(frozen=True, slots=True)
class Seen:
    """A milestone as it stood at a date, with what it comes after and when it is known to have
    begun."""

    standing: Standing
    after: tuple[str, ...]
    began_on: date | None = None
    fixed: bool = False
    work: str = ""


def seen_of(steps: Sequence[Step], as_at: date | None, today: date) -> tuple[Seen, ...]:
    """The milestones that were known at the date; None for all on record, looked at on `today`."""
    found = []
    for step, stood in milestone_figures(steps, as_at, today):
        known = [step.changes[i] for i in stood.changes]
        began = [c.window.starts_on for c in known if c.kind == "started" and c.window]
        fixed = step.baseline.fixed
        for change in known:  # the last word on it counts
            fixed = fixed or change.kind == "fixed"
            fixed = fixed if change.fixed is None else change.fixed
        first = began[-1] if began else None
        found.append(Seen(stood, step.baseline.after, first, fixed, step.work))
    return tuple(found)


def network_of(timing: Timing, seen: Sequence[Seen], as_at: date) -> Network:
    """The network of a forecast at a date, out of the plan as it was known.

    The target is the session that the plan names, else the last fixed milestone, else the one whose
    window ends last. Raises Unusable("schedule-without-milestones").
    """
    known = {s.standing.code for s in seen}
    durations: dict[str, DurationRule | LeadRule] = {d.milestone: d for d in timing.durations}
    leads = {x.code: x for x in timing.leads}
    days = {(p.first, p.then): p.days for p in timing.periods}
    tasks = []
    for one in seen:
        stood, code = one.standing, one.standing.code
        rule = durations.get(code) or leads.get(one.work)
        over = stood.actual.ends_on if stood.actual and stood.actual.ends_on <= as_at else None
        began = one.began_on if one.began_on and one.began_on <= as_at else None
        if stood.actual and over is None and stood.actual.starts_on <= as_at:
            began = stood.actual.starts_on
        tasks.append(
            Task(
                code,
                stood.current,
                tuple(Wait(c, days.get((c, code), 0)) for c in one.after if c in known),
                rule.spread if rule else None,
                rule.calendar if rule else "",
                over,
                began,
                fixed=over is None
                and stood.current is not None
                and (one.fixed or code == timing.session),
            )
        )
    dated = [t for t in tasks if t.window]
    if not dated:
        raise Unusable("schedule-without-milestones")
    ends = [t for t in dated if t.fixed] or dated
    target = timing.session
    if target not in known:
        target = max(ends, key=lambda t: t.window.ends_on if t.window else date.min).code
    return Network(
        tuple(tasks),
        target,
        tuple(Deadline(d.code, d.before, d.days, d.submit) for d in timing.deadlines),
        tuple(
            Closures(c.code, tuple(x.closure for x in c.closures), c.weekend)
            for c in timing.calendars
        ),
    )
