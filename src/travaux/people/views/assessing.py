"""The desk of the named assessors: what waits, what was decided, what is out of date."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.people import actions, rules
from travaux.people.forms import AssessmentForm
from travaux.people.models import Declaration
from travaux.people.queries import interests as queries
from travaux.people.queries.declarations import Stand, standing_of
from travaux.people.views.contacts import acting
from travaux.people.views.interests import (
    ENDINGS,
    SHAPES,
    frame,
    line,
    version_lines,
    why,
)
from travaux.people.views.keeping_interests import lines_as_file
from travaux.people.wording.interests import stand_name
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

AT_FIELD = {
    "outcome-names-topics": "topics",
    "outcome-needs-reason": "reason",
    "summary-too-long": "summary",
    "outcome-of-interests-unknown": "outcome",
}


@login_required
def desk(request: HttpRequest, process: str) -> HttpResponse:
    """Everybody who declares, those first who wait for a decision."""
    now = clock.now()
    require(rules.may_see_desk(acting(request), process, now))
    rows = [line(row) for row in queries.desk(process, now)]
    waiting = [r for r in rows if r["standing"].stand is Stand.WAITING]
    out = [r for r in rows if r["standing"].stand in (Stand.OUT_OF_DATE, Stand.MISSING)]
    decided = [r for r in rows if r not in waiting and r not in out]
    context = {
        **frame(request, process),
        "waiting": waiting,
        "groups": [
            (_("To be assessed"), waiting),
            (_("Decided, or nothing to declare"), decided),
            (_("Not declared yet, or out of date"), out),
        ],
        "me": acting(request),
        "any": bool(rows),
    }
    return render(request, "people/interests/desk.html", context)


@login_required
def desk_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The desk as a file: who, how it stands, until when; never what was declared."""
    now = clock.now()
    require(rules.may_see_desk(acting(request), process, now))
    if ending not in ENDINGS:
        raise Http404
    return lines_as_file(process, ending, [line(row) for row in queries.desk(process, now)])


@login_required
def declaration(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What somebody declared, in all its versions, and the decision on the words that stand."""
    here = get_object_or_404(
        Declaration.objects.select_related("person", "confirms"), process_code=process, key=key
    )
    here = here.confirms or here
    by, now = acting(request), clock.now()
    require(rules.may_read_declaration(by, here, now))
    allowed = rules.may_assess(by, here, now)
    standing = standing_of(here.person, process, now)
    last = standing.assessment
    initial: dict[str, Any] = {}
    if last is not None:
        initial = {
            "outcome": last.outcome,
            "topics": [t.pk for t in standing.topics],
            "reason": last.reason,
            "summary": last.summary,
        }
    form = AssessmentForm(request.POST or None, initial=initial, topics=queries.topics_of(process))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.assess_interests(
                by=by,
                declaration=here,
                outcome=told["outcome"],
                topics=list(told["topics"]),
                reason=told["reason"],
                summary=told["summary"],
                at=now,
            )
        except Refusal as refused:
            form.add_error(AT_FIELD.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("The outcome stands, and the person is told."))
            return redirect("interests:desk", process)
    duty = queries.duty_of(here.person, process, now)
    context = {
        **frame(request, process),
        "here": here,
        "person": here.person,
        "why": why(duty),
        "standing": standing,
        "stand": stand_name(standing.stand),
        "class": SHAPES[standing.stand],
        "versions": version_lines(here.person, process),
        "may_assess": allowed,
        "form": form,
    }
    return render(
        request, "people/interests/declaration.html", context, status=422 if form.errors else 200
    )
