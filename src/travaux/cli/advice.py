"""`travaux advice`: the desks of expert groups, and their advice as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    speaking,
    the_process,
    write,
)

app = typer.Typer(help="Expert groups: list, export what they advised.", no_args_is_help=True)


@app.command("list")
def list_(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The groups whose desk you see."""
    open_site()
    from travaux.advice.queries import groups_for
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    with speaking():
        found = groups_for(acting(person), the_process(process), clock.now())
        told = [{"group": g.key, "title": said(g.titles)} for g in found]
        give(told, as_json, lambda: [f"{t['group']}  {t['title']}" for t in told])


@app.command("export")
def export(
    group: Annotated[str, typer.Argument(help="Key of the group.")],
    out: Annotated[str, typer.Option("-o", "--out", help="Ends in .docx.")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """Terms, advice with dissents and what came of it, and the view of a group, as a Word file."""
    open_site()
    from travaux.advice import documents
    from travaux.advice.queries import group_named
    from travaux.advice.rules import may_see
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    found = group_named(the_process(process).code, group)
    if found is None:
        raise fail(f"GROUP {group}: there is no such group; `travaux advice list` names yours.")
    if Path(out).suffix.lower() != ".docx":
        raise fail(f"-o {out}: name a file that ends in .docx.")
    with speaking():
        require(may_see(acting(person), found, clock.now()))
        write(out, documents.write(found, "docx"))
