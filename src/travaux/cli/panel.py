"""`travaux panel`: choose, explain, verify and replace, from files; no database, no configuration."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from travaux.cli.doors import CANNOT, NO, Json, fail, give, read, say, write
from travaux.core.panels.instance import AtMost, Demand, Instance
from travaux.core.panels.reading import Read, read_instance, read_limit, read_seats
from travaux.core.problems import Problem, Unusable

app = typer.Typer(
    help="Choose a group out of a pool under quotas, and prove it.", no_args_is_help=True
)


@app.callback()
def _root() -> None:
    """Choose a group out of a pool under quotas, and prove it."""


PoolFile = Annotated[str, typer.Argument(metavar="POOL.csv", help="One row per person.")]
QuotasFile = Annotated[
    str,
    typer.Argument(metavar="QUOTAS.csv", help="feature, value, min, max[, min_flex, max_flex]"),
]
Seats = Annotated[str, typer.Option("--seats", help="How many: 30, or a range: 28-32.")]
IdColumn = Annotated[str, typer.Option("--id", help="Column of the codes; else rows from 1.")]
ScoreColumn = Annotated[str, typer.Option("--score", help="Column of the scores.")]
AtMosts = Annotated[
    list[str] | None, typer.Option("--at-most", help="COLUMN=N: at most N of each value.")
]
Includes = Annotated[
    list[str] | None, typer.Option("--include", help="ID=REASON: who must be chosen.")
]
Excludes = Annotated[
    list[str] | None, typer.Option("--exclude", help="ID=REASON: who must not be chosen.")
]


def said(problem: Problem) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    _wording()
    from travaux.drafts.wording import REFUSALS as OF_FILES
    from travaux.panels.wording import REFUSALS
    from travaux.plumbing.wording import REFUSALS as OF_VALUES

    code = problem.code
    text = str(REFUSALS.get(code) or OF_FILES.get(code) or OF_VALUES.get(code) or code)
    return text % problem.facts if problem.facts else text


def _wording() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


def demands_of(include: list[str] | None, exclude: list[str] | None) -> tuple[Demand, ...]:
    """Demands as typed: the code, and after the first "=" the reason."""
    found = []
    for kind, typed in (("include", include or []), ("exclude", exclude or [])):
        for text in typed:
            one, _, reason = text.partition("=")
            if not one.strip() or not reason.strip():
                raise fail(f"--{kind} {text}: write the code and the reason, such as P12=chair.")
            found.append(Demand(one.strip(), kind, reason.strip()))
    return tuple(found)


def _limits(typed: list[str] | None) -> tuple[AtMost, ...]:
    return tuple(read_limit(text) for text in typed or [])


def usable(
    pool: str,
    quotas: str,
    seats: str,
    *,
    id_column: str,
    score_column: str,
    at_most: list[str] | None,
    include: list[str] | None,
    exclude: list[str] | None,
    impossible_too: bool = False,
) -> Instance:
    """The instance in two files, or one sentence for each problem and status 2."""
    if pool == quotas == "-":
        raise fail("Only one of the two files can come from standard input.")
    demands = demands_of(include, exclude)
    try:
        wanted = read_seats(seats)
        limits = _limits(at_most)
    except Unusable as unusable:
        raise fail(said(unusable.problem)) from None
    result: Read = read_instance(
        read(pool),
        read(quotas),
        seats=wanted,
        id_column=id_column,
        score_column=score_column,
        at_most=limits,
        demands=demands,
        impossible_too=impossible_too,
    )
    names = {"pool": pool, "quotas": quotas, "options": "--seats"}
    for problem in (*result.warnings, *result.problems):
        name = names[str(problem.facts.get("file", "pool"))]
        if problem.code.startswith("demand"):
            name = "--include/--exclude"
        say(": ".join(x for x in (name, problem.where, said(problem)) if x))
    if result.instance is None:
        raise typer.Exit(2)
    return result.instance


def explanation(instance: Instance) -> dict[str, Any]:
    """What `explain` answers: whether a panel exists; if not, why, and what would help."""
    from travaux.core.panels.conflicts import conflict_of
    from travaux.core.panels.relaxing import relaxations

    _wording()
    from travaux.panels.wording import CAN_BE_MET, change_words, conflict_words, option_words

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


@app.command()
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


MethodOption = Annotated[
    str, typer.Option("--method", help="leximin, maximin, nash (fair lotteries) or merit.")
]


@app.command()
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


DossierFile = Annotated[str, typer.Argument(metavar="DOSSIER.json", help="As draw wrote it.")]


def _dossier(path: str) -> dict[str, Any]:
    try:
        dossier = json.loads(read(path, limit=200 * 1024 * 1024))
    except (ValueError, RecursionError):
        raise fail(f"{path}: not a JSON document. Take the dossier again.") from None
    if not isinstance(dossier, dict) or "instance" not in dossier or "method" not in dossier:
        raise fail(f"{path}: no dossier of a choice: it lacks its input. Take the dossier again.")
    return dossier


@app.command()
def verify(path: DossierFile, as_json: Json = False) -> None:
    """Check a dossier step by step, on any machine and without solving anything again.

    Exit status 1 when a step differs.
    """
    dossier = _dossier(path)
    steps = checked_steps(dossier)
    answer = {"verified": all(step["ok"] for step in steps), "steps": steps}

    def lines() -> list[str]:
        told = [f"{'yes' if s['ok'] else 'NO '}  {s['name']}: {s['detail']}" for s in steps]
        first = next((s["name"] for s in steps if not s["ok"]), "")
        return [*told, f"This step differs: {first}." if first else "The dossier verifies."]

    give(answer, as_json, lines)
    if not answer["verified"]:
        raise typer.Exit(NO)


def checked_steps(dossier: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of the check, each with a sentence."""
    from travaux.core.panels.checking import check_dossier

    _wording()
    from travaux.panels.wording import step_words

    return [
        {"name": step.name, "ok": step.ok, "detail": step_words(step)}
        for step in check_dossier(dossier)
    ]


