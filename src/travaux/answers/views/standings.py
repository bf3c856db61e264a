"""Where each comment of the version before stands on the next one, and what a person decided."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers import rules
from travaux.answers.models import CarryOver
from travaux.answers.queries import carrying as queries
from travaux.answers.views.frame import frame, version_at
from travaux.answers.wording import STANDINGS
from travaux.comments.queries import outline
from travaux.comments.wording import member_name, number_name, place_name
from travaux.core.texts.redline import redline
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import require

PAGE = 40


def drawn(row: CarryOver) -> dict[str, Any]:
    """A comment that came over, as a page shows it: with the redline of its paragraph."""
    old, new = row.comment.paragraph, row.paragraph
    shown = row.kind in (CarryOver.Kind.CHANGED, CarryOver.Kind.GUESS) and old and new
    return {
        "row": row,
        "number": number_name(row.comment),
        "member": member_name(row.comment.submission, full=True),
        "place": place_name(row.comment),
        "kind": STANDINGS[row.kind],
        "pieces": redline(old.body, new.body) if shown and old and new else (),
        "waits": row.kind in queries.WAITING,
    }


def counted(rows: QuerySet[CarryOver]) -> list[dict[str, Any]]:
    """Each kind with its name and how many comments there are of it."""
    found = dict(rows.values_list("kind").annotate(n=Count("pk")).order_by())
    return [{"kind": k, "name": STANDINGS[k], "n": found.get(k, 0)} for k in CarryOver.Kind.values]


def _opened(request: HttpRequest, process: str, version: str) -> Version:
    require(rules.may_see_desk(signed_in(request), process, clock.now()))
    return version_at(process, version)


@never_cache
@login_required
def standings(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Each comment: the same, moved, changed, a guess, without a paragraph, placed or kept back."""
    here = _opened(request, process, version)
    kind = request.GET.get("only", "")
    kinds = [kind] if kind in CarryOver.Kind.values else CarryOver.Kind.values
    page = Paginator(queries.carried(here, kinds), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.text.process, invented=here.demonstration),
        "version": here,
        "page": page,
        "rows": [drawn(row) for row in page],
        "counts": counted(CarryOver.objects.filter(version=here)),
        "only": kind if len(kinds) == 1 else "",
        "targets": outline(here).headings,
        "published": here.state == VersionState.PUBLISHED,
    }
    return render(request, "answers/standings.html", context)


@never_cache
@login_required
def standings_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = _opened(request, process, version)
    columns = [
        ("comment", _("Comment")),
        ("member", _("Member")),
        ("place_before", _("Place before")),
        ("standing", _("Where it stands")),
        ("number_now", _("Number now")),
        ("paragraph_now", _("Identity")),
        ("words_before", _("Words before")),
        ("words_now", _("Words now")),
    ]
    rows = [
        [
            number_name(row.comment),
            member_name(row.comment.submission, full=True),
            place_name(row.comment),
            row.kind if ending == "json" else str(STANDINGS[row.kind]),
            row.paragraph.number if row.paragraph else "",
            row.paragraph.anchor.key if row.paragraph else "",
            row.comment.paragraph.body if row.comment.paragraph else "",
            row.paragraph.body if row.paragraph else "",
        ]
        for row in queries.carried(here)
    ]
    title = _("Where each comment stands")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"comments-on-{here.key}")
