"""`travaux funding`: the gap as at a date, straight from a plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from travaux.cli.doors import Json, fail, give
from travaux.cli.process import File, day_of, usable, words_of
from travaux.core.problems import Unusable
from travaux.core.processes.plan import ProcessPlan

app = typer.Typer(help="What is needed, pledged, received and missing.", no_args_is_help=True)

AsAt = Annotated[str, typer.Option("--as-at", help="The date, as 2023-10-31.")]


@app.callback()
def _root() -> None:
    """What is needed, pledged, received and missing."""


def binds_on(plan: ProcessPlan, as_at: date) -> str | None:
    """The day after which money can no longer serve the process: the end of its last step, as it
    was known at the date."""
    from travaux.core.processes.board import milestone_figures, steps_of

    ends = [
        stood.current.ends_on
        for step, stood in milestone_figures(steps_of(plan), as_at, as_at)
        if step.number and stood.current
    ]
    return max(ends).isoformat() if ends else None


@app.command()
def gap(file: File, as_at: AsAt, as_json: Json = False) -> None:
    """The gap as at a date: what is needed less what is pledged. Needs no database."""
    from travaux.core.funding.money import position
    from travaux.core.processes.board import money_of

    plan, day = usable(file), day_of(as_at)
    try:
        funds = position(money_of(plan), day)
    except Unusable as problem:
        raise fail(f"{file}: {words_of(problem.problem)}") from None
    answer = {
        "currency": funds.currency or plan.currency,
        "required": str(funds.required),
        "pledged": str(funds.pledged),
        "received": str(funds.received),
        "gap": str(funds.gap),
        "gap_percent": funds.gap_percent,
        "binds_on": binds_on(plan, day),
    }
    give(
        answer,
        as_json,
        lambda: [
            f"{answer['currency']} {funds.required:,} needed − {funds.pledged:,} pledged = "
            f"{funds.gap:,} missing ({funds.gap_percent} %), as at {day.isoformat()}."
        ],
    )
