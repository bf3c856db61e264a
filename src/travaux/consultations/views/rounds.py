"""Pages of rounds: their list, one round, and the forms of the secretariat."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.consultations import actions, queries, rules
from travaux.consultations.forms import IssueForm, OpenForm
from travaux.consultations.models import Round
from travaux.core.problems import Unusable
from travaux.design.fields import ExtendForm, ReasonForm
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person, Role
from travaux.people.queries import appointments_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.roadmap.models import Process


def _process(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def _round(process: str, key: str) -> Round:
    found = queries.round_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _frame(process: Process, round: Round | None = None) -> dict[str, Any]:
    shown = round.demonstration if round is not None else process.demonstration
    sentence = _("This round and its dates are invented, to show how the work goes.")
    return {
        "process": process,
        "tab": "consultation",
        "demonstration": sentence if shown else "",
    }


def rounds(request: HttpRequest, process: str) -> HttpResponse:
    """Every round of the process, and what is open now."""
    here, at = _process(process), clock.now()
    staff = bool(rules.is_secretariat(person_of(request), here.code, at))
    found = queries.standings(queries.rounds_of(here), at, staff=staff)
    return render(
        request,
        "consultations/rounds.html",
        {
            **_frame(here),
            "standings": found,
            "open_now": [s for s in found if s.is_open],
            "tracks": queries.tracks_of(here).exists(),
            "may_open": queries.tracks_run_by(person_of(request), here, at).exists()
            or rules.is_secretariat(person_of(request), here.code, at),
            "demonstration": _frame(here)["demonstration"]
            if any(s.round.demonstration for s in found)
            else "",
        },
    )


def rounds_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of rounds as a file."""
    here, at = _process(process), clock.now()
    staff = bool(rules.is_secretariat(person_of(request), here.code, at))
    columns = [
        ("round", _("Key")),
        ("title", _("Round")),
        ("version", _("Version")),
        ("symbol", _("Symbol")),
        ("opens_at", _("Open from (UTC)")),
        ("closes_at", _("Open until (UTC)")),
        ("zone", _("Time zone")),
        ("wording", _("As announced")),
        ("phase", _("Status")),
        ("comments", _("Comments received")),
        ("extensions", _("Extensions")),
    ]
    rows = [
        [
            s.round.key,
            said(s.titles),
            s.round.version.key,
            s.round.version.symbol,
            s.round.opens_at,
            s.ends_at,
            s.round.zone,
            s.round.wording,
            str(s.phase if ending == "json" else s.phase.label),
            s.comments,
            len(s.extensions),
        ]
        for s in queries.standings(queries.rounds_of(here), at, staff=staff)
    ]
    data = write(ending, columns, rows, title=_("Rounds"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-rounds")


def _speaks_for_some(person: Person | None, process: str, at: datetime) -> bool:
    """Whether somebody speaks for a state or an organisation, and so may reply "no comment"."""
    if person is None:
        return False
    held = appointments_in(person, process, at)
    return any(a.organisation_id or a.role == Role.FOCAL_POINT for a in held)


def _capacities(round: Round) -> list[str]:
    """In which capacities one may speak: what the round and its track both allow."""
    allowed = [round.capacities, round.track.capacities if round.track is not None else []]
    said_so = [set(a) for a in allowed if a]
    return [c for c in actions.CAPACITIES if said_so and all(c in a for a in said_so)]


def round_page(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """One round: which draft, who may comment, from when to when, and by which rules."""
    here, at = _round(process, round), clock.now()
    return render(
        request,
        "consultations/round.html",
        {
            **_frame(here.process, here),
            "round": here,
            "standing": queries.standing(
                here, at, staff=bool(rules.is_secretariat(person_of(request), process, at))
            ),
            "may_reply": _speaks_for_some(person_of(request), process, at),
            "issues": sorted(rules.issued(here).items(), key=lambda one: one[1])
            if here.required_languages or here.minimum_days
            else [],
            "missing_languages": rules.missing_languages(here),
            "runs_from": rules.runs_from(here),
            "earliest_end": rules.earliest_end(here),
            "may_record_issue": rules.may_record_issue(person_of(request), here, at),
            "issue_form": IssueForm(initial={"issued_on": at.date()}),
            "limited": rules.is_limited(here.track),
            "capacities": _capacities(here) or list(actions.CAPACITIES),
            "answering": here.answering.get("", "one-by-one"),
            "staff": rules.is_secretariat(person_of(request), process, at),
            "runs": rules.may_run(person_of(request), process, here.track, at),
            "may_extend": rules.may_extend_round(person_of(request), here, at),
            "may_close": rules.may_close_round(person_of(request), here, at),
        },
    )


@login_required
@require_POST
def issue(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The secretariat writes down when the text was issued in a language."""
    here, at = _round(process, round), clock.now()
    require(rules.may_record_issue(person_of(request), here, at))
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose a language and a day."))
        return redirect("consultations:round", process, here.key)
    day = form.cleaned_data["issued_on"]
    began = datetime.combine(day, time(0, 0), ZoneInfo(here.zone))
    before = here.closes_at
    try:
        actions.record_issue(
            by=signed_in(request),
            round=here,
            language=form.cleaned_data["language"],
            issued_at=began,
            at=at,
        )
    except Refusal as refused:
        messages.warning(request, refused.sentence)
    else:
        here.refresh_from_db()
        moved = here.closes_at != before
        messages.success(
            request, _("Stored. The round is extended for all.") if moved else _("Stored.")
        )
    return redirect("consultations:round", process, here.key)


@never_cache
def invitation(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The address in an invitation: that it was opened is kept, and the round is shown.

    Programs that look through mails follow addresses as well, and are nobody: who is not signed in
    opens it by a button.
    """
    found = queries.invitation_named(process, key)
    if found is None:
        raise Http404(key)
    person = person_of(request)
    if request.method == "POST" or (person is not None and request.method == "GET"):
        actions.note_opened(by=person, invitation=found, at=clock.now())
    elif person is None:
        context = {
            **_frame(found.round.process, found.round),
            "round": found.round,
            "standing": queries.standing(found.round, clock.now()),
        }
        return render(request, "consultations/invitation.html", context)
    return redirect("consultations:round", process, found.round.key)


@login_required
def open_page(request: HttpRequest, process: str) -> HttpResponse:
    """The form by which the secretariat opens a round."""
    here, at = _process(process), clock.now()
    tracks = queries.tracks_run_by(person_of(request), here, at)
    staff = rules.is_secretariat(person_of(request), here.code, at)
    if not tracks.exists():
        require(staff)
    versions = queries.versions_to_open(here)
    initial = {
        "version": request.GET.get("version", ""),
        "zone": signed_in(request).zone or "UTC",
        "track": request.GET.get("track", ""),
    }
    form = OpenForm(
        request.POST or None,
        versions=versions,
        deliverables=here.deliverables.all(),
        tracks=tracks,
        initial=initial,
    )
    form.fields["track"].required = not staff  # an office opens rounds of its own track alone
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.open_round(
                by=signed_in(request),
                version=data["version"],
                deliverable=data["deliverable"],
                track=data["track"],
                opens_at=data["opens_instant"],
                closes_at=data["closes_instant"],
                zone=data["zone"],
                at=at,
                titles=form.titles(),
                wording=data["wording"],
                wording_language=current() if data["wording"] else "",
                audience=data["audience"],
                capacities=data["capacities"],
                types=data["types"],
                four_eyes=data["four_eyes"],
                answering={"": data["answering"]},
                release_rule=data["release_rule"],
                release_on=data["release_on"],
                release_to=data["release_to"],
                accepts_late=data["accepts_late"],
                grace_minutes=data["grace_minutes"],
                minimum_days=data["minimum_days"] or 0,
                required_languages=data["required_languages"],
            )
        except (Refusal, Unusable) as refused:
            form.add_error(_field(refused), _sentence(refused))
        else:
            return redirect("consultations:round", here.code, made.key)
    context = {**_frame(here), "form": form, "versions": versions, "demonstration": ""}
    return render(
        request, "consultations/open.html", context, status=200 if not form.errors else 422
    )


_FIELDS = {
    "round-ends-before-it-begins": "closes",
    "extension-not-later": "closes",
    "extension-already-past": "closes",
    "reason-needed": "reason",
    "release-date-needed": "release_on",
    "grace-too-long": "grace_minutes",
    "zone-unknown": "zone",
    "minimum-not-over": "closes",
    "minimum-unusable": "minimum_days",
}


def _field(refused: Refusal | Unusable) -> str | None:
    return _FIELDS.get(refused.code)


def _sentence(refused: Refusal | Unusable) -> str:
    return explain(refused) if isinstance(refused, Unusable) else refused.sentence


@login_required
def extend_page(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The form by which the secretariat extends a round for all."""
    here, at = _round(process, round), clock.now()
    require(rules.may_extend_round(person_of(request), here, at))
    form = ExtendForm(request.POST or None, of_zone=here.zone)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.extend_round(
                by=signed_in(request),
                round=here,
                closes_at=data["closes_instant"],
                reason=data["reason"],
                wording=data["wording"],
                language=current(),
                at=at,
            )
        except (Refusal, Unusable) as refused:
            form.add_error(_field(refused), _sentence(refused))
        else:
            return redirect("consultations:round", process, here.key)
    return _form_page(request, here, form, at, "consultations/extend.html")


@login_required
def close_page(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The form by which the secretariat closes a round before its deadline."""
    here, at = _round(process, round), clock.now()
    require(rules.may_close_round(person_of(request), here, at))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_round(
                by=signed_in(request), round=here, reason=form.cleaned_data["reason"], at=at
            )
        except Refusal as refused:
            form.add_error(_field(refused), refused.sentence)
        else:
            return redirect("consultations:round", process, here.key)
    return _form_page(request, here, form, at, "consultations/close.html")


def _form_page(
    request: HttpRequest, round: Round, form: Any, at: datetime, template: str
) -> HttpResponse:
    context = {
        **_frame(round.process, round),
        "round": round,
        "standing": queries.standing(round, at),
        "form": form,
    }
    return render(request, template, context, status=422 if form.errors else 200)
