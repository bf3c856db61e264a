"""`travaux funding scenarios`: what is kept under a budget, straight from a plan."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give
from travaux.cli.process import File, usable, words_of
from travaux.core.funding.choices import Scenario
from travaux.core.problems import Unusable
from travaux.core.processes.plan import ProcessPlan


def scenarios(
    file: File,
    budget: Annotated[
        str, typer.Option("--budget", help="What may be spent, support cost included, as 429000.")
    ],
    points: Annotated[
        int, typer.Option("--points", help="Budgets tried for the frontier.", min=2, max=200)
    ] = 24,
    as_json: Json = False,
) -> None:
    """What is kept under a budget, exactly; and the frontier of cost against loss. No database."""
    from travaux.core.funding.choices import planned
    from travaux.core.funding.scenarios import best_under, cannot_stay, frontier, least_cost
    from travaux.core.processes.leaner import question_of

    plan, purse = usable(file), amount_of(budget)
    if not plan.leaner.activities:
        raise fail(f"{file}: no activities. Write them under [scenarios], each with its ways.")
    question = question_of(plan.leaner)
    try:
        best = best_under(question, purse)
        least = least_cost(question)
        given_up = cannot_stay(question, purse) if best is None else ()
        if best is None and not given_up:  # not even the cheapest way of every activity fits
            given_up = tuple(sorted(question.must))
        line = frontier(question, points)
    except Unusable as problem:
        raise fail(f"{file}: {words_of(problem.problem)}") from None
    answer = {
        "currency": plan.currency,
        "invented": plan.leaner.invented,
        "source": plan.leaner.source,
        "support_percent": str(plan.leaner.support),
        "planned": _scenario(planned(question)),
        "budget": str(purse),
        "feasible": best is not None,
        "best": _scenario(best, planned(question)) if best else None,
        "least_cost": str(least.cost) if least else None,
        "cannot_keep": list(given_up),
        "frontier": [_scenario(one) for one in line],
    }
    give(answer, as_json, lambda: _scenario_lines(plan, answer))
    if best is None:
        raise typer.Exit(1)


def amount_of(text: str) -> Decimal:
    """A sum as it was typed, or one sentence and status 2."""
    try:
        amount = Decimal(text.replace(",", "").replace(" ", ""))
        if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 14:
            raise InvalidOperation
    except InvalidOperation:
        raise fail(f"--budget {text}: not a sum; write it as 429000 or 429000.50.") from None
    return amount.quantize(Decimal("0.01"))


def _scenario(one: Scenario, before: Scenario | None = None) -> dict[str, Any]:
    told = {
        "cost": str(one.cost),
        "loss": round(float(one.loss), 9),
        "chosen": dict(one.chosen),
        "lost": [
            {
                "name": lost.name,
                "heard": lost.heard,
                "target": lost.target,
                "weight": float(lost.weight),
                "loss": round(float(lost.loss), 9),
            }
            for lost in one.lost
        ],
    }
    if before is not None:
        told["proven"] = one.proven
        told["bound"] = one.bound
        told["changes"] = [
            {"activity": code, "from": before.chosen[code], "to": way}
            for code, way in one.chosen.items()
            if way != before.chosen[code]
        ]
    return told


def _scenario_lines(plan: ProcessPlan, answer: dict[str, Any]) -> list[str]:
    currency, leaner = answer["currency"], plan.leaner
    milestones = {m.code: m.titles.get("en", m.code) for m in plan.milestones}
    titles = {
        a.code: a.titles.get("en") or milestones.get(a.milestone, a.code) for a in leaner.activities
    }

    def named(name: str) -> str:
        parts = [leaner.names.get(part, {}).get("en", part) for part in name.split("/")]
        return ", ".join(parts)

    said = []
    if leaner.invented:
        said.append("The split over activities and the numbers heard are invented.")
    said.append(f"The plan: {currency} {Decimal(answer['planned']['cost']):,}.")
    best = answer["best"]
    if best is None:
        least = answer["least_cost"]
        said.append(
            f"Nothing that keeps what must stay fits {currency} {Decimal(answer['budget']):,}."
        )
        if answer["cannot_keep"]:
            said.append(
                f"It would have to give up: {', '.join(map(named, answer['cannot_keep']))}."
            )
        if least is not None:
            said.append(f"The least sum that keeps all of it: {currency} {Decimal(least):,}.")
        return said
    proof = "nothing within it loses less" if best["proven"] else "not proven best"
    said.append(
        f"Under {currency} {Decimal(answer['budget']):,}: {currency} {Decimal(best['cost']):,}, "
        f"loss {best['loss']:.3f} ({proof})."
    )
    said += [
        f"  {titles[c['activity']]}: {c['to']} instead of {c['from']}" for c in best["changes"]
    ]
    said.append("What is lost:")
    for lost in best["lost"]:
        part = f"{lost['heard']} of {lost['target']}" if lost["target"] > 1 else "no longer served"
        said.append(f"  {named(lost['name'])}: {part}")
    said.append(f"{'cost':>14}  {'loss':>8}")
    said += [f"{Decimal(one['cost']):>14,}  {one['loss']:>8.3f}" for one in answer["frontier"]]
    return said
