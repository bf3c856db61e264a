"""`travaux opinions`: groups of people who vote alike, out of a file, without a database."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give, read
from travaux.core.comments.opinions import Opinions
from travaux.core.problems import Unusable


def add_to(app: typer.Typer) -> None:
    """Mount the command."""
    app.command("opinions")(opinions)


def _said(problem: Unusable) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
    from travaux.design.wording import REFUSALS as OF_TABLES
    from travaux.drafts.wording import REFUSALS as OF_FILES
    from travaux.voices.wording import OF_OPINIONS

    one = problem.problem
    if one.code == "file-kind-unknown":
        return "Votes are read from .csv and .xlsx. Save the table as one of these."
    text = str(
        next((s[one.code] for s in (OF_OPINIONS, OF_FILES, OF_TABLES) if one.code in s), one.code)
    )
    said = text % one.facts if one.facts else text
    return f"{one.where}: {said}" if one.where else said


def opinions(
    votes: Annotated[
        str,
        typer.Argument(
            metavar="VOTES",
            help="Polis' votes.csv (comment-id, voter-id, vote), or a row per participant and a "
            "column per statement; .csv or .xlsx",
        ),
    ],
    statements: Annotated[
        str, typer.Option(metavar="FILE", help="Polis' comments.csv: their words.")
    ] = "",
    groups: Annotated[
        int, typer.Option(min=0, help="So many groups; 0: as many as part most clearly.")
    ] = 0,
    seed: Annotated[str, typer.Option(help="The same seed gives the same groups.")] = "1",
    as_json: Json = False,
) -> None:
    """Groups of people who vote alike on statements, what all groups hold, and what divides them."""
    from travaux.core.comments.opinion_votes import read_statements, read_votes, without
    from travaux.core.comments.opinions import opinion_groups

    words: dict[str, str] = {}
    at = votes
    try:
        cast = read_votes(read(votes, 100 * 2**20), votes)
        if statements:
            at = statements
            known = read_statements(read(statements), statements)
            words = {one.id: one.text for one in known}
            cast = without(cast, [one.id for one in known if one.out])
            at = votes
        found = opinion_groups(cast, seed=seed, groups=groups or None)
    except Unusable as problem:
        raise fail(f"{at}: {_said(problem)}") from None
    told = told_of(found, words)
    give(told, as_json, lambda: _lines(told))


def told_of(found: Opinions, words: dict[str, str]) -> dict[str, Any]:
    """The answer in the shape of the contract."""
    rows = {row.statement: row for row in found.statements}

    def statement(name: str) -> dict[str, Any]:
        row = rows[name]
        return {
            "id": name,
            **({"text": words[name]} if name in words else {}),
            "agree": list(row.agree),
            "disagree": list(row.disagree),
            "pass": list(row.passed),
            "agrees": row.held >= row.refused,
            "spread": row.spread,
        }

    return {
        "participants": found.participants,
        "statements": len(found.statements),
        "groups": [
            {
                "id": group.id,
                "members": list(group.members),
                "statements": [
                    {
                        "id": mark.statement,
                        **({"text": words[mark.statement]} if mark.statement in words else {}),
                        "agrees": mark.agrees,
                        "share": mark.share,
                        "others": mark.others,
                    }
                    for mark in group.marks
                ],
            }
            for group in found.groups
        ],
        "consensus": [statement(name) for name in found.consensus],
        "divisive": [statement(name) for name in found.divisive],
        "projection": {voter: list(place) for voter, place in found.projection.items()},
        "clear": found.clear,
        "silhouette": found.silhouette,
        "by_chance": found.chance,
        "stability": found.stability,
        "seed": found.seed,
        "version": found.version,
    }


def _lines(told: dict[str, Any]) -> list[str]:
    people = [len(group["members"]) for group in told["groups"]]
    sure = "clear" if told["clear"] else "not clear: chance could have made them"
    said = [
        f"{told['participants']} people, {told['statements']} statements; groups of "
        f"{', '.join(map(str, people))} ({sure}; stability {told['stability']})"
    ]
    agreed = [row for row in told["consensus"] if row["agrees"]]
    refused = [row for row in told["consensus"] if not row["agrees"]]
    for heading, rows in (
        ("all agree", agreed),
        ("all disagree", refused),
        ("divides", told["divisive"]),
    ):
        said += [f"{heading}: {row['id']} {row.get('text', '')}".rstrip() for row in rows]
    return said
