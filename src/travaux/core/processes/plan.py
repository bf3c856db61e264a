"""The plan of a process as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from travaux.core.funding.choices import Way
from travaux.core.schedules.closures import Closure
from travaux.core.schedules.spreads import Spread
from travaux.core.schedules.windows import Window

Texts = Mapping[str, str]
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@dataclass(frozen=True, slots=True)
class Mandate:
    """The resolution: its symbol, its other names, when and by whom."""

    symbol: str
    titles: Texts
    aliases: tuple[str, ...] = ()
    adopted_on: date | None = None
    session: Window | None = None
    sponsors: tuple[Texts, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """An operative clause."""

    code: str
    titles: Texts
    texts: Texts
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What clauses ask for; `fulfilled_when`: code of the milestone that ends it."""

    code: str
    clauses: tuple[str, ...]
    titles: Texts
    kind: str = ""
    fulfilled_when: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of consultation."""

    code: str
    titles: Texts
    texts: Texts
    source: str = ""
    added_later: bool = False
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the roadmap as planned. `number` 0: added after the plan."""

    code: str
    titles: Texts
    number: int = 0
    texts: Texts = field(default_factory=dict)
    planned: Window | None = None
    mode: str = ""
    after: tuple[str, ...] = ()
    after_mandate: bool = False
    deliverable: str = ""
    owners: Texts = field(default_factory=dict)
    tentative: bool = True
    fixed: bool = False
    source: str = ""
    added_later: bool = False
    known_on: date | None = None
    work: str = ""  # kind of work with a lead time of its own: recruitment, procurement ...


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became known of a milestone after the plan."""

    milestone: str
    kind: str
    window: Window | None = None
    mode: str = ""
    place: str = ""
    tentative: bool | None = None
    fixed: bool | None = None
    happened_on: Window | None = None
    known_on: date | None = None
    reasons: Texts = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A call, a challenge, an outreach event or a next step."""

    kind: str
    code: str
    titles: Texts
    texts: Texts = field(default_factory=dict)
    window: Window | None = None
    place: str = ""
    milestone: str = ""
    source: str = ""
    added_later: bool = False
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An event of money in the plan's currency."""

    code: str
    kind: str
    amount: Decimal
    currency: str
    party: Texts = field(default_factory=dict)
    of: str = ""
    happened_on: Window | None = None
    known_on: date | None = None
    source: str = ""
    line: str = ""
    earmark: str = ""
    basis: str = ""
    corrects: str = ""
    booked: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FundingTerms:
    """How the money is kept. `support`: programme support cost in percent; `lines`: whether the
    lines of the budget are "gross" or "net" of it; `obligate_from`: the stage from which a pledge
    can be obligated ("pledge", "signed" or "received")."""

    support: Decimal = Decimal(0)
    lines: str = "gross"
    obligate_from: str = "received"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A public reading: in order, perhaps undated, in no sum."""

    titles: Texts
    required: Decimal
    mobilised: Decimal
    gap: Decimal
    currency: str
    read_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class DurationRule:
    """What a milestone takes after all that it waits for. `assumed`: no record tells it."""

    milestone: str
    spread: Spread
    calendar: str = ""
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class LeadRule:
    """What a kind of work takes where its milestone has no range of its own: a recruitment, a
    purchase. `code`: the kind that milestones name."""

    code: str
    titles: Texts
    spread: Spread
    calendar: str = ""
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """At least so many days lie between two milestones: a round, a translation, a notice."""

    code: str
    titles: Texts
    first: str
    then: str
    days: int
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A document is due so many days before a session. `submit`: the work has to be ready then."""

    code: str
    titles: Texts
    before: str
    days: int
    submit: bool = True
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClosureRule:
    """A window of a calendar in which no work goes on, or nothing can be held."""

    closure: Closure
    titles: Texts
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A calendar that durations name: holidays of a duty station, periods without meetings."""

    code: str
    titles: Texts
    closures: tuple[ClosureRule, ...] = ()
    weekend: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a forecast needs beside the milestones. `session`: the milestone that stands for the
    session of the body, which no scenario moves. `public`: everybody may see what comes out.
    `raw`: the table as it was read."""

    session: str = ""
    source: str = ""
    public: bool = False
    durations: tuple[DurationRule, ...] = ()
    periods: tuple[PeriodRule, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    calendars: tuple[CalendarRule, ...] = ()
    leads: tuple[LeadRule, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a milestone costs, to be committed `days_ahead` before its window; decided upon
    `decide_days` before that. `assumed`: no record tells it. `meeting`, `round`: what it pays for,
    by name."""

    code: str
    titles: Texts
    amount: Decimal
    milestone: str
    days_ahead: int = 0
    decide_days: int = 0
    assumed: bool = False
    source: str = ""
    activity: str = ""
    region: str = ""
    language: str = ""
    meeting: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class LeanerActivity:
    """An activity that can be carried out in several ways; called as its milestone, or by titles."""

    code: str
    milestone: str
    titles: Texts
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Leaner:
    """What leaner scenarios are made of: activities, how many should be heard in each cell, what a
    loss weighs, what must stay. `invented`: the split of the total over activities is made up."""

    activities: tuple[LeanerActivity, ...] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    support: Decimal = Decimal(0)
    names: Mapping[str, Texts] = field(default_factory=dict)
    invented: bool = False
    source: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """All that the file says. `digest` is the SHA-256 of its bytes."""

    code: str
    titles: Texts
    summaries: Texts
    body: Texts
    currency: str
    source: str
    mandate: Mandate
    clauses: tuple[Clause, ...]
    deliverables: tuple[Deliverable, ...]
    levels: tuple[Level, ...]
    milestones: tuple[Milestone, ...]
    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]
    money: tuple[Money, ...]
    snapshots: tuple[Snapshot, ...]
    report: Mapping[str, Any]
    digest: str
    demonstration: bool = False
    timing: Timing = field(default_factory=Timing)
    budget: tuple[BudgetLine, ...] = ()
    leaner: Leaner = field(default_factory=Leaner)
    funding: FundingTerms = field(default_factory=FundingTerms)
