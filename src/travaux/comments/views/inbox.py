"""From inbox to compilation: many files at once, whose they are, and the table they make."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.comments import actions, queries, rules
from travaux.comments.models import Capacity, Intake, IntakeFile
from travaux.comments.queries.compiling import SYMBOL, compiled_file
from travaux.comments.queries.intake import MOST_FILES
from travaux.comments.states import IntakeState
from travaux.comments.views.frame import frame, round_at
from travaux.comments.wording import CAPACITIES, INTAKE_STATES
from travaux.consultations.models import Round
from travaux.people.asking import person_of, signed_in
from travaux.people.queries import countries_known, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import current, said
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal, require, sentence

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
            actions.settle_intake(
                by=signed_in(request),
                intake=found,
                choices=_choices(request, found),
                late="late" in request.POST,
                at=clock.now(),
            )
            return redirect("comments:intake", process, here.key, found.key)
        except Refusal as problem:
            refused = problem.sentence
    job = Job.objects.filter(key=found.job).first()
    files = [_shown(file) for file in found.files.select_related("file")]
    under_way = job is not None and job.state in _UNDER_WAY
    context = {
        **frame(here.process, here),
        "intake": found,
        "files": files,
        "job": job,
        "under_way": under_way,
        "broken": job is not None and job.state == Job.State.FAILED,
        "to_say": [f for f in files if f["file"].state == IntakeState.READ],
        "others": [f for f in files if f["file"].state != IntakeState.READ],
        "taken": sum(f["file"].comments for f in files if f["file"].state == IntakeState.TAKEN),
        "unplaced": queries.unplaced(here).count(),
        "states": [said(c.names) for c in states_by_name(countries_known())],
        "capacities": CAPACITIES,
        "refused": refused,
    }
    return render(request, "comments/intake.html", context, status=422 if refused else 200)


def _choices(request: HttpRequest, found: Intake) -> dict[int, tuple[str, str, bool]]:
    posted = request.POST
    choices = {}
    for place in found.files.values_list("place", flat=True):
        member = posted.get(f"member-{place}", "").strip()[:300]
        capacity = posted.get(f"capacity-{place}", Capacity.STATE)
        choices[place] = (member, capacity, f"take-{place}" in posted)
    return choices


def _shown(file: IntakeFile) -> dict[str, Any]:
    code = str(file.said.get("code", ""))
    why = ""
    if code:
        try:
            why = sentence(code, file.said.get("facts", {}))
        except KeyError:
            why = _("The file could not be read.")
    return {"file": file, "state": INTAKE_STATES[file.state], "why": why}


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
