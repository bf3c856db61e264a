"""`travaux call`: calls of a process, what was handed in, reminders, and commitments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli import call_life, call_scores
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

app = typer.Typer(
    help="Calls: list, what was handed in, reminders, commitments.", no_args_is_help=True
)

call_life.add_to(app)
call_scores.add_to(app)

ENDINGS = ("xlsx", "csv", "json")
Out = Annotated[str, typer.Option("-o", "--out", help="File: .xlsx, .csv or .json.")]
Key = Annotated[str, typer.Argument(metavar="CALL", help="Key of the call.")]


def _call(key: str, process: str) -> Any:
    from travaux.calls.models import Call

    found = Call.objects.filter(key=key).select_related("process").first()
    if found is None or (process and found.process.code != process):
        known = ", ".join(Call.objects.order_by("pk").values_list("key", flat=True)[:10]) or "none"
        raise fail(f"CALL {key}: there is no such call; known: {known}.")
    return found


def _told(standing: Any) -> dict[str, Any]:
    call = standing.call
    return {
        "call": call.key,
        "process": call.process.code,
        "kind": call.kind,
        "phase": str(standing.phase.value),
        "opens_at": call.opens_at.isoformat() if call.opens_at else None,
        "closes_at": call.closes_at.isoformat() if call.closes_at else None,
        "zone": call.zone,
        "applications": standing.applications,
    }


@app.command("list")
def list_(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The calls of a process, the latest first; those in preparation for its secretariat alone."""
    open_site()
    from travaux.calls.queries import calls_of, standings
    from travaux.plumbing import clock

    at, by = clock.now(), acting(person) if person else None
    found = [_told(s) for s in standings(calls_of(the_process(process), by, at), at)]
    give(
        found,
        as_json,
        lambda: [f"{c['call']}  {c['kind']}  {c['phase']}  {c['applications']}" for c in found],
    )


@app.command("applications")
def applications(
    call: Key, out: Out, process: InProcess = "", person: As = "", as_json: Json = False
) -> None:
    """What was handed in to a call, with every answer, as a file."""
    open_site()
    from travaux.calls.rules.calls import is_secretariat
    from travaux.calls.views.receiving import rows_of
    from travaux.plumbing import clock
    from travaux.plumbing.exports import write as table
    from travaux.plumbing.verdicts import require

    ending = Path(out).suffix.lstrip(".").lower()
    if ending not in ENDINGS:
        raise fail(f"-o {out}: the name ends with one of .xlsx, .csv, .json.")
    here = _call(call, process)
    with speaking():
        require(is_secretariat(acting(person), here.process.code, clock.now()))
        columns, rows = rows_of(here, plain=ending == "json")
    write(out, table(ending, columns, rows))
    give({"applications": len(rows), "out": out}, as_json, lambda: [f"{len(rows)} -> {out}"])


@app.command("pool")
def pool(
    call: Key,
    out: Annotated[str, typer.Option("-o", "--out", help="CSV file, or - .")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """The confirmed nominations of a call, as `travaux panel draw --id id` reads them."""
    open_site()
    from travaux.calls.queries import pool_of
    from travaux.calls.rules.calls import is_secretariat
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = _call(call, process)
    with speaking():
        require(is_secretariat(acting(person), here.process.code, clock.now()))
    write(out, pool_of(here).to_csv().encode())


@app.command("remind")
def remind(call: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """Write the reminders of a call. They are held: read and send them on the page of the call."""
    open_site()
    from travaux.calls.actions import write_reminders
    from travaux.calls.queries.reminders import held_reminders
    from travaux.plumbing import clock

    here = _call(call, process)
    with speaking():
        new = write_reminders(by=acting(person), call=here, at=clock.now())
    told = {"written": new, "held": held_reminders(here).count()}
    give(told, as_json, lambda: [f"{told['written']} written, {told['held']} held"])


@app.command("commitments")
def commitments(call: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """What the partners of a call promised, and how far it is."""
    open_site()
    from travaux.calls.queries.outcomes import commitments_of
    from travaux.calls.rules.calls import is_secretariat
    from travaux.calls.rules.outcomes import is_overdue
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here, at = _call(call, process), clock.now()
    with speaking():
        require(is_secretariat(acting(person), here.process.code, at))
    found = [
        {
            "commitment": one.key,
            "partner": one.application.name,
            "what": one.what,
            "due_on": one.due_on,
            "state": one.state,
            "overdue": is_overdue(one, at.date()),
            "delivered_on": one.delivered_on,
        }
        for one in commitments_of(here)
    ]
    give(
        found,
        as_json,
        lambda: [f"{c['state']}  {c['due_on'] or ''}  {c['partner']}: {c['what']}" for c in found],
    )
