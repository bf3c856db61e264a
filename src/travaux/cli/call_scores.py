"""`travaux call criteria | assign | scores`: what is scored, who reviews what, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    NO,
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    speaking,
    write,
)

ENDINGS = ("xlsx", "csv", "json")
Key = Annotated[str, typer.Argument(metavar="CALL", help="Key of the call.")]


def add_to(app: typer.Typer) -> None:
    """These commands stand with the others of `travaux call`."""
    app.command("criteria")(criteria)
    app.command("assign")(assign)
    app.command("scores")(scores)


def _call(key: str, process: str) -> Any:
    from travaux.cli.call import _call as found

    return found(key, process)


def criteria(
    call: Key,
    file: Annotated[
        str,
        typer.Option(
            "--set", help="Table with name (or name_en, name_fr ...), from, to, weight, meaning."
        ),
    ] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """The criteria of a call; with --set they are taken from a table, as long as they are not frozen."""
    open_site()
    from travaux.calls.actions import replace_criteria
    from travaux.calls.queries.reviews import criteria_of
    from travaux.calls.rules.calls import may_see_call
    from travaux.calls.rules.reviews import criteria_frozen, scoring_of
    from travaux.calls.tables_of_reviews import read_criteria
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here, at = _call(call, process), clock.now()
    with speaking():
        if file:
            given = read_criteria(read(file))
            replace_criteria(by=acting(person), call=here, given=given, at=at)
        else:
            require(may_see_call(acting(person) if person else None, here, at))
    scoring = scoring_of(here)
    told = {
        "call": here.key,
        "figure": scoring.figure if scoring is not None else None,
        "blind": here.blind,
        "frozen": criteria_frozen(here),
        "criteria": [
            {
                "criterion": c.key,
                "names": c.names,
                "meanings": c.meanings,
                "from": c.low,
                "to": c.high,
                "weight": str(c.weight),
            }
            for c in criteria_of(here)
        ],
    }
    give(
        told,
        as_json,
        lambda: (
            [
                f"{c.low}-{c.high}  weight {c.weight}  {next(iter(c.names.values()), c.key)}"
                for c in criteria_of(here)
            ]
            or ["no criteria"]
        ),
    )


def assign(
    call: Key,
    file: Annotated[
        str, typer.Option("--table", help="Table with the columns application and reviewer.")
    ] = "",
    each: Annotated[int, typer.Option("--evenly", help="Reviews of each application.")] = 0,
    seed: Annotated[str, typer.Option("--seed", help="By which ties fall; with --evenly.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Give applications to reviewers: line by line out of a table, or evenly among those named.

    Exit status 1 when a line was refused or a review is missing; the others are done.
    """
    open_site()
    from travaux.calls.actions import assign_evenly, assign_table
    from travaux.calls.tables_of_reviews import read_assignments
    from travaux.plumbing import clock

    if bool(file) == bool(each):
        raise fail("Say one of --table FILE and --evenly N.")
    if each and not seed:
        raise fail("--evenly needs --seed: any word; the same seed shares out the same way.")
    here, at = _call(call, process), clock.now()
    with speaking():
        if each:
            found = assign_evenly(by=acting(person), call=here, each=each, seed=seed, at=at)
            told: dict[str, Any] = {
                "assigned": len(found.pairs),
                "short": dict(found.short),
                "loads": dict(found.loads),
                "hints": found.hints,
                "seed": seed,
            }
            done = not found.short
            lines = [f"{len(found.pairs)} assigned, {sum(found.short.values())} missing"]
        else:
            report = assign_table(
                by=acting(person), call=here, lines=read_assignments(read(file)), at=at
            )
            told = {
                "assigned": sum(1 for one in report if one.new),
                "lines": [
                    {
                        "where": one.where,
                        "application": one.application,
                        "reviewer": one.email,
                        "done": bool(one.verdict),
                        "new": one.new,
                        "refused": one.verdict.code or None,
                        "sentence": one.verdict.sentence or None,
                    }
                    for one in report
                ],
            }
            done = all(one.verdict for one in report)
            lines = [f"{told['assigned']} assigned"]
            lines += [f"{x.where}: {x.verdict.sentence}" for x in report if not x.verdict]
    give(told, as_json, lambda: lines)
    if not done:
        raise typer.Exit(NO)


def scores(
    call: Key,
    out: Annotated[str, typer.Option("-o", "--out", help="File: .xlsx, .csv or .json.")] = "",
    single: Annotated[bool, typer.Option("--single", help="Every single score.")] = False,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Median, mean, spread and missing reviews of each application, or every single score."""
    open_site()
    from travaux.calls.rules.reviews import may_see_scores
    from travaux.calls.views.scores import singles_table, table_of
    from travaux.plumbing import clock
    from travaux.plumbing.exports import write as table
    from travaux.plumbing.verdicts import require

    ending = Path(out).suffix.lstrip(".").lower()
    if out and ending not in ENDINGS:
        raise fail(f"-o {out}: the name ends with one of .xlsx, .csv, .json.")
    here = _call(call, process)
    with speaking():
        by = acting(person)
        require(may_see_scores(by, here, clock.now()))
        columns, rows = (singles_table if single else table_of)(here, by)
    if out:
        write(out, table(ending, columns, rows))
        give({"rows": len(rows), "out": out}, as_json, lambda: [f"{len(rows)} -> {out}"])
        return
    keys = [key for key, _ in columns]
    told = [dict(zip(keys, row, strict=True)) for row in rows]
    give(
        told,
        as_json,
        lambda: [
            "  ".join(f"{k} {v}" for k, v in one.items() if v not in ("", None)) for one in told
        ],
    )