@app.command()
def replace(
    path: DossierFile,
    leaves: Annotated[list[str], typer.Option("--leaves", help="Code of who leaves.")],
    declined: Annotated[
        list[str] | None, typer.Option("--declined", help="Code of who was asked and declined.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="merit, or reserve: the order of the same lottery.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say who should come for somebody who leaves, so that every quota is kept or broken least."""
    from travaux.core.panels.instance import from_plain
    from travaux.core.panels.replacing import replacement

    dossier = _dossier(path)
    if by not in ("", "merit", "reserve"):
        raise fail(f"--by {by}: choose merit or reserve.")
    try:
        instance = from_plain(dossier["instance"])
        place = instance.pool.place
        for one in (*leaves, *(declined or [])):
            if one not in place:
                raise fail(f"{path}: nobody has the code “{one}”. Correct it.")
        members = [place[one] for one in dossier["selected"]]
        order = _order(dossier, instance, by)
        found = replacement(
            instance,
            members,
            [place[one] for one in leaves],
            order=order,
            declined=[place[one] for one in declined or []],
        )
    except (KeyError, TypeError) as error:
        raise fail(f"{path}: the dossier is damaged ({error}). Take it again.") from None
    except Unusable as unusable:
        status = NO if unusable.code == "nobody-left" else CANNOT
        raise fail(said(unusable.problem), status) from None
    answer = _replacement_answer(instance, found)
    give(answer, as_json, lambda: _replacement_lines(answer))


def _order(dossier: dict[str, Any], instance: Instance, by: str) -> list[int]:
    """Who may come, first choice first."""
    from travaux.core.panels.merit_dossier import merit_order

    if by != "merit":
        return [instance.pool.place[one] for one in dossier["reserve"]]
    if instance.pool.scores is None:
        raise Unusable("scores-missing")
    from travaux.core.panels.merit import tie_numbers

    return list(merit_order(instance, tie_numbers(instance.pool.ids, str(dossier["seed"]))))


def _replacement_answer(instance: Instance, found: Any) -> dict[str, Any]:
    _wording()
    from travaux.panels.wording import break_words

    ids = instance.pool.ids

    def told(breaks: Any) -> list[dict[str, Any]]:
        return [
            {
                "feature": b.feature,
                "value": b.value,
                "bound": b.bound,
                "number": b.number,
                "count": b.count,
                "kind": b.kind,
                "sentence": break_words(b),
            }
            for b in breaks
        ]

    return {
        "leaves": [ids[p] for p in found.leaves],
        "comes": [ids[p] for p in found.comes],
        "replacement": ids[found.comes[0]] if len(found.comes) == 1 else None,
        "keeps_all": not found.breaks,
        "breaks": told(found.breaks),
        "members": [ids[p] for p in found.members],
        "alternatives": [
            {"id": ids[one.person], "keeps_all": not one.breaks, "breaks": told(one.breaks)}
            for one in found.alternatives
        ],
        "if_vacant": told(found.vacant),
    }


def _replacement_lines(answer: dict[str, Any]) -> list[str]:
    lines = [f"{', '.join(answer['comes'])} for {', '.join(answer['leaves'])}."]
    if answer["keeps_all"]:
        lines.append("Every quota is kept.")
    else:
        lines.append("Nobody left keeps every quota; this breaks least:")
        lines += [f"  {b['sentence']}" for b in answer["breaks"]]
    fitting = [a["id"] for a in answer["alternatives"] if a["keeps_all"]]
    if fitting:
        lines.append(f"Next, keeping every quota too: {', '.join(fitting)}")
    return lines
