"""Public pages: how far answering is, the table of answers and its files, and the release."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers import actions, rules
from travaux.answers.models import Release
from travaux.answers.queries import desk as desk_queries
from travaux.answers.queries import ipcc
from travaux.answers.queries import table as queries
from travaux.answers.queries.clearing import release_to_clear
from travaux.answers.views.frame import frame, process_named, round_at
from travaux.answers.wording import ANSWERING, OUTCOME_SHAPES, OUTCOMES
from travaux.comments.queries import outline
from travaux.comments.wording import CAPACITIES, TYPES, type_name
from travaux.consultations.models import Round
from travaux.consultations.queries import rounds_of, titles_of
from travaux.consultations.rules import Phase, phase
from travaux.correspondence.queries.clearance import clearing
from travaux.people.asking import person_of
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.exports import TYPES as MEDIA
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, Verdict

PAGE = 50


def _standing(round: Round, staff: bool, person: Person | None, at: Any) -> dict[str, Any]:
    release = queries.released(round)
    return {
        "round": round,
        "titles": titles_of(round),
        "release": release,
        "version": release.version if release else None,
        "waiting": rules.waiting_release(round) if staff else None,
        "progress": desk_queries.progress(round) if staff else None,
        "open": phase(round, at) is Phase.OPEN,
        "may_see": rules.may_see_answers(person, round, at),
    }


def overview(request: HttpRequest, process: str) -> HttpResponse:
    """Which answers are known, and by which rule the others will be."""
    here, person, at = process_named(process), person_of(request), clock.now()
    staff = bool(rules.may_see_desk(person, process, at))
    rounds = list(rounds_of(here))
    context = {
        **frame(here, invented=any(r.demonstration for r in rounds)),
        "standings": [_standing(round, staff, person, at) for round in rounds],
        "staff": staff,
    }
    return render(request, "answers/overview.html", context)


def overview_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The rounds and the state of their answers as a file."""
    here = process_named(process)
    columns = [
        ("round", _("Key")),
        ("title", _("Round")),
        ("version", _("Version")),
        ("rule", _("Rule of release")),
        ("released_at", _("Answers released (UTC)")),
        ("answered_in", _("Answered in version")),
    ]
    rows = []
    for round in rounds_of(here):
        release = queries.released(round)
        rows.append(
            [
                round.key,
                said(titles_of(round)),
                queries.version_name(round.version),
                round.release_rule,
                release.at if release else "",
                queries.version_name(release.version) if release and release.version else "",
            ]
        )
    data = write(ending, columns, rows, title=_("Answers"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-answers")


def table(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """What became of each comment, and why; before the release only by which rule it will be."""
    here, person, at = round_at(process, round), person_of(request), clock.now()
    staff = bool(rules.may_see_desk(person, process, at))
    release = queries.released(here)
    may_see = rules.may_see_answers(person, here, at)
    context: dict[str, Any] = {
        **frame(here.process, here),
        "release": release,
        "staff": staff,
        "may_see": may_see,
        "types": TYPES.get(here.types, {}),
        "capacities": CAPACITIES,
        "outcomes": OUTCOMES,
        "answering": [
            (type_name(here.types, key) if key else _("all other types"), ANSWERING.get(way, way))
            for key, way in (here.answering or {"": "grouped"}).items()
        ],
    }
    # a working table is the desk's: this page shows what is public, to staff as to everyone
    if release is not None and may_see:
        chosen = {name: request.GET.get(name, "")[:30] for name in ("outcome", "type", "capacity")}
        if chosen["outcome"] not in OUTCOMES:
            chosen["outcome"] = ""
        found = queries.filtered_lines(queries.lines_visible(here, staff=False, at=at), **chosen)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        lines = queries.table_lines(here, page, staff=False, sections=outline(here.version))
        context |= {
            "page": page,
            "chosen": chosen,
            "lines": [
                {
                    "line": line,
                    "shape": OUTCOME_SHAPES.get(line.outcome, "stop" if line.withdrawn else ""),
                    "type": type_name(here.types, line.comment.type),
                    "capacity": CAPACITIES.get(line.comment.submission.capacity, ""),
                }
                for line in lines
            ],
            "mapping": queries.received_in(here),
            "releases": Release.objects.filter(round=here, at__isnull=False).order_by("at"),
        }
    return render(request, "answers/table.html", context)


@never_cache
def table_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """The whole table as a file, in the language of the page."""
    here = round_at(process, round)
    data = queries.table_file(here, person_of(request), ending, current(), clock.now())
    return download(data, ending, f"answers-{here.key}")


@never_cache
def ipcc_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """The whole table in the layout of IPCC reviews."""
    here = round_at(process, round)
    data = ipcc.ipcc_file(here, person_of(request), ending, current(), clock.now())
    return download(data, ending, f"answers-ipcc-{here.key}")


def _published(process: str, round: str, person: Person | None) -> Release:
    here = round_at(process, round)
    release = queries.released(here)
    if release is None or not rules.may_see_answers(person, here, clock.now()):
        raise Http404(round)
    return release


def published(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The table as it was published: the very bytes that were signed."""
    release = _published(process, round, person_of(request))
    return _attached(release.document.encode(), str(release.signature["document"]))


def signature(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The signature beside it; the public keys stand at their public address."""
    release = _published(process, round, person_of(request))
    data = json.dumps(release.signature, ensure_ascii=False, indent=1).encode() + b"\n"
    return _attached(data, str(release.signature["document"]).replace(".json", ".sig.json"))


def _attached(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA["json"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@login_required
def release(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The one deliberate act by which answers become known."""
    here, at = round_at(process, round), clock.now()
    person: Person = request.user  # type: ignore[assignment]
    code = rules.is_secretariat(person, process, at)
    if not code and (request.method == "POST" or not rules.clears_release(person, here)):
        raise Refusal(code)
    refused: Refusal | None = None
    typed = request.POST.get("adopted_on", "")
    if request.method == "POST":
        try:
            if request.POST.get("what") == "take-back":
                actions.take_back_release(by=person, round=here, at=at)
                messages.info(request, _("The order is taken back; nobody had been told."))
            else:
                made = actions.release_answers(by=person, round=here, at=at, adopted_on=_day(typed))
                messages.success(
                    request,
                    _("The answers are released; the commenters are told by mail.")
                    if made.at
                    else _("Ordered: the answers are released when the next draft is published."),
                )
            return redirect("answers:table", process, here.key)
        except Refusal as problem:
            refused = problem
    verdict = _verdict(person, here, at)
    context = {
        **frame(here.process, here),
        "progress": desk_queries.progress(here),
        "verdict": verdict,
        "waiting": rules.waiting_release(here),
        "next_version": rules.next_published(here),
        "refused": refused,
        "adopted_on": typed,
        "still_open": phase(here, at) is not Phase.CLOSED,
        "first_open": list(desk_queries.open_comments(here)[:10]),
        "secretariat": code,
        **_clearance(person, here),
    }
    return render(request, "answers/release.html", context, status=422 if refused else 200)


def _clearance(person: Person, round: Round) -> dict[str, Any]:
    """How far the clearance of what would be released has come."""
    subject = release_to_clear(round.process.code, round.key)
    digest = subject.digest if subject else None
    return clearing(person, round.process.code, rules.CLEARED_AS, round.key, digest)


def _verdict(person: Person, round: Round, at: Any) -> Verdict:
    """The rule as it stands before a date of adoption is given."""
    return rules.may_release(person, round, at, at.date())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None
