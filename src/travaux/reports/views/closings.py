"""The closing report of a track: the edition that is kept, earlier ones, and as of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.answers.rules import may_see_desk
from travaux.comments.queries import outline
from travaux.consultations.models import Track
from travaux.core.texts.document import Block
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.verdicts import Refusal
from travaux.reports import documents_of_closing as documents
from travaux.reports.actions import keep_closing
from travaux.reports.queries.closing import Closing, closing_of
from travaux.reports.queries.editions import Read, closing_today, editions_for
from travaux.reports.rules import may_keep_closing, may_write_reports
from travaux.reports.views.tracks import frame, is_invented, the_track

TODAY = "today"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a reader asked for: an edition, or (None) the figures as of today."""

    track: Track
    editions: tuple[Read, ...]
    read: Read | None
    found: Closing


def _shown(request: HttpRequest, process: str, track: str, which: str) -> _Shown:
    """The last edition, where one is kept; the one of this number; or today's figures."""
    here, at, person = the_track(process, track), clock.now(), person_of(request)
    staff = bool(may_see_desk(person, process, at))
    editions = editions_for(here, person, at, staff=staff)
    read = editions[0] if editions and not which else None
    if which and which != TODAY:
        read = next((e for e in editions if e.edition.number == int(which)), None)
        if read is None:
            raise Http404(which)
    found = read.found if read is not None else closing_of(here, person, at, staff=staff)
    return _Shown(here, editions, read, found)


@never_cache
def closing(request: HttpRequest, process: str, track: str, which: str = "") -> HttpResponse:
    """The report with which a track closes: as kept, with what has changed since."""
    shown, at = _shown(request, process, track, which), clock.now()
    here, read = shown.track, shown.read
    told: dict[str, Any] = {}
    same = False
    if read is not None:
        now = closing_today(here, read.audience, at)
        same = read is shown.editions[0] and read.found == now  # there is nothing new to keep
        told = {
            "edition": read.edition,
            "edition_line": documents.edition_line(read.edition),
            "changes": documents.changes(read.found, now),
            "opened_again": not now.is_closed,
        }
    invented = shown.found.invented or is_invented(here)
    tongues = _tongues(here)
    context = {
        **frame(here.process, invented),
        **told,
        "track": here,
        "found": shown.found,
        "editions": [
            {"it": e.edition, "line": documents.edition_line(e.edition)} for e in shown.editions
        ],
        "which": which,
        "endings": documents.ENDINGS,
        "blocks": [_drawn(b, tongues) for b in documents.closing_blocks(shown.found)],
        "keeps": bool(may_write_reports(request.user, here.process)) and not same,
        "may_keep": may_keep_closing(request.user, here, at),
    }
    return render(request, "reports/closing.html", context)


def _tongues(track: Track) -> dict[str, str]:
    """The headings of the drafts of a track with their languages: they need not be the reader's."""
    return {
        heading.name: round.version.language
        for round in track.rounds.select_related("version")
        for heading in outline(round.version).headings
    }


def _drawn(block: Block, tongues: Mapping[str, str]) -> dict[str, Any]:
    """A block for the page: each cell of a table knows its heading, for narrow screens."""
    heads, *rows = block.rows or ((),)
    return {
        "kind": block.kind,
        "text": block.text,
        "level": block.level,
        "rows": [heads],
        "labelled": [
            (tongues.get(row[0], ""), list(zip(heads, row, strict=False))) for row in rows
        ],
    }


@never_cache
def closing_file(
    request: HttpRequest, process: str, track: str, ending: str, which: str = ""
) -> HttpResponse:
    """The same as a document, or its figures."""
    shown = _shown(request, process, track, which)
    edition = shown.read.edition if shown.read is not None else None
    name = f"{process}-{shown.track.key}-closing"
    if edition is not None:
        name = f"{name}-{edition.number}"
    data = documents.write_closing(shown.track, shown.found, ending, edition)
    return download(data, ending, name)


@login_required
@require_POST
def keep(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """The secretariat keeps the report as it is now."""
    here = the_track(process, track)
    try:
        made = keep_closing(by=signed_in(request), track=here, at=clock.now())
    except Refusal as refused:
        messages.add_message(request, messages.WARNING, refused.sentence, extra_tags="warn")
    else:
        told = _("The report is kept as edition %(number)s.") % {"number": made.number}
        messages.add_message(request, messages.SUCCESS, told, extra_tags="good")
    return redirect("reports:closing", here.process.code, here.key)
