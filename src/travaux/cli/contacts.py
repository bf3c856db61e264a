"""`travaux contacts`: the contacts of a process, in and out as tables."""

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
    read,
    say,
    speaking,
    the_process,
    write,
)

app = typer.Typer(help="The contacts of a process, as tables.", no_args_is_help=True)


@app.command("import")
def import_table(
    file: Annotated[str, typer.Argument(help="XLSX or CSV with one row per person.")],
    process: InProcess = "",
    as_email: As = "",
    kind: Annotated[
        str, typer.Option("--kind", help="Kind of contact where the table says none.")
    ] = "",
    look: Annotated[bool, typer.Option("--look", help="Only say what would be taken.")] = False,
    as_json: Json = False,
) -> None:
    """Bring in a table: whole rows become contacts, the others wait for the secretariat."""
    open_site()
    from travaux.core.contacts.columns import KINDS, guess_columns
    from travaux.core.contacts.rows import read_row
    from travaux.core.contacts.tables import read_table
    from travaux.people import actions, queries
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import sentence

    if kind not in ("", *KINDS):
        raise fail(f"--kind {kind}: known are {', '.join(KINDS)}.")
    code, name = the_process(process).code, Path(file).name
    by = acting(as_email)
    with speaking():
        table = read_table(read(file), name if file != "-" else "contacts.csv")
        fields = guess_columns(table.headings)
        words = queries.country_words()
        rows = [
            read_row(number, table.headings, cells, fields, words, kind)
            for number, cells in table.rows
        ]
        problems = [
            {"row": r.number, "code": p.code, "what": sentence(p.code, p.facts)}
            for r in rows
            for p in r.problems
        ]
        counts = {"added": 0, "joined": 0, "waiting": 0}
        if not look:
            kept = actions.keep_contact_table(
                by=by, process_code=code, table=table, name=name, fields=fields, at=clock.now()
            )
            if kind:
                kept = actions.map_contact_table(
                    by=by, table=kept, fields=fields, default_kind=kind, at=clock.now()
                )
            counts = actions.bring_in_contacts(by=by, table=kept, at=clock.now())
    columns = {h: f or None for h, f in zip(table.headings, fields, strict=True)}
    answer = {"rows": len(rows), "columns": columns, **counts, "problems": problems}
    for one in problems:
        say(f"row {one['row']}: {one['what']}")
    give(
        answer,
        as_json,
        lambda: [
            f"{len(rows)} rows: {counts['added']} added, {counts['joined']} joined, "
            f"{counts['waiting']} waiting."
        ],
    )


@app.command()
def export(
    out: Annotated[str, typer.Option("-o", help="The file to write: .xlsx, .csv or .json.")],
    process: InProcess = "",
    as_email: As = "",
    as_json: Json = False,
) -> None:
    """Write the contacts as a table that can be brought in again."""
    open_site()
    from travaux.core.contacts.columns import FIELDS
    from travaux.people import queries, rules
    from travaux.plumbing import exports
    from travaux.plumbing.verdicts import require

    ending = Path(out).suffix.lstrip(".").lower() or "csv"
    if ending not in ("xlsx", "csv", "json"):
        raise fail(f"{out}: write it as .xlsx, .csv or .json.")
    code = the_process(process).code
    with speaking():
        who = acting(as_email)
        require(rules.may_read_contacts(who, code))
        within = rules.reads_contacts_of(who, code)
        rows = queries.export_rows(queries.find_contacts(code, within=within))
    write(out, exports.write(ending, [(f, f) for f in FIELDS], rows, title="Contacts"))
    if out != "-":
        give({"rows": len(rows), "file": out}, as_json, lambda: [f"{out}: {len(rows)} rows."])


@app.command("ask")
def ask(
    contact: Annotated[str, typer.Argument(help="Key of a mission or ministry.")],
    process: InProcess = "",
    as_email: As = "",
) -> None:
    """Ask an office to name focal point and deputy; the link goes by mail."""
    open_site()
    from travaux.people.actions import ask_authority
    from travaux.people.models import Contact
    from travaux.plumbing import clock

    code = the_process(process).code
    found = Contact.objects.filter(process_code=code, key=contact).first()
    if found is None:
        raise fail(f"CONTACT {contact}: the process {code} has no such contact.")
    with speaking():
        ask_authority(by=acting(as_email), contact=found, at=clock.now())
