"""What a change would make impossible: circles, and fixed dates before what they wait for."""

from __future__ import annotations

from datetime import date
from typing import Any

from travaux.core.problems import Unusable
from travaux.core.schedules.tasks import problems_of
from travaux.plumbing.verdicts import Refusal, refuse
from travaux.roadmap.findings import name
from travaux.roadmap.forecasts import network_as_at
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan, plan_as_at
from travaux.roadmap.timings import timing_of
from travaux.roadmap.windows import day_words


def impossible(process: Process, today: date) -> dict[tuple[str, str], dict[str, Any]]:
    """Fixed steps that all they wait for cannot reach: (step, predecessor) -> the facts by name.

    A circle is refused by the names of its steps.
    """
    plan = plan_as_at(process, None, today)
    try:
        network = network_as_at(plan, timing_of(process))
        found = problems_of(network, today)
    except Unusable as problem:
        if problem.code == "schedule-without-milestones":
            return {}
        raise named(plan, problem) from None
    return {
        (str(p.facts["step"]), str(p.facts["predecessor"])): _facts(plan, dict(p.facts))
        for p in found
    }


def named(plan: Plan, problem: Unusable) -> Refusal:
    """A refusal that calls the steps of a problem by their names."""
    facts: dict[str, Any] = dict(problem.problem.facts)
    if step := plan.step(str(facts.get("step", ""))):
        facts["step"] = name(step)
    if "steps" in facts:
        steps = [plan.step(code) for code in str(facts["steps"]).split(" → ")]
        facts["steps"] = " → ".join(name(s) for s in steps if s)
    return refuse(problem.code, **facts)


def _facts(plan: Plan, facts: dict[str, Any]) -> dict[str, Any]:
    for key in ("step", "predecessor"):
        step = plan.step(str(facts[key]))
        facts[key] = name(step) if step else facts[key]
    for key in ("fixed", "earliest"):
        facts[key] = day_words(date.fromisoformat(facts[key]))
    return facts


def refuse_impossible(
    process: Process, today: date, before: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Refuse what became impossible by the change that was just made."""
    now = impossible(process, today)
    for key, facts in now.items():
        if key not in before:
            raise refuse("schedule-fixed-too-early", **facts)
