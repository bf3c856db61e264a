"""`travaux funding`: the gap as at a date, straight from a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give
from travaux.cli.funding_files import budget, convert
from travaux.cli.funding_scenarios import scenarios
from travaux.cli.process import File, day_of, usable, words_of
from travaux.core.problems import Unusable
from travaux.core.processes.plan import ProcessPlan

app = typer.Typer(help="What is needed, pledged, received and missing.", no_args_is_help=True)
for command in (scenarios, budget, convert):
    app.command()(command)

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


def cash(
    plan: ProcessPlan, as_at: date, received: Decimal, pledged: Decimal, required: Decimal
) -> dict[str, Any]:
    """The budget month by month, and where the funds end, as plain values."""
    from travaux.core.funding.cash import cash_flow
    from travaux.core.funding.coverage import coverage
    from travaux.core.funding.purses import Tagged, purses
    from travaux.core.processes.board import dues_of, milestone_figures, money_of, steps_of
    from travaux.core.processes.of_plan import gross_lines

    stood = {s.code: s for _, s in milestone_figures(steps_of(plan), as_at, as_at)}
    lines = gross_lines(plan)
    dues, undated = dues_of(lines, stood)
    tags = [Tagged(b.code, b.activity, b.region) for b in plan.budget]
    money = {
        name: purses(money_of(plan), as_at, plan.currency, tags, stage)
        for name, stage in (("received", "received"), ("pledged", "pledge"))
    }
    flow = cash_flow(dues, received, pledged, money)
    due = {d.code: d for d in dues}
    covered = {
        name: coverage(purse, {b.code: b.amount for b in lines}).covered
        for name, purse in money.items()
    }
    total = sum((b.amount for b in lines), Decimal(0))
    return {
        "budget": {
            "total": str(total),
            "not_divided": str(required - total) if plan.budget else str(required),
            "assumed": any(b.assumed for b in plan.budget),
            "without_a_date": list(undated),
        },
        "lines": [
            {
                "id": b.code,
                "title": b.titles.get("en", b.code),
                "amount": str(gross.amount),
                "milestone": b.milestone,
                "meeting": b.meeting,
                "round": b.round,
                "language": b.language,
                "activity": b.activity,
                "region": b.region,
                "commit_by": due[b.code].on.isoformat() if b.code in due else None,
                "covered_if_received": str(covered["received"][b.code]),
                "covered_if_pledged": str(covered["pledged"][b.code]),
            }
            for b, gross in zip(plan.budget, lines, strict=True)
        ],
        "months": [
            {
                "month": m.first.isoformat()[:7],
                "due": str(m.due),
                "committed": str(m.committed),
                "left_if_received": str(m.left["received"]),
                "left_if_pledged": str(m.left["pledged"]),
            }
            for m in flow.months
        ],
        "runs_out": [
            {
                "assumption": r.assumption,
                "on": r.on.isoformat(),
                "line": r.line,
                "milestone": r.milestone,
                "short": str(r.short),
                "decide_by": r.decide_by.isoformat(),
            }
            for r in flow.runs_out
        ],
    }


def cash_words(plan: ProcessPlan, answer: Mapping[str, Any]) -> list[str]:
    """Where the funds end, in lines for a person."""
    titles = {b.code: b.titles.get("en", b.code) for b in plan.budget}
    words = {"received": "With what is received", "pledged": "With all that is pledged"}
    lines = [
        f"{words[r['assumption']]} the money runs out on {r['on']}, at “{titles[r['line']]}”: "
        f"{Decimal(r['short']):,} short; to be decided by {r['decide_by']}."
        for r in answer["runs_out"]
    ]
    lines += line_table(answer["lines"])
    if answer["budget"]["assumed"]:
        lines.append("How the total is divided over activities is assumed or invented.")
    return lines


def line_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the budget with what each pays for and what all that is pledged covers of it."""
    if not rows:
        return []
    found = [f"{'amount':>14} {'covered':>14}  {'commit by':<10}  line: what it pays for"]
    for r in rows:
        named = {k: r[k] for k in ("milestone", "meeting", "round", "language") if r[k]}
        pays = ", ".join(f"{k} {v}" for k, v in named.items()) or "nothing named"
        found.append(
            f"{Decimal(r['amount']):>14,} {Decimal(r['covered_if_pledged']):>14,}  "
            f"{r['commit_by'] or 'no date':<10}  {r['title']}: {pays}"
        )
    return found


@app.command()
def gap(file: File, as_at: AsAt, as_json: Json = False) -> None:
    """The gap as at a date: what is needed less what is pledged. Needs no database."""
    from travaux.core.funding.money import position
    from travaux.core.processes.board import money_of

    plan, day = usable(file), day_of(as_at)
    try:
        funds = position(money_of(plan), day, plan.currency, plan.funding.support)
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
        **cash(plan, day, funds.received, funds.pledged, funds.required),
    }
    give(
        answer,
        as_json,
        lambda: [
            f"{answer['currency']} {funds.required:,} needed − {funds.pledged:,} pledged = "
            f"{funds.gap:,} missing ({funds.gap_percent} %), as at {day.isoformat()}.",
            *cash_words(plan, answer),
        ],
    )
