"""What a forecast gives: the days of each step, the chances of fixed dates, what they hang on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from travaux.core.problems import Problem
from travaux.core.schedules.windows import Window

VERSION = "forecast-1"


@dataclass(frozen=True, slots=True)
class Finish:
    """When a step ends. For a fixed step the days tell when all it waits for is ready.

    `critical`: the share of draws in which a slip of this step moves the target at once.
    `week_moves`: by how many days a slip of one week moves the target, on average; `week_chance`:
    the chance that the target keeps its fixed date after such a slip. `sensitivity`: correlation of
    the step's own time with the day on which the target is ready. `on_time`: the chance to end
    within the planned window. `overrun`: it has taken longer already than its range allows.
    """

    code: str
    window: Window | None
    p05: date
    p50: date
    p80: date
    p95: date
    critical: float
    week_moves: float
    week_chance: float | None
    sensitivity: float
    on_time: float | None
    fixed: date | None = None
    done: bool = False
    overrun: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The chance that the work is ready `by` the date of a fixed step or of a document."""

    code: str
    by: date
    probability: float
    step: str  # the fixed step that the date belongs to
    document: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """The result with all that repeats it. `curve`: (day, chance that the target is ready by it),
    week by week."""

    as_at: date
    target: str
    finishes: tuple[Finish, ...]
    kept: tuple[Kept, ...]
    curve: tuple[tuple[date, float], ...]
    problems: tuple[Problem, ...]
    draws: int
    seed: str
    version: str = VERSION

    def finish(self, code: str) -> Finish:
        """The finish of a step."""
        return next(f for f in self.finishes if f.code == code)

    @property
    def chance(self) -> float | None:
        """The chance that the target keeps its fixed date, where it has one."""
        return next(
            (k.probability for k in self.kept if k.step == self.target and not k.document), None
        )
