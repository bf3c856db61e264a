"""How a milestone stood as at a date: only what was known then counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from travaux.core.schedules.slips import Slip, slip
from travaux.core.schedules.windows import Window

State = Literal["planned", "under-way", "done", "not-on-record", "fixed"]
# revised: a new date; actual: it happened; started: it began; mode: only the mode changed;
# confirmed: no longer tentative; note: a fact without a date
ChangeKind = Literal["revised", "actual", "started", "mode", "confirmed", "fixed", "note"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plan of a milestone. `known_on` None with `added_later`: known some time after."""

    code: str
    planned: Window | None
    mode: str = ""
    tentative: bool = True
    fixed: bool = False
    after: tuple[str, ...] = ()
    added_later: bool = False
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became known of a milestone on `known_on` (None: not known when)."""

    kind: str
    known_on: date | None
    window: Window | None = None
    mode: str = ""
    tentative: bool | None = None
    fixed: bool | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A milestone as at a date: its plan, what is known now, and the difference."""

    code: str
    planned: Window | None
    revised: Window | None
    actual: Window | None
    mode: str
    planned_mode: str
    tentative: bool
    state: State
    slip: Slip | None
    changes: tuple[int, ...]  # indexes of the changes that were known

    @property
    def current(self) -> Window | None:
        """The date to go by: what happened, else the revised date, else the plan."""
        return self.actual or self.revised or self.planned


def is_known(known_on: date | None, as_at: date | None, *, later: bool = True) -> bool:
    """Whether a fact was known as at a date. `as_at` None means today with all that is on record;
    a fact whose day of becoming known is not on record counts only there."""
    if as_at is None:
        return True
    if known_on is None:
        return not later
    return known_on <= as_at


def standing(
    baseline: Baseline, changes: Sequence[Change], as_at: date | None, today: date
) -> Standing | None:
    """The milestone as at `as_at` (None: everything on record, looked at on `today`).

    None when the milestone itself was not known yet. A planned time that is past without anything
    newer on record is "not-on-record": nobody may claim that it happened or that it failed to. One
    that is known to have begun is under way until its time is past and nothing newer than the
    beginning is on record: from then on nobody may claim that it goes on either.

    >>> plan = Baseline("call", Window.parse("2023-09"))
    >>> began = Change("started", date(2023, 10, 31), Window.parse("2023-09"))
    >>> [standing(plan, [began], d, d).state for d in (date(2023, 10, 31), date(2023, 11, 1))]
    ['under-way', 'not-on-record']
    """
    if baseline.added_later and not is_known(baseline.known_on, as_at):
        return None
    eye = as_at or today
    known = [i for i, c in enumerate(changes) if is_known(c.known_on, as_at)]
    revised = actual = started = None
    mode, tentative, fixed = baseline.mode, baseline.tentative, baseline.fixed
    began, began_known = False, date.min
    for i in known:
        change = changes[i]
        if change.kind == "actual":
            actual, tentative = change.window, False
        elif change.kind == "started":
            began, started = True, change.window
            began_known = max(began_known, change.known_on or date.min)
        elif change.kind in {"revised", "confirmed", "fixed"} and change.window:
            revised = change.window
        if change.kind == "confirmed":
            tentative = False
        if change.kind == "fixed":
            fixed, tentative = True, False
        if change.mode:
            mode = change.mode
        if change.tentative is not None:
            tentative = change.tentative
        if change.fixed is not None:
            fixed = change.fixed
    current = actual or revised or baseline.planned
    state: State
    if actual is not None and actual.ends_on <= eye:
        state = "done"
    elif (actual is not None and actual.starts_on <= eye) or (
        began and (current is None or eye <= max(current.ends_on, began_known))
    ):
        state = "under-way"
    elif current is not None and current.ends_on < eye:
        state = "not-on-record"
    elif fixed:
        state = "fixed"
    elif current is not None and current.starts_on <= eye:
        state = "under-way"
    else:
        state = "planned"
    newer = actual or revised or started
    difference = slip(baseline.planned, newer) if baseline.planned and newer else None
    return Standing(
        baseline.code, baseline.planned, revised, actual, mode, baseline.mode, tentative, state,
        difference, tuple(known),
    )  # fmt: skip
