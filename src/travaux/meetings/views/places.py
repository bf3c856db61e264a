"""Registering, one's own place behind a link, and the desk of those who approve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.meetings import actions
from travaux.meetings.forms import InviteForm, PlaceForm
from travaux.meetings.models import Invitation, Kind, Meeting, Participant
from travaux.meetings.queries.meetings import papers_of
from travaux.meetings.queries.places import (
    invitation_by_link,
    participant_named,
    party_name,
    registrations,
    sections,
    standing_kind,
)
from travaux.meetings.rules import meetings as meeting_rules
from travaux.meetings.rules import places as rules
from travaux.meetings.states import PlaceState
from travaux.meetings.views.frame import frame, meeting_at, place_behind
from travaux.meetings.wording import CAPACITIES, KINDS, MODES, PLACES, SHAPES, TRAVEL
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person, Role
from travaux.people.queries import appointments_in
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import Refusal, require

PAGE = 50
_FIELDS = {
    "participant-nameless": "name",
    "participant-email-unfit": "email",
    "participant-needs-state": "country",
    "participant-needs-organisation": "organisation",
    "participant-mode-unfit": "mode",
    "needs-too-long": "needs",
    "letter-kind-unfit": "letter",
    "letter-too-large": "letter",
    "registered-already": "email",
    "register-whom": "email",
}


@login_required
def register(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Somebody with an account registers, themselves or somebody of their delegation."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    return _register(request, here, me, None, _known(me, here, at))


@never_cache
def join(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Who was invited by name registers here, without an account."""
    found = invitation_by_link(process, token)
    if found is None:
        raise Http404(token)
    used = Participant.objects.filter(invitation=found).first()
    if used is not None:
        return redirect("meetings:place", process, used.token)
    return _register(request, found.meeting, person_of(request), found, {"name": found.name})


def _known(me: Person, meeting: Meeting, at: Any) -> dict[str, Any]:
    """What the account tells already."""
    known: dict[str, Any] = {"name": me.name, "email": me.email, "capacity": "representative"}
    for one in appointments_in(me, meeting.process.code, at):
        if one.role == Role.FOCAL_POINT and one.country is not None:
            known |= {
                "kind": standing_kind(one.country, meeting.starts_at.date()),
                "country": one.country.code,
            }
        elif one.organisation is not None:
            known |= {"kind": Kind.NGO, "organisation": one.organisation.key}
        elif one.role == Role.EXPERT:
            known |= {"kind": Kind.EXPERT, "capacity": "expert"}
        elif one.role in (Role.SECRETARIAT, Role.DRAFTER):
            known |= {"kind": Kind.SECRETARIAT, "capacity": "staff"}
    return known


