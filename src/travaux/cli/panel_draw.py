"""`travaux panel draw`: choose a group by a fair lottery or by merit, with its dossier."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, say, write
from travaux.cli.panel_explain import explanation, explanation_lines
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
)
from travaux.core.panels.instance import Instance
from travaux.core.problems import Unusable

MethodOption = Annotated[
    str, typer.Option("--method", help="leximin, maximin, nash (fair lotteries) or merit.")
]


def draw(
    pool: PoolFile,
    quotas: QuotasFile,
    seats: Seats,
    seed: Annotated[str, typer.Option("--seed", help="Decides the draw, or ties of merit.")],
    method: MethodOption = "leximin",
    id_column: IdColumn = "",
    score_column: ScoreColumn = "",
    floor: Annotated[str, typer.Option("--floor", help="Least score to take part.")] = "",
    at_most: AtMosts = None,
    include: Includes = None,
    exclude: Excludes = None,
    numbers: Annotated[int, typer.Option("--numbers", help="Panels of the public draw.")] = 1000,
    number: Annotated[
        int | None, typer.Option("--number", help="The number, where it was drawn by hand.")
    ] = None,
    out: Annotated[str, typer.Option("--out", help="Where the dossier is written.")] = "",
    as_json: Json = False,
) -> None:
    """Choose a group, with a dossier that proves it. Exit status 1 when the quotas cannot be met."""
    if method not in ("leximin", "maximin", "nash", "merit"):
        raise fail(f"--method {method}: choose leximin, maximin, nash or merit.")
    if not seed.strip():
        raise fail("--seed: give the text that decides the draw; it was sealed beforehand.")
    if (method == "merit" or floor) and not score_column:
        raise fail("--score: name the column that holds the scores.")
    instance = usable(
        pool,
        quotas,
        seats,
        id_column=id_column,
        score_column=score_column,
        at_most=at_most,
        include=include,
        exclude=exclude,
    )
    try:
        whole = instance
        instance = _floored(instance, floor)
        dossier = _drawn(instance, method, seed, numbers, number)
        if dossier is None:
            answer = explanation(instance)
            if as_json:
                give(answer, as_json)
            for line in explanation_lines(answer):
                say(line)
            raise typer.Exit(NO)
    except Unusable as unusable:
        raise fail(said(unusable.problem)) from None
    if floor:
        dossier = {**dossier, "floor": _floor_told(whole, floor)}
    if out:
        data = json.dumps(dossier, ensure_ascii=False, indent=1).encode()
        write(out, data + b"\n")
    give(dossier, as_json, lambda: _draw_lines(dossier, out))


def _floored(instance: Instance, floor: str) -> Instance:
    from travaux.core.panels.floor import above_floor
    from travaux.core.panels.reading import read_score

    if not floor:
        return instance
    least = read_score(floor)
    if least is None:
        raise fail(f"--floor {floor}: not a score; write a number such as 60 or 7.5.")
    return above_floor(instance, least)


def _floor_told(whole: Instance, floor: str) -> dict[str, Any]:
    from travaux.core.panels.floor import floor_told
    from travaux.core.panels.reading import read_score

    least = read_score(floor)
    return {} if least is None else floor_told(whole, least)


def _drawn(
    instance: Instance, method: str, seed: str, numbers: int, number: int | None
) -> dict[str, Any] | None:
    """The dossier; None where no panel keeps every rule."""
    from travaux.core.panels.programs import any_panel

    say(
        f"{instance.people} people, {len(instance.types)} kinds of them, {len(instance.rows)} rules."
    )
    if any_panel(instance) is None:
        say("No panel keeps all of these rules; looking for the reason ...")
        return None
    if method == "merit":
        from travaux.core.panels.merit import best_merit
        from travaux.core.panels.merit_dossier import merit_dossier

        found = best_merit(instance, seed, progress=lambda code: say(f"{STAGES[code]} ..."))
        return None if found is None else merit_dossier(instance, found, seed)
    from travaux.core.panels.fair import fair_lottery
    from travaux.core.panels.lottery_dossier import drawn, table_of

    lottery = fair_lottery(
        instance, method, numbered=numbers, progress=lambda stage, count: _stage(stage, count)
    )
    return drawn(table_of(lottery), seed, number=number)


STAGES = {
    "merit-best": "Looking for the best panel",
    "merit-proof": "Proving that none is better",
    "merit-ties": "Breaking ties by the seed",
}


def _stage(stage: str, count: int) -> None:
    say(f"{stage.replace('-', ' ')}: {count}")


def _draw_lines(dossier: dict[str, Any], out: str) -> list[str]:
    """The choice for a person to read."""
    lines = [f"Chosen ({len(dossier['selected'])}): {', '.join(dossier['selected'])}"]
    if dossier["method"] == "merit":
        proof = "the greatest possible, proven"
        if dossier["gap"]:
            proof = f"proven to be at most {dossier['gap']:g} below the greatest possible"
        lines.append(f"Sum of scores {dossier['certificate']['score']}: {proof}.")
    else:
        draw_facts = dossier["draw"]
        lines.append(f"Number {draw_facts['number']} of {draw_facts['of']}.")
        lines.append(
            f"Nobody's chance was below {dossier['min_probability']:.4%}; "
            f"proven to within {dossier['gap']:.1e}."
        )
    lines.append(f"First in reserve: {', '.join(dossier['reserve'][:5]) or 'nobody'}")
    lines.append(f"Hash of the input: {dossier['input_hash']}")
    if out:
        lines.append(f"Dossier: {out}. Check it anywhere: travaux panel verify {out}")
    return lines
