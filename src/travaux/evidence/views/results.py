"""Results of a survey: one question at a time, by group, as picture, table and file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.surveys.telling import results_to_plain
from travaux.evidence.models import Edition, Survey
from travaux.evidence.queries.answered import placed_of, reckoned_questions
from travaux.evidence.queries.editions import edition_numbered, issued_editions
from travaux.evidence.queries.results import (
    EDITION,
    Reached,
    Told,
    group_names,
    groups_offered,
    margins_of,
    reached,
    results_of,
)
from travaux.evidence.queries.surveys import form_of, issued_edition, survey_named
from travaux.evidence.queries.words import themed_questions
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a reader asks for; `number` 0: as the last edition asks it, over all that are alike."""

    edition: Edition
    name: str
    by: str
    weighted: bool
    number: int

    def told(self, survey: Survey) -> Told:
        return results_of(survey, self.name, self.by, weighted=self.weighted, edition=self.number)

    def query(self) -> str:
        told = {"question": self.name, "by": self.by or "all"}
        told |= {"weights": "none"} if not self.weighted else {}
        return urlencode(told | ({"edition": str(self.number)} if self.number else {}))

    def command(self, survey: Survey) -> str:
        return (
            f"travaux survey results {survey.key} --question {self.name}"
            + (f" --by {self.by}" if self.by else "")
            + (f" --edition {self.number}" if self.number else "")
            + ("" if self.weighted else " --unweighted")
            + " --json"
        )


def _asked(request: HttpRequest, survey: Survey) -> _Asked:
    """Edition, question and group that are asked for; without any, the first question."""
    given = request.GET.get("edition", "")
    number = int(given[:6]) if given.isdecimal() else 0
    edition = edition_numbered(survey, number) if number else issued_edition(survey)
    if edition is None:
        raise Http404(survey.key)
    offered = reckoned_questions(form_of(edition))
    name = request.GET.get("question", "") or (offered[0].name if offered else "")
    by = request.GET.get("by", "region")
    weighted = request.GET.get("weights", "") != "none"
    return _Asked(edition, name, "" if by == "all" else by, weighted, number)


def _named(by: str, names: dict[str, str], group: str) -> str:
    """The name of a group as people read it."""
    if by == EDITION:
        return _("Edition %(number)s") % {"number": group}
    return names.get(group, group) or _("In no group")


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


def rows_shown(told: Told, names: dict[str, str], by: str = "") -> list[dict[str, Any]]:
    """The figures of a question as a page has them: one row for each group."""
    labels = {c.name: said(c.labels) or c.name for c in told.question.choices}
    labels.setdefault("OK", _("ticked"))
    means = [r.mean.high or r.mean.value or 0 for r in told.found.rows if r.mean is not None]
    most = max([m for m in means if m > 0], default=1.0)
    made = []
    for n, row in enumerate(told.found.rows):
        name = _("All") if not n else _named(by, names, row.group)
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
    asked = _asked(request, here)
    edition, name, by = asked.edition, asked.name, asked.by
    try:
        told: Told | None = asked.told(here) if name else None
        names = group_names(here, by)
    except Unusable as problem:
        if problem.code == "question-not-reckoned":
            told, names = None, {}
        else:
            raise Http404(name) from None
    editions, form = issued_editions(here), form_of(edition)
    questions = [*reckoned_questions(form), *themed_questions(here, form)]
    context: dict[str, Any] = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "questions": [(q.name, said(q.labels) or q.name) for q in questions],
        "divisions": [
            ("all", _("All together")), ("region", _("Region")), ("size", _("Size")),
            ("country", _("Country")), *groups_offered(here),
            *([(EDITION, _("Edition"))] if len(editions) > 1 else []),
        ],
        "editions": editions if len(editions) > 1 else [], "number": asked.number,
        "reached": _reached(here),
        "name": name, "by": by or "all", "weighted": asked.weighted, "told": told,
        "unit": UNITS[here.unit], "sampling": SAMPLINGS[here.sampling],
        "query": asked.query(), "command": asked.command(here),
    }  # fmt: skip
    if told is not None:
        # they are groups of any division of the frame, not only of the one that is shown
        of_frame = {c: n for d, _of in margins_of(here) for c, n in group_names(here, d).items()}
        context |= {
            "rows": rows_shown(told, names, by),
            "whole": told.found.rows[0],
            "per": _per(edition, told),
            "notes": [NOTES[n] for n in told.found.notes if n in NOTES],
            "fitted_to": [_division(d, dict(groups_offered(here))) for d in told.fitted],
            "without": [of_frame.get(g, g) for g in told.without],
            "refused": sentence(told.refused) if told.refused else "",
        }
    return render(request, "evidence/results.html", context)


