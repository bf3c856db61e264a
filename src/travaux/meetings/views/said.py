"""What a speaker opens by a link: what was noted, to confirm, mend or dispute it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from travaux.comments.wording import type_name
from travaux.meetings import actions
from travaux.meetings.forms import ReplyForm
from travaux.meetings.queries.spoken import intervention_by_link
from travaux.meetings.rules import spoken as rules
from travaux.meetings.views.frame import frame
from travaux.meetings.wording import ATTRIBUTION, SHAPES, SPOKEN
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal


@never_cache
def said(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The speaker reads it, and says that it is right, mends it, or says that it is wrong."""
    one = intervention_by_link(process, token)
    if one is None:
        raise Http404(token)
    at, by, error = clock.now(), person_of(request), ""
    form = ReplyForm(
        request.POST if request.POST.get("do") == "mend" else None,
        initial={"text": one.text, "proposed": one.proposed},
    )
    if request.method == "POST":
        try:
            if request.POST.get("do") == "dispute":
                actions.dispute_intervention(
                    by=by, intervention=one, why=request.POST.get("why", "")[:2000], at=at
                )
                return redirect(request.path)
            if request.POST.get("do") == "confirm":
                actions.confirm_intervention(by=by, intervention=one, at=at)
                return redirect(request.path)
            if form.is_valid():
                actions.confirm_intervention(by=by, intervention=one, at=at, **form.cleaned_data)
                return redirect(request.path)
        except Refusal as refused:
            error = refused.sentence
    meeting = one.meeting
    comment = one.comment
    context = {
        **frame(meeting.process, meeting),
        "one": one,
        "paragraph": one.paragraph,
        "spoken_state": SPOKEN[one.state],
        "spoken_shape": SHAPES.get(one.state, ""),
        "type": type_name(meeting.round.types, one.type) if meeting.round else one.type,
        "attribution": ATTRIBUTION[meeting.attribution],
        "as_expert": rules.may_count_as_expert(meeting, one.speaker, one.paragraph),
        "may_reply": rules.may_reply(one, at),
        "may_dispute": rules.may_dispute(one, at),
        "receipt": comment.submission.receipt if comment is not None else "",
        "form": form,
        "error": error,
        "why": request.POST.get("why", "")[:2000],
    }
    status = 422 if error or form.errors else 200
    return render(request, "meetings/said.html", context, status=status)
