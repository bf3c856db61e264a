"""The draft with the comments of a round in its margin, as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from travaux.comments import queries, rules
from travaux.comments.forms import FilterForm
from travaux.comments.queries.margins import text_with_comments
from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import round_at
from travaux.drafts.rules import may_read
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.verdicts import require


def margins(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Those comments that one may read, narrowed as the list is."""
    here, at = round_at(process, round), clock.now()
    person = person_of(request)
    require(may_read(person, here.version))
    staff = bool(rules.is_staff(person, process, at))
    outline = queries.outline(here.version)
    form = FilterForm(
        request.GET or None,
        round=here,
        sections=[(h.anchor, h.name) for h in outline.headings],
        staff=staff,
    )
    found = queries.filtered(
        queries.visible_comments(person, here, at), form.filters(), outline
    ).filter(withdrawn_at__isnull=True, is_split=False, submission__state=SubmissionState.SUBMITTED)
    numbered = rules.numbers_known(person, here, at)
    data = text_with_comments(here, queries.in_order(found), full=staff, numbered=numbered)
    return download(data, "docx", f"{process}-{here.key}-text-with-comments")
