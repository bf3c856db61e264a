"""The forecast of a process as at a day, and its deadlines worked back; nothing is stored."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from travaux.core.problems import Unusable
from travaux.core.processes.outlook import DRAWS, SEED, assumed_of, ranges_of
from travaux.core.processes.plan import Timing
from travaux.core.processes.timing import Seen, network_of
from travaux.core.schedules.forecast import Forecast, forecast
from travaux.core.schedules.protection import Protected, protection
from travaux.core.schedules.tasks import Network, fixed_day, moved
from travaux.core.schedules.windows import Window
from travaux.core.schedules.working_back import WorkedBack, work_back
from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan, plan_as_at
from travaux.roadmap.states import ChangeKind
from travaux.roadmap.timings import timing_of

MOST_ANEW = (
    40  # drawings for strangers in a minute: a page that nobody saw before takes two or three
)
MINUTE = timedelta(minutes=1)
LARGE = 150  # milestones: from here on fewer draws look for what to protect


@dataclass(frozen=True, slots=True)
class Ahead:
    """A process looked at forward from a day: plain, and with the slips that were asked about."""

    plan: Plan
    timing: Timing
    network: Network
    plain: Forecast
    asked: Forecast | None
    slips: Mapping[str, int]  # days
    moves: Mapping[str, Window]  # dates set anew by the question
    protected: tuple[Protected, ...]

    @property
    def ranges(self) -> frozenset[str]:
        """The open milestones whose time is drawn from a range."""
        return ranges_of(self.network)

    @property
    def works(self) -> dict[str, str]:
        """Milestone -> its kind of work."""
        return {s.code: s.milestone.work for s in self.plan.steps}

    @property
    def assumed(self) -> frozenset[str]:
        """Those of them whose range is an assumption, their own or that of their kind of work."""
        return assumed_of(self.network, self.timing, self.works)

    @property
    def target_day(self) -> date | None:
        """The fixed day that all is for."""
        return fixed_day(self.network.task(self.network.target))


def network_as_at(plan: Plan, timing: Timing) -> Network:
    """The network of a plan as it was known. Raises Unusable("schedule-without-milestones")."""
    seen = []
    for step in plan.steps:
        known = [c for c in plan.changes if c.step.code == step.code]
        began = [c.window for c in known if c.row.kind == ChangeKind.STARTED and c.window]
        first = began[-1].starts_on if began else None
        seen.append(Seen(step.standing, step.after, first, step.fixed, step.milestone.work))
    return network_of(timing, seen, plan.eye)


def session_day(process: Process, today: date) -> date | None:
    """The day of the session with all that is on record, where the plan has one."""
    code = timing_of(process).session
    step = plan_as_at(process, None, today).step(code) if code else None
    return step.standing.current.starts_on if step and step.standing.current else None


class Allowance:
    """How many courses of a process of the server may be drawn anew for strangers in a minute.

    What was drawn before is given to everybody at once; the secretariat draws without a limit.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._guard = threading.Lock()
        self._spent: deque[datetime] = deque()

    def spend(self) -> None:
        """Raises Unusable("forecast-busy") where nothing is left."""
        at = clock.now()
        with self._guard:
            while self._spent and at - self._spent[0] >= MINUTE:
                self._spent.popleft()
            if len(self._spent) >= self.most:
                raise Unusable("forecast-busy")
            self._spent.append(at)


STRANGERS = Allowance(MOST_ANEW)
_FORECASTS: Keep[Forecast] = Keep(128)
_PROTECTIONS: Keep[tuple[Protected, ...]] = Keep(64)


def _drawn(
    network: Network, day: date, slips: tuple[tuple[str, int], ...], of: Allowance | None
) -> Forecast:
    def draw() -> Forecast:
        if of is not None:
            of.spend()
        return forecast(network, day, seed=SEED, draws=DRAWS, slips=dict(slips))

    return _FORECASTS.get((network, day, slips), draw)


def _protected(network: Network, day: date, of: Allowance | None) -> tuple[Protected, ...]:
    def draw() -> tuple[Protected, ...]:
        if of is not None:
            of.spend()
        large = len(network.tasks) >= LARGE
        return protection(
            network,
            day,
            _drawn(network, day, (), of),
            seed=SEED,
            draws=1_000 if large else DRAWS,
            most=3 if large else 6,
        )

    return _PROTECTIONS.get((network, day), draw)


def look_ahead(
    plan: Plan,
    slips: Mapping[str, int],
    of: Allowance | None = None,
    moves: Mapping[str, Window] | None = None,
) -> Ahead:
    """The forecast from the day of a plan, drawn once and remembered; and, where something is asked
    (`slips` in days, `moves` as dates set anew), that of the question.

    Errors: as `forecast`; "forecast-busy" where the allowance `of` whoever asks is spent;
    "move-into-the-past".
    """
    timing = timing_of(plan.process, plan.as_at)
    network = network_as_at(plan, timing)
    plain = _drawn(network, plan.eye, (), of)
    asked = {code: days for code, days in slips.items() if days}
    set_anew = dict(moves or {})
    other = None
    if asked or set_anew:
        anew = moved(network, set_anew, plan.eye)
        other = _drawn(anew, plan.eye, tuple(sorted(asked.items())), of)
    protect = _protected(network, plan.eye, of)
    return Ahead(plan, timing, network, plain, other, asked, set_anew, protect)


def look_back(plan: Plan, session: date | None = None) -> tuple[Timing, Network, WorkedBack]:
    """The latest days before the session, or before another day that was asked about."""
    timing = timing_of(plan.process, plan.as_at)
    network = network_as_at(plan, timing)
    if session is not None:
        window = Window.parse(session.isoformat())
        tasks = tuple(
            replace(t, window=window, fixed=True, done_on=None) if t.code == network.target else t
            for t in network.tasks
        )
        network = replace(network, tasks=tasks)
    return timing, network, work_back(network)