def _register(
    request: HttpRequest,
    here: Meeting,
    me: Person | None,
    invitation: Invitation | None,
    initial: dict[str, Any],
) -> HttpResponse:
    at = clock.now()
    verdict = rules.is_open(here, at)
    form = PlaceForm(
        here, request.POST or None, request.FILES or None, initial=initial, invitation=invitation
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(
                by=me,
                meeting=here,
                told=form.told(),
                letter=form.cleaned_data["letter"],
                invitation=invitation,
                at=at,
            )
        except Refusal as refused:
            field = _FIELDS.get(refused.code)
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            own = invitation is not None or (me is not None and made.person_id == me.pk)
            if own:
                return redirect("meetings:place", here.process.code, made.token)
            messages.success(request, _("They are registered and told by mail."))
            return redirect("meetings:desk", here.process.code, here.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "verdict": verdict,
        "invitation": invitation,
        "declares": here.occasion_id is not None,
    }
    return render(request, "meetings/register.html", context, status=422 if form.errors else 200)


@never_cache
def place(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """One's own registration: how it stands, the link for joining, support to travel, withdrawing."""
    here, at, error = place_behind(process, token), clock.now(), ""
    meeting = here.meeting
    if request.method == "POST":
        by = person_of(request)
        try:
            verb = request.POST.get("do", "")
            if verb == "withdraw":
                actions.withdraw_place(by=by, participant=here, at=at)
            elif verb == "travel":
                actions.ask_travel(
                    by=by, participant=here, starts_from=request.POST.get("from", "")[:120], at=at
                )
            elif verb == "no-travel":
                actions.take_back_travel(by=by, participant=here, at=at)
            return redirect(request.path)
        except Refusal as refused:
            error = refused.sentence
    travel = getattr(here, "travel", None)
    inside = here.state == PlaceState.APPROVED
    context = {
        **frame(meeting.process, meeting),
        "participant": here,
        "party": party_name(here),
        "place_state": PLACES[here.state],
        "place_shape": SHAPES.get(here.state, ""),
        "capacity": CAPACITIES[here.capacity],
        "own_mode": MODES[here.mode],
        "interpretation": NAMES.get(here.interpretation, ""),
        "remote": meeting.remote_link if inside and meeting.mode != "in-person" else "",
        "papers": papers_of(meeting, person_of(request), at),
        "may_withdraw": rules.may_withdraw(here, at),
        "may_ask": rules.may_ask_travel(here, at),
        "travel": travel,
        "travel_state": TRAVEL[travel.state] if travel else "",
        "error": error,
    }
    return render(request, "meetings/place.html", context, status=422 if error else 200)


@login_required
def desk(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Registrations: all for the secretariat, those of their own party for a focal point."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_see_desk(me, here, at))
    keeps = meeting_rules.keeps(me, here, at)
    form = InviteForm(here, request.POST or None) if keeps else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.invite(by=me, meeting=here, at=at, **form.told())
        except Refusal as refused:
            field = _FIELDS.get(refused.code)
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("meetings:desk", process, meeting)
    page = Paginator(registrations(here, me, at), PAGE).get_page(request.GET.get("page"))
    lines = []
    for one in page:
        one.meeting = here
        lines.append(
            {
                "one": one,
                "party": party_name(one) or KINDS[one.kind],
                "capacity": CAPACITIES[one.capacity],
                "mode": MODES[one.mode],
                "state": PLACES[one.state],
                "shape": SHAPES.get(one.state, ""),
                "may_decide": rules.may_decide(me, one, at),
            }
        )
    context = {
        **frame(here.process, here),
        "lines": lines,
        "page": page,
        "keeps": keeps,
        "form": form,
        "full": rules.is_full(here),
        "needs": keeps and here.participants.exclude(needs="").exists(),
        "begun": at >= here.starts_at,
        "invited": here.invitations.filter(used_at__isnull=True) if keeps else (),
        "may_register": rules.is_open(here, at),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "meetings/desk.html", context, status=status)


@login_required
@require_POST
def decide(request: HttpRequest, process: str, meeting: str, key: str) -> HttpResponse:
    """A registration is approved or not, its letter ticked, a place withdrawn."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_see_desk(me, here, at))
    one = participant_named(here, key)
    if one is None:
        raise Http404(key)
    verbs: dict[str, Callable[[], Any]] = {
        "approve": lambda: actions.approve(by=me, participant=one, at=at),
        "refuse": lambda: actions.refuse_place(
            by=me, participant=one, reason=request.POST.get("reason", "")[:2000], at=at
        ),
        "letter": lambda: actions.tick_letter(by=me, participant=one, at=at),
    }
    act = verbs.get(request.POST.get("do", ""))
    try:
        if act is not None:
            act()
    except Refusal as refused:
        if refused.code in ("not-your-delegation", "not-your-role"):
            raise
        messages.error(request, refused.sentence)
    return redirect("meetings:desk", process, meeting)


@login_required
@require_POST
def attendance(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Who was there."""
    here, me = meeting_at(request, process, meeting), signed_in(request)
    try:
        count = actions.note_attendance(
            by=me, meeting=here, present=request.POST.getlist("present")[:5000], at=clock.now()
        )
        messages.success(request, _("Noted: %(n)s were there.") % {"n": count})
    except Refusal as refused:
        if refused.code != "meeting-not-begun":
            raise
        messages.error(request, refused.sentence)
    return redirect("meetings:roll", process, meeting)


@login_required
def roll(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The list to tick off who was there."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(meeting_rules.may_keep_this(me, here, at))
    approved = here.participants.filter(state=PlaceState.APPROVED, erased_at__isnull=True)
    context = {
        **frame(here.process, here),
        "sections": [
            (KINDS[s.kind], s.delegations)
            for s in sections(approved.select_related("country", "organisation"))
        ],
    }
    return render(request, "meetings/roll.html", context)
