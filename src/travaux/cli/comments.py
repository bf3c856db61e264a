"""`travaux comments`: tables of comments read, brought into a round, and taken out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    NO,
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    said_of,
    say,
    speaking,
    word_files,
    write,
)

app = typer.Typer(help="Comments: read a table, bring it in, export.", no_args_is_help=True)


def _problem(problem: Any) -> dict[str, str]:
    return {"where": problem.where, "what": said_of(problem)}


@app.command("read")
def read_(
    file: Annotated[
        str,
        typer.Argument(help=".docx, .xlsx, .csv, .json, .eml, .txt or .html; - for standard input"),
    ],
    draft: Annotated[str, typer.Option(help="The text they comment on; finds the places.")] = "",
    name: Annotated[str, typer.Option(help="With -: the name the file would have.")] = "",
    as_json: Json = False,
) -> None:
    """Read the comments; of a Word file the tracked changes too, of a mail what is attached.

    Needs no database.
    """
    word_files()
    from travaux.cli.comments_lines import lines_of
    from travaux.cli.comments_read import told_of

    with speaking():
        sent = None
        if draft:
            from travaux.core.formats.text_files import read_text

            sent = read_text(read(draft), Path(draft).name)
        told = told_of(read(file), name or Path(file).name, sent, _problem)
        give(told, as_json, lambda: lines_of(told))
        if not as_json:
            for problem in told["problems"]:
                where, what = problem["where"], problem["what"]
                say(f"{where}: {what}" if where else what)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="The comment table: .xlsx, .csv, .docx or .json")],
    round: Annotated[str, typer.Option("--round", help="Key of the round.")],
    capacity: Annotated[
        str, typer.Option(help="Its members speak as: organisation, state, person or expert.")
    ] = "organisation",
    late: Annotated[bool, typer.Option("--late", help="Received after the deadline.")] = False,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Bring a comment table into a round. Nothing is dropped: what has no place waits for one."""
    open_site()
    from travaux.cli.round import _round
    from travaux.comments.actions import import_comment_table, keep_table
    from travaux.comments.file_sentences import why_unplaced
    from travaux.comments.queries import plan_table
    from travaux.plumbing import clock

    with speaking():
        found = _round(round, process)
        by = acting(person)
        data = read(file)
        name = Path(file).name
        plan = plan_table(found, data, name)
        for problem in plan.table.problems:
            said = _problem(problem)
            say(f"{said['where']}: {said['what']}" if said["where"] else said["what"])
        for look in plan.formatting:
            say(f"left out: {look.row.member}: {look.row.comment}")
        for one in plan.attachments:
            say(f"attached, not brought in: {one.name} ({one.size} bytes)")
        if not plan.rows:
            raise fail("Nothing in it would come in.", NO)
        kept = keep_table(by=by, round=found, data=data, name=name, at=clock.now())
        import_comment_table(
            by=by,
            round=found,
            plan=plan,
            file=kept,
            capacity=capacity,
            late=late,
            at=clock.now(),
        )
        told = {
            "comments": len(plan.rows),
            "unplaced": [{"row": r.row.row, "why": r.why} for r in plan.unplaced],
        }
        give(
            told,
            as_json,
            lambda: [
                f"{len(plan.rows)} comments",
                *(f"row {r.row.row}: {why_unplaced(r.why)}" for r in plan.unplaced),
            ],
        )


@app.command("export")
def export(
    round: Annotated[str, typer.Option("--round", help="Key of the round.")],
    out: Annotated[str, typer.Option("-o", "--out", help="Ends in .xlsx, .csv, .docx or .json.")],
    language: Annotated[str, typer.Option(help="Language of headings and outcomes.")] = "en",
    process: InProcess = "",
    person: As = "",
) -> None:
    """The table of comments with their answers, in the columns that everyone knows.

    Without --as: what the public may see.
    """
    open_site()
    from travaux.answers.queries.table import table_file
    from travaux.cli.round import _round
    from travaux.plumbing import clock

    with speaking():
        found = _round(round, process)
        ending = Path(out).suffix.lower().lstrip(".")
        if ending not in {"xlsx", "csv", "docx", "json"}:
            raise fail(f"-o {out}: name a file that ends in .xlsx, .csv, .docx or .json.")
        by = acting(person) if person else None
        write(out, table_file(found, by, ending, language, clock.now()))
