"""When each step ends, out of many drawn courses of the work; the method is docs/methods/forecast.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from travaux.core.problems import Unusable
from travaux.core.schedules.counting import Counts, Step
from travaux.core.schedules.laying import LaidOut, after
from travaux.core.schedules.outcomes import VERSION, Finish, Forecast, Kept
from travaux.core.schedules.spreads import Days
from travaux.core.schedules.tasks import (
    Deadline,
    Network,
    check_reach,
    check_slips,
    fixed_day,
    problems_of,
)

__all__ = ["MOST_DRAWS", "VERSION", "Finish", "Forecast", "Kept", "due", "forecast"]
MOST_DRAWS = 1_000_000
_CHUNK = 5_000  # draws at a time: what a seed gives depends on it, so it never changes
_WEEK = 7


class _Run(LaidOut):
    """One simulation: forward for the days, back for the slack, chunk by chunk."""

    def draw(self, draws: int) -> Counts:
        counts = Counts(self.steps)
        for start in range(0, draws, _CHUNK):
            self._chunk(min(_CHUNK, draws - start), counts)
        return counts

    def _chunk(self, size: int, counts: Counts) -> None:
        n = len(self.steps)
        ends = np.empty((n, size), np.int32)
        latest = np.empty((n, size), np.int32)  # what it waits for may be over by then, no later
        own: dict[int, Days] = {}
        readiness: Days | None = None
        for i, step in enumerate(self.steps):
            takes, plan = self._drawn(step, size)
            if takes is not None:
                own[i] = takes
            if step.task.done_on is not None:
                ends[i] = latest[i] = step.const or 0
                counts.add(i, ends[i])
                continue
            ready = self._ready(step, ends, size)
            done = after(step.calendar, ready, takes) if takes is not None else ready
            if step.const is not None:  # fixed: it stands, whatever comes before it
                ends[i] = step.const
                latest[i] = ready
                counts.add(i, done)
            else:
                span = done - ready
                ends[i] = np.maximum(done, step.least)
                if plan is not None:
                    np.maximum(ends[i], plan, out=ends[i])
                if step.calendar is not None:
                    ends[i] = step.calendar.lands[ends[i]]
                np.subtract(ends[i], span, out=latest[i])
                if step.slip:
                    ends[i] += step.slip
                    np.maximum(ends[i], step.least, out=ends[i])
                    if step.calendar is not None:
                        ends[i] = step.calendar.lands[ends[i]]
                counts.add(i, ends[i])
            if i == self.target:
                readiness = done if step.const is not None else ends[i]
        assert readiness is not None
        self._slack(size, ends, latest, own, readiness, counts)

    def _drawn(self, step: Step, size: int) -> tuple[Days | None, Days | None]:
        """The step's own time and its planned day, drawn; two random bytes for each."""
        if step.task.done_on is not None:
            return None, None
        takes = plan = None
        if step.entries.size:
            takes = step.entries[np.frombuffer(step.chance.bytes(2 * size), "<u2")]
        if step.plan is not None:
            first, last = step.plan
            drawn = np.frombuffer(step.chance.bytes(2 * size), "<u2").astype(np.int32)
            if last - first < 1 << 15:
                plan = (first + (drawn * (last - first + 1) >> 16)).astype(np.int32)
            else:
                plan = np.full(size, last, np.int32)
        return takes, plan

    def _ready(self, step: Step, ends: Days, size: int) -> Days:
        """The day on which all that the step waits for is over."""
        if step.begins is not None:
            return np.full(size, step.begins, np.int32)
        (first, days), *others = step.waits
        ready: Days = ends[first] + np.int32(days)
        for place, days in others:
            np.maximum(ready, ends[place] + np.int32(days), out=ready)
        return ready

    def _slack(
        self,
        size: int,
        ends: Days,
        latest: Days,
        own: Mapping[int, Days],
        readiness: Days,
        counts: Counts,
    ) -> None:
        """How far each step could slip before the target does: exact where no calendar jumps."""
        slack: dict[int, Days] = {self.target: np.zeros(size, np.int32)}
        moved = readiness.astype(np.float64)
        counts.of_target(moved)
        for i in range(self.target, -1, -1):
            left = slack.pop(i, None)
            if left is None:
                continue
            step = self.steps[i]
            if step.task.done_on is None:
                over = np.maximum(_WEEK - left, 0)
                kept = (
                    int(np.count_nonzero(readiness + over <= self.by)) if self.by is not None else 0
                )
                counts.critical(i, left, over, kept, own.get(i), moved)
            if (step.const is not None and i != self.target) or step.begins is not None:
                continue  # a fixed step does not move; one that could begin waits for nobody
            for place, days in step.waits:
                if self.steps[place].const is not None:
                    continue
                gap = latest[i] - ends[place]
                gap += left - np.int32(days)
                if place in slack:
                    np.minimum(slack[place], gap, out=slack[place])
                else:
                    slack[place] = gap

    def result(self, draws: int, seed: str | int) -> Forecast:
        counts = self.draw(draws)
        finishes = [self._finish(i, counts, draws) for i in range(len(self.steps))]
        given = {f.code: f for f in finishes}
        return Forecast(
            self.as_at,
            self.network.target,
            tuple(given[t.code] for t in self.network.tasks),
            tuple(self._kept(counts, draws)),
            self._curve(counts, draws),
            problems_of(self.network, self.as_at),
            draws,
            str(seed),
        )

    def _finish(self, i: int, counts: Counts, draws: int) -> Finish:
        step, upto = self.steps[i], np.cumsum(counts.days[i])
        at = [self._date(int(np.searchsorted(upto, q * draws))) for q in (0.05, 0.5, 0.8, 0.95)]
        fixed = None
        if step.task.done_on is None and step.const is not None:
            fixed = self._date(step.const)
        on_time = None
        if step.within is not None and step.task.done_on is None and fixed is None:
            on_time = float(upto[min(step.within, upto.size - 1)] / draws)
        reaches = i in counts.reaching
        return Finish(
            code=step.task.code,
            window=step.task.window,
            p05=at[0],
            p50=at[1],
            p80=at[2],
            p95=at[3],
            critical=counts.criticals[i] / draws,
            week_moves=counts.moves[i] / draws,
            week_chance=counts.keeps[i] / draws if self.by is not None and reaches else None,
            sensitivity=counts.correlation(i, draws),
            on_time=on_time,
            fixed=fixed,
            done=step.task.done_on is not None,
            overrun=step.overrun,
        )

    def _kept(self, counts: Counts, draws: int) -> list[Kept]:
        found = []
        for task in self.network.tasks:
            day, i = fixed_day(task), self.place[task.code]
            if day is None or task.done_on is not None or not task.after:
                continue
            found.append(Kept(task.code, day, self._by(counts, i, day, draws), task.code))
            for deadline in self.network.deadlines:
                if deadline.before == task.code and deadline.submit:
                    by = due(deadline, day)
                    kept = self._by(counts, i, by, draws)
                    found.append(Kept(deadline.code, by, kept, task.code, document=True))
        return found

    def _by(self, counts: Counts, i: int, day: date, draws: int) -> float:
        upto = min(self._day(day), counts.days[i].size - 1)
        return float(counts.days[i][: upto + 1].sum() / draws) if upto >= 0 else 0.0

    def _curve(self, counts: Counts, draws: int) -> tuple[tuple[date, float], ...]:
        upto = np.cumsum(counts.days[self.target]) / draws
        first = int(np.searchsorted(upto, 0.0, side="right"))
        last = int(np.searchsorted(upto, 1.0 - 0.5 / draws))
        days = [*range(max(0, first - 1), last, _WEEK), last]
        return tuple((self._date(d), float(upto[min(d, upto.size - 1)])) for d in days)


