"""Where opinions lie: groups of people who vote alike, what all hold, what divides; and the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments.views.frame import frame, round_at
from travaux.consultations.models import Round
from travaux.core.comments.opinions import HELD_BY_ALL
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import explain
from travaux.voices.queries.opinions import landscape, participants_file, summary_file
from travaux.voices.queries.votes import polis_file
from travaux.voices.rules.voting import FEWEST, has_votes, may_see_votes

FILES = {"participants-votes": participants_file, "summary": summary_file}


def _round(request: HttpRequest, process: str, round: str) -> Round:
    here = round_at(process, round)
    if not has_votes(here) or not may_see_votes(person_of(request), here, clock.now()):
        raise Http404(round)
    return here


def opinions(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The groups, and how they stand to each statement; the same page for all who may see votes."""
    here = _round(request, process, round)
    found = landscape(here)
    context = {
        **frame(here.process, here),
        "found": found,
        "why": explain(found.why) if found.why is not None else "",
        "clear": found.found is not None and found.found.clear,
        "apart": found.people - found.grouped,
        "held": [line for line in found.consensus if line.held],
        "refused": [line for line in found.consensus if not line.held],
        "fewest": FEWEST,
        "of_all": round_of_hundred(HELD_BY_ALL),
    }
    return render(request, "voices/opinions.html", context)


def round_of_hundred(share: float) -> int:
    """A share as a whole number of a hundred."""
    return int(share * 100 + 0.5)


def opinions_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """Each statement and how each group voted on it."""
    here = _round(request, process, round)
    found = landscape(here)
    columns: list[tuple[str, Any]] = [
        ("number", _("Number")),
        ("statement", _("Statement")),
        ("stands", _("How it stands")),
    ]
    for g in found.groups:
        columns += [
            (f"{g.letter}_agree", _("Group %(letter)s: agree") % {"letter": g.letter}),
            (f"{g.letter}_disagree", _("Group %(letter)s: disagree") % {"letter": g.letter}),
            (f"{g.letter}_pass", _("Group %(letter)s: pass") % {"letter": g.letter}),
        ]
    codes = {
        **{line.statement.pk: "divides" for line in found.divisive},
        **{line.statement.pk: "all-agree" for line in found.consensus if line.held},
        **{line.statement.pk: "all-disagree" for line in found.consensus if not line.held},
    }
    names = {
        "divides": _("divides the groups"),
        "all-agree": _("all groups agree"),
        "all-disagree": _("all groups disagree"),
    }
    rows: list[list[Any]] = []
    for line in found.lines:
        code = codes.get(line.statement.pk, "")
        cells: list[Any] = [n for c in line.cells for n in (c.agree, c.disagree, c.passed)]
        rows.append(
            [
                line.statement.number,
                line.statement.text,
                code if ending == "json" else names.get(code, ""),
                *(cells or [None] * (3 * len(found.groups))),
            ]
        )
    data = write(ending, columns, rows, title=_("Opinions"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-{here.key}-opinions")


def open_data(request: HttpRequest, process: str, round: str, name: str) -> HttpResponse:
    """The open-data files in the columns of Polis, for other programs that look for groups."""
    here = _round(request, process, round)
    made = FILES[name](here) if name in FILES else polis_file(here, name)
    return download(made, "csv", f"{process}-{here.key}-{name}")
