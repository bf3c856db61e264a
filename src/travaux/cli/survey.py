"""`travaux survey`: forms as files, without database and without configuration."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, read, say
from travaux.core.problems import Problem, Unusable

app = typer.Typer(help="Forms as files: check what would be asked.", no_args_is_help=True)


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
    as_json: Json = False,
) -> None:
    """Say whether a form can be asked, and what stands in its way."""
    from travaux.core.surveys.check import check_form
    from travaux.core.surveys.model import questions
    from travaux.core.surveys.xlsform import read_xlsform

    try:
        found = read_xlsform(read(form), form)
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
        "notes": [_told(p) for p in found.notes],
    }

    def lines() -> list[str]:
        said = [f"{p['where']}: {p['what']}" for p in answer["problems"]]
        asked = f"{answer['questions']} questions in {', '.join(found.form.languages)}"
        return [*said, f"{form}: {asked}; {'it can be asked' if not problems else 'not yet'}"]

    for note in found.notes:
        say(": ".join(p for p in (note.where, _said(note)) if p))
    give(answer, as_json, lines)
    if problems:
        raise typer.Exit(NO)
