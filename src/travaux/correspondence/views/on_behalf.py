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
from travaux.plumbing.verdicts import Refusal

# what a button of the page says -> what becomes of the entry
ANSWERS = {
    "yes": Confirmation.CONFIRMED,
    "dispute": Confirmation.DISPUTED,
    "no": Confirmation.DISOWNED,
    "undo": Confirmation.ASKED,
}


@never_cache
def confirm(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What was entered for somebody; they confirm or disown it, without an account."""
    made = by_token(process, token)
    if made is None:
        raise Http404
    at, refused = clock.now(), ""
    if request.method == "POST":
        state = ANSWERS.get(request.POST.get("do", ""))
        if state is None:
            raise Http404
        remark = request.POST.get("remark", "").replace("\0", "")
        try:
            answer_for(by=person_of(request), made=made, state=state, remark=remark, at=at)
        except Refusal as refusal:
            if refusal.code != "dispute-without-remark":
                raise
            refused = refusal.sentence
        else:
            return redirect("correspondence:confirm", process, token)
    context = {
        **frame(request, process, invented=made.entry.demonstration),
        "made": made,
        "refused": refused,
        **{f"may_{verb}": may_answer_for(made, state, at) for verb, state in ANSWERS.items()},
    }
    status = 422 if refused else 200
    return render(request, "correspondence/confirm.html", context, status=status)
