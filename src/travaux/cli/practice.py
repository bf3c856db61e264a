"""`travaux practice`: the library of practices, as far as its holders allow machines to read it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, speaking, the_process, write

app = typer.Typer(
    help="The library of best practices: listed, read, and taken away.", no_args_is_help=True
)
Code = Annotated[str, typer.Argument(metavar="PROCESS", help="Code of the process.")]
Region = Annotated[str, typer.Option(help="Code of a regional group.")]
Country = Annotated[str, typer.Option(help="Code of a country.")]
Theme = Annotated[str, typer.Option(help="Key of a theme.")]
Target = Annotated[str, typer.Option(help="An SDG target such as 11.3, or a goal such as 11.")]


def _wanted(region: str, country: str, theme: str, target: str) -> Any:
    from travaux.core.evidence.goals import GOALS, TARGETS
    from travaux.evidence.queries.practices import Wanted

    goal = int(target) if target.isdecimal() else 0
    if target and target not in TARGETS and goal not in GOALS:
        raise fail(f"--target {target}: no goal or target of the Goals has this code.")
    return Wanted(region, country, theme, goal, "" if goal else target)


def _plain(practice: Any) -> dict[str, Any]:
    return {
        "practice": practice.key,
        "number": practice.number,
        "language": practice.language,
        "title": practice.title,
        "country": practice.country.code if practice.country else "",
        "city": practice.city,
        "level": practice.level,
        "themes": practice.themes,
        "targets": practice.targets,
        "traditional": practice.traditional,
        "invented": practice.demonstration,
    }


@app.command("list")
def listed(
    process: Code,
    region: Region = "",
    country: Country = "",
    theme: Theme = "",
    target: Target = "",
    as_json: Json = False,
) -> None:
    """The published practices, narrowed; what holders keep from machines is left out."""
    open_site()
    from travaux.evidence.queries.practices import machine_read, narrowed

    here = the_process(process)
    wanted = _wanted(region, country, theme, target)
    with speaking():
        rows = [_plain(p) for p in narrowed(machine_read(here), wanted, here)]
        give(
            {"process": here.code, "practices": rows},
            as_json,
            lambda: (
                [
                    f"{r['number']}. {r['title']}  [{r['country']} {r['city']}]".rstrip()
                    + ("  (invented)" if r["invented"] else "")
                    for r in rows
                ]
                or ["No practice is published yet."]
            ),
        )


@app.command()
def show(
    process: Code,
    practice: Annotated[str, typer.Argument(metavar="PRACTICE", help="Its key or its number.")],
    as_json: Json = False,
) -> None:
    """One practice, part by part; exit 1 where it is not shown."""
    open_site()
    from travaux.evidence.queries.practices import machine_read, practice_named
    from travaux.evidence.rules.held import held_of

    here = the_process(process)
    with speaking():
        found = practice_named(here.code, practice)
        if found is None or found.published_at is None:
            raise fail(f"PRACTICE {practice}: the library has no such entry.")
        if found.pk not in {p.pk for p in machine_read(here)}:
            raise fail("This entry is not shown.", NO)
        held = held_of(found) if found.traditional else None
        told = {**_plain(found), "words": found.words}
        if held is not None:
            told["holders"] = held.holders
            told["conditions"], told["labels"] = held.conditions, held.labels
        give(
            told,
            as_json,
            lambda: [
                f"{found.number}. {found.title}",
                *(f"\n{part}\n{text}" for part, text in found.words.items()),
                *([f"\nconditions of use\n{held.conditions}"] if held else []),
            ],
        )


@app.command()
def export(
    process: Code,
    to: Annotated[str, typer.Argument(metavar="FILE", help="FILE.xlsx, FILE.csv or FILE.json.")],
    region: Region = "",
    country: Country = "",
    theme: Theme = "",
    target: Target = "",
    as_json: Json = False,
) -> None:
    """The library as a file; what holders keep out of files or from machines is left out."""
    open_site()
    from travaux.evidence.models import Use
    from travaux.evidence.queries.practices import machine_read, narrowed
    from travaux.evidence.rules.held import may_use
    from travaux.evidence.views.practices import columns_of_practices, rows_of_practices
    from travaux.plumbing import clock, exports

    here = the_process(process)
    ending = to.rpartition(".")[2].lower()
    if ending not in ("xlsx", "csv", "json"):
        raise fail(f"FILE {to}: end it with .xlsx, .csv or .json.")
    wanted = _wanted(region, country, theme, target)
    with speaking():
        at = clock.now()
        found = [p for p in narrowed(machine_read(here), wanted, here) if may_use(p, Use.FILES, at)]
        rows = rows_of_practices(here, found)
        write(to, exports.write(ending, columns_of_practices(), rows, title="Practices"))
        give({"file": to, "practices": len(rows)}, as_json, lambda: [f"{len(rows)} -> {to}"])
