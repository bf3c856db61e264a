"""What follows from gap, plan and leaner ways: the figures of decision note, appeal and tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from travaux.core.funding.cash import cash_flow
from travaux.core.funding.choices import Question, Scenario, planned
from travaux.core.funding.coverage import Purse
from travaux.core.funding.money import Position, percent
from travaux.core.funding.scenarios import best_under, cannot_stay, least_cost
from travaux.core.processes.board import dues_of, fund_figures
from travaux.core.processes.leaner import question_of
from travaux.core.processes.plan import BudgetLine, Leaner, Texts
from travaux.core.schedules.standing import Standing

IN_THE_ROOM, AWAY = frozenset({"in-person", "hybrid"}), frozenset({"online", "dropped"})
NEXT = Decimal(50_000)  # what an appeal asks to be shown the effect of
THOUSAND = Decimal(1000)
SECONDS = 10.0


def thousands(amount: Decimal) -> int:
    """The tracker's one rounding rule: whole thousands, halves up (away from zero).

    >>> thousands(Decimal("867500")), thousands(Decimal("867499.99"))
    (868, 867)
    """
    return int((amount / THOUSAND).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tracker_row(required: Decimal, there: Decimal) -> dict[str, int]:
    """Needed, mobilised and missing in thousands; the gap is what remains of the rounded figures,
    so that every row adds up. Percentages are of the sums before rounding.

    >>> tracker_row(Decimal(1179384), Decimal(311700))
    {'required': 1179, 'mobilised': 312, 'gap': 867, 'percent': 26}
    """
    need, have = thousands(required), thousands(there)
    return {
        "required": need,
        "mobilised": have,
        "gap": need - have,
        "percent": percent(there, required),
    }


def runs_out(
    lines: Sequence[BudgetLine],
    stood: Mapping[str, Standing],
    funds: Position,
    purses: Mapping[str, Sequence[Purse]] | None = None,
) -> list[dict[str, Any]]:
    """Where the money ends under each assumption, and by when that has to be decided."""
    titles = {x.code: dict(x.titles) for x in lines}
    dues, _undated = dues_of(lines, stood)
    flow = cash_flow(dues, funds.received, funds.pledged, purses)
    return [
        {
            "assumption": r.assumption,
            "line": r.line,
            "titles": titles[r.line],
            "milestone": r.milestone,
            "on": r.on.isoformat(),
            "short": str(r.short),
            "decide_by": r.decide_by.isoformat(),
        }
        for r in flow.runs_out
    ]


def what_is_kept(leaner: Leaner, names: Mapping[str, Texts], budget: Decimal) -> dict[str, Any]:
    """What a sum keeps: the best choice within it, what changes against the plan, who is heard
    less, who is not heard in person, what is no longer kept; where nothing fits, what would have to
    be given up, and the least sum that keeps it, with what even that changes. Where not even the
    cheapest way of every activity fits (`cheapest`), all that must stay is at risk. Raises
    Unusable("solver-out-of-time")."""
    question = question_of(leaner)
    best = best_under(question, budget, seconds=SECONDS)
    told: dict[str, Any] = {"budget": str(budget), "feasible": best is not None}
    if best is None:
        least = least_cost(question, seconds=SECONDS)
        cheapest = least_cost(question, must=False, seconds=SECONDS)
        nothing = cheapest is None or cheapest.cost > budget
        given_up = (
            tuple(sorted(question.must))
            if nothing
            else cannot_stay(question, budget, seconds=SECONDS)
        )
        return told | {
            "given_up": [named(leaner, n) for n in given_up],
            "least_cost": str(least.cost) if least else None,
            "cheapest": str(cheapest.cost) if cheapest and nothing else None,
            "changes": [],
            "least_changes": changes(question, least, names) if least else [],
            "not_in_person": not_in_person(leaner, least, names) if least else [],
            "heard_less": [],
            "no_longer": [],
        }
    return told | {
        "cost": str(best.cost),
        "chosen": dict(best.chosen),
        "changes": changes(question, best, names),
        "least_changes": [],
        "not_in_person": not_in_person(leaner, best, names),
        "heard_less": [
            {**named(leaner, x.name), "heard": x.heard, "target": x.target}
            for x in best.lost
            if ":" not in x.name
        ],
        "no_longer": [named(leaner, x.name) for x in best.lost if ":" in x.name],
        "given_up": [],
        "least_cost": None,
        "cheapest": None,
    }


def changes(
    question: Question, choice: Scenario, names: Mapping[str, Texts]
) -> list[dict[str, Any]]:
    """What differs from the plan."""
    plan = planned(question).chosen
    return [
        {"activity": code, "titles": dict(names.get(code, {})), "from": plan[code], "to": way}
        for code, way in choice.chosen.items()
        if way != plan[code]
    ]


def not_in_person(
    leaner: Leaner, choice: Scenario, names: Mapping[str, Texts]
) -> list[dict[str, Any]]:
    """The activities that a choice takes out of the room, with those whom the plan's own way would
    have heard there. `countries` is for the record to fill: a plan does not know who comes."""
    found = []
    for activity in leaner.activities:
        plan, way = activity.ways[0], choice.chosen[activity.code]
        if plan.code in IN_THE_ROOM and way in AWAY:
            found.append(
                {
                    "activity": activity.code,
                    "milestone": activity.milestone,
                    "titles": dict(names.get(activity.code, {})),
                    "to": way,
                    "cells": [
                        {**named(leaner, cell), "heard": number}
                        for cell, number in plan.heard.items()
                    ],
                    "countries": [],
                }
            )
    return found


def named(leaner: Leaner, name: str) -> dict[str, Any]:
    """A cell, a language or a clause with the names of its parts."""
    parts = (
        [] if ":" in name else [dict(leaner.names.get(p, {})) or {"en": p} for p in name.split("/")]
    )
    return {"name": name, "parts": parts}


def restored(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The activities that more money brings back nearer to the plan: their ways before and after.

    >>> one = {"changes": [{"activity": "egm", "titles": {}, "from": "hall", "to": "online"}]}
    >>> restored(one, {"changes": []})
    [{'activity': 'egm', 'titles': {}, 'from': 'online', 'to': 'hall'}]
    """
    old = {c["activity"]: c for c in before["changes"]}
    new = {c["activity"]: c for c in after["changes"]}
    found = []
    for code, change in (old | new).items():
        was = old[code]["to"] if code in old else change["from"]
        now = new[code]["to"] if code in new else change["from"]
        if was != now:
            found.append({"activity": code, "titles": change["titles"], "from": was, "to": now})
    return found


