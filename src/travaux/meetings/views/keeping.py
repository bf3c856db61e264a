"""The forms by which the secretariat or an office keeps a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.meetings import actions
from travaux.meetings.forms import AnnounceForm, MeetingForm, PublishForm, ReasonForm, initial_of
from travaux.meetings.models import Meeting
from travaux.meetings.rules import meetings as rules
from travaux.meetings.views.frame import frame, meeting_at, process_named
from travaux.people.asking import signed_in
from travaux.people.models import Office
from travaux.people.queries.offices import office_named
from travaux.plumbing import clock
from travaux.plumbing.languages import current
from travaux.plumbing.typed import seen_of
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

_FIELDS = {
    "meeting-needs-title": "title_en",
    "meeting-zone-unknown": "zone",
    "meeting-ends-before-it-begins": "ends_at",
    "meeting-needs-venue": "venue",
    "register-until-after-meeting": "register_until",
    "remote-link-unfit": "remote_link",
    "meeting-rule-announced": "attribution",
    "mode-by-its-own-act": "mode",
    "draft-spoken-on": "round",
    "host-not-chosen": "host",
    "meeting-group-not-adopted": "group",
    "meeting-beyond-office": "track",
    "reason-needed": "reason",
}


@login_required
def new(request: HttpRequest, process: str) -> HttpResponse:
    """The form by which the secretariat prepares a meeting."""
    here, at, me = process_named(process), clock.now(), signed_in(request)
    asked = request.GET.get("office", "")
    office = office_named(here.code, asked) if asked else None
    require(rules.may_prepare(me, here, at, office))
    initial = {"travel_groups": ["ldc", "sids"], "series": request.GET.get("series", "")}
    form = MeetingForm(here, request.POST or None, initial=initial, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                told = form.cleaned_data
                series = form.all_series.get(told.get("series", ""))
                if series is None and told.get("new_series"):
                    series = actions.start_series(
                        by=me, process=here, at=at,
                        titles={current(): told["new_series"]},
                    )  # fmt: skip
                made = actions.prepare_meeting(
                    by=me,
                    process=here,
                    plan=form.plan(),
                    series=series,
                    office=office,
                    language=current(),
                    at=at,
                )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("meetings:agenda", process, made.key)
    return _form_page(request, here, form, None, office)


@login_required
def change(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The form by which the secretariat changes a meeting."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_change(me, here, at))
    form = MeetingForm(
        here.process, request.POST or None, initial=initial_of(here), office=here.office
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(
                by=me,
                meeting=here,
                plan=form.plan(),
                seen=seen_of(request),
                at=at,
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("meetings:meeting", process, here.key)
    return _form_page(request, here.process, form, here)


def _form_page(
    request: HttpRequest,
    process: Process,
    form: MeetingForm,
    meeting: Meeting | None,
    office: Office | None = None,
) -> HttpResponse:
    seen = request.POST.get("seen", "") or (meeting.revision if meeting else 0)
    context = {
        **frame(process, meeting),
        "form": form,
        "seen": seen,
        "office": office or (meeting.office if meeting else None),
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def announce(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The meeting is announced."""
    here, me = meeting_at(request, process, meeting), signed_in(request)
    require(rules.may_keep_this(me, here, clock.now()))
    form = AnnounceForm(request.POST)
    form.is_valid()
    try:
        actions.announce_meeting(
            by=me,
            meeting=here,
            at=clock.now(),
            with_interests=form.cleaned_data["with_interests"] and here.office is None,
        )
        messages.success(request, _("The meeting is announced."))
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("meetings:meeting", process, meeting)


@login_required
def online(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """An in-person meeting is turned online, with its reason."""
    return _with_reason(request, process, meeting, "online")


@login_required
def cancel(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """A meeting is cancelled, with its reason."""
    return _with_reason(request, process, meeting, "cancel")


def _with_reason(request: HttpRequest, process: str, key: str, what: str) -> HttpResponse:
    here, at, me = meeting_at(request, process, key), clock.now(), signed_in(request)
    ask = rules.may_turn_online if what == "online" else rules.may_cancel
    require(ask(me, here, at))
    form = ReasonForm(request.POST or None)
    if what == "cancel":
        del form.fields["remote_link"]
    if request.method == "POST" and form.is_valid():
        try:
            if what == "online":
                actions.turn_online(
                    by=me, meeting=here, at=at, language=current(), **form.cleaned_data
                )
            else:
                actions.cancel_meeting(by=me, meeting=here, at=at, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("Everybody who registered is told."))
            return redirect("meetings:meeting", process, key)
    context = {**frame(here.process, here), "form": form, "what": what}
    context["told"] = here.participants.exclude(state__in=["withdrawn", "refused"]).count()
    return render(request, "meetings/reason.html", context, status=422 if form.errors else 200)


@login_required
def publish(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Minutes and decisions become public, with a summary."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(rules.may_change(me, here, at))
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_minutes(
                by=me, meeting=here, at=at, language=current(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("meetings:meeting", process, meeting)
    context = {**frame(here.process, here), "form": form, "what": "publish"}
    return render(request, "meetings/reason.html", context, status=422 if form.errors else 200)
