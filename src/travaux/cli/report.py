"""`travaux report`: what the governing body is told."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
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
from travaux.cli.report_notes import appeal, decision, iati, tracker

app = typer.Typer(help="Reports as at a date.", no_args_is_help=True)
for command in (decision, appeal, tracker, iati):
    app.command()(command)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fail(f"--as-at {text}: write the date as 2023-10-31.") from None


def _of_file(path: str, as_at: date) -> tuple[Any, dict[str, Any]]:
    """A report and its figures straight from a plan, without a database."""
    from travaux.core.processes.board import board_of_plan
    from travaux.core.processes.outlook import outlook_of_plan
    from travaux.core.processes.reading import read_process
    from travaux.plumbing.verdicts import explain

    plan, problems = read_process(read(path))
    if plan is None or problems:
        raise fail(f"{path}: {explain(problems[0])}")
    figures = board_of_plan(plan, as_at)
    titles = {m.code: m.titles for m in plan.milestones}
    clauses = {c.code: c.titles for c in plan.clauses}
    deliverables = {d.code: d.titles for d in plan.deliverables}
    for m in figures["milestones"]:
        m["titles"] = titles[m["id"]]
    for c in figures["clauses"]:
        c["titles"] = clauses[c["clause"]]
        for d in c["deliverables"]:
            d["titles"] = deliverables[d["deliverable"]]
    figures["consultation"] = [
        {"level": x.code, "titles": x.titles, "texts": x.texts, "rounds": []}
        for x in plan.levels
        if not x.added_later or (x.known_on and x.known_on <= as_at)
    ]
    for kind, key in (("challenge", "challenges"), ("next-step", "next_steps")):
        figures[key] = [
            {"code": f.code, "titles": f.titles, "texts": f.texts}
            for f in plan.facts
            if f.kind == kind
        ]
    figures["pledges"] = [
        {"party": dict(m.party), "kind": m.kind, "amount": str(m.amount), "currency": m.currency}
        for m in plan.money
        if m.kind in {"pledge", "signed"} and m.known_on and m.known_on <= as_at
    ]
    figures |= outlook_of_plan(plan, as_at)
    process = SimpleNamespace(
        titles=plan.titles,
        symbol=plan.mandate.symbol,
        aliases=plan.mandate.aliases,
        adopted_on=plan.mandate.adopted_on,
    )
    return _sheet(process, as_at, plan.report), figures


def _sheet(process: Any, as_at: date, defaults: Any) -> Any:
    """What stands at the head of a report that nobody has written prose for."""
    assumed = bool(defaults.get("cut_off_assumed")) and str(defaults.get("cut_off")) == str(as_at)
    return SimpleNamespace(
        process=process, number=1, symbol="", distribution="", titles={}, original_language="en",
        cut_off=as_at, cut_off_assumed=assumed, dated_on=None, previous=None, prose={},
        frozen_at=None, demonstration=False,
    )  # fmt: skip


@app.command()
def board(
    file: Annotated[str, typer.Argument(help="A plan (.toml); or name the process.")] = "",
    as_at: Annotated[str, typer.Option("--as-at", help="The cut-off, as 2023-10-31.")] = "",
    process: InProcess = "",
    language: Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")] = "en",
    out: Annotated[
        str, typer.Option("-o", "--out", help=".docx, .pdf, .html or .md; - is no file.")
    ] = "",
    as_json: Json = False,
) -> None:
    """The report to the governing body: its figures, or the whole document."""
    if not as_at:
        raise fail("Say as at which date: --as-at 2023-10-31.")
    if not file and not process:
        raise fail("Name a plan (FILE.toml) or a process (--process CODE).")
    day = _day(as_at)
    open_site()
    from django.utils import translation

    from travaux.plumbing.languages import SIX, to_django

    if language not in SIX:
        raise fail(f"--language {language}: one of {', '.join(SIX)}.")
    with speaking(), translation.override(to_django(language)):
        from django.utils.translation import gettext

        from travaux.reports import ahead, documents, tables
        from travaux.reports.queries import report_figures

        if file:
            sheet, found = _of_file(file, day)
        else:
            here = the_process(process)
            sheet = _sheet(here, day, here.report_defaults or {})
            found = report_figures(here, day)
        for kind in ("clauses", "milestones"):
            for one in found[kind]:
                one["title"] = one["titles"].get(language) or one["title"]
        if out:
            ending = out.rsplit(".", 1)[-1].lower()
            if ending not in {"docx", "pdf", "html", "md"}:
                raise fail(f"{out}: the report is written as .docx, .pdf, .html or .md.")
            write(out, documents.write(sheet, ending, found))
        if as_json or not out:
            rows = tables.milestone_rows(found) + tables.fund_rows(found)
            told = [
                *ahead.outlook_lines(found),
                *ahead.money_lines(found),
                *ahead.scenario_lines(found),
            ]
            proposed = ahead.proposed_lines(found)
            if proposed:
                told += [gettext("What follows without more money"), *proposed]
            give(found, as_json, lambda: [*(" | ".join(r) for r in rows), *told])


@app.command("list")
def list_reports(process: InProcess = "", who: As = "", as_json: Json = False) -> None:
    """The reports of a process; those not frozen only for who may see them."""
    open_site()
    with speaking():
        from travaux.reports.models import Report
        from travaux.reports.rules import may_read

        person = acting(who) if who else None
        rows = Report.objects.filter(process=the_process(process)).select_related("process")
        found = [
            {"report": r.key, "number": r.number, "symbol": r.symbol, "cut_off": r.cut_off,
             "frozen_at": r.frozen_at}
            for r in rows
            if may_read(person, r)
        ]  # fmt: skip
        give(found, as_json, lambda: [f"{r['number']} {r['symbol']} {r['cut_off']}" for r in found])
