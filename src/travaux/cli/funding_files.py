"""`travaux funding budget` and `convert`: files of lines and of rates, looked at before they are used."""

from __future__ import annotations

from typing import Annotated

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read
from travaux.cli.process import day_of, usable
from travaux.core.funding.amounts import typed_amount
from travaux.core.problems import Problem, Unusable


def budget(
    file: Annotated[str, typer.Argument(help="A file of budget lines, .xlsx or .csv.")],
    currency: Annotated[str, typer.Option("--currency", help="Of the budget, as USD.")] = "",
    plan: Annotated[
        str, typer.Option("--plan", help="The process (.toml) whose milestones lines may name.")
    ] = "",
    as_json: Json = False,
) -> None:
    """What a budget file says, and each fault at its row. Needs no database; keeps nothing.

    Exit status 1 when something in it has to be mended."""
    from travaux.core.funding.budgets import read_budget
    from travaux.core.funding.rates import CURRENCIES

    of_plan = usable(plan) if plan else None
    code = (currency or (of_plan.currency if of_plan else "")).upper()
    if not code:
        raise fail("Say the budget’s currency: --currency USD, or the process: --plan FILE.toml.")
    if code not in CURRENCIES:
        raise fail(f"--currency {currency}: {_words('currency-unknown', currency=code)}")
    known = {m.code for m in of_plan.milestones} if of_plan else None
    try:
        found = read_budget(read(file), file, code, known)
    except Unusable as problem:
        raise fail(f"{file}: {words_of(problem.problem)}") from None
    answer = {
        "ok": not found.problems and bool(found.lines),
        "currency": code,
        "total": str(found.total),
        "lines": [
            {
                "id": x.code,
                "title": x.title,
                "amount": str(x.amount),
                "milestone": x.milestone,
                "meeting": x.meeting,
                "round": x.round,
                "language": x.language,
                "activity": x.activity,
                "region": x.region,
                "source": x.source,
            }
            for x in found.lines
        ],
        "problems": [
            {"where": p.where, "what": words_of(p), "code": p.code} for p in found.problems
        ],
    }

    def lines() -> list[str]:
        said = [f"{len(found.lines)} lines, {code} {found.total:,}."]
        for x in found.lines:
            named = (x.milestone, x.meeting, x.round, x.language)
            pays = ", ".join(n for n in named if n)
            said.append(f"{x.amount:>14,}  {x.code}  {x.title}" + (f" ({pays})" if pays else ""))
        said += [f"{p.where}: {words_of(p)}" for p in found.problems]
        return said if found.lines else [*said, _words("budget-empty")]

    give(answer, as_json, lines)
    if not answer["ok"]:
        raise typer.Exit(NO)


def convert(
    amount: Annotated[str, typer.Argument(help="A sum, as 1000 or 1,000.50.")],
    currency: Annotated[str, typer.Argument(help="Its currency, as EUR.")],
    into: Annotated[str, typer.Argument(help="The other one, as USD.")],
    rates: Annotated[
        str, typer.Option("--rates", help="A file of the UN Treasury’s or the ECB’s rates.")
    ],
    on: Annotated[str, typer.Option("--on", help="The day, as 2024-05-03.")],
    as_json: Json = False,
) -> None:
    """A sum by the rate that a file has for a day; no other day’s is taken. Needs no database."""
    from datetime import date

    from travaux.core.funding.rate_files import read_rates
    from travaux.core.funding.rates import convert as converted

    value, day = typed_amount(amount), day_of(on, "--on")
    if value is None or value < 0:
        raise fail(f"{amount}: not a sum; write it as 1000 or 1,000.50.")
    source, target = currency.upper(), into.upper()
    wanted = {source, target}
    try:
        known = read_rates(read(rates), wanted, date(1999, 1, 1)) if source != target else ()
        found = converted(value, source, target, day, known)
    except Unusable as problem:
        raise fail(f"{rates}: {words_of(problem.problem)}") from None
    answer = {
        "amount": str(value),
        "currency": source,
        "into": target,
        "on": day.isoformat(),
        "converted": str(found.amount),
        "rates": [
            {
                "base": r.base,
                "currency": r.currency,
                "rate": str(r.rate),
                "first": r.first.isoformat(),
                "last": r.last.isoformat(),
                "source": r.source,
            }
            for r in found.used
        ],
    }
    give(
        answer,
        as_json,
        lambda: [
            f"{source} {value:,} = {target} {found.amount:,} on {day.isoformat()}.",
            *(
                f"1 {r.base} = {r.rate} {r.currency}, {r.first.isoformat()} to "
                f"{r.last.isoformat()}: {r.source}."
                for r in found.used
            ),
        ],
    )


def words_of(problem: Problem) -> str:
    """A problem in plain words, those of files among them; it opens no database."""
    open_site()
    from travaux.plumbing.verdicts import sentence

    return str(sentence(problem.code, dict(problem.facts)))


def _words(code: str, **facts: str | int) -> str:
    return words_of(Problem(code, "", facts))
