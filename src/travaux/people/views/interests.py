"""My own declaration of interests, and what everybody may know of those of others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from travaux.people import actions, rules
from travaux.people.asking import person_of
from travaux.people.forms import DeclarationForm
from travaux.people.models import Declaration, Person, Role
from travaux.people.queries import interests as queries
from travaux.people.queries.declarations import Stand, rule_of, standing_of
from travaux.people.rules.interests import begins, may_confirm
from travaux.people.views.contacts import acting
from travaux.people.wording.interests import (
    QUESTIONS,
    declaring_name,
    outcome_name,
    stand_name,
)
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import said
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal

SHAPES = {
    Stand.MISSING: "late",
    Stand.WAITING: "doing",
    Stand.OUT_OF_DATE: "late",
    Stand.NONE: "done",
    Stand.PARTIAL: "fixed",
    Stand.EXCLUDED: "stop",
}
ENDINGS = {"xlsx", "csv", "json"}


def frame(request: HttpRequest, process: str) -> dict[str, Any]:
    """What every page of interests needs: where one is, and which other pages one has."""
    person, now = person_of(request), clock.now()
    invented = Declaration.objects.filter(process_code=process, demonstration=True).exists()
    return {
        "process": {"code": process},
        "tab": "panels",
        "may_declare": rules.may_declare(person, process, now),
        "may_see_desk": rules.may_see_desk(person, process, now),
        "may_see_register": rules.may_see_register(person, process, now),
        "may_keep": rules.may_keep_interests(person, process),
        "demonstration": _("The declarations on this page are invented.") if invented else "",
    }


def why(duty: queries.Duty) -> str:
    """For what somebody declares, in the reader's language."""
    words = [declaring_name(role) for role in duty.roles]
    return "; ".join([*words, *dict.fromkeys(said(title) for title in duty.groups)])


def line(row: queries.Row) -> dict[str, Any]:
    """One person as lists show them, without a word of what was declared."""
    standing = row.standing
    return {
        "person": row.duty.person,
        "why": why(row.duty),
        "stand": stand_name(standing.stand),
        "class": SHAPES[standing.stand],
        "standing": standing,
        "topics": "; ".join(t.name for t in standing.topics)
        if standing.stand is Stand.PARTIAL
        else "",
    }


def answered(declaration: Declaration) -> list[tuple[Any, str]]:
    """Question and answer, for those who may read them."""
    return [
        (label, declaration.content[name])
        for name, (label, _hint) in QUESTIONS.items()
        if declaration.content.get(name)
    ]


def version_lines(person: Person, process: str) -> list[dict[str, Any]]:
    """Every version with its outcomes, the latest first."""
    return [
        {
            "d": one,
            "answers": answered(one),
            "outcomes": [
                {
                    "a": a,
                    "name": outcome_name(a.outcome),
                    "topics": "; ".join(t.name for t in a.topics.all()),
                }
                for a in reversed(one.assessments.all())
            ],
        }
        for one in queries.versions_of(person, process)
    ]


# ---- one's own -------------------------------------------------------------------------------------
@login_required
def mine(request: HttpRequest, process: str) -> HttpResponse:
    """What I declare here, how it stands, and the form for a new version."""
    person, now = acting(request), clock.now()
    standing = standing_of(person, process, now)
    proposed = {} if standing.declared else queries.proposed_by_others(person, process)
    before = standing.declared.content if standing.declared else proposed
    number = standing.declaration.number if standing.declaration else 0
    doing = request.POST.get("do", "")
    form = DeclarationForm(
        request.POST if doing == "declare" else None, initial={**before, "seen": number}
    )
    problem = ""
    if request.method == "POST" and (doing != "declare" or form.is_valid()):
        try:
            _do(request, person, process, doing, form)
        except Refusal as refused:
            problem = refused.sentence
        else:
            return redirect("interests:mine", process)
    duty = queries.duty_of(person, process, now)
    context = {
        **frame(request, process),
        "form": form,
        "problem": problem,
        "why": why(duty),
        "standing": standing,
        "stand": stand_name(standing.stand),
        "class": SHAPES[standing.stand],
        "verdict": begins(standing),
        "may_confirm": may_confirm(person, process, now),
        "proposed": proposed,
        "versions": version_lines(person, process),
        "keep_days": rule_of(process).keep_days,
        "assessors": queries.assessors_of(process, now),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "people/interests/mine.html", context, status=status)


def _seen(request: HttpRequest) -> int | None:
    asked = request.POST.get("seen", "")
    return whole_number(asked, None)


def _do(
    request: HttpRequest, person: Person, process: str, doing: str, form: DeclarationForm
) -> None:
    told: dict[str, Any] = {"by": person, "process_code": process, "at": clock.now()}
    told["seen"] = _seen(request)
    if doing == "confirm":
        actions.confirm_interests(**told)
        messages.success(request, _("Confirmed. The outcome stays as it was."))
    elif doing == "nothing":
        actions.declare_interests(nothing=True, demonstration=person.demonstration, **told)
        messages.success(request, _("It is on record that you have nothing to declare."))
    else:
        content = {name: form.cleaned_data[name] for name in QUESTIONS}
        actions.declare_interests(content=content, demonstration=person.demonstration, **told)
        messages.success(request, _("Your declaration is handed in. Older versions are kept."))


# ---- for everybody ---------------------------------------------------------------------------------
def _published(process: str) -> list[dict[str, Any]]:
    rule, found = rule_of(process), []
    for row in queries.published(process, clock.now()):
        one = line(row)
        outcome = row.standing.assessment
        one["name"] = str(row.duty.person) if rule.names_announced else ""
        if Role.REVIEWER in row.duty.roles:  # who reviews which call is told to nobody
            one["name"], one["why"] = "", why(queries.Duty(row.duty.person, row.duty.roles))
        one["summary"] = outcome.summary if outcome else ""
        one["language"] = outcome.language if outcome else ""
        found.append(one)
    # where no name stands, an order by name would say whose line it is
    found.sort(
        key=lambda one: ("",) * 3 if one["name"] else (one["why"], one["stand"], one["summary"])
    )
    return found


def public(request: HttpRequest, process: str) -> HttpResponse:
    """Interests declared: role, outcome and summary; names only where that was announced."""
    rows = _published(process)
    context = {
        **frame(request, process),
        "rows": rows,
        "named": bool(rule_of(process).names_announced),
    }
    return render(request, "people/interests/public.html", context)


def public_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same list as a file."""
    if ending not in ENDINGS:
        raise Http404
    columns = [
        ("name", _("Name")),
        ("role", _("Role")),
        ("outcome", pgettext("outcome of interests", "Outcome")),
        ("topics", _("Topics left to others")),
        ("summary", _("Summary")),
    ]
    rows = [
        [
            one["name"],
            one["why"],
            str(one["standing"].stand.value) if ending == "json" else one["stand"],
            one["topics"],
            one["summary"],
        ]
        for one in _published(process)
    ]
    data = exports.write(
        ending, columns, rows, title=_("Interests declared"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-interests")
