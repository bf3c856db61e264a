"""Public pages: the calls of a process, one call, its form."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.calls import queries
from travaux.calls.models import Application, Call, Kind
from travaux.calls.queries.calls import processes_to_clone_into
from travaux.calls.queries.clearing import (
    choice_to_clear,
    digest_to_clear,
    prepared_choice,
    prepared_extension,
)
from travaux.calls.queries.names import all_names_published, applicants, named
from travaux.calls.queries.outcomes import choice_of, commitments_of, names_published
from travaux.calls.queries.reviews import reviews_for
from travaux.calls.rules import applications as applying
from travaux.calls.rules import calls as rules
from travaux.calls.rules.clearing import CHOICE_CLEARED_AS, CLEARED_AS
from travaux.calls.states import ApplicationState
from travaux.calls.views.criteria import published
from travaux.calls.views.frame import call_at, frame, process_named
from travaux.calls.wording import (
    AUTHORITY_RULES,
    KINDS,
    LATE_RULES,
    NAMES_RULES,
    SELECTIONS,
    check_name,
)
from travaux.core.surveys.answers import answer, initial
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.queries.topics import correspondence_about
from travaux.design.asked import blocks_of, raw_of, with_blanks
from travaux.people.asking import person_of
from travaux.people.models import Country, Person, Role
from travaux.people.queries import holds
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said

NAMES_ON_PAGE = 50


def calls(request: HttpRequest, process: str) -> HttpResponse:
    """Every call of the process, and what is open now."""
    here, at = process_named(process), clock.now()
    person = person_of(request)
    found = queries.standings(queries.calls_of(here, person, at), at)
    mine = list(queries.own_applications(person, process)[:20]) if person is not None else []
    return render(
        request,
        "calls/calls.html",
        {
            **frame(here),
            "standings": [(s, KINDS.get(s.call.kind, "")) for s in found],
            "open_now": [s for s in found if s.is_open],
            "mine": mine,
            "staff": rules.is_secretariat(person, here.code, at),
            "reviewing": person is not None and reviews_for(person, process).exists(),
            "focal": holds(person, here.code, [Role.FOCAL_POINT], at),
            "demonstration": frame(here, found[0].call)["demonstration"] if found else "",
        },
    )


def calls_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of calls as a file."""
    here, at = process_named(process), clock.now()
    columns = [
        ("call", _("Key")),
        ("kind", _("Kind")),
        ("title", _("Title")),
        ("phase", _("Status")),
        ("opens_at", _("Open from (UTC)")),
        ("closes_at", _("Open until (UTC)")),
        ("zone", _("Time zone")),
        ("wording", _("As announced")),
        ("applications", _("Applications received")),
        ("extensions", _("Extensions")),
    ]
    rows = [
        [
            s.call.key,
            s.call.kind if ending == "json" else str(KINDS.get(s.call.kind, "")),
            said(s.call.titles),
            str(s.phase.value if ending == "json" else s.phase.label),
            s.call.opens_at,
            s.call.closes_at,
            s.call.zone,
            s.call.wording,
            s.applications,
            len(s.extensions),
        ]
        for s in queries.standings(queries.calls_of(here, person_of(request), at), at)
    ]
    data = write(ending, columns, rows, title=_("Calls"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-calls")


def _may_begin(request: HttpRequest, call: Call) -> tuple[object, Application | None]:
    """Whether the reader may apply, and what they have in this call already."""
    person, at = person_of(request), clock.now()
    own = None
    if person is not None:
        own = (
            queries.own_applications(person, call.process.code)
            .filter(call=call)
            .exclude(state=ApplicationState.WITHDRAWN)
            .first()
        )
        verdict = applying.may_begin(person, call, at)
    else:
        verdict = applying.may_hand_in(None, call, at)
    return verdict, own


def call_page(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """One call: what is asked, of whom, until when, and by which rules."""
    here, at = call_at(request, process, call), clock.now()
    person = person_of(request)
    may_apply, own = _may_begin(request, here)
    form = form_from_plain(here.form)
    choice = choice_of(here)
    return render(
        request,
        "calls/call.html",
        {
            **frame(here.process, here),
            "standing": queries.standing(here, at),
            "choice": choice,
            "chosen": choice.published if choice is not None else [],
            "has_commitments": person is not None
            and here.kind == "partnership"
            and commitments_of(here, person).exists(),
            "questions": sum(1 for _q in form.items),
            "may_apply": may_apply,
            "own": own,
            "staff": rules.is_secretariat(person, process, at),
            "into": processes_to_clone_into(person, at),
            "may_change": rules.may_change_call(person, here, at),
            "may_extend": rules.may_extend_call(person, here, at),
            "may_cancel": rules.may_cancel_call(person, here, at),
            **_cleared(person, here),
            **_names(request, here, at),
            "authority_rule": AUTHORITY_RULES.get(here.authority_rule, ""),
            "late_rule": LATE_RULES.get(here.late_confirmation, ""),
            "names_rule": NAMES_RULES.get(here.names_rule, ""),
            "selection": SELECTIONS.get(here.selection, ""),
            "checks": [check_name(c) for c in here.checks],
            **published(here, person),
            **correspondence_about(person, process, "call", here.key),
        },
    )


def _cleared(person: Person | None, here: Call) -> dict[str, object]:
    """What waits to be cleared of a call: itself, its new deadline, or the choice among its offers."""
    code = here.process.code
    if rules.phase(here, clock.now()) is rules.Phase.CLOSED and here.kind == Kind.HOSTING:
        subject = choice_to_clear(code, here.key)
        digest = subject.digest if subject is not None else None
        written = prepared_choice(here)
        return {
            **clearing(person, code, CHOICE_CLEARED_AS, here.key, digest),
            "written_choice": written,
            "written_names": names_published(here, written["chosen"]) if written else [],
        }
    told = clearing(person, code, CLEARED_AS, here.key, digest_to_clear(here))
    return {**told, "written": prepared_extension(here)}


def _names(request: HttpRequest, here: Call, at: datetime) -> dict[str, object]:
    """Who applied, a page of them, where the call announced that all names are published."""
    if not all_names_published(here, at):
        return {}
    page = Paginator(applicants(here), NAMES_ON_PAGE).get_page(request.GET.get("page"))
    return {"names": named(here, page.object_list), "page": page}


def names_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """Who applied, as a file, where the call announced that all names are published."""
    here, at = call_at(request, process, call), clock.now()
    if not all_names_published(here, at):
        raise Http404(call)
    by_state = here.kind == Kind.NOMINATION
    columns = [("number", _("Number")), ("name", _("Name"))]
    columns += [("country", _("State (country)"))] if by_state else []
    rows = [
        [one.number, one.name, *([_state(one.country, ending)] if by_state else [])]
        for one in named(here, applicants(here))
    ]
    data = write(
        ending, columns, rows, title=_("Names of those who applied"),
        right_to_left=get_language_bidi(),
    )  # fmt: skip
    return download(data, ending, f"{here.key}-names")


def _state(country: Country | None, ending: str) -> str:
    if country is None:
        return ""
    return country.code if ending == "json" else said(country.names)


def form_preview(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """The form as it will be asked; what is typed here is kept nowhere."""
    here, at = call_at(request, process, call), clock.now()
    form = form_from_plain(here.form)
    raw = raw_of(form, request.POST) if request.method == "POST" else initial(form, now=at)
    raw = with_blanks(form, raw)
    found = answer(form, raw, now=at)
    checked = request.method == "POST" and request.POST.get("do") == "check"
    return render(
        request,
        "calls/preview.html",
        {
            **frame(here.process, here),
            "blocks": blocks_of(form, found, raw, problems=found.problems if checked else ()),
            "checked": checked,
            "problems": len(found.problems),
        },
    )


def form_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """The form as an XLSForm, or as plain values."""
    here = call_at(request, process, call)
    if ending == "xlsx":
        return download(write_xlsform(form_from_plain(here.form)), "xlsx", f"{here.key}-form")
    if ending == "json":
        import json

        data = json.dumps(here.form, ensure_ascii=False, indent=1).encode()
        return download(data, "json", f"{here.key}-form")
    raise Http404(ending)
