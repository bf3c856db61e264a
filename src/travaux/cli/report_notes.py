"""`travaux report decision|appeal|tracker|iati`: from a plan or from the record of a process."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Annotated, Any

import typer

from travaux.cli.doors import InProcess, Json, fail, give, open_site, speaking, the_process, write
from travaux.cli.process import day_of, usable

File = Annotated[str, typer.Argument(help="A plan (.toml); or name the process.")]
AsAt = Annotated[str, typer.Option("--as-at", help="The date, as 2023-10-31.")]
Language = Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")]
Out = Annotated[str, typer.Option("-o", "--out", help=".docx, .pdf, .html or .md; - is no file.")]


def _given(file: str, process: str, as_at: str) -> date:
    if not as_at:
        raise fail("Say as at which date: --as-at 2023-10-31.")
    if bool(file) == bool(process):
        raise fail("Name a plan (FILE.toml) or a process (--process CODE).")
    return day_of(as_at)


def _note(
    kind: str, file: str, process: str, as_at: str, language: str, out: str, as_json: bool
) -> None:
    day = _given(file, process, as_at)
    open_site()
    from django.utils import translation

    from travaux.plumbing.languages import SIX, to_django

    if language not in SIX:
        raise fail(f"--language {language}: one of {', '.join(SIX)}.")
    ending = out.rsplit(".", 1)[-1].lower()
    if out and ending not in {"docx", "pdf", "html", "md"}:
        raise fail(f"{out}: it is written as .docx, .pdf, .html or .md.")
    with speaking(), translation.override(to_django(language)):
        from travaux.reports import notes

        sheet, found = _figures(kind, file, process, day)
        if out:
            write(out, notes.write(kind, sheet, found, ending))
        if as_json or not out:
            blocks = notes.document(kind, sheet, found).blocks
            give(found, as_json, lambda: [b.text for b in blocks])


def _figures(kind: str, file: str, process: str, day: date) -> tuple[Any, dict[str, Any]]:
    if file:
        from travaux.core.processes.of_plan import needs_of_plan, tracker_of_plan

        plan = usable(file)
        sheet = SimpleNamespace(titles=plan.titles, symbol=plan.mandate.symbol)
        return sheet, (tracker_of_plan if kind == "tracker" else needs_of_plan)(plan, day)
    from travaux.reports.queries.needs import needs, tracker

    here = the_process(process)
    return here, (tracker if kind == "tracker" else needs)(here, day)


def decision(
    file: File = "", as_at: AsAt = "", process: InProcess = "", language: Language = "en",
    out: Out = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Without this sum by this date: what follows, on one page."""
    _note("decision", file, process, as_at, language, out, as_json)


def appeal(
    file: File = "", as_at: AsAt = "", process: InProcess = "", language: Language = "en",
    out: Out = "", as_json: Json = False,
) -> None:  # fmt: skip
    """The gap, and what the next 50,000 would restore, on one page."""
    _note("appeal", file, process, as_at, language, out, as_json)


def tracker(
    file: File = "", as_at: AsAt = "", process: InProcess = "", language: Language = "en",
    out: Out = "", as_json: Json = False,
) -> None:  # fmt: skip
    """The mandate clause by clause, with dated snapshots of the funds."""
    _note("tracker", file, process, as_at, language, out, as_json)


def iati(
    file: File = "", as_at: AsAt = "", process: InProcess = "",
    language: Language = "en",
    out: Annotated[str, typer.Option("-o", "--out", help=".xml; - is standard output.")] = "",
    as_json: Json = False,
) -> None:  # fmt: skip
    """The activity file of the IATI standard 2.03; it holds all languages that are there."""
    day = _given(file, process, as_at)
    from travaux.core.formats.iati import write_iati
    from travaux.core.processes.of_plan import funds_of_plan, iati_figures, iati_of_plan

    open_site()
    with speaking():
        if file:
            plan = usable(file)
            activity, funds = iati_of_plan(plan, day), funds_of_plan(plan, day)
        else:
            from travaux.reports.queries.needs import funds_of, iati_activity

            here = the_process(process)
            activity, funds = iati_activity(here, day), funds_of(here, day)
        data = write_iati(activity)
        if out:
            write(out, data)
        if as_json or not out:
            give(iati_figures(activity, funds, day), as_json, lambda: [data.decode()])
