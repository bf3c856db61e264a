"""What waits for clearance, and the steps of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.correspondence import rules
from travaux.correspondence.actions import act_on_clearance, ask_clearance, withdraw_clearance
from travaux.correspondence.forms import AskForm
from travaux.correspondence.models import Clearance
from travaux.correspondence.queries import clearance as queries
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.wording import step_name, thing_name
from travaux.plumbing import clock, exports
from travaux.plumbing.verdicts import Refusal, refuse, require


def _told(clearance: Clearance) -> dict[str, Any]:
    return {
        "c": clearance,
        "thing": thing_name(clearance.kind),
        "state": step_name(clearance.state),
        "turn": rules.whose_turn(clearance),
        "address": queries.place_of(clearance),
    }


@login_required
def clearances(request: HttpRequest, process: str) -> HttpResponse:
    """What waits for me, and where everything else stands."""
    me = acting(request)
    mine = list(queries.waiting_for(me, process))
    everything = bool(rules.may_read(me, process))
    if not everything and not mine:
        require(rules.may_read(me, process))
    others = [c for c in queries.clearances_of(process)[:200] if c not in mine]
    context = {
        **frame(request, process),
        "mine": [_told(c) for c in mine],
        "others": [_told(c) for c in others] if everything else [],
        "everything": everything,
    }
    return render(request, "correspondence/clearances.html", context)


@login_required
def clearances_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """Where everything stands, as a list."""
    require(rules.may_read(acting(request), process))
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("kind", _("Kind")),
        ("what", _("What")),
        ("prepared_by", _("Prepared by")),
        ("prepared_at", _("Prepared")),
        ("state", _("Status")),
        ("waits_for", _("Waits for")),
    ]
    rows = [
        (c.kind, c.label, str(c.preparer), c.asked_at, c.state, str(rules.whose_turn(c) or ""))
        for c in queries.clearances_of(process)
    ]
    data = exports.write(
        ending, columns, rows, title=_("Clearance"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-clearance")


@login_required
def ask(request: HttpRequest, process: str, kind: str, key: str) -> HttpResponse:
    """Name who clears and who approves a thing as it is now."""
    me = acting(request)
    require(rules.may_ask_clearance(me, process))
    subject = queries.subject_of(process, kind, key)
    if subject is None:
        raise Http404
    form = AskForm(queries.may_be_named(process, me), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_clearance(
                by=me,
                process_code=process,
                kind=kind,
                key=key,
                label=subject.label,
                digest=subject.digest,
                clearer=form.chosen("clearer"),
                approver=form.chosen("approver"),
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error("approver", refused.sentence)
        else:
            messages.success(request, _("It is asked for; those who are named were told by mail."))
            return redirect(subject.address)
    context = {
        **frame(request, process),
        "form": form,
        "subject": subject,
        "thing": thing_name(kind),
        "nobody": not form.people,
    }
    return render(request, "correspondence/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Clear, approve, send back, or take back."""
    me = acting(request)
    found = get_object_or_404(Clearance, process_code=process, key=key)
    require(rules.may_see_clearance(me, found))
    verb, at = request.POST.get("do", ""), clock.now()
    if verb == "withdraw":
        withdraw_clearance(by=me, clearance=found, at=at)
        messages.success(request, _("It is taken back."))
    elif verb in ("agree", "return"):
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        if verb == "return" and not reason:
            raise refuse("clearance-reason-needed")
        found = act_on_clearance(
            by=me,
            clearance=found,
            seen=request.POST.get("seen", ""),
            refuse_because=reason if verb == "return" else "",
            at=at,
        )
        messages.success(
            request,
            {
                "cleared": _("It is cleared; the next person was told."),
                "approved": _("It is approved and may go out."),
                "returned": _("It is sent back with your reason."),
            }[found.state],
        )
    else:
        raise Http404
    return redirect(queries.place_of(found) or request.path)
