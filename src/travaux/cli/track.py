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
    out: Annotated[str, typer.Option("-o", "--out", help="Ends in .docx, .pdf or .json.")],
    edition: Annotated[int, typer.Option("--edition", help="The edition of this number.")] = 0,
    today: Annotated[bool, typer.Option("--today", help="The figures as of today.")] = False,
    process: InProcess = "",
    person: As = "",
) -> None:
    """The closing report of a track: the last edition kept, else as of today. Without --as: what
    the public reads."""
    open_site()
    from travaux.answers.rules import may_see_desk
    from travaux.plumbing import clock
    from travaux.reports import documents_of_closing as documents
    from travaux.reports.queries.closing import closing_of
    from travaux.reports.queries.editions import editions_for

    ending = Path(out).suffix.lower().lstrip(".")
    if ending not in documents.ENDINGS:
        raise fail(f"-o {out}: name a file that ends in .docx, .pdf or .json.")
    here, at = _track(track, process), clock.now()
    with speaking():
        by = acting(person) if person else None
        staff = bool(may_see_desk(by, here.process.code, at))
        kept = () if today else editions_for(here, by, at, staff=staff)
        read = next((e for e in kept if edition in (0, e.edition.number)), None)
        if edition and read is None:
            raise fail(f"--edition {edition}: there is none; `travaux track editions` lists them.")
        if read is not None:
            write(out, documents.write_closing(here, read.found, ending, read.edition))
            return
        found = closing_of(here, by, at, staff=staff)
        write(out, documents.write_closing(here, found, ending))


@app.command("editions")
def editions(track: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The editions of a closing report that are kept, the last one first."""
    open_site()
    from travaux.answers.rules import may_see_desk
    from travaux.plumbing import clock
    from travaux.reports.documents_of_closing import edition_line
    from travaux.reports.queries.editions import editions_for

    here, at = _track(track, process), clock.now()
    with speaking():
        by = acting(person) if person else None
        staff = bool(may_see_desk(by, here.process.code, at))
        told = [
            {
                "number": e.edition.number,
                "kept_at": e.edition.kept_at.isoformat(),
                "occasion": e.edition.occasion,
                "sha256": e.edition.digest,
                "said": edition_line(e.edition),
            }
            for e in editions_for(here, by, at, staff=staff)
        ]
        give(told, as_json, lambda: [str(t["said"]) for t in told] or ["No edition is kept yet."])


@app.command("keep")
def keep(
    track: Key,
    person: Annotated[str, typer.Option("--as", help="Who keeps it: the secretariat.")],
    process: InProcess = "",
    as_json: Json = False,
) -> None:
    """Keep the closing report of a closed track as it is now, as its next edition."""
    open_site()
    from travaux.plumbing import clock
    from travaux.reports.actions import keep_closing

    here = _track(track, process)
    with speaking():
        made = keep_closing(by=acting(person), track=here, at=clock.now())
        told = {"track": here.key, "number": made.number, "sha256": made.digest}
        give(told, as_json, lambda: [f"Kept as edition {made.number} ({made.digest})."])
