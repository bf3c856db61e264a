"""`travaux survey`: forms as files, without database and without configuration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    NO,
    As,
    ChoiceFiles,
    InProcess,
    Json,
    acting,
    beside,
    fail,
    give,
    open_site,
    read,
    say,
    speaking,
)
from travaux.core.problems import Problem, Unusable

app = typer.Typer(help="Surveys: check a form, reckon what was answered.", no_args_is_help=True)


def _said(problem: Problem) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
    from travaux.design.wording import REFUSALS
    from travaux.drafts.wording import REFUSALS as OF_FILES

    text = str(REFUSALS.get(problem.code) or OF_FILES.get(problem.code) or problem.code)
    return text % problem.facts if problem.facts else text


def _told(problem: Problem) -> dict[str, str]:
    return {"where": problem.where, "what": _said(problem), "code": problem.code}


@app.command()
def check(
    form: Annotated[str, typer.Argument(metavar="FORM", help="XLSForm: .xlsx, .csv or .md")],
    choices: ChoiceFiles = None,
    as_json: Json = False,
) -> None:
    """Say whether a form can be asked, and what stands in its way."""
    from travaux.core.surveys.check import check_form, untranslated
    from travaux.core.surveys.model import questions
    from travaux.core.surveys.xlsform import read_xlsform

    try:
        found = read_xlsform(read(form), form, files=beside(choices))
    except Unusable as problem:
        raise fail(
            ": ".join(p for p in (form, problem.problem.where, _said(problem.problem)) if p)
        ) from None
    problems = check_form(found.form)
    answer: dict[str, Any] = {
        "ok": not problems,
        "form": found.form.name,
        "languages": list(found.form.languages),
        "questions": len(questions(found.form)),
        "problems": [_told(p) for p in problems],
        "notes": [_told(p) for p in (*found.notes, *untranslated(found.form))],
    }

    def lines() -> list[str]:
        said = [f"{p['where']}: {p['what']}" for p in answer["problems"]]
        asked = f"{answer['questions']} questions in {', '.join(found.form.languages)}"
        return [*said, f"{form}: {asked}; {'it can be asked' if not problems else 'not yet'}"]

    for note in (*found.notes, *untranslated(found.form)):
        say(": ".join(p for p in (note.where, _said(note)) if p))
    give(answer, as_json, lines)
    if problems:
        raise typer.Exit(NO)


@app.command()
def estimate(
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="Answers: .csv or .xlsx")],
    question: Annotated[str, typer.Option(metavar="COLUMN", help="The question to reckon.")],
    by: Annotated[str, typer.Option(metavar="COLUMN", help="Groups apart.")] = "",
    weights: Annotated[str, typer.Option(metavar="COLUMN", help="Design weights.")] = "",
    strata: Annotated[str, typer.Option(metavar="COLUMN", help="Strata of the sample.")] = "",
    cluster: Annotated[str, typer.Option(metavar="COLUMN", help="Clusters drawn first.")] = "",
    population: Annotated[
        str, typer.Option(metavar="COLUMN", help="Clusters in the population of the stratum.")
    ] = "",
    unit: Annotated[
        str, typer.Option(metavar="COLUMN", help="Rows of one unit, like a city, count as one.")
    ] = "",
    margins: Annotated[
        str, typer.Option(metavar="FILE", help='JSON: {"column": {"group": population}}.')
    ] = "",
    kind: Annotated[
        str, typer.Option(help="shares or means; left out: by what stands there.")
    ] = "",
    least: Annotated[int, typer.Option(min=1, help="Smaller cells are hidden.")] = 5,
    as_json: Json = False,
) -> None:
    """Shares or means of a question, with intervals that follow the design of the sample."""
    from travaux.core.surveys.answer_tables import LARGEST, read_sheets
    from travaux.core.surveys.from_tables import Columns, results_of_column
    from travaux.core.surveys.telling import results_to_plain

    columns = Columns(question, by, weights, strata, cluster, population, unit, _margins(margins))
    try:
        sheet = read_sheets(read(answers, LARGEST.file_bytes), answers)[0]
        found = results_of_column(sheet, columns, kind, least)
    except Unusable as problem:
        raise fail(f"{answers}: {_said(problem.problem)}") from None
    told = results_to_plain(found)
    give(told, as_json, lambda: _lines(told))


def _margins(path: str) -> dict[str, dict[str, float]]:
    import json

    if not path:
        return {}
    try:
        told = json.loads(read(path))
        return {str(c): {str(g): float(n) for g, n in m.items()} for c, m in told.items()}
    except (ValueError, AttributeError, TypeError):
        raise fail(f'{path}: write {{"column": {{"group": population}}}}.') from None


def _lines(told: dict[str, Any]) -> list[str]:
    lines = []
    for row in told["rows"]:
        name = row["group"] or "all"
        if row["hidden"]:
            lines.append(f"{name}: too few, not shown")
            continue
        lines.append(f"{name}: {row['n']} answered, {row['missing']} did not")
        if "mean" in row:
            lines.append(f"  {_figure(row, 'mean', 1)}")
        for cell in row.get("cells", ()):
            shown = "too few, not shown" if cell["hidden"] else _figure(cell, "share", 100)
            lines.append(f"  {cell['choice']}: {shown}")
    return lines


def _figure(told: dict[str, Any], name: str, times: int) -> str:
    if told[name] is None:
        return "nothing"
    sign = " %" if times == 100 else ""
    shown = f"{told[name] * times:.4g}{sign}"
    if told["low"] is None:
        return shown
    return f"{shown} ({told['low'] * times:.4g} to {told['high'] * times:.4g})"


Key = Annotated[str, typer.Argument(metavar="SURVEY", help="Key of the survey.")]


def _survey(key: str, process: str) -> Any:
    from travaux.cli.doors import the_process
    from travaux.evidence.queries.surveys import survey_named

    here = the_process(process)
    found = survey_named(here.code, key)
    if found is None:
        raise fail(f"{key}: no such survey in {here.code}.")
    return found


@app.command("import")
def bring(
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="Answers: .csv or .xlsx")],
    survey: Annotated[str, typer.Option(metavar="SURVEY", help="Key of the survey.")],
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Bring in answers as Kobo or ODK export them; each instance once, nothing is lost."""
    open_site()
    from travaux.core.surveys.answer_tables import LARGEST, read_sheets
    from travaux.evidence.actions import bring_answers
    from travaux.evidence.queries.surveys import issued_edition
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse

    here = _survey(survey, process)
    with speaking():
        edition = issued_edition(here)
        if edition is None:
            raise refuse("survey-not-open")
        sheets = read_sheets(read(answers, LARGEST.file_bytes), answers)
        done = bring_answers(
            by=acting(person),
            edition=edition,
            sheets=sheets,
            name=Path(answers).name,
            at=clock.now(),
        )
    told = {"file": done.key, **done.report}
    give(told, as_json, lambda: _brought(told))


