"""Statements, votes on them, from paper too, and the result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments.rules import appointments_here
from travaux.comments.views.frame import frame, round_at
from travaux.consultations.models import Round
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, refuse
from travaux.voices import actions
from travaux.voices.queries.votes import own_proposals, tallies, waiting_proposals
from travaux.voices.rules.voting import (
    FEWEST,
    has_votes,
    may_propose,
    may_put_statement,
    may_see_votes,
    may_vote,
    takes_proposals,
)
from travaux.voices.wording import PROPOSED


def _chosen(request: HttpRequest) -> dict[str, int]:
    """What was ticked; what was left open is no vote."""
    found = {}
    for name, value in request.POST.items():
        if name.startswith("vote-") and value in ("1", "-1", "0"):
            found[name.removeprefix("vote-")] = int(str(value))
    return found


def _decide(request: HttpRequest, here: Round, at: Any) -> None:
    one = waiting_proposals(here).filter(key=request.POST.get("proposal", "")[:20]).first()
    if one is None:
        raise refuse("moved-meanwhile")
    if request.POST.get("do") == "decline":
        reason = request.POST.get("reason", "")[:500]
        actions.decline_proposal(by=signed_in(request), proposal=one, reason=reason, at=at)
    else:
        actions.put_proposal(by=signed_in(request), proposal=one, at=at)


def votes(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The statements, one's own votes, and the result where it may be seen."""
    here, at = round_at(process, round), clock.now()
    if not has_votes(here):
        raise Http404(round)
    person = person_of(request)
    refused, typed = "", ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "put":
                typed = request.POST.get("text", "")
                actions.put_statement(
                    by=signed_in(request), round=here, text=typed, language=current(), at=at
                )
            elif request.POST.get("do") == "propose":
                typed = request.POST.get("text", "")
                actions.propose_statement(
                    by=signed_in(request), round=here, text=typed, language=current(), at=at
                )
                messages.success(request, _("Your proposal waits for a moderator."))
            elif request.POST.get("do") in ("put-proposal", "decline"):
                _decide(request, here, at)
            else:
                on_paper = request.POST.get("do") == "paper"
                actions.cast_votes(
                    by=signed_in(request),
                    round=here,
                    votes=_chosen(request),
                    paper=(request.POST.get("paper", "")[:80] or " ") if on_paper else "",
                    at=at,
                )
                messages.success(request, _("Stored."))
        except Refusal as problem:
            refused = problem.sentence
        else:
            return redirect("voices:votes", process, here.key)
    staff = bool(may_put_statement(person, here, at))
    sees = may_see_votes(person, here, at)
    found = tallies(here, person, whole=staff)
    context = {
        **frame(here.process, here),
        "rows": found,
        "verdict": may_vote(person, here, appointments_here(person, process, at), at),
        "staff": staff,
        "proposals_open": takes_proposals(here),
        "may_propose": may_propose(person, here, appointments_here(person, process, at), at),
        "waiting": waiting_proposals(here) if staff else (),
        "proposed": [(p, PROPOSED[p.state]) for p in own_proposals(here, person)],
        "sees": sees,
        "refused": refused,
        "typed": typed,
        "fewest": FEWEST,
        "choices": [("1", _("Agree")), ("-1", _("Disagree")), ("0", _("Pass"))],
    }
    return render(request, "voices/votes.html", context, status=422 if refused else 200)


def votes_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """The result as a file; small numbers are withheld."""
    here, at = round_at(process, round), clock.now()
    if not has_votes(here) or not may_see_votes(person_of(request), here, at):
        raise Http404(round)
    columns = [
        ("number", _("Number")),
        ("statement", _("Statement")),
        ("agree", _("Agree")),
        ("disagree", _("Disagree")),
        ("pass", _("Pass")),
    ]
    rows: list[list[Any]] = [
        [t.statement.number, t.statement.text, t.agree, t.disagree, t.passed]
        for t in tallies(here, None, whole=False)
    ]
    data = write(ending, columns, rows, title=_("Votes"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-{here.key}-votes")
