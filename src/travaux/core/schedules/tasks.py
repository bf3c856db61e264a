"""The network of a forecast: steps, what they wait for, what cannot move; and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from travaux.core.problems import Problem, Unusable
from travaux.core.schedules.closures import Closures
from travaux.core.schedules.spreads import Spread
from travaux.core.schedules.windows import Window

FARTHEST = 50 * 365  # days between the first and the last of a plan


@dataclass(frozen=True, slots=True)
class Wait:
    """A step waits for another, and for so many days more (a minimum period between the two)."""

    code: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A step as at a date.

    `window`: the date to go by (revised, else planned). `spread`: what it takes after all that it
    waits for; None: no time of its own. `done_on`: it is over. `began_on`: it is known to have
    begun. `fixed`: its date stands whatever happens before it.
    """

    code: str
    window: Window | None = None
    after: tuple[Wait, ...] = ()
    spread: Spread | None = None
    calendar: str = ""
    done_on: date | None = None
    began_on: date | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A document's date: `days` before the first day of the step `before`.

    `submit`: the work itself has to be ready by then; otherwise it binds what others do with it
    (translation, issue).
    """

    code: str
    before: str
    days: int
    submit: bool = True


@dataclass(frozen=True, slots=True)
class Network:
    """All that a forecast starts from. `target`: the step that everything is for."""

    tasks: tuple[Task, ...]
    target: str
    deadlines: tuple[Deadline, ...] = ()
    calendars: tuple[Closures, ...] = ()

    def task(self, code: str) -> Task:
        """The step of a code."""
        return next(t for t in self.tasks if t.code == code)


def check_reach(network: Network, as_at: date) -> None:
    """Whether all days lie near enough to one another to be counted. Raises
    Unusable("schedule-too-far")."""
    days = [as_at]
    for task in network.tasks:
        days += [task.window.starts_on, task.window.ends_on] if task.window else []
        days += [d for d in (task.done_on, task.began_on) if d]
    if (max(days) - min(days)).days > FARTHEST or min(days).year < 1900:
        raise Unusable("schedule-too-far", years=FARTHEST // 365)


def fixed_day(task: Task) -> date | None:
    """The day that a fixed step stands on: the first of its window, which is the careful reading.

    >>> fixed_day(Task("session", Window.parse("2025-06"), fixed=True))
    datetime.date(2025, 6, 1)
    """
    return task.window.starts_on if task.fixed and task.window else None


def circle(tasks: Sequence[Task]) -> tuple[str, ...]:
    """The steps of one circle, each waiting for the next, the last for the first; () for none.

    >>> circle([Task("a", after=(Wait("b"),)), Task("b", after=(Wait("a"),)), Task("c")])
    ('a', 'b')
    """
    after = {t.code: [w.code for w in t.after] for t in tasks}
    clear: set[str] = set()
    for root in after:
        path: list[str] = []
        places: dict[str, int] = {}
        stack: list[tuple[str, int]] = [(root, 0)]
        while stack:
            code, index = stack.pop()
            if index == 0:
                if code in clear or code not in after:
                    continue
                if code in places:
                    return tuple(path[places[code] :])
                places[code] = len(path)
                path.append(code)
            if index < len(after[code]):
                stack.append((code, index + 1))
                stack.append((after[code][index], 0))
            else:
                clear.add(code)
                path.pop()
                del places[code]
    return ()


def ordered(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The steps so that each comes after all that it waits for. Raises Unusable("schedule-circle")
    with the steps of the circle by name, and Unusable("schedule-step-unknown")."""
    known = {t.code: t for t in tasks}
    for task in tasks:
        for wait in task.after:
            if wait.code not in known:
                raise Unusable("schedule-step-unknown", task.code, step=wait.code)
    around = circle(tasks)
    if around:
        raise Unusable("schedule-circle", around[0], steps=" → ".join([*around, around[0]]))
    waiting = {t.code: len({w.code for w in t.after}) for t in tasks}
    followers: dict[str, list[str]] = {}
    for task in tasks:
        for code in {w.code for w in task.after}:
            followers.setdefault(code, []).append(task.code)
    free = [t.code for t in tasks if not waiting[t.code]]
    found: list[Task] = []
    for code in free:
        found.append(known[code])
        for follower in followers.get(code, []):
            waiting[follower] -= 1
            if not waiting[follower]:
                free.append(follower)
    return tuple(found)


def problems_of(network: Network, as_at: date) -> tuple[Problem, ...]:
    """What certainly cannot be: a fixed step before all that it waits for can end, even at best.

    Raises as `ordered` does.
    """
    best: dict[str, date] = {}
    found: list[Problem] = []
    for task in ordered(network.tasks):
        takes = timedelta(days=task.spread.low if task.spread else 0)
        ready = {w.code: best[w.code] + timedelta(days=w.days) + takes for w in task.after}
        day = fixed_day(task)
        if task.done_on is not None:
            best[task.code] = task.done_on
        elif day is not None:
            best[task.code] = day
            for code, earliest in ready.items():
                if earliest > day:
                    found.append(
                        Problem(
                            "schedule-fixed-too-early",
                            task.code,
                            {
                                "step": task.code,
                                "predecessor": code,
                                "fixed": day.isoformat(),
                                "earliest": earliest.isoformat(),
                            },
                        )
                    )
        else:
            ends = [task.window.starts_on] if task.window else []
            if task.began_on is not None:
                ends.append(task.began_on + takes)
            else:
                ends += ready.values() if ready else [as_at + takes]
            best[task.code] = max([*ends, as_at + timedelta(days=1)])
    return tuple(found)


def check_slips(network: Network, slips: Mapping[str, int]) -> None:
    """Whether a question can be asked. Raises Unusable("slip-of-fixed"), for no scenario moves a
    fixed step, Unusable("slip-of-past"), or Unusable("schedule-step-unknown")."""
    known = {t.code: t for t in network.tasks}
    for code in slips:
        if code not in known:
            raise Unusable("schedule-step-unknown", step=code)
        if known[code].fixed:
            raise Unusable("slip-of-fixed", step=code)
        if known[code].done_on is not None:
            raise Unusable("slip-of-past", step=code)


def moved(network: Network, moves: Mapping[str, Window], day: date) -> Network:
    """The network with other dates to go by. Raises as `check_slips`, and
    Unusable("move-into-the-past") for a date that ends by `day`."""
    check_slips(network, dict.fromkeys(moves, 0))
    for code, window in moves.items():
        if window.ends_on <= day:
            raise Unusable("move-into-the-past", step=code, window=window.text)
    tasks = (replace(t, window=moves.get(t.code, t.window)) for t in network.tasks)
    return replace(network, tasks=tuple(tasks))


def with_spread(network: Network, code: str, spread: Spread | None) -> Network:
    """The network with another range for one of its steps."""
    tasks = (replace(t, spread=spread) if t.code == code else t for t in network.tasks)
    return replace(network, tasks=tuple(tasks))
