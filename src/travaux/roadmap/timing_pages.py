"""What the page of ranges, periods and calendars says, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.processes.plan import Timing
from travaux.core.schedules.spreads import Spread
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process, TimingChange
from travaux.roadmap.queries import Plan
from travaux.roadmap.states import TimingKind
from travaux.roadmap.timings import timing_of
from travaux.roadmap.windows import day_words, window_words


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A row: what it is of, how long, on which calendar, whose word. `kind`, `code`: its form."""

    kind: str
    code: str
    titles: Mapping[str, str]
    text: str
    calendar: str
    assumed: bool
    source: str


def days_words(days: int) -> str:
    """ "6 weeks", "40 days"."""
    weeks, over = divmod(days, 7)
    if over or not weeks:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}


def spread_words(spread: Spread) -> str:
    """ "4 weeks, likely 6 weeks, at most 9 weeks"; or what past processes took."""
    if spread.past:
        days = str(_(", ")).join(str(n) for n in sorted(spread.past))
        return _("past processes took (days): %(days)s") % {"days": days}
    return _("%(low)s, likely %(likely)s, at most %(high)s") % {
        "low": days_words(spread.low),
        "likely": days_words(spread.likely),
        "high": days_words(spread.high),
    }


def work_words(process: Process, work: str) -> str:
    """The kind of work by its name."""
    if not work:
        return ""
    lead = next((x for x in timing_of(process).leads if x.code == work), None)
    return said(dict(lead.titles)) if lead else work


def range_lines(plan: Plan, timing: Timing) -> list[TimeLine]:
    """Each milestone with its range, or with that of its kind of work."""
    own = {d.milestone: d for d in timing.durations}
    leads = {x.code: x for x in timing.leads}
    calendars = {c.code: said(dict(c.titles)) or c.code for c in timing.calendars}
    found = []
    for step in plan.steps:
        if step.standing.state == "done" and step.code not in own:
            continue
        rule = own.get(step.code) or leads.get(step.milestone.work)
        found.append(
            TimeLine(
                TimingKind.DURATION,
                step.code,
                step.milestone.titles,
                spread_words(rule.spread) if rule else "",
                calendars.get(rule.calendar, "") if rule else "",
                rule.assumed if rule else False,
                rule.source if rule else "",
            )
        )
    return found


def rule_lines(plan: Plan, timing: Timing) -> list[TimeLine]:
    """Periods, deadlines and lead times."""
    names = {s.code: said(s.milestone.titles) for s in plan.steps}
    calendars = {c.code: said(dict(c.titles)) or c.code for c in timing.calendars}
    found = [
        TimeLine(
            TimingKind.PERIOD, p.code, p.titles,
            _("%(length)s between “%(first)s” and “%(then)s”")
            % {
                "length": days_words(p.days),
                "first": names.get(p.first, p.first),
                "then": names.get(p.then, p.then),
            },
            "", p.assumed, p.source,
        )
        for p in timing.periods
    ]  # fmt: skip
    found += [
        TimeLine(
            TimingKind.DEADLINE, d.code, d.titles,
            _("%(length)s before “%(step)s”")
            % {"length": days_words(d.days), "step": names.get(d.before, d.before)},
            "", d.assumed, d.source,
        )
        for d in timing.deadlines
    ]  # fmt: skip
    found += [
        TimeLine(
            TimingKind.LEAD, x.code, x.titles, spread_words(x.spread),
            calendars.get(x.calendar, ""), x.assumed, x.source,
        )
        for x in timing.leads
    ]  # fmt: skip
    return found


def calendar_lines(timing: Timing) -> list[dict[str, Any]]:
    """Each calendar with its closures."""
    return [
        {
            "code": c.code,
            "titles": dict(c.titles),
            "closures": [
                {
                    "window": window_words(x.closure.window),
                    "titles": dict(x.titles),
                    "meetings": x.closure.kind == "no-meetings",
                    "assumed": x.assumed,
                    "source": x.source,
                }
                for x in c.closures
            ],
        }
        for c in timing.calendars
    ]


def change_lines(plan: Plan, changes: list[TimingChange]) -> list[dict[str, Any]]:
    """What was set on the site, the latest first."""
    names = {s.code: s.milestone.titles for s in plan.steps}
    return [
        {
            "what": TimingKind(c.kind).label,
            "titles": names.get(c.code) or c.value.get("titles") or {"en": c.code},
            "taken_out": not c.value,
            "after": [said(names.get(x, {})) or x for x in c.value.get("after", ())],
            "order": c.kind == TimingKind.AFTER,
            "reasons": c.reasons,
            "known": day_words(c.known_on),
            "demonstration": c.demonstration,
        }
        for c in reversed(changes)
    ]


def columns() -> list[tuple[str, Any]]:
    """Keys that stay, and headings in the reader's language."""
    return [
        ("kind", _("Kind")),
        ("id", _("Code")),
        ("title", _("Title")),
        ("length", _("Length")),
        ("calendar", _("Calendar")),
        ("assumed", _("Assumed")),
        ("source", _("Source")),
    ]


def rows(plan: Plan, timing: Timing) -> Iterator[list[Any]]:
    """The ranges and rules, then the closures, as plain values."""
    for x in [*range_lines(plan, timing), *rule_lines(plan, timing)]:
        kind = str(TimingKind(x.kind).label)
        yield [kind, x.code, said(x.titles), x.text, x.calendar, x.assumed, x.source]
    for calendar in timing.calendars:
        for c in calendar.closures:
            yield [
                str(TimingKind.CALENDAR.label), calendar.code, said(dict(c.titles)),
                c.closure.window.text, said(dict(calendar.titles)), c.assumed, c.source,
            ]  # fmt: skip
