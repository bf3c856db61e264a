"""The page behind the link in the mail: is this yours?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from travaux.correspondence.actions import answer_for
from travaux.correspondence.queries.on_behalf import by_token
from travaux.correspondence.rules import may_answer_for
from travaux.correspondence.states import Confirmation
from travaux.correspondence.views.frame import frame
from travaux.people.asking import person_of
from travaux.plumbing import clock


@never_cache
def confirm(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What was entered for somebody; they confirm or disown it, without an account."""
    made = by_token(process, token)
    if made is None:
        raise Http404
    if request.method == "POST":
        state = {"yes": Confirmation.CONFIRMED, "no": Confirmation.DISOWNED}.get(
            request.POST.get("do", "")
        )
        if state is None:
            raise Http404
        answer_for(by=person_of(request), made=made, state=state, at=clock.now())
        return redirect("correspondence:confirm", process, token)
    context = {
        **frame(request, process, invented=made.entry.demonstration),
        "made": made,
        "may_confirm": may_answer_for(made, Confirmation.CONFIRMED),
        "may_disown": may_answer_for(made, Confirmation.DISOWNED),
    }
    return render(request, "correspondence/confirm.html", context)
