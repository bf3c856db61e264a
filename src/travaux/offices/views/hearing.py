"""Who of its states was asked and heard, and writing to those who were not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from travaux.comments.actions.inviting import write_reminders
from travaux.comments.queries.coverage import open_to_all
from travaux.comments.queries.invitations import invitation_words
from travaux.comments.rules import may_remind
from travaux.comments.views.coverage import region_asked, told
from travaux.comments.views.coverage_figures import coverage_rows, rows_file
from travaux.comments.wording import PARTIES, STANDINGS
from travaux.consultations.queries import standing, titles_of
from travaux.core.comments.coverage import BAND
from travaux.offices import queries
from travaux.offices.views.frame import frame, the_office, the_round
from travaux.people.queries.offices import is_of_office, scope_of
from travaux.people.rules.offices import may_work_as
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, require


@login_required
@never_cache
def coverage(request: HttpRequest, process: str, key: str, round: str) -> HttpResponse:
    """Who of its states and organisations was asked and heard in a round."""
    here, home, person, at = the_office(request, process, key)
    mine = the_round(process, round, here, at)
    context = {
        **frame(home, here),
        "round": mine.round,
        "round_titles": titles_of(mine.round),
        "standing": standing(mine.round, at),
        "staff": True,  # of its own states it reads all that the secretariat reads
        "works": is_of_office(person, here, at),
        "openness": open_to_all(mine.round, at),
        "at": at,
        "band": BAND,
        **told(mine.round, at, staff=True, within=scope_of(here), region=region_asked(request)),
    }
    return render(request, "offices/coverage.html", context)


@login_required
def coverage_file(
    request: HttpRequest, process: str, key: str, round: str, ending: str
) -> HttpResponse:
    """The same as a file."""
    here, _home, _person, at = the_office(request, process, key)
    mine = the_round(process, round, here, at)
    rows = coverage_rows(mine.round, at, staff=True, within=scope_of(here))
    return rows_file(rows, ending, f"{process}-{mine.round.key}-office-coverage", staff=True)


@login_required
@never_cache
def invite(request: HttpRequest, process: str, key: str, round: str) -> HttpResponse:
    """Whom to write to, and what they will read; then it goes, once a day at most."""
    here, home, person, at = the_office(request, process, key)
    require(may_work_as(person, here, at))
    mine = the_round(process, round, here, at)
    verdict = may_remind(person, mine.round, at, here)
    open_ = mine.reachable
    asked = (
        request.POST.getlist("party")[:500] if request.method == "POST" else [p.key for p in open_]
    )
    error = ""
    if request.method == "POST":
        try:
            written = write_reminders(
                by=person, round=mine.round, parties=asked, office=here, at=at
            )
        except Refusal as refused:
            error = refused.sentence
        else:
            if written:
                words = ngettext(
                    "One message is on its way.", "%(n)s messages are on their way.", written
                )
                messages.success(request, words % {"n": written})
            else:
                messages.info(
                    request, _("Nobody was chosen, or all were written to today already.")
                )
            return redirect("offices:office", process, key)
    context = {
        **frame(home, here),
        "round": mine.round,
        "round_titles": titles_of(mine.round),
        "verdict": verdict,
        "error": error,
        "parties": [
            {
                "p": p,
                "name": mine.found.name_of(p.key),
                "kind": PARTIES[p.kind],
                "words": STANDINGS[p.standing],
                "chosen": p.key in asked,
            }
            for p in open_
        ],
        "unreachable": [
            mine.found.name_of(p.key) for p in mine.found.coverage.unheard if not p.reachable
        ],
        "sample": _sample(mine, open_),
    }
    return render(request, "offices/invite.html", context, status=422 if error else 200)


def _sample(mine: queries.Covered, open_: list[Any]) -> tuple[str, str] | None:
    """The message as the first of them reads it, in the language of the page."""
    if not open_:
        return None
    name = mine.found.name_of(open_[0].key)
    return invitation_words(mine.round, name, "…", again=open_[0].invited, language=current())
