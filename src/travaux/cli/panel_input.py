"""The two files of `travaux panel draw` and `explain`, as typed; sentences without a site."""

from __future__ import annotations

from typing import Annotated

import typer

from travaux.cli.doors import fail, read, say
from travaux.core.panels.instance import AtMost, Demand, Instance
from travaux.core.panels.reading import Read, read_instance, read_limit, read_seats
from travaux.core.problems import Problem, Unusable

PoolFile = Annotated[str, typer.Argument(metavar="POOL.csv", help="One row per person.")]
QuotasFile = Annotated[
    str,
    typer.Argument(metavar="QUOTAS.csv", help="feature, value, min, max[, min_flex, max_flex]"),
]
Seats = Annotated[str, typer.Option("--seats", help="How many: 30, or a range: 28-32.")]
IdColumn = Annotated[
    str, typer.Option("--id", help="Column of the codes; else “id” or “code”, else rows from 1.")
]
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
    words_ready()
    from travaux.drafts.wording import REFUSALS as OF_FILES
    from travaux.panels.wording import REFUSALS
    from travaux.plumbing.wording import REFUSALS as OF_VALUES

    code = problem.code
    text = str(REFUSALS.get(code) or OF_FILES.get(code) or OF_VALUES.get(code) or code)
    return text % problem.facts if problem.facts else text


def words_ready() -> None:
    """Sentences can be said where no site is configured."""
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


def _codes_in(data: bytes) -> str:
    """The heading that says by its name that it holds the codes; "" where none does."""
    from travaux.core.panels.tables import read_table

    try:
        headings = read_table(data, ["id", "code"], "pool").headings
    except Unusable:
        return ""  # what is wrong with the file is told when it is read
    return next((h for name in ("id", "code") for h in headings if h.casefold() == name), "")


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
    people = read(pool)
    result: Read = read_instance(
        people,
        read(quotas),
        seats=wanted,
        id_column=id_column or _codes_in(people),
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
