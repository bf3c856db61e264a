"""The plan as at a date, and what stands against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from travaux.core.schedules.network import Contradiction, Node, contradictions
from travaux.core.schedules.slips import Slip, slip
from travaux.core.schedules.standing import Baseline, Change, Standing, standing
from travaux.core.schedules.windows import Window
from travaux.plumbing.languages import said
from travaux.roadmap.models import Milestone, MilestoneChange, Process
from travaux.roadmap.states import ChangeKind
from travaux.roadmap.timings import order_on_site, timing_changes

# what was made for a milestone, told by the rooms that keep it: (name, address, whether invented)
FULFILLED: list[Callable[[Milestone], list[tuple[str, str, bool]]]] = []


@dataclass(frozen=True, slots=True)
class Known:
    """A change that was known as at the date, with what stood before it."""

    row: MilestoneChange
    step: Step
    window: Window | None
    happened: Window | None
    window_before: Window | None
    mode_before: str
    slip: Slip | None

    @property
    def moved(self) -> bool:
        """Whether the date or the mode became another one: then a reason is owed."""
        other_mode = bool(self.row.mode and self.mode_before and self.row.mode != self.mode_before)
        return other_mode or (self.slip is not None and self.slip.direction in {"late", "early"})

    @property
    def order(self) -> tuple[date, int]:
        """When it happened, else what it set, else when it became known."""
        first = self.happened or self.window
        day = first.starts_on if first else (self.row.known_on or date.max)
        return day, self.row.pk or 0


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as it stood at the date."""

    milestone: Milestone
    standing: Standing
    after: tuple[str, ...]  # codes of its predecessors
    began: bool = False  # on record, not by the calendar alone
    fixed: bool = False

    @property
    def code(self) -> str:
        return self.milestone.code

    @property
    def newer(self) -> Window | None:
        """What is known beyond the plan."""
        return self.standing.actual or self.standing.revised

    @property
    def told(self) -> bool:
        """Whether anything is on record beyond the plan; else its time merely runs."""
        return self.began or self.newer is not None

    @property
    def late(self) -> bool:
        return self.standing.slip is not None and self.standing.slip.direction == "late"


@dataclass(frozen=True, slots=True)
class Plan:
    """All milestones that were known at the date, in order of the plan.

    `as_at` None: everything on record, looked at today.
    """

    process: Process
    as_at: date | None
    eye: date
    steps: tuple[Step, ...]
    changes: tuple[Known, ...]
    contradictions: tuple[Contradiction, ...]

    def step(self, code: str) -> Step | None:
        return next((s for s in self.steps if s.code == code), None)

    @property
    def planned(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if not s.milestone.added_later)

    @property
    def added(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.milestone.added_later)

    def in_state(self, *states: str) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.standing.state in states)

    @property
    def last(self) -> Step | None:
        """The step with which the plan ends."""
        ends = [s for s in self.planned if s.standing.planned]
        return max(ends, key=lambda s: s.standing.planned.ends_on, default=None)  # type: ignore[union-attr]

    @property
    def furthest(self) -> Step | None:
        """The step that is the longest behind its plan."""
        late = [s for s in self.steps if s.late]
        return max(late, key=lambda s: s.standing.slip.days, default=None)  # type: ignore[union-attr]


def window(text: str) -> Window | None:
    """A window as it is stored; empty for none."""
    return Window.parse(text) if text else None


def baseline(milestone: Milestone, after: tuple[str, ...] = ()) -> Baseline:
    return Baseline(
        milestone.code,
        window(milestone.planned),
        milestone.mode,
        milestone.tentative,
        milestone.fixed,
        after,
        milestone.added_later,
        milestone.known_on,
    )


def plan_as_at(process: Process, as_at: date | None, today: date) -> Plan:
    """The roadmap as it was known at a date; None for all that is on record. Four queries."""
    order = order_on_site(timing_changes(process, as_at))
    milestones = process.milestones.select_related("deliverable").prefetch_related(
        Prefetch("predecessors", queryset=Milestone.objects.only("pk", "code", "position")),
        "changes",
    )
    steps: list[Step] = []
    changes: list[Known] = []
    for milestone in milestones:
        after = order.get(milestone.code)
        if after is None:
            after = tuple(p.code for p in milestone.predecessors.all())
        base = baseline(milestone, after)
        rows = list(milestone.changes.all())
        stands = standing(
            base,
            [
                Change(r.kind, r.known_on, window(r.window), r.mode, r.tentative, r.fixed)
                for r in rows
            ],
            as_at,
            today,
        )
        if stands is None:
            continue
        began = any(rows[i].kind == ChangeKind.STARTED for i in stands.changes)
        fixed = milestone.fixed
        for row in (rows[i] for i in stands.changes):  # the last word on it counts
            fixed = fixed or row.kind == ChangeKind.FIXED
            fixed = fixed if row.fixed is None else row.fixed
        step = Step(milestone, stands, after, began, fixed)
        steps.append(step)
        changes += _told(step, [rows[i] for i in stands.changes], base)
    nodes = [Node(s.code, s.standing.current, s.after) for s in steps]
    return Plan(
        process,
        as_at,
        as_at or today,
        tuple(steps),
        tuple(sorted(changes, key=lambda c: c.order)),
        contradictions(nodes),
    )


def _told(step: Step, rows: list[MilestoneChange], base: Baseline) -> list[Known]:
    """The changes of one milestone in their order, each with what stood before it."""
    before, mode, told = base.planned, base.mode, []
    for row in rows:
        new = window(row.window)
        dated = new is not None and row.kind not in {ChangeKind.STARTED, ChangeKind.NOTE}
        told.append(
            Known(
                row,
                step,
                new,
                window(row.happened_on),
                before,
                mode,
                slip(base.planned, new) if dated and base.planned and new else None,
            )
        )
        if dated:
            before = new
        mode = row.mode or mode
    return told


def summary(plan: Plan) -> dict[str, int]:
    """How many milestones stand in which state."""
    counts: dict[str, int] = {}
    for step in plan.steps:
        counts[step.standing.state] = counts.get(step.standing.state, 0) + 1
    return counts


def topics_of_milestones(process_code: str) -> list[tuple[str, str]]:
    """Code and title of each milestone in their order, as letters and the register name them."""
    found = Milestone.objects.filter(process__code=process_code).order_by("position", "pk")
    return [(one.code, said(one.titles) or one.code) for one in found.only("code", "titles")]


def place_of_milestone(process_code: str, code: str) -> str:
    """The address of a milestone's page."""
    return reverse("roadmap:milestone", args=[process_code, code])
