"""Who is a member when; somebody leaves, and the best replacement that keeps the balance."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.correspondence.rules import needs_clearance
from travaux.panels import actions, queries, rules
from travaux.panels.explaining import break_words
from travaux.panels.forms import LeaveForm
from travaux.panels.labels import Labels
from travaux.panels.queries.seats import how_seats_stand
from travaux.panels.turnovers import Turnover
from travaux.panels.views.frame import frame, panel_for_staff, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

EMPTY = "-"  # the seat stays empty


@login_required
def members(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Everybody who is or was in the group, with when and why it ended."""
    here = panel_for_staff(request, process, panel)
    history, labels = list(queries.history_of(here)), Labels(here)
    declared = how_seats_stand(history, process, clock.now())
    context = {
        **frame(here.process, here),
        "rows": [
            {
                "s": s,
                "breaks": [break_words(b, labels) for b in queries.breaks_from_plain(s.breaks)],
                "declared": declared.get(s.pk, ""),
            }
            for s in history
        ],
        "now": sum(s.until is None for s in history),
        "declares": bool(declared),
        "turns": queries.turns_of(history),
        "named": True,
        "may_change": rules.may_change_group(person_of(request), here),
    }
    return render(request, "panels/members.html", context)


@login_required
def leave(request: HttpRequest, process: str, panel: str, seat: str) -> HttpResponse:
    """Somebody is no longer in the group: why, since when, and who comes instead."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_change_group(person_of(request), here))
    found = here.seats.select_related("nominee").filter(key=seat, until=None).first()
    if found is None:
        raise Http404(seat)
    who, labels = found.nominee, Labels(here)
    told = queries.replacement_for(here, who.code)
    names = {n.code: n.name or n.code for n in here.nominees.all()}
    choices = [
        {
            "code": one.code,
            "name": names[one.code],
            "breaks": [break_words(b, labels) for b in one.breaks],
        }
        for one in told.ranked
    ]
    chosen = request.POST.get("instead") or told.comes or EMPTY
    form = LeaveForm(request.POST or None)
    cleared = not needs_clearance(process, rules.CLEARED_AS)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        coming = None
        if chosen != EMPTY:
            coming = here.nominees.filter(code=chosen).first()
        by, at = signed_in(request), clock.now()
        try:
            if not cleared:
                comes = "" if coming is None else coming.code
                turnover = Turnover(
                    typed["until"], typed["reason"], typed["end"], ((found.key, comes),)
                )
                actions.prepare_change(by=by, panel=here, turnover=turnover, at=at)
                messages.success(request, _("The change is written down. Ask for its clearance."))
                return redirect("panels:panel", process, here.key)
            actions.end_seat(
                by=by,
                seat=found,
                end=typed["end"],
                until=typed["until"],
                reason=typed["reason"],
                replacement=coming,
                at=at,
            )
        except (Refusal, Unusable) as problem:
            early = problem.code == "seat-ends-before-it-begins"
            form.add_error("until" if early else None, sentence_of(problem))
        else:
            messages.success(request, _("The change stands on record."))
            return redirect("panels:members", process, here.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "who": who.name or who.code,
        "choices": choices,
        "chosen": chosen,
        "empty": EMPTY,
        "needs_clearance": not cleared,
        "vacant": [break_words(b, labels) for b in told.vacant],
    }
    return render(request, "panels/leave.html", context, status=422 if form.errors else 200)
