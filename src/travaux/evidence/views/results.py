"""Results of a survey: one question at a time, by group, as picture, table and file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.surveys.telling import results_to_plain
from travaux.evidence.models import Survey
from travaux.evidence.queries.results import (
    Told,
    group_names,
    groups_offered,
    placed_of,
    reckoned_questions,
    results_of,
)
from travaux.evidence.queries.surveys import form_of, issued_edition, survey_named
from travaux.evidence.rules.surveys import may_read_results
from travaux.evidence.views.frame import frame
from travaux.evidence.wording.surveys import NOTES, SAMPLINGS, UNITS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import require, sentence

WIDE = 240


def _survey(request: HttpRequest, process: str, key: str) -> Survey:
    found = survey_named(process, key)
    if found is None:
        raise Http404(key)
    require(may_read_results(person_of(request), found, clock.now()))
    return found


def _asked(request: HttpRequest, survey: Survey) -> tuple[Any, str, str, bool]:
    """Edition, question and group that are asked for; without any, the first question."""
    edition = issued_edition(survey)
    if edition is None:
        raise Http404(survey.key)
    offered = reckoned_questions(form_of(edition))
    name = request.GET.get("question", "") or (offered[0].name if offered else "")
    by = request.GET.get("by", "region")
    return edition, name, "" if by == "all" else by, request.GET.get("weights", "") != "none"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}\u00a0%"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".replace(",", "\u202f")


def _bar(value: float | None, low: float | None, high: float | None, most: float) -> dict[str, str]:
    """A bar from 0 to a figure, with its interval."""

    def at(x: float | None) -> str:
        return f"{max(0.0, min(1.0, (x or 0.0) / most)) * WIDE:.1f}"

    return {"value": at(value), "low": at(low), "high": at(high), "some": "1" if value else "",
            "whiskers": "1" if low is not None and high is not None else ""}  # fmt: skip


def rows_shown(told: Told, names: dict[str, str]) -> list[dict[str, Any]]:
    """The figures of a question as a page has them: one row for each group."""
    labels = {c.name: said(c.labels) or c.name for c in told.question.choices}
    labels.setdefault("OK", _("ticked"))
    means = [r.mean.high or r.mean.value or 0 for r in told.found.rows if r.mean is not None]
    most = max([m for m in means if m > 0], default=1.0)
    made = []
    for n, row in enumerate(told.found.rows):
        name = _("All") if not n else names.get(row.group, row.group) or _("In no group")
        cells = []
        for cell in row.cells:
            e = cell.estimate
            cells.append(
                {
                    "label": labels.get(cell.choice, cell.choice), "hidden": cell.hidden or row.hidden,
                    "n": cell.n, "figure": _percent(e.value), "low": _percent(e.low),
                    "high": _percent(e.high), "interval": e.low is not None,
                    "bar": _bar(e.value, e.low, e.high, 1.0),
                    "effective": f"{e.effective:.0f}" if e.effective else "–",
                }
            )  # fmt: skip
        if row.mean is not None:
            e = row.mean
            cells.append(
                {
                    "label": _("Mean"), "hidden": row.hidden, "n": row.n,
                    "figure": _figure(e.value), "low": _figure(e.low), "high": _figure(e.high),
                    "interval": e.low is not None, "bar": _bar(e.value, e.low, e.high, most),
                    "effective": f"{e.effective:.0f}" if e.effective else "–",
                }
            )  # fmt: skip
        made.append({"name": name, "row": row, "cells": cells, "span": max(len(cells), 1)})
    return made


def _per(edition: Any, told: Told) -> str:
    """The repeated group whose rows are counted, as the form names it."""
    if not told.found.per:
        return ""
    placed = placed_of(form_of(edition), told.found.per)
    return (said(placed.item.labels) if placed is not None else "") or told.found.per


def page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """One question with its figures, their intervals, and what is missing."""
    here = _survey(request, process, survey)
    edition, name, by, weighted = _asked(request, here)
    try:
        told: Told | None = results_of(here, name, by, weighted=weighted)
        names = group_names(by)
    except Unusable as problem:
        if problem.code == "question-not-reckoned":
            told, names = None, {}
        else:
            raise Http404(name) from None
    questions = reckoned_questions(form_of(edition))
    context: dict[str, Any] = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "questions": [(q.name, said(q.labels) or q.name) for q in questions],
        "divisions": [
            ("all", _("All together")), ("region", _("Region")), ("size", _("Size")),
            ("country", _("Country")), *groups_offered(here),
        ],
        "name": name, "by": by or "all", "weighted": weighted, "told": told,
        "unit": UNITS[here.unit], "sampling": SAMPLINGS[here.sampling],
        "query": f"question={name}&by={by or 'all'}" + ("" if weighted else "&weights=none"),
        "command": f"travaux survey results {here.key} --question {name}"
        + (f" --by {by}" if by else "") + ("" if weighted else " --unweighted") + " --json",
    }  # fmt: skip
    if told is not None:
        context |= {
            "rows": rows_shown(told, names),
            "whole": told.found.rows[0],
            "per": _per(edition, told),
            "notes": [NOTES[n] for n in told.found.notes if n in NOTES],
            "without": [names.get(g, g) for g in told.without],
            "refused": sentence(told.refused) if told.refused else "",
        }
    return render(request, "evidence/results.html", context)


def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The figures of a question as a file; what is hidden is empty."""
    here = _survey(request, process, survey)
    _edition, name, by, weighted = _asked(request, here)
    try:
        told = results_of(here, name, by, weighted=weighted)
        names = group_names(by)
    except Unusable:
        raise Http404(name) from None
    plain = results_to_plain(told.found)
    heads = [
        ("survey", _("Key")), ("question", _("Question")), ("group", _("Group")),
        ("answer", _("Answer")), ("n", _("Units")), ("figure", _("Share or mean")),
        ("error", _("Standard error")), ("low", _("From")), ("high", _("To")),
        ("effective", _("Effective sample size")), ("answered", _("Units that answered")),
        ("missing", _("Not answered")), ("not_asked", _("Not asked")), ("hidden", _("Hidden")),
        ("per", _("Counted by the rows of")), ("method", _("Method")), ("invented", _("invented")),
    ]  # fmt: skip
    rows = []
    for row in plain["rows"]:
        group = row["group"] if ending == "json" else names.get(row["group"], row["group"])
        cells = row.get("cells") or ([row | {"choice": "", "share": row.get("mean")}])
        for cell in cells:
            hidden = row["hidden"] or cell.get("hidden", False)
            rows.append([
                here.key, name, group, cell.get("choice", ""),
                *((None,) * 6 if hidden else (
                    cell.get("n"), cell.get("share"), cell.get("error"), cell.get("low"),
                    cell.get("high"), cell.get("effective"))),
                *((None,) * 3 if row["hidden"] else (row["n"], row["missing"], row["not_asked"])),
                int(hidden), plain["per"], plain["method"], int(here.demonstration),
            ])  # fmt: skip
    data = write(ending, heads, rows, title=_("Results"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-{name}"[:80])
