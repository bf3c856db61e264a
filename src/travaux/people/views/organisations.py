"""Organisations: their category, seat and names, their mail domains and their members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from travaux.people import actions
from travaux.people.asking import person_of, signed_in
from travaux.people.forms.organisations import OrganisationForm
from travaux.people.models import Organisation, Person
from travaux.people.queries import naming as queries
from travaux.people.queries.categories import (
    category_names,
    is_sorted,
    organisations_known,
    sorting_now,
)
from travaux.people.rules.roles import may_appoint
from travaux.people.wording.naming import VERIFIED
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, refuse, require

PAGE = 25
_FIELDS = {"category-unknown": "category", "seat-of-the-other-world": "seat"}


def _lists(
    process: str, staff: bool, person: Person, at: Any, *, number: str = "", unsorted: bool = False
) -> dict[str, Any]:
    members: dict[int, list[dict[str, Any]]] = {}
    held = list(queries.members_of(process, at))
    for one in held:
        members.setdefault(one.organisation_id or 0, []).append(
            {"a": one, "how": VERIFIED[one.verified]}
        )
    mine = {a.organisation_id for a in held if a.person_id == person.pk}
    joined = queries.organisations_joined_by_domain(queries.verified_addresses(person))
    found: dict[str, Any] = {}
    if staff:
        now, names = sorting_now(), category_names()
        known = organisations_known()
        if unsorted:
            known = known.exclude(category__in=list(now.categories), country__isnull=False)
        page = Paginator(known, PAGE).get_page(number)
        found = {
            "page": page,
            "sorting": now,
            "unsorted": unsorted,
            "waiting": organisations_known()
            .exclude(category__in=list(now.categories), country__isnull=False)
            .count(),
            "organisations": [
                {
                    "o": o,
                    "name": said(o.names) or o.name,
                    "members": members.get(o.pk, []),
                    "category": said(names.get(o.category, {})) or o.category,
                    "sorted": is_sorted(o, now),
                    "seat": o.country.names if o.country is not None else None,
                }
                for o in page.object_list
            ],
        }
    return {
        **found,
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
        **_lists(
            process,
            staff,
            person,
            at,
            number=request.GET.get("page", ""),
            unsorted=request.GET.get("show") == "unsorted",
        ),
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
def organisation(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat writes down category, seat and names of one organisation."""
    person = signed_in(request)
    require(may_appoint(person, process))
    here = get_object_or_404(Organisation.objects.select_related("country"), key=key)
    form = OrganisationForm(request.POST or None, organisation=here)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_organisation(
                by=person, organisation=here, process_code=process, at=clock.now(), **form.told()
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("It is stored."))
            return redirect("contacts:organisations", process)
    context = {
        "process": {"code": process},
        "tab": "correspondence",
        "organisation": here,
        "name": said(here.names) or here.name,
        "form": form,
        "sorting": sorting_now(),
        "demonstration": _("This organisation is invented, to show how the work goes.")
        if here.demonstration
        else "",
    }
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


@login_required
def organisations_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """Organisations, how they are sorted, and their members as a file, for the secretariat."""
    require(may_appoint(person_of(request), process))
    columns = [
        ("key", _("Key")),
        ("organisation", _("Organisation")),
        ("category", _("Category")),
        ("list", _("List of categories")),
        ("seat", _("The state of its seat")),
        ("domains", _("Its mail domains")),
        ("name", pgettext("name of a thing", "Name")),
        ("email", _("E-mail")),
        ("verified", _("How it is known")),
        ("from", _("From")),
        ("to", _("To")),
    ]
    members: dict[int | None, list[Any]] = {}
    for one in queries.members_of(process, clock.now()):
        members.setdefault(one.organisation_id, []).append(one)
    names, machine = category_names(), ending == "json"
    rows: list[list[Any]] = []
    for o in organisations_known():
        seat = o.country
        about: list[Any] = [
            o.key,
            o.name if machine else said(o.names) or o.name,
            o.category if machine else said(names.get(o.category, {})) or o.category,
            o.sorted_by,
            "" if seat is None else seat.code if machine else said(seat.names),
            o.domains,
        ]
        rows += [
            [
                *about,
                str(a.person),
                a.person.email,
                (a.verified or "secretariat") if machine else str(VERIFIED[a.verified]),
                a.begins_at,
                a.ends_at,
            ]
            for a in members.get(o.pk, [])
        ] or [[*about, "", "", "", None, None]]
    data = exports.write(
        ending, columns, rows, title=_("Organisations"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-organisations")