def _division(code: str, offered: dict[str, str]) -> str:
    own = {"region": _("Region"), "size": _("Size"), "country": _("Country")}
    return own.get(code) or offered.get(code, code)


def _reached(survey: Survey) -> list[dict[str, Any]]:
    """Who answered of the frame, with the names of divisions and groups."""
    reckoned = reached(survey)
    offered = dict(groups_offered(survey))
    names = {d: group_names(survey, d) for d in dict.fromkeys(one.division for one in reckoned)}
    places = {d: {code: n for n, code in enumerate(told)} for d, told in names.items()}
    found = sorted(  # stable: divisions stay as they are, groups stand as their list has them
        reckoned,
        key=lambda r: (list(names).index(r.division), places[r.division].get(r.group, 10**6)),
    )

    def told(one: Reached) -> dict[str, Any]:
        return {
            "division": _division(one.division, offered),
            "group": names[one.division].get(one.group, one.group),
            "frame": f"{one.frame:g}", "units": one.units, "hidden": one.hidden,
            "share": _percent(one.share), "bar": _bar(one.share, None, None, 1.0),
        }  # fmt: skip

    return [told(one) for one in found]


def reached_file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """Who answered of the frame, as a file; what is hidden is empty."""
    here = _survey(request, process, survey)
    heads = [
        ("division", _("Division")), ("group", _("Group")), ("frame", _("Units of the frame")),
        ("units", _("Units that answered")), ("share", _("Share")), ("hidden", _("Hidden")),
        ("invented", _("invented")),
    ]  # fmt: skip
    found, offered = reached(here), dict(groups_offered(here))
    names = {d: group_names(here, d) for d in {one.division for one in found}}

    def named(one: Reached) -> tuple[str, str]:
        """People read names, programs codes."""
        if ending == "json":
            return one.division, one.group
        return _division(one.division, offered), names[one.division].get(one.group, one.group)

    rows = [
        [*named(one), one.frame, *(
            (None, None) if one.hidden else (one.units, one.share)
        ), int(one.hidden), int(here.demonstration)]
        for one in found
    ]  # fmt: skip
    data = write(ending, heads, rows, title=_("Who answered"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-who-answered")


def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The figures of a question as a file; what is hidden is empty."""
    here = _survey(request, process, survey)
    asked = _asked(request, here)
    name, by = asked.name, asked.by
    try:
        told = asked.told(here)
        names = group_names(here, by)
    except Unusable:
        raise Http404(name) from None
    plain = results_to_plain(told.found)
    heads = [
        ("survey", _("Key")), ("question", _("Question")), ("group", _("Group")),
        ("answer", _("Answer")), ("n", _("Units")), ("figure", _("Share or mean")),
        ("error", _("Standard error")), ("low", _("From")), ("high", _("To")),
        ("effective", _("Effective sample size")), ("answered", _("Units that answered")),
        ("missing", _("Not answered")), ("not_asked", _("Not asked")), ("hidden", _("Hidden")),
        ("per", _("Counted by the rows of")), ("method", _("Method")),
        ("edition", _("Edition")), ("reckon", _("Reckon it again")), ("invented", _("invented")),
    ]  # fmt: skip
    rows = []
    for row in plain["rows"]:
        group = (
            row["group"]
            if ending == "json" or not row["group"]
            else _named(by, names, row["group"])
        )
        cells = row.get("cells") or ([row | {"choice": "", "share": row.get("mean")}])
        for cell in cells:
            hidden = row["hidden"] or cell.get("hidden", False)
            rows.append([
                here.key, name, group, cell.get("choice", ""),
                *((None,) * 6 if hidden else (
                    cell.get("n"), cell.get("share"), cell.get("error"), cell.get("low"),
                    cell.get("high"), cell.get("effective"))),
                *((None,) * 3 if row["hidden"] else (row["n"], row["missing"], row["not_asked"])),
                int(hidden), plain["per"], plain["method"], asked.number or None,
                asked.command(here), int(here.demonstration),
            ])  # fmt: skip
    data = write(ending, heads, rows, title=_("Results"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-{name}"[:80])
