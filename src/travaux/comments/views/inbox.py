"""From inbox to compilation: many files at once, whose they are, and the table they make."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from travaux.comments import actions, queries, rules
from travaux.comments.file_sentences import why_unplaced
from travaux.comments.file_words import kind_words
from travaux.comments.models import Capacity, Intake, IntakeFile
from travaux.comments.queries.compiling import SYMBOL, compiled_file
from travaux.comments.queries.intake import MOST_FILES
from travaux.comments.queries.understanding import (
    Decisions,
    Mending,
    decisions_by_file,
    decisions_of,
)
from travaux.comments.states import IntakeState
from travaux.comments.views.frame import frame, round_at
from travaux.comments.views.understanding import (
    keep_decided,
    page_asked,
    page_number,
    understood_context,
)
from travaux.comments.wording import CAPACITIES, INTAKE_STATES
from travaux.consultations.models import Round
from travaux.core.problems import Problem, Unusable
from travaux.people.asking import person_of, signed_in
from travaux.people.queries import countries_known, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.files import file_bytes, hand_out
from travaux.plumbing.languages import current, said
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal, explain, require, sentence

FILES = 15  # files on one page that wait for a word
OTHERS = 30  # and files that do not
_CAME_IN = (IntakeState.TAKEN, IntakeState.ENTERED)
_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


@login_required
def inbox(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Drop files in; those dropped in before; the compilation."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_import(person_of(request), here, at))
    refused = ""
    if request.method == "POST":
        if getattr(request, "too_large", False):
            limit = settings.UPLOAD_BYTES // 2**20
            refused = _("The file is larger than %(limit)s MB. Divide it.") % {"limit": limit}
        else:
            sent = request.FILES.getlist("files")
            try:
                made = actions.open_intake(
                    by=signed_in(request),
                    round=here,
                    files=[(str(one.name), one) for one in sent],
                    at=at,
                )
                return redirect("comments:intake", process, here.key, made.key)
            except Refusal as problem:
                refused = problem.sentence
    context = {
        **frame(here.process, here),
        "refused": refused,
        "most": MOST_FILES,
        "intakes": Intake.objects.filter(round=here).prefetch_related("files")[:20],
        "symbol": f"{here.version.symbol}/Comments" if here.version.symbol else "",
        "unplaced": queries.unplaced(here).count(),
    }
    return render(request, "comments/inbox.html", context, status=422 if refused else 200)


def _opened(request: HttpRequest, process: str, round: str, key: str) -> tuple[Round, Intake]:
    here = round_at(process, round)
    require(rules.may_import(person_of(request), here, clock.now()))
    found = get_object_or_404(Intake, key=key, round=here)
    found.round = here
    return here, found


@login_required
def intake(request: HttpRequest, process: str, round: str, intake: str) -> HttpResponse:
    """Each file: what it is, for whom it speaks, what it brings; then take them in."""
    here, found = _opened(request, process, round, intake)
    refused = ""
    if request.method == "POST":
        try:
            choices = _choices(request, found)
            actions.settle_intake(
                by=signed_in(request),
                intake=found,
                choices=choices,
                late="late" in request.POST,
                at=clock.now(),
                only=set(choices),
            )
            return redirect("comments:intake", process, here.key, found.key)
        except Refusal as problem:
            refused = problem.sentence
    job = Job.objects.filter(key=found.job).first()
    everything = in_order(found)
    waiting = [file for file in everything if file.state == IntakeState.READ]
    settled = [file for file in everything if file.state != IntakeState.READ]
    page = Paginator(waiting, FILES).get_page(request.GET.get("page"))
    others = Paginator(settled, OTHERS).get_page(request.GET.get("others"))
    decided = decisions_by_file(here, [file.file_id for file in page.object_list])
    under_way = job is not None and job.state in _UNDER_WAY
    context = {
        **frame(here.process, here),
        "intake": found,
        "job": job,
        "under_way": under_way,
        "broken": job is not None and job.state == Job.State.FAILED,
        "page": page,
        "to_say": [_shown(file, decided.get(file.file_id)) for file in page.object_list],
        "others_page": others,
        "others": [_shown(file) for file in others.object_list],
        "taken": sum(file.comments for file in settled if file.state in _CAME_IN),
        "unplaced": queries.unplaced(here).count(),
        "states": [said(c.names) for c in states_by_name(countries_known())],
        "capacities": CAPACITIES,
        "refused": refused,
    }
    return render(request, "comments/intake.html", context, status=422 if refused else 200)


def _choices(request: HttpRequest, found: Intake) -> dict[int, tuple[str, str, bool]]:
    """What was said of the files that the page showed."""
    posted = request.POST
    choices = {}
    for place in found.files.values_list("place", flat=True):
        if f"member-{place}" not in posted:
            continue
        member = posted.get(f"member-{place}", "").strip()[:300]
        capacity = posted.get(f"capacity-{place}", Capacity.STATE)
        choices[place] = (member, capacity, f"take-{place}" in posted)
    return choices


def _shown(file: IntakeFile, decided: Decisions | None = None) -> dict[str, Any]:
    told = file.said
    return {
        "file": file,
        "state": INTAKE_STATES[file.state],
        "why": _sentence(told) if told.get("code") else "",
        "points": [
            {**point, "why": why_unplaced(point["why"]) if point["why"] else ""}
            for point in told.get("points", ())
        ],
        "more": told.get("more", 0),
        "problems": [_sentence(problem) for problem in told.get("problems", ())],
        "more_problems": told.get("more_problems", 0),
        "formatting": told.get("formatting", ()),
        "attached": [
            {**one, "kind": kind_words(one["name"], one["type"])}
            for one in told.get("attached", ())
        ],
        "covers": told.get("covers", False),
        "by_hand": file.state != IntakeState.READ and bool(rules.may_enter_from(file)),
        "entered": [one.receipt for one in file.entered.all()],
        "decided": decided,
    }


def _sentence(told: dict[str, Any]) -> str:
    problem = Problem(str(told["code"]), str(told.get("where", "")), told.get("facts", {}))
    said_so = explain(problem)
    return _("The file could not be read.") if said_so == problem.code else said_so


@login_required
def look(request: HttpRequest, process: str, round: str, intake: str, place: int) -> HttpResponse:
    """One of the files, row by row: mend its places, leave rows out, and take it in."""
    here, found = _opened(request, process, round, intake)
    file = get_object_or_404(_files(found), place=place)
    file.intake = found
    try:
        plan = queries.plan_table(here, file_bytes(file.file), file.file.name)
    except FileNotFoundError:
        raise Http404(file.file.key) from None
    except Unusable as problem:
        messages.error(request, explain(problem))
        return redirect("comments:intake", process, here.key, found.key)
    mending, refused = Mending(here, plan), ""
    number = page_number(request, mending)
    open_still = file.state == IntakeState.READ
    wrong: set[int] = set()
    if request.method == "POST" and open_still:
        decisions = keep_decided(request, here, file.file, mending)
        if wanted := page_asked(request, mending):
            address = reverse("comments:look", args=[process, here.key, found.key, place])
            return redirect(f"{address}?page={wanted}")
        said_of = _choices(request, found).get(place, (file.member, file.capacity, True))
        _final, wrong = mending.decided(decisions)
        if wrong:
            refused = sentence("place-unknown", {})
            number = mending.page_of(wrong)
        else:
            try:
                actions.settle_intake(
                    by=signed_in(request),
                    intake=found,
                    choices={place: (*said_of[:2], True)},
                    late="late" in request.POST,
                    at=clock.now(),
                    only=(place,),
                )
                return redirect("comments:intake", process, here.key, found.key)
            except Refusal as problem:
                refused = problem.sentence
    context = {
        **frame(here.process, here),
        **understood_context(plan, mending, decisions_of(here, file.file), number, wrong),
        "intake": found,
        "file": file,
        "open_still": open_still,
        "state": INTAKE_STATES[file.state],
        "states": [said(c.names) for c in states_by_name(countries_known())],
        "capacities": CAPACITIES,
        "refused": refused,
    }
    return render(request, "comments/look.html", context, status=422 if refused else 200)


def _files(found: Intake) -> QuerySet[IntakeFile]:
    return found.files.select_related("file", "source__file").prefetch_related("entered")


def in_order(found: Intake) -> list[IntakeFile]:
    """The files as they were dropped in, those of a mail right behind it."""
    below: dict[int | None, list[IntakeFile]] = {}
    for file in _files(found):
        below.setdefault(file.source_id, []).append(file)
    ordered: list[IntakeFile] = []
    waiting = list(below.get(None, ()))
    while waiting:
        file = waiting.pop(0)
        ordered.append(file)
        waiting = [*below.get(file.pk, ()), *waiting]
    return ordered


@login_required
def received(
    request: HttpRequest, process: str, round: str, intake: str, place: int
) -> FileResponse:
    """One of the files as it came."""
    _here, found = _opened(request, process, round, intake)
    file = get_object_or_404(IntakeFile.objects.select_related("file"), intake=found, place=place)
    try:
        return hand_out(file.file)
    except FileNotFoundError:
        raise Http404(file.file.key) from None


@login_required
def compilation_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """All comments under the members that made them, in the order of states."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_import(person_of(request), here, at))
    symbol = request.GET.get("symbol", "").strip()[:SYMBOL]
    data = compiled_file(here, current(), f"{at:%Y-%m-%d}", ending, symbol)
    return download(data, ending, f"{process}-{here.key}-compilation")
