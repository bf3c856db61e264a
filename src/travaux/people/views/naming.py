"""The page of an authority's link; organisations, their mail domains and their members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.people import actions
from travaux.people.asking import person_of, signed_in
from travaux.people.forms.naming import NamingForm
from travaux.people.models import Contact, Organisation, Person
from travaux.people.queries import naming as queries
from travaux.people.rules import naming as rules
from travaux.people.rules.roles import may_appoint
from travaux.people.wording.naming import VERIFIED
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, refuse, require

_FIELDS = {
    "letter-kind": "letter",
    "naming-letter-needed": "letter",
    "named-address": "email",
    "deputy-is-focal-point": "deputy_email",
    "ends-before-it-begins": "ends_on",
}


@login_required
@require_POST
def ask(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat asks an office to name who speaks for its state."""
    contact = get_object_or_404(
        Contact.objects.select_related("country"), process_code=process, key=key
    )
    try:
        actions.ask_authority(by=signed_in(request), contact=contact, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The mail with the link is on its way."))
    return redirect("contacts:contact", process, key)


def naming(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """An authority names its focal point and deputy; nobody need be signed in."""
    here, at = queries.naming_behind(token), clock.now()
    if here is None or here.process_code != process:
        raise Http404(token)
    verdict = rules.may_name(here, at)
    form = NamingForm(request.POST or None, request.FILES or None)
    done = False
    if request.method == "POST" and verdict and form.is_valid():
        asked = form.cleaned_data
        named = actions.Named(asked["name"], asked["email"])
        deputy = (
            actions.Named(asked["deputy_name"], asked["deputy_email"])
            if asked["deputy_email"]
            else None
        )
        try:
            actions.name_speakers(
                by=here,
                naming=here,
                focal=named,
                deputy=deputy,
                begins_on=asked["begins_on"],
                ends_on=asked["ends_on"],
                letter=asked["letter"],
                at=at,
            )
            done = True
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
    context = {
        "process": {"code": process},
        "naming": here,
        "state": said(here.contact.country.names) if here.contact.country else "",
        "verdict": verdict,
        "form": form,
        "done": done,
    }
    bad = bool(form.errors) and request.method == "POST"
    return render(request, "people/naming.html", context, status=422 if bad else 200)


def _lists(process: str, staff: bool, person: Person, at: Any) -> dict[str, Any]:
    members: dict[int, list[dict[str, Any]]] = {}
    held = list(queries.members_of(process, at))
    for one in held:
        members.setdefault(one.organisation_id or 0, []).append(
            {"a": one, "how": VERIFIED[one.verified]}
        )
    mine = {a.organisation_id for a in held if a.person_id == person.pk}
    joined = queries.organisations_joined_by_domain(queries.verified_addresses(person))
    shown = Organisation.objects.filter(pk__in=members).order_by("name") if staff else []
    return {
        "organisations": [
            {"o": o, "name": said(o.names) or o.name, "members": members[o.pk]} for o in shown
        ],
        "to_join": [o for o in joined if o.pk not in mine],
        "own": [o for o in joined if o.pk in mine],
    }


@login_required
def organisations(request: HttpRequest, process: str) -> HttpResponse:
    """Organisations that take part: the secretariat verifies members, a person joins by address."""
    person, at = signed_in(request), clock.now()
    staff = bool(may_appoint(person, process))
    refused = ""
    if request.method == "POST":
        try:
            _do(request, process, person)
        except Refusal as problem:
            refused = problem.sentence
        else:
            messages.success(request, _("It is stored."))
            return redirect("contacts:organisations", process)
    context = {
        "process": {"code": process},
        "tab": "correspondence",
        "staff": staff,
        "refused": refused,
        **_lists(process, staff, person, at),
    }
    return render(request, "people/organisations.html", context, status=422 if refused else 200)


def _do(request: HttpRequest, process: str, person: Person) -> None:
    doing, at = request.POST.get("do", ""), clock.now()
    key = request.POST.get("organisation", "")
    if doing == "join":
        organisation = get_object_or_404(Organisation, key=key)
        actions.join_organisation(by=person, organisation=organisation, process_code=process, at=at)
    elif doing == "domains":
        require(may_appoint(person, process))
        organisation = get_object_or_404(Organisation, key=key)
        told = request.POST.get("domains", "")[:5000].replace(",", " ").split()
        actions.set_domains(
            by=person, organisation=organisation, process_code=process, domains=told, at=at
        )
    elif doing == "letter":
        require(may_appoint(person, process))
        found = queries.members_of(process, at).filter(key=request.POST.get("appointment", ""))
        letter = request.FILES.get("letter")
        if letter is None:
            raise refuse("naming-letter-needed")
        one = found.first()
        if one is None:
            raise Http404(process)
        actions.verify_member(by=person, appointment=one, letter=letter, at=at)


@login_required
def organisations_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """Organisations and their members as a file, for the secretariat."""
    require(may_appoint(person_of(request), process))
    columns = [
        ("organisation", _("Organisation")),
        ("name", _("Name")),
        ("email", _("E-mail")),
        ("verified", _("How it is known")),
        ("from", _("From")),
        ("to", _("To")),
    ]
    rows = [
        [
            a.organisation.name if a.organisation else "",
            str(a.person),
            a.person.email,
            (a.verified or "secretariat") if ending == "json" else str(VERIFIED[a.verified]),
            a.begins_at,
            a.ends_at,
        ]
        for a in queries.members_of(process, clock.now())
    ]
    data = exports.write(
        ending, columns, rows, title=_("Organisations"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-organisations")