def _brought(told: dict[str, Any]) -> list[str]:
    lines = [
        f"{told['rows']} rows: {told['new']} new, {told['already']} in already, "
        f"{told['aside']} set aside; {told['guesses']} countries to confirm"
    ]
    if told["unknown_columns"]:
        lines.append("kept, but not asked by the form: " + ", ".join(told["unknown_columns"]))
    if told["missing_questions"]:
        lines.append("questions without a column: " + ", ".join(told["missing_questions"]))
    for one in told["problems"]:
        rows = ", ".join(map(str, one["rows"]))
        lines.append(f"{one['column'] or 'row'}: {_found(one)} ({one['count']}; rows {rows})")
    return lines


def _found(problem: dict[str, Any]) -> str:
    """What was found in cells of a column, as a sentence without what stood in them."""
    from travaux.plumbing.verdicts import SENTENCES, sentence

    facts = {k: "…" for k in ("text", "choice", "most", "least", "step", "length")}
    code = str(problem["code"])
    return str(sentence(code, facts)) if code in SENTENCES else code


@app.command()
def results(
    survey: Key,
    question: Annotated[str, typer.Option(metavar="NAME", help="Name of the question.")],
    by: Annotated[
        str, typer.Option(help="region, size, country, edition, or a group of countries.")
    ] = "",
    edition: Annotated[
        int, typer.Option(min=0, help="As this edition asked it, over its own answers alone.")
    ] = 0,
    unweighted: Annotated[bool, typer.Option("--unweighted", help="Leave the frame out.")] = False,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """The figures of a question as the page of results shows them."""
    open_site()
    from travaux.core.surveys.telling import results_to_plain
    from travaux.evidence.queries.results import results_of
    from travaux.evidence.rules.surveys import may_read_results
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = _survey(survey, process)
    with speaking():
        require(may_read_results(acting(person) if person else None, here, clock.now()))
        found = results_of(here, question, by, weighted=not unweighted, edition=edition)
    told = {
        "survey": here.key,
        "by": by,
        "edition": edition or None,
        **results_to_plain(found.found),
    }
    give(told, as_json, lambda: _lines(told))
