"""What came in and is not reckoned: rows that were set aside, and answers that have no question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.evidence import actions
from travaux.evidence.models import Response, ResponseState
from travaux.evidence.queries.surveys import left_over
from travaux.evidence.views.frame import frame
from travaux.evidence.views.surveys import survey_for_secretariat
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import SENTENCES, Refusal, sentence

ON_PAGE = 20
MOST_COLUMNS = 40  # of one answer on the page; the file has all
# a cell that could not be read is named by its column; what stood in it is shown beside
_FACTS = {k: "…" for k in ("text", "choice", "most", "least", "step", "length")}


def _why(response: Response) -> list[tuple[str, str]]:
    """(column, sentence) of what was found wrong."""
    return [
        (p.get("where", ""), sentence(p["code"], _FACTS) if p["code"] in SENTENCES else p["code"])
        for p in response.problems
    ]


def _row(response: Response) -> dict[str, Any]:
    raw = [(k, str(v)) for k, v in response.raw.items()]
    return {
        "response": response,
        "why": _why(response)[:MOST_COLUMNS],
        "raw": raw[:MOST_COLUMNS],
        "more": max(0, len(raw) - MOST_COLUMNS),
        "aside": response.state == ResponseState.SET_ASIDE,
    }


@never_cache
@login_required
def page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """Each with where it stood, why it is here, and what was written; it is reckoned, or not."""
    here = survey_for_secretariat(request, process, survey)
    if request.method == "POST":
        one = here.responses.filter(key=request.POST.get("answer", "")[:20]).first()
        if one is not None:
            aside = request.POST.get("do") == "aside"
            try:
                actions.set_response_aside(
                    by=signed_in(request), response=one, aside=aside, at=clock.now()
                )
            except Refusal as refused:
                messages.error(request, refused.sentence)
        return redirect(request.get_full_path())
    only = request.GET.get("only", "")
    only = only if only in ("aside", "unasked") else ""
    found = left_over(here, only)
    paged = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "page": paged,
        "rows": [_row(r) for r in paged.object_list],
        "only": only,
        "address": f"only={only}",
    }
    return render(request, "evidence/survey_aside.html", context)


def _lines(found: Iterator[Response]) -> Iterator[list[Any]]:
    for one in found:
        head = [
            one.instance_id or one.key,
            one.state,
            one.answer_file.name if one.answer_file else "",
            one.row,
            one.edition.number,
        ]
        why = [f"{where}: {said}" if where else said for where, said in _why(one)]
        for column, value in one.raw.items():
            yield [*head, why, column, str(value)]
        if not one.raw:
            yield [*head, why, "", ""]


@login_required
def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The same as a file: one line for each cell that was kept and not read."""
    here = survey_for_secretariat(request, process, survey)
    only = request.GET.get("only", "")
    columns = [
        ("instance", _("Key")),
        ("state", _("Status")),
        ("file", _("File")),
        ("row", _("Row")),
        ("edition", _("Edition")),
        ("why", _("Why it is here")),
        ("column", _("Column")),
        ("written", _("As received")),
    ]
    found = left_over(here, only if only in ("aside", "unasked") else "")
    data = write(
        ending, columns, _lines(found.iterator(500)), title=_("Not reckoned"),
        right_to_left=get_language_bidi(),
    )  # fmt: skip
    return download(data, ending, f"{here.key}-not-reckoned")
