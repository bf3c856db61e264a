"""`travaux countries`: names and groups of states, for the technical officer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give, open_site, read, speaking

app = typer.Typer(help="Names and groups of states.", no_args_is_help=True)

Language = Annotated[str, typer.Option("--language", help="Language of names and of the order.")]


@app.command("list")
def list_states(
    group: Annotated[str, typer.Option("--group", help="Code of a group, such as ldc.")] = "",
    on: Annotated[str, typer.Option("--on", help="As on this day, YYYY-MM-DD; today.")] = "",
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """The states that are known, or those of one group on a day, in the order of a language."""
    open_site()
    from travaux.people import queries
    from travaux.people.models import Group
    from travaux.plumbing.languages import SIX, said

    if language not in SIX:
        raise fail(f"--language {language}: known are {', '.join(SIX)}.")
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        raise fail(f"--on {on}: no such day. Write it as 2026-01-31.") from None
    if group and not Group.objects.filter(code=group).exists():
        raise fail(f"--group {group}: no such group; `travaux countries groups` lists them.")
    chosen = queries.countries_in(group, on=day) if group else queries.countries_known()
    found = [
        {
            "code": c.code,
            "alpha2": c.alpha2,
            "m49": c.m49,
            "name": said(c.names, language),
            "formal_name": said(c.formal_names, language),
            "demonstration": c.demonstration,
        }
        for c in queries.states_by_name(chosen, language)
    ]
    give({"states": found}, as_json, lambda: [f"{c['code']}  {c['name']}" for c in found])


@app.command()
def groups(language: Language = "en", as_json: Json = False) -> None:
    """The ways in which states are grouped, with version, source and the number of members."""
    open_site()
    from travaux.people import queries
    from travaux.plumbing.languages import said

    found: list[dict[str, Any]] = [
        {
            "code": t.code,
            "version": t.version,
            "as_at": t.as_at,
            "source": t.source,
            "groups": [
                {
                    "code": g.code,
                    "name": said(g.names, language),
                    "states": queries.countries_in(g.code, t.code).count(),
                }
                for g in t.groups.order_by("position")
            ],
        }
        for t in queries.taxonomies()
    ]
    lines = [
        f"{t['code']} {g['code']}: {g['name']} ({g['states']})" for t in found for g in t["groups"]
    ]
    give({"taxonomies": found}, as_json, lambda: lines)


@app.command()
def load(
    file: Annotated[str, typer.Argument(help="TOML with states, or with one way to group them.")],
    as_json: Json = False,
) -> None:
    """Load names of states or a taxonomy of your own, such as the organisation's own regions."""
    open_site()
    import tomllib
    from contextlib import suppress

    from travaux.core.countries.facts import read_states, read_taxonomy
    from travaux.people import actions
    from travaux.people.models import Country
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import explain

    data, name, told = read(file), Path(file).name, dict[str, Any]()
    answer: dict[str, Any] = {}
    with suppress(ValueError):
        told = tomllib.loads(data.decode("utf-8-sig"))
    with speaking():
        if "state" in told:
            states, problems = read_states(data, name)
            if states is not None:
                changed = actions.load_states(by=None, states=states, at=clock.now())
                answer = {"states": len(states.states), "changed": changed}
        else:
            known = frozenset(Country.objects.values_list("code", flat=True))
            taxonomy, problems = read_taxonomy(data, known, name)
            if taxonomy is not None:
                made = actions.load_taxonomy(by=None, taxonomy=taxonomy, at=clock.now())
                answer = {"taxonomy": made.code, "version": made.version}
        if problems:
            raise fail("\n".join(explain(p) for p in problems[:20]))
    give(answer, as_json, lambda: [", ".join(f"{k} {v}" for k, v in answer.items())])