def due(deadline: Deadline, day: date) -> date:
    """The last day of a document's deadline before a session.

    >>> due(Deadline("submission", "session", 70), date(2025, 5, 29))
    datetime.date(2025, 3, 20)
    """
    return day - timedelta(days=deadline.days)


def forecast(
    network: Network,
    as_at: date,
    *,
    seed: str | int,
    draws: int = 20_000,
    slips: Mapping[str, int] | None = None,
) -> Forecast:
    """Finishing days of every step, chances of the fixed dates, and what they hang on.

    Promise: the same network, day, seed and number of draws give the same result everywhere; a step
    that is added moves no other's chance. `slips`: steps that end so many days later than drawn.
    Raises Unusable for what `ordered` and `check_slips` name, "schedule-too-far" and "draws-out-of-bounds".

    >>> from travaux.core.schedules.spreads import Spread
    >>> from travaux.core.schedules.tasks import Task, Wait
    >>> from travaux.core.schedules.windows import Window
    >>> draft = Task("draft", spread=Spread.of(10, 20, 30, "triangular"))
    >>> session = Task("session", Window.parse("2025-05-29"), (Wait("draft"),), fixed=True)
    >>> found = forecast(Network((draft, session), "session"), date(2025, 5, 9), seed=1)
    >>> 0.4 < found.chance < 0.6
    True
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise Unusable("draws-out-of-bounds", draws=draws, most=MOST_DRAWS)
    asked = dict(slips or {})
    check_reach(network, as_at)
    check_slips(network, asked)
    return _Run(network, as_at, seed, asked).result(draws, seed)
