"""`travaux answers`: the answers of a round become known, and how far the work is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from travaux.cli.answer import found_round
from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    say,
    speaking,
    write,
)

app = typer.Typer(help="Answers of a round: release, how far, export.", no_args_is_help=True)

Round = Annotated[str, typer.Argument(help="Key of the round.")]


def _told(release: Any) -> dict[str, Any]:
    return {
        "release": release.key,
        "round": release.round.key,
        "released": release.at is not None,
        "released_at": release.at.isoformat() if release.at else None,
        "waits_for": None if release.at else "next-draft",
        "version": release.version.key if release.version else None,
        "answers": release.answers.count(),
        "digest": release.digest,
    }


@app.command()
def release(
    round: Round,
    adopted_on: Annotated[
        str, typer.Option("--adopted-on", help="Date of adoption, where the rule asks for it.")
    ] = "",
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Release the answers by the round's rule; refused while a comment has no settled outcome.

    With the next draft: where it is not published yet, the release is ordered and takes effect
    in the moment of its publication.
    """
    open_site()
    from travaux.answers import actions
    from travaux.consultations.rules import Phase, phase
    from travaux.plumbing import clock

    try:
        adopted = date.fromisoformat(adopted_on) if adopted_on else None
    except ValueError:
        raise fail(f"--adopted-on {adopted_on}: write the date like 2025-05-30.") from None
    with speaking():
        here = found_round(round, process)
        made = actions.release_answers(
            by=acting(by), round=here, at=clock.now(), adopted_on=adopted
        )
        if phase(here, clock.now()) is not Phase.CLOSED:
            say("The round is still open: comments that come in now need another release.")
        told = _told(made)
        give(
            told,
            as_json,
            lambda: [
                f"{told['answers']} answers released; fingerprint of the table {made.digest}"
                if made.at
                else "Ordered: the answers are released when the next draft is published."
            ],
        )


@app.command("take-back")
def take_back(round: Round, process: InProcess = "", by: As = "", as_json: Json = False) -> None:
    """Take back the order of a release that waits for the next draft."""
    open_site()
    from travaux.answers import actions
    from travaux.plumbing import clock

    with speaking():
        here = found_round(round, process)
        actions.take_back_release(by=acting(by), round=here, at=clock.now())
        give({"round": here.key}, as_json, lambda: ["The order is taken back."])


@app.command()
def status(round: Round, process: InProcess = "", by: As = "", as_json: Json = False) -> None:
    """How far answering is, and which comments are open; for those who answer."""
    open_site()
    from travaux.answers.queries.desk import open_comments, progress
    from travaux.answers.queries.table import released
    from travaux.answers.rules import may_see_desk, number_of
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    with speaking():
        here = found_round(round, process)
        require(may_see_desk(acting(by), here.process.code, clock.now()))
        now = progress(here)
        open_ones = [{"comment": c.key, "number": number_of(c)} for c in open_comments(here)]
        last = released(here)
        told = {
            "round": here.key,
            "comments": now.total,
            "settled": now.settled,
            "proposed": now.proposed,
            "open": open_ones,
            "released": last is not None,
        }
        give(
            told,
            as_json,
            lambda: [
                f"{now.settled} of {now.total} settled; {now.open} open, {now.proposed} of them "
                "proposed.",
                *(f"open: {o['number']} ({o['comment']})" for o in open_ones[:50]),
            ],
        )


@app.command()
def export(
    round: Round,
    out: Annotated[str, typer.Option("-o", "--out", help=".xlsx, .csv, .docx or .json")],
    language: Annotated[str, typer.Option(help="Language of the headings.")] = "en",
    process: InProcess = "",
    by: As = "",
) -> None:
    """The table of answers as a file; before the release for those who answer."""
    open_site()
    from travaux.answers.queries.table import ENDINGS, table_file
    from travaux.plumbing import clock

    ending = out.rsplit(".", 1)[-1].lower()
    if ending not in ENDINGS:
        raise fail(f"-o {out}: end the name with .xlsx, .csv, .docx or .json.")
    with speaking():
        here = found_round(round, process)
        person = acting(by) if by else None
        write(out, table_file(here, person, ending, language, clock.now()))
        say(f"{out} is written.")
