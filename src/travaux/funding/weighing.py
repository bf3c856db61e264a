"""Leaner scenarios of a process as its plan gives them: reckoned once for each plan and budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from travaux.core.funding.choices import Question, Scenario, planned, told
from travaux.core.processes.leaner import question_of, read_leaner
from travaux.core.processes.plan import Leaner, Texts
from travaux.funding.models import ScenarioWeights
from travaux.plumbing.keeping import Keep
from travaux.roadmap.models import Process

POINTS = 16  # budgets that the frontier tries
MOST = Decimal(10) ** 12
SECONDS = 10.0  # for one program; those of a process take milliseconds


@dataclass(frozen=True, slots=True)
class Single:
    """One way other than the plan's, alone: what it saves and loses, and in how many of the best
    choices it stands."""

    activity: str
    way: str
    saves: Decimal
    loss: Fraction
    times: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is possible under a budget. `best` None: nothing that keeps what must stay fits."""

    leaner: Leaner
    names: Mapping[str, Texts]  # activity -> as its milestone is called
    plan: Scenario
    best: Scenario | None
    least: Scenario | None
    given_up: tuple[str, ...]
    frontier: tuple[Scenario, ...]
    singles: tuple[Single, ...] = ()

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Activity, the plan's way, the way chosen; where they differ."""
        if self.best is None:
            return []
        return [
            (code, self.plan.chosen[code], way)
            for code, way in self.best.chosen.items()
            if way != self.plan.chosen[code]
        ]


def kept_weights(process: Process) -> ScenarioWeights | None:
    """The weights that the secretariat set on the site, where it did."""
    return ScenarioWeights.objects.filter(process=process).first()


def leaner_of(process: Process) -> Leaner:
    """What leaner scenarios are made of: the plan's table, with the weights set on the site."""
    leaner = read_leaner(process.scenarios)
    kept = kept_weights(process) if leaner.activities else None
    if kept is None:
        return leaner
    set_anew = {name: Decimal(text) for name, text in kept.weights.items()}
    return replace(leaner, weights={**leaner.weights, **set_anew})


def weight_names(leaner: Leaner) -> tuple[str, ...]:
    """Everything that weighs: cells, then clauses and languages, each in the order of codes."""
    return (*leaner.targets, *question_of(leaner).kept)


_weighed: Keep[Weighed] = Keep(50)
_frontiers: Keep[tuple[Scenario, ...]] = Keep(20)


def weighed(process: Process, budget: Decimal | None) -> Weighed | None:
    """The scenarios of a process under a budget (None: what the plan costs); None without any.

    Raises `Unusable("solver-out-of-time")`.
    """
    leaner = leaner_of(process)
    if not leaner.activities:
        return None
    state = (process.pk, process.digest, tuple(sorted(leaner.weights.items())))

    def reckon() -> Weighed:
        from travaux.core.funding.scenarios import best_under, cannot_stay, frontier, least_cost

        question = question_of(leaner)
        plan = planned(question)
        purse = plan.cost if budget is None else budget
        best = best_under(question, purse, seconds=SECONDS)
        line = _frontiers.get(state, lambda: frontier(question, POINTS, seconds=SECONDS))
        titles = dict(process.milestones.values_list("code", "titles"))
        return Weighed(
            leaner,
            {a.code: a.titles or titles.get(a.milestone, {}) for a in leaner.activities},
            plan,
            best,
            least_cost(question, seconds=SECONDS),
            (cannot_stay(question, purse, seconds=SECONDS) or tuple(sorted(question.must)))
            if best is None
            else (),
            line,
            singles(question, plan, line),
        )

    return _weighed.get((state, budget), reckon)


def singles(question: Question, plan: Scenario, line: Sequence[Scenario]) -> tuple[Single, ...]:
    """Each way that is not the plan's, held against the plan by itself; the most saved first."""
    found = []
    for activity in question.activities:
        for way in activity.ways[1:]:
            alone = told(question, {**plan.chosen, activity.code: way.code})
            times = sum(one.chosen[activity.code] == way.code for one in line)
            saves = plan.cost - alone.cost
            found.append(Single(activity.code, way.code, saves, alone.loss - plan.loss, times))
    return tuple(sorted(found, key=lambda s: (-s.times, -s.saves, s.activity, s.way)))


def typed_budget(text: str) -> Decimal | None:
    """A sum as it was typed: spaces and commas between thousands are passed over; None: none."""
    plain = "".join(c for c in text if not c.isspace()).replace(",", "").replace("'", "")
    try:
        sum_ = Decimal(plain)
    except InvalidOperation:
        return None
    if not sum_.is_finite() or not 0 <= sum_ <= MOST:
        return None
    return sum_.quantize(Decimal("0.01"))
