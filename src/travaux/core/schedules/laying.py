"""A network laid out on days, before a course of the work is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from travaux.core.chance import Chance
from travaux.core.problems import Unusable
from travaux.core.schedules.closures import Tables, by_code, tables
from travaux.core.schedules.counting import Step
from travaux.core.schedules.spreads import LONGEST, Days, table
from travaux.core.schedules.tasks import Network, Task, fixed_day, ordered


class LaidOut:
    """A network on days counted from the first: its steps in order, each with all it can come to."""

    def __init__(
        self, network: Network, as_at: date, seed: str | int, slips: Mapping[str, int]
    ) -> None:
        self.network, self.as_at = network, as_at
        self.order = ordered(network.tasks)
        self.place = {t.code: i for i, t in enumerate(self.order)}
        if network.target not in self.place:
            raise Unusable("schedule-step-unknown", step=network.target)
        self.target = self.place[network.target]
        self.first = min([as_at, *(d for t in self.order for d in _days_of(t))])
        self.steps = self._steps(Chance(seed), slips)
        by = fixed_day(network.task(network.target))
        self.by = self._day(by) if by else None

    def _day(self, day: date) -> int:
        return (day - self.first).days

    def _date(self, day: int) -> date:
        return self.first + timedelta(days=int(day))

    def _steps(self, chance: Chance, slips: Mapping[str, int]) -> list[Step]:
        calendars = self._calendars(slips)
        today, found = self._day(self.as_at), []
        for task in self.order:
            waits = [(self.place[w.code], w.days) for w in task.after]
            calendar = calendars.get(task.calendar)
            fixed = fixed_day(task)
            stands = task.done_on or fixed
            const = self._day(stands) if stands else None
            step = Step(
                task, waits, chance.child(task.code), np.empty(0, np.int32), None, today + 1, None,
                const, slips.get(task.code, 0), calendar,
            )  # fmt: skip
            found.append(step)
            if task.window:
                step.within = self._day(task.window.ends_on)
            if task.done_on is not None:
                continue
            if task.window and task.window.ends_on > self.as_at and fixed is None:
                step.plan = (
                    max(self._day(task.window.starts_on), today + 1),
                    self._day(task.window.ends_on),
                )
            befores = [found[p] for p, _ in waits]
            if task.began_on is not None:
                step.begins = self._day(task.began_on)
            elif all(b.task.done_on is not None for b in befores):
                ends = [(b.const or 0) + d for b, (_, d) in zip(befores, waits, strict=True)]
                step.begins = max(ends, default=today)
            if task.spread is None:
                continue
            worked = -1
            if (
                step.begins is not None
                and step.begins <= today
                and step.plan is None
                and fixed is None
            ):
                worked = (
                    int(calendar.worked[today] - calendar.worked[step.begins])
                    if calendar
                    else today - step.begins
                )
            step.entries = table(task.spread, more_than=worked)
            step.overrun = not step.entries.size
        self._bounds(found)
        return found

    def _calendars(self, slips: Mapping[str, int]) -> dict[str, Tables]:
        """The tables of the calendars in use, long enough for the longest course of all."""
        used = {t.calendar for t in self.order if t.calendar}
        known = by_code(self.network.calendars)
        for code in used:
            if code not in known:
                raise Unusable("schedule-calendar-unknown", calendar=code)
            if len(set(known[code].weekend)) == 7:
                raise Unusable("schedule-calendar-never-open", calendar=code)
        longest = [0] * len(self.order)
        for i, task in enumerate(self.order):
            own = max([self._day(self.as_at) + 1, *(self._day(d) for d in _days_of(task))])
            takes = (task.spread.high if task.spread else 0) + max(0, slips.get(task.code, 0))
            waits = [longest[self.place[w.code]] + w.days for w in task.after]
            longest[i] = max([own, *waits]) + takes + (14 if task.calendar else 0)
        shut = sum(min(c.window.days, LONGEST) for k in used for c in known[k].closures)
        count = max(longest, default=0) + shut * 2 + 60
        return {code: tables(known[code], self.first, count) for code in used}

    def _bounds(self, steps: list[Step]) -> None:
        """The last day on which each step can end at all, for the width of its histogram."""
        for step in steps:
            most = int(step.entries[-1]) if step.entries.size else 0
            ready = max([steps[p].upper + d for p, d in step.waits], default=0)
            if step.begins is not None:
                ready = max(ready, step.begins)
            takes = np.array([most], np.int32)
            end = int(after(step.calendar, np.array([ready], np.int32), takes)[0])
            ends = [end, step.least, *(step.plan or ())]
            if step.const is not None:
                step.upper = step.const if step.task.done_on else max(step.const, end)
            else:
                step.upper = _land(step.calendar, max(ends)) + max(0, step.slip)
                step.upper = _land(step.calendar, step.upper)


def _days_of(task: Task) -> list[date]:
    window = [task.window.starts_on, task.window.ends_on] if task.window else []
    return [*window, *(d for d in (task.done_on, task.began_on) if d)]


def after(calendar: Tables | None, ready: Days, takes: Days) -> Days:
    """The days on which what begins on `ready` is over: working days of a calendar, else all days."""
    if calendar is None:
        return ready + takes
    return calendar.after(ready, takes)


def _land(calendar: Tables | None, day: int) -> int:
    return int(calendar.lands[day]) if calendar else day
