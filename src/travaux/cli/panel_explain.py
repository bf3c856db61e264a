"""`travaux panel explain`: whether the quotas can be met, what contradicts itself, what would help."""

from __future__ import annotations

from typing import Any

import typer

from travaux.cli.doors import NO, Json, fail, give, say
from travaux.cli.panel_input import (
    AtMosts,
    Excludes,
    IdColumn,
    Includes,
    PoolFile,
    QuotasFile,
    ScoreColumn,
    Seats,
    said,
    usable,
    words_ready,
)
from travaux.core.panels.instance import Instance
from travaux.core.problems import Unusable


def explain(
    pool: PoolFile,
    quotas: QuotasFile,
    seats: Seats,
    id_column: IdColumn = "",
    score_column: ScoreColumn = "",
    at_most: AtMosts = None,
    include: Includes = None,
    exclude: Excludes = None,
    as_json: Json = False,
) -> None:
    """Say whether the quotas can be met; if not, which contradict one another and what would help.

    Exit status 1 when they cannot be met.
    """
    instance = usable(
        pool,
        quotas,
        seats,
        id_column=id_column,
        score_column=score_column,
        at_most=at_most,
        include=include,
        exclude=exclude,
        impossible_too=True,
    )
    try:
        answer = explanation(instance)
    except Unusable as unusable:
        raise fail(said(unusable.problem)) from None
    give(answer, as_json, lambda: explanation_lines(answer))
    if not answer["feasible"]:
        raise typer.Exit(NO)


def explanation(instance: Instance) -> dict[str, Any]:
    """What `explain` answers: whether a panel exists; if not, why, and what would help."""
    from travaux.core.panels.conflicts import conflict_of
    from travaux.core.panels.relaxing import relaxations

    words_ready()
    from travaux.panels.explaining import CAN_BE_MET, change_words, conflict_words, option_words

    conflict = conflict_of(instance)
    if conflict is None:
        return {"feasible": True, "conflict": [], "sentence": str(CAN_BE_MET), "relaxations": []}
    say("A contradiction is found; looking for the least relaxation ...")
    seats = instance.seats_low, instance.seats_high
    return {
        "feasible": False,
        "conflict": [
            {
                "feature": rule.feature,
                "value": rule.value,
                "bound": rule.bound,
                "number": rule.number,
                "kind": rule.kind,
                "in_pool": there,
                "possible": best,
            }
            for rule, there, best in zip(
                conflict.rules, conflict.there, conflict.at_best, strict=True
            )
        ],
        "sentence": conflict_words(conflict, seats, instance.people),
        "smallest": conflict.smallest,
        "with_seats": conflict.with_seats,
        "relaxations": [
            {
                "changes": [
                    {
                        "feature": change.rule.feature,
                        "value": change.rule.value,
                        "bound": change.rule.bound,
                        "from": change.rule.number,
                        "to": change.to,
                        "kind": change.rule.kind,
                        "sentence": change_words(change),
                    }
                    for change in option.changes
                ],
                "cost": option.cost,
                "beyond_flex": option.beyond_flex,
                "sentence": option_words(option),
            }
            for option in relaxations(instance)
        ],
    }


def explanation_lines(answer: dict[str, Any]) -> list[str]:
    """The same for a person to read."""
    lines = [answer["sentence"]]
    if answer["relaxations"]:
        lines.append("Any one of these makes it possible (by how many people rules move):")
        lines += [
            f"  {n}. {option['sentence']} ({option['cost']})"
            for n, option in enumerate(answer["relaxations"], 1)
        ]
    return lines