def need_figures(
    *,
    as_at: date,
    currency: str,
    funds: Position,
    lines: Sequence[BudgetLine],
    stood: Mapping[str, Standing],
    leaner: Leaner,
    names: Mapping[str, Texts],
    purses: Mapping[str, Sequence[Purse]] | None = None,
) -> dict[str, Any]:
    """The figures of a decision note and an appeal, as plain values in all languages."""
    found: dict[str, Any] = {
        "as_at": as_at.isoformat(),
        "funds": fund_figures(funds, currency),
        "runs_out": runs_out(lines, stood, funds, purses),
        "assumed": any(x.assumed for x in lines) or leaner.invented,
        "scenario": None,
        "next": None,
    }
    if leaner.activities:
        pledged = max(funds.pledged, Decimal(0))
        first = what_is_kept(leaner, names, pledged)
        then = what_is_kept(leaner, names, pledged + NEXT)
        found["scenario"] = first
        found["next"] = {
            "sum": str(NEXT),
            "budget": then["budget"],
            "feasible": then["feasible"],
            "least_cost": then["least_cost"],
            "given_up": then["given_up"],
            "restored": restored(first, then) if first["feasible"] and then["feasible"] else [],
            "kept_again": [
                x for x in (*first["no_longer"], *first["given_up"])
                if x not in (*then["no_longer"], *then["given_up"])
            ],
        }  # fmt: skip
    return found
