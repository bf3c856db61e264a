"""The flow of works, as the PRISMA 2020 statement draws it, and as a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.evidence.screening import Flow
from travaux.evidence.queries.literature import flow_of
from travaux.evidence.views.frame import process_named
from travaux.plumbing.exports import download, write


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture: its code, words and number, and what it is made of."""

    code: str
    words: str
    count: int
    of: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A box on the way down, with the boxes of what leaves the way beside it."""

    main: Box
    beside: tuple[Box, ...] = field(default=())


def steps_of(flow: Flow) -> list[tuple[str, list[Step]]]:
    """The flow by its three phases. Of what is still to be read a box is shown while there is any:
    the statement draws the end of a screening, this the screening as it stands."""
    reasons = tuple(sorted(flow.excluded.items(), key=lambda r: (-r[1], r[0])))
    out = sum(flow.excluded.values())
    left = flow.full_texts - out - flow.included
    waiting = (Box("waiting", _("To be read by two"), flow.waiting),) if flow.waiting else ()
    unread = (Box("full-waiting", _("To be read in full by two"), left),) if left else ()
    return [
        (
            _("Identification"),
            [
                Step(
                    Box(
                        "found",
                        _("Found"),
                        sum(flow.identified.values()),
                        tuple(sorted(flow.identified.items())),
                    ),
                    (Box("twice", _("There twice"), flow.duplicates),),
                )
            ],
        ),
        (
            _("Screening"),
            [
                Step(
                    Box("screened", _("Screened by title and abstract"), flow.screened),
                    (Box("screened-out", _("Left out"), flow.screened_out), *waiting),
                ),
                Step(
                    Box("sought", _("Sought in full"), flow.sought),
                    (Box("not-had", _("Not to be had"), flow.not_retrieved),),
                ),
                Step(
                    Box("full", _("Read in full, or to be read"), flow.full_texts),
                    (Box("full-out", _("Left out after reading in full"), out, reasons), *unread),
                ),
            ],
        ),
        (_("Included"), [Step(Box("included", _("Included"), flow.included))]),
    ]


def rows_of(flow: Flow) -> list[tuple[str, Box, str, int]]:
    """The same as lines: phase, box, the part of it that a line is about (or ""), works."""
    rows = []
    for phase, steps in steps_of(flow):
        for box in [b for s in steps for b in (s.main, *s.beside)]:
            rows.append((phase, box, "", box.count))
            rows += [(phase, box, part, n) for part, n in box.of]
    return rows


def flow_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The numbers of the flow as a file, for the picture of a paper."""
    here = process_named(process)
    columns: list[tuple[str, Any]] = [
        ("phase", _("Phase")),
        ("step", _("Step")),
        ("words", _("Words")),
        ("of", _("Of these")),
        ("works", _("Works")),
    ]
    rows = [[phase, box.code, box.words, part, n] for phase, box, part, n in rows_of(flow_of(here))]
    data = write(ending, columns, rows, title=_("Literature"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-literature-flow")
