"""What is quoted of interviews: as a page and as files, within consent."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.evidence.queries.interviews import quotations_visible_to
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.wording.interviews import GONE_WHYS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write

ON_PAGE = 40


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """The quotations that this reader may see, each with its exact place."""
    here = process_named(process)
    found = quotations_visible_to(person_of(request), here, clock.now())
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here, invented=any(q.quotation.interview.demonstration for q in page.object_list)),
        "page": page,
        "rows": [
            {"shown": q, "why": GONE_WHYS.get(q.quotation.gone_why, "")} for q in page.object_list
        ],
    }
    return render(request, "evidence/quotations.html", context)


def quotations_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file; words that are not for this reader are not in it."""
    here = process_named(process)
    columns = [
        ("quotation", _("Key")),
        ("interview", _("Interview")),
        ("paragraph", _("Paragraph")),
        ("from", _("From character")),
        ("to", _("To character")),
        ("words", _("Words")),
        ("language", _("Language")),
        ("who", _("Who said it")),
        ("public", _("In public")),
        ("gone", _("Why it is gone")),
    ]
    plain = ending == "json"
    rows = [
        [
            q.quotation.key,
            q.quotation.interview.number,
            q.quotation.paragraph,
            q.quotation.start + 1,
            q.quotation.end,
            q.words,
            q.language,
            q.who,
            q.public if plain else (_("yes") if q.public else _("no")),
            q.quotation.gone_why if plain else str(GONE_WHYS.get(q.quotation.gone_why, "")),
        ]
        for q in quotations_visible_to(person_of(request), here, clock.now())
    ]
    data = write(ending, columns, rows, title=_("Quotations"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-quotations")
