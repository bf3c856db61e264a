"""`travaux track`: what was said, answered and changed in a track, and its closing report."""

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
    speaking,
    the_process,
    write,
)

app = typer.Typer(help="Tracks: list, you said we did, closing report.", no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="Key of the track.")]


def _track(key: str, process: str) -> Any:
    from travaux.consultations.queries import track_named

    found = track_named(the_process(process).code, key)
    if found is None:
        raise fail(f"TRACK {key}: there is no such track; `travaux track list` names them.")
    return found


@app.command("list")
def list_(process: InProcess = "", as_json: Json = False) -> None:
    """The tracks of a process."""
    open_site()
    from travaux.consultations.queries import tracks_of
    from travaux.plumbing.languages import said

    told = [
        {"track": t.key, "kind": t.kind, "title": said(t.titles)}
        for t in tracks_of(the_process(process))
    ]
    give(told, as_json, lambda: [f"{t['track']}  {t['kind']}  {t['title']}" for t in told])


@app.command("answered")
def answered(
    track: Key,
    out: Annotated[str, typer.Option("-o", "--out", help=".docx, .xlsx, .csv or .json")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """You said, we did: what was said, answered and changed. Without --as: what the public reads."""
    open_site()
    from travaux.plumbing import clock, exports
    from travaux.plumbing.languages import said
    from travaux.reports import documents_of_tracks as documents
    from travaux.reports.queries import tracks as queries

    ending = Path(out).suffix.lower().lstrip(".")
    if ending not in {"docx", "xlsx", "csv", "json"}:
        raise fail(f"-o {out}: name a file that ends in .docx, .xlsx, .csv or .json.")
    here = _track(track, process)
    with speaking():
        by = acting(person) if person else None
        found = queries.with_what_they_need(queries.answered_in(here, by, clock.now()))
        rows = queries.said_rows(list(found))
        if ending == "docx":
            write(out, documents.write_said(said(here.titles), rows, here.demonstration))
            return
        heads, *table = documents.said_table(rows)
        keys = ("number", "member", "place", "said", "answered", "changed")
        write(out, exports.write(ending, list(zip(keys, heads, strict=True)), table))


@app.command("closing")
def closing(
    track: Key,
    out: Annotated[str, typer.Option("-o", "--out", help="Ends in .docx.")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """The closing report of a track as a Word file. Without --as: what the public reads."""
    open_site()
    from travaux.answers.rules import may_see_desk
    from travaux.plumbing import clock
    from travaux.reports import documents_of_tracks as documents
    from travaux.reports.queries.closing import closing_of

    if Path(out).suffix.lower() != ".docx":
        raise fail(f"-o {out}: name a file that ends in .docx.")
    here, at = _track(track, process), clock.now()
    with speaking():
        by = acting(person) if person else None
        staff = bool(may_see_desk(by, here.process.code, at))
        found = closing_of(here, by, at, staff=staff)
        write(out, documents.write_closing(here, found, "docx"))
