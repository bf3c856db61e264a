"""A picture and a table of how many brackets were open, version by version and day by day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import queries
from travaux.drafts.queries.counting import OpenCount, open_over_time
from travaux.drafts.views.frame import frame, opened
from travaux.people.asking import person_of
from travaux.plumbing.exports import download, write

WIDTH, STEP, HEIGHT, GAP = 640, 56, 160, 6


def counts(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Open brackets over time."""
    here = opened(request, process, version)
    rows = open_over_time(person_of(request), here)
    whole = [row for row in rows if row.day is None]
    width = min(WIDTH, STEP * max(len(whole), 1))
    context = {
        **frame(here.text.process, here),
        "rows": [{"it": row, "title": queries.title_of(row.version)} for row in rows],
        "bars": _bars(whole, width, get_language_bidi()),
        "width": width,
        "height": HEIGHT + 40,
        "foot": HEIGHT + 20,
        "most": max((row.open for row in whole), default=0),
    }
    return render(request, "drafts/counts.html", context)


def _bars(rows: list[OpenCount], width: int, rtl: bool) -> list[dict[str, Any]]:
    """A column for each version, where reading begins first."""
    most = max((row.open for row in rows), default=0) or 1
    step = width / max(len(rows), 1)
    found = []
    for place, row in enumerate(rows):
        tall = round(HEIGHT * row.open / most)
        x = round(width - (place + 1) * step if rtl else place * step)
        found.append(
            {
                "x": x + GAP,
                "y": HEIGHT - tall + 2,
                "w": max(round(step) - 2 * GAP, 2),
                "h": max(tall, 1),
                "middle": x + round(step / 2),
                "label_y": HEIGHT - tall - 4 if tall < HEIGHT - 16 else HEIGHT - tall + 16,
                "n": row.open,
                "version": row.version.number,
            }
        )
    return found


def counts_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = opened(request, process, version)
    columns = [
        ("version", _("Version")),
        ("symbol", _("Symbol")),
        ("day", _("Day")),
        ("open", _("Open brackets")),
        ("agreed", _("Paragraphs agreed")),
    ]
    rows = [
        [
            row.version.number,
            row.version.symbol,
            row.day.isoformat() if row.day else "",
            row.open,
            row.agreed if row.day is None else "",
        ]
        for row in open_over_time(person_of(request), here)
    ]
    data = write(ending, columns, rows, title=_("Open brackets"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.text.key}-open-brackets")
