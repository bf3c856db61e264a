"""From the date of a session back: the latest days of everything before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from travaux.core.problems import Unusable
from travaux.core.schedules.closures import Closures, back, by_code, last_open
from travaux.core.schedules.forecast import due
from travaux.core.schedules.tasks import Network, Task, check_reach, fixed_day, ordered
from travaux.core.schedules.windows import Window


@dataclass(frozen=True, slots=True)
class Document:
    """The last day of a document's deadline before the session."""

    code: str
    by: date
    days: int
    submit: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day on which a step may end: with the least times after it (`latest`), and with the
    likely ones (`likely`). `spare`: days from the end of its window to `latest`, negative when it
    is too late; `at_best`: the same from the first day of its window. `begin`: the day on which its
    own work has to begin to end by `latest` in its likely time; None without a range."""

    code: str
    window: Window | None
    latest: date
    likely: date
    spare: int | None
    at_best: int | None
    done: bool
    begin: date | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What a step leaves, at best, for the work between it and a document's deadline."""

    code: str
    document: str
    days: int  # from the first day of the step's window to the deadline; negative: none
    needs: int  # the least time of that work
    likely: int


@dataclass(frozen=True, slots=True)
class WorkedBack:
    """The session's day, the documents' days, the steps' latest days in the order of the plan."""

    target: str
    session: date
    documents: tuple[Document, ...]
    latest: tuple[Latest, ...]
    left: tuple[Left, ...]


def work_back(network: Network) -> WorkedBack:
    """The latest days of all that the target waits for.

    The target's own work has to be over on the day of the earliest document that is to be submitted,
    or on the session's day where there is none. Raises Unusable("schedule-target-without-date")
    and what `ordered` raises.

    >>> from travaux.core.schedules.tasks import Deadline, Wait
    >>> meeting = Task("meeting", Window.parse("2025-03"))
    >>> session = Task("session", Window.parse("2025-05-29"), (Wait("meeting"),), fixed=True)
    >>> rule = (Deadline("submit", "session", 70), Deadline("issue", "session", 42, submit=False))
    >>> found = work_back(Network((meeting, session), "session", rule))
    >>> [d.by.isoformat() for d in found.documents], found.left[0].days
    (['2025-03-20', '2025-04-17'], 19)
    """
    order = ordered(network.tasks)
    target = next((t for t in order if t.code == network.target), None)
    if target is None:
        raise Unusable("schedule-step-unknown", step=network.target)
    session = fixed_day(target) or (target.window.starts_on if target.window else None)
    if session is None:
        raise Unusable("schedule-target-without-date", step=network.target)
    check_reach(network, session)
    documents = tuple(
        Document(d.code, due(d, session), d.days, d.submit)
        for d in sorted(network.deadlines, key=lambda d: -d.days)
        if d.before == network.target
    )
    ready = min([session, *(d.by for d in documents if d.submit)])
    ends = [_backwards(network, order, ready, likely=likely) for likely in (False, True)]
    calendars = by_code(network.calendars)
    latest = tuple(
        _latest(task, ends[0][task.code], ends[1][task.code], calendars)
        for task in network.tasks
        if task.code in ends[0] and task.code != network.target
    )
    waited = {w.code for w in target.after}
    spread = target.spread
    left = tuple(
        Left(
            task.code,
            document.code,
            (document.by - task.window.starts_on).days,
            spread.low if spread else 0,
            spread.likely if spread else 0,
        )
        for task in network.tasks
        for document in documents
        if document.submit and task.code in waited and task.window and task.done_on is None
    )
    return WorkedBack(network.target, session, documents, latest, left)


def _backwards(
    network: Network, order: tuple[Task, ...], ready: date, *, likely: bool
) -> dict[str, date]:
    calendars = by_code(network.calendars)
    ends: dict[str, date] = {network.target: ready}
    for task in reversed(order):
        if task.code not in ends:
            continue
        own = calendars.get(task.calendar)
        if task.code != network.target:
            ends[task.code] = last_open(own, ends[task.code])
            fixed = fixed_day(task)
            if fixed is not None:  # it stands; what it waits for has to be over by then
                ends[task.code] = min(ends[task.code], fixed)
        takes = 0 if task.spread is None else task.spread.likely if likely else task.spread.low
        begins = back(own, ends[task.code], takes)
        for wait in task.after:
            by = begins - timedelta(days=wait.days)
            ends[wait.code] = min(by, ends.get(wait.code, by))
    return ends


def _latest(task: Task, latest: date, likely: date, calendars: Mapping[str, Closures]) -> Latest:
    window, spread = task.window, task.spread
    begin = back(calendars.get(task.calendar), latest, spread.likely) if spread else None
    return Latest(
        task.code,
        window,
        latest,
        likely,
        (latest - window.ends_on).days if window and task.done_on is None else None,
        (latest - window.starts_on).days if window and task.done_on is None else None,
        task.done_on is not None,
        begin if task.done_on is None else None,
    )
