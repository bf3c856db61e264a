"""`travaux process`: check the plan of a process, and load it."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated, Any

import typer

from travaux.cli.doors import CANNOT, As, Json, acting, fail, give, open_site, read, say, speaking
from travaux.core.problems import Problem
from travaux.core.processes.plan import ProcessPlan

app = typer.Typer(help="Check and load the plan of a process.", no_args_is_help=True)

File = Annotated[str, typer.Argument(help="The plan, a TOML file; - for standard input.")]


def words_of(problem: Problem) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
    from travaux.funding.wording import REFUSALS as OF_MONEY
    from travaux.roadmap.wording import REFUSALS as OF_PLANS

    text = str(OF_PLANS.get(problem.code) or OF_MONEY.get(problem.code) or problem.code)
    return text % problem.facts if problem.facts else text


def plan_of(path: str) -> tuple[ProcessPlan | None, list[dict[str, str]]]:
    """The plan in a file and its problems in words. Needs no database."""
    from travaux.core.processes.reading import read_process

    plan, problems = read_process(read(path))
    return plan, [{"where": p.where, "what": words_of(p), "code": p.code} for p in problems]


def usable(path: str) -> ProcessPlan:
    """The plan in a file, or one sentence for each of its problems and status 2."""
    plan, problems = plan_of(path)
    for problem in problems:
        say(": ".join(p for p in (path, problem["where"], problem["what"]) if p))
    if plan is None or problems:
        raise typer.Exit(CANNOT)
    return plan


def day_of(text: str, option: str = "--as-at") -> date:
    """A date as it was typed, or one sentence and status 2."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fail(f"{option} {text}: not a date; write it as 2023-10-31.") from None


@app.command()
def check(file: File, as_json: Json = False) -> None:
    """Name every fault of a plan at its place; exit status 1 when there is one, 2 for no TOML."""
    plan, problems = plan_of(file)
    answer: dict[str, Any] = {
        "ok": plan is not None and not problems,
        "milestones": sum(not m.added_later for m in plan.milestones) if plan else 0,
        "added_later": sum(m.added_later for m in plan.milestones) if plan else 0,
        "clauses": len(plan.clauses) if plan else 0,
        "problems": problems,
    }

    def lines() -> list[str]:
        if answer["ok"]:
            return [
                f"{file}: in order; {answer['milestones']} milestones, {answer['clauses']} clauses."
            ]
        return [": ".join(x for x in (file, p["where"], p["what"]) if x) for p in problems]

    give(answer, as_json, lines)
    if plan is None:
        raise typer.Exit(CANNOT)
    if problems:
        raise typer.Exit(1)


@app.command()
def load(file: File, as_: As = "", as_json: Json = False) -> None:
    """Load a plan, or load it again after it has changed; the same file changes nothing."""
    open_site()
    with speaking():
        plan = usable(file)
        from django.db import transaction

        from travaux.funding.actions import load_money
        from travaux.plumbing import clock
        from travaux.roadmap.actions import load_process

        by = acting(as_) if as_ else None
        with transaction.atomic():  # the plan and its money, or neither
            at = clock.now()
            process = load_process(by=by, plan=plan, at=at)
            load_money(by=by, process=process, plan=plan, at=at)
        give({"process": process.code}, as_json, lambda: [f"{process.code} is loaded."])
