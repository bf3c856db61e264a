"""`travaux organisation`: organisations, the categories they are sorted into, and their seats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    speaking,
    the_process,
)

app = typer.Typer(
    help="Organisations: their category, seat and names; lists of categories.",
    no_args_is_help=True,
)


@app.command("list")
def list_(
    unsorted: Annotated[
        bool, typer.Option("--unsorted", help="Only those without category or seat.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Every organisation that is known, with its category and the state of its seat."""
    open_site()
    from travaux.people.queries.categories import is_sorted, organisations_known, sorting_now

    now = sorting_now()
    told = [
        {
            "organisation": o.key,
            "name": o.name,
            "category": o.category,
            "list": o.sorted_by,
            "seat": o.country.code if o.country is not None else "",
            "demonstration": o.demonstration,
        }
        for o in organisations_known()
        if not unsorted or not is_sorted(o, now) or o.country is None
    ]
    give(
        {"organisations": told},
        as_json,
        lambda: [
            f"{t['organisation']}  {t['category'] or '-'}  {t['seat'] or '-'}  {t['name']}"
            for t in told
        ],
    )


@app.command()
def describe(
    organisation: Annotated[str, typer.Argument(help="Key or name of the organisation.")],
    category: Annotated[str, typer.Option("--category", help="Code of a category.")] = "",
    seat: Annotated[str, typer.Option("--seat", help="Code of the state of its seat.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Write down category and seat; what is not given stays as it is."""
    open_site()
    from travaux.people import actions
    from travaux.people.models import Country, Organisation
    from travaux.plumbing import clock

    here = (
        Organisation.objects.filter(key=organisation).first()
        or Organisation.objects.filter(name__iexact=organisation).first()
    )
    if here is None:
        raise fail(
            f"ORGANISATION {organisation}: there is none; `travaux organisation list` names them."
        )
    country = here.country
    if seat:
        country = Country.objects.filter(code__iexact=seat).first()
        if country is None:
            raise fail(f"--seat {seat}: no such state; `travaux countries list` names them.")
    with speaking():
        actions.describe_organisation(
            by=acting(person) if person else None,
            organisation=here,
            process_code=the_process(process).code,
            category=category or here.category,
            seat=country,
            at=clock.now(),
        )
    told: dict[str, Any] = {
        "organisation": here.key,
        "category": here.category,
        "list": here.sorted_by,
        "seat": country.code if country is not None else "",
    }
    give(told, as_json, lambda: [", ".join(f"{k} {v or '-'}" for k, v in told.items())])


@app.command()
def categories(as_json: Json = False) -> None:
    """The list of categories in force, with its source and day."""
    open_site()
    from travaux.people.queries.categories import sorting_now

    now = sorting_now()
    told = {
        "list": now.key,
        "source": now.source,
        "as_at": now.as_at,
        "note": now.note,
        "categories": [{"code": c, "names": dict(n)} for c, n in now.categories.items()],
    }
    give(
        told,
        as_json,
        lambda: [
            f"{now.key} ({now.as_at}): {now.source}",
            *(f"{code}  {names.get('en', '')}" for code, names in now.categories.items()),
        ],
    )


@app.command()
def load(
    file: Annotated[str, typer.Argument(help="TOML with one list of categories.")],
    as_json: Json = False,
) -> None:
    """A list of your own, or a newer one, comes into force; the one before stays on record."""
    open_site()
    from travaux.core.countries.categories import read_categories
    from travaux.people import actions
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import explain

    with speaking():
        found, problems = read_categories(read(file), Path(file).name)
        if found is None:
            raise fail("\n".join(explain(p) for p in problems[:20]))
        made = actions.load_categories(by=None, told=found, at=clock.now())
    told = {"list": made.key, "categories": len(found.categories)}
    give(told, as_json, lambda: [f"{made.key}: {len(found.categories)} categories are in force."])
