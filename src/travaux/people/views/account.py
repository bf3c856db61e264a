"""One's own account, and the roll of a process."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.people import actions, queries, rules
from travaux.people.asking import person_of, signed_in
from travaux.people.forms import Appointing, Erasure, Profile
from travaux.people.models import Appointment, Person
from travaux.people.queries import interests
from travaux.people.wording import role_name
from travaux.people.wording.interests import stand_name
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, refuse, require, sentence

CONFIRMED = "ERASE"


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language and clock of the person who is signed in."""
    person = Person.objects.get(pk=signed_in(request).pk)
    known = {"name": person.name, "language": person.language, "zone": person.zone}
    form = Profile(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(by=person, person=person, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your profile is stored."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form, "person": person})


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept about oneself, as one file."""
    told = queries.own_data(Person.objects.get(pk=signed_in(request).pk))
    data = json.dumps(told, ensure_ascii=False, indent=1, default=_plain).encode()
    return exports.download(data, "json", "travaux-my-data")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, after a word that is meant."""
    person = Person.objects.get(pk=signed_in(request).pk)
    allowed = rules.may_erase(person, person, clock.now())
    form = Erasure(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["word"].strip() != CONFIRMED:
            form.add_error("word", sentence("words-differ"))
        else:
            try:
                actions.erase_person(by=person, person=person, at=clock.now())
            except Refusal as refused:
                form.add_error(None, refused.sentence)
            else:
                logout(request)
                messages.success(request, _("Your account is erased."))
                return redirect("home")
    return render(request, "people/erase.html", {"form": form, "allowed": allowed})


def _code(request: HttpRequest) -> str:
    code = request.GET.get("process", "")
    if not code:
        raise Http404
    return code


@login_required
def roll(request: HttpRequest) -> HttpResponse:
    """The roles of a process: who holds them, given and ended by its secretariat."""
    code, now = _code(request), clock.now()
    require(rules.may_appoint(person_of(request), code))
    form = Appointing(code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(request, code, form, now)
        except Refusal as refused:
            at_field = {
                "address-unknown": "email",
                "focal-point-needs-state": "country",
                "office-unnamed": "office",
                "office-of-another": "office",
                "ends-before-it-begins": "until",
            }
            form.add_error(at_field.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("The appointment is stored."))
            return redirect(f"{reverse('people:roll')}?process={code}")
    people: list[dict[str, Any]] = [
        {"a": a, "role": role_name(a.role)} for a in queries.roll(code, now)
    ]
    for one in people:
        one["may_end"] = rules.may_end(person_of(request), one["a"], now)
    asked = {row.duty.person.pk: row for row in interests.register(code, now)}
    for one in people:
        row = asked.get(one["a"].person_id)
        waits = row is not None and one["a"].role in row.duty.roles
        if row is not None and waits and not row.standing.stand.begins:
            one["waits"] = stand_name(row.standing.stand)
    context = {
        "process": {"code": code},
        "form": form,
        "roll": people,
        "past": [{"a": a, "role": role_name(a.role)} for a in queries.past_roll(code, now)],
    }
    return render(request, "people/roll.html", context)


def _appoint(request: HttpRequest, code: str, form: Appointing, now: datetime) -> None:
    asked = form.cleaned_data
    person = Person.objects.filter(email__iexact=asked["email"], is_active=True).first()
    if person is None:
        raise refuse("address-unknown", email=asked["email"])
    require(rules.fits(asked["role"], asked["country"], asked["office"], code))
    until = asked["until"]
    ends_at = datetime.combine(until + timedelta(days=1), time(), UTC) if until else None
    by = Person.objects.get(pk=signed_in(request).pk)
    organisation = None
    if asked["organisation"].strip():
        organisation = actions.register_organisation(
            by=by, name=asked["organisation"].strip(), at=now
        )
    actions.appoint(
        by=by,
        person=person,
        role=asked["role"],
        process_code=code,
        country=asked["country"],
        organisation=organisation,
        office=asked["office"],
        ends_at=ends_at,
        at=now,
    )


@login_required
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End an appointment at this instant."""
    appointment = get_object_or_404(Appointment.objects.select_related("person"), key=key)
    by = Person.objects.get(pk=signed_in(request).pk)
    actions.end_appointment(by=by, appointment=appointment, at=clock.now())
    messages.success(request, _("The appointment has ended."))
    return redirect(f"{reverse('people:roll')}?process={appointment.process_code}")


@login_required
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """The roll of a process as a file, for its secretariat."""
    code = _code(request)
    require(rules.may_appoint(person_of(request), code))
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("name", _("Name")),
        ("email", _("E-mail")),
        ("role", _("Role")),
        ("state", _("State")),
        ("organisation", _("Organisation")),
        ("office", _("Office")),
        ("from", _("From")),
        ("to", _("To")),
    ]
    rows = [
        [
            str(a.person),
            a.person.email,
            a.role if ending == "json" else role_name(a.role),
            said(a.country.names) if a.country else "",
            a.organisation.name if a.organisation else "",
            said(a.office.names) if a.office else "",
            a.begins_at,
            a.ends_at,
        ]
        for a in queries.roll(code, clock.now())
    ]
    data = exports.write(ending, columns, rows, title=_("Roles"), right_to_left=get_language_bidi())
    return exports.download(data, ending, f"{code}-roles")
