"""`travaux set`: one set of comments of a state or an organisation, prepared by many."""

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
    write,
)

app = typer.Typer(
    help="Sets: open a desk, invite, bring in, take, hand in, export.", no_args_is_help=True
)
Key = Annotated[str, typer.Argument(help="Key of the desk.")]


def _desk(key: str, process: str, by: Any, at: Any) -> Any:
    """The desk for those who sit at it; for others there is none."""
    from travaux.consolidation.queries import desk_named
    from travaux.consolidation.rules import may_lead, seat_of
    from travaux.plumbing.verdicts import require

    desk = desk_named(the_process(process).code, key)
    if desk is None:
        raise fail(f"DESK {key}: there is no such desk; `travaux set list` names yours.")
    seat = seat_of(by, desk, at)
    if not seat.sits:
        require(may_lead(seat))
    return desk, seat


@app.command("list")
def list_(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """Whom you speak for in which round, and the desks there are."""
    open_site()
    from travaux.consolidation.queries import desks_of, openings_of, party_name
    from travaux.plumbing import clock

    with speaking():
        by, here = acting(person), the_process(process)
        told = [
            {
                "for": o.value,
                "party": o.name,
                "round": o.round.key,
                "desk": o.desk.key if o.desk else None,
                "state": o.desk.state if o.desk else None,
            }
            for o in openings_of(by, here, clock.now())
        ]
        known = {one["desk"] for one in told}
        told += [
            {
                "for": "",
                "party": party_name(d),
                "round": d.round.key,
                "desk": d.key,
                "state": d.state,
            }
            for d in desks_of(by, here)
            if d.key not in known
        ]
        give(
            told,
            as_json,
            lambda: [f"{t['round']}  {t['for']}  {t['party']}  {t['desk'] or '-'}" for t in told],
        )


@app.command("open")
def open_(
    round: Annotated[str, typer.Option("--round", help="Key of the round.")],
    party: Annotated[str, typer.Option("--for", help="As `set list` names it: state:CODE ...")],
    until: Annotated[str, typer.Option(help="Internal deadline, as YYYY-MM-DD or an instant.")],
    guidance: Annotated[str, typer.Option(help="What you tell your colleagues.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Open the desk of a party that you speak for."""
    open_site()
    from travaux.consolidation.actions import open_desk
    from travaux.consolidation.queries import openings_of
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    with speaking():
        by, here, at = acting(person), the_process(process), clock.now()
        found = [o for o in openings_of(by, here, at) if o.round.key == round and o.value == party]
        if not found:
            raise fail(f"--for {party}: you do not speak for it in this round; see `set list`.", 1)
        desk = open_desk(
            by=by,
            round=found[0].round,
            speaking=found[0].speaking,
            until=read_instant(until, found[0].round.zone, end=True),
            guidance=guidance,
            at=at,
        )
        give({"desk": desk.key}, as_json, lambda: [desk.key])


@app.command("invite")
def invite(
    desk: Key,
    email: Annotated[str, typer.Option(help="Address of the colleague.")],
    name: Annotated[str, typer.Option(help="Their name.")] = "",
    part: Annotated[str, typer.Option(help="contributor or reviewer")] = "contributor",
    language: Annotated[str, typer.Option(help="Language of mails to them.")] = "en",
    process: InProcess = "",
    person: As = "",
) -> None:
    """Invite a colleague; the link goes by mail."""
    open_site()
    from travaux.consolidation.actions import invite_colleague
    from travaux.plumbing import clock

    with speaking():
        by, at = acting(person), clock.now()
        here, _seat = _desk(desk, process, by, at)
        invite_colleague(
            by=by, desk=here, email=email, name=name, part=part, language=language, at=at
        )


def _rows(desk: Any, seat: Any) -> list[dict[str, str]]:
    from travaux.consolidation.queries import on_the_desk, own_notes
    from travaux.consolidation.wording import author_name, place_of_note

    notes = on_the_desk(desk) if seat.reviews else own_notes(desk, seat.colleague)
    return [
        {
            "note": n.key,
            "place": place_of_note(n),
            "author": author_name(n) if seat.reviews else "",
            "type": n.type,
            "text": n.text,
            "proposed": n.proposed,
            "state": n.state,
            "reason": n.reason,
        }
        for n in notes
    ]


@app.command("show")
def show(
    desk: Key,
    out: Annotated[str, typer.Option("-o", "--out", help="A .xlsx, .csv or .json file.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """The notes that you may see: your own, or all on the desk if you review."""
    open_site()
    from travaux.plumbing import clock, exports

    with speaking():
        by, at = acting(person), clock.now()
        rows = _rows(*_desk(desk, process, by, at))
        if out:
            ending = Path(out).suffix.lower().lstrip(".")
            if ending not in {"xlsx", "csv", "json"}:
                raise fail(f"-o {out}: name a file that ends in .xlsx, .csv or .json.")
            columns = [(k, k) for k in ("note", "place", "author", "type", "text", "proposed",
                                        "state", "reason")]  # fmt: skip
            write(out, exports.write(ending, columns, [list(r.values()) for r in rows]))
            return
        give(
            rows,
            as_json,
            lambda: [f"{r['note']}  {r['state']}  {r['place']}  {r['text'][:60]}" for r in rows],
        )


@app.command("bring")
def bring(
    desk: Key,
    file: Annotated[str, typer.Argument(help="The filled-in sheet: .xlsx, .csv or .docx")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """What colleagues wrote into a sheet or a Word file becomes notes."""
    open_site()
    from travaux.comments.queries import plan_table
    from travaux.consolidation.actions import bring_in_file
    from travaux.plumbing import clock

    with speaking():
        by, at = acting(person), clock.now()
        here, _seat = _desk(desk, process, by, at)
        data = read(file)
        plan = plan_table(here.round, data, Path(file).name)
        made = bring_in_file(by=by, desk=here, plan=plan, data=data, at=at)
        typer.echo(f"{len(made)}")


@app.command("take")
def take(
    desk: Key,
    notes: Annotated[list[str], typer.Argument(help="Keys of the notes.")],
    process: InProcess = "",
    person: As = "",
) -> None:
    """Take notes into the set."""
    open_site()
    from travaux.consolidation.actions import take_notes
    from travaux.consolidation.queries import on_the_desk
    from travaux.plumbing import clock

    with speaking():
        by, at = acting(person), clock.now()
        here, _seat = _desk(desk, process, by, at)
        found = list(on_the_desk(here).filter(key__in=notes))
        for one in found:
            one.desk = here
        take_notes(by=by, desk=here, notes=found, at=at)


@app.command("submit")
def submit(desk: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """Hand in the set; prints its receipt."""
    open_site()
    from travaux.consolidation.actions import submit_set
    from travaux.plumbing import clock

    with speaking():
        by, at = acting(person), clock.now()
        here, _seat = _desk(desk, process, by, at)
        done = submit_set(by=by, desk=here, at=at)
        receipt = (done.submission.receipt or "") if done.submission is not None else ""
        give({"receipt": receipt}, as_json, lambda: [receipt])
