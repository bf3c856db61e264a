"""What respondents wrote in their own words: read, and tied to the themes of the analysis."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.evidence import actions
from travaux.evidence.models import Response, Survey
from travaux.evidence.queries.coding import codes_of, issued_book
from travaux.evidence.queries.surveys import regions_of_countries, survey_named
from travaux.evidence.queries.words import Progress, progress_of, readings_of, written
from travaux.evidence.rules.words import may_read_words
from travaux.evidence.views.frame import frame
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require

ON_PAGE = 25
NONE = "-"  # what is typed where no theme fits


def _survey(request: HttpRequest, process: str, key: str) -> Survey:
    found = survey_named(process, key)
    if found is None:
        raise Http404(key)
    require(may_read_words(person_of(request), found, clock.now()))
    return found


def _asked(request: HttpRequest, told: list[Progress]) -> str:
    """The question that is asked for; without any, the first with answers."""
    wanted = request.GET.get("question", "")
    names = [p.question.name for p in told]
    if wanted and wanted not in names:
        raise Http404(wanted)
    some = [p.question.name for p in told if p.written]
    return wanted or next(iter(some or names), "")


def _names(typed: str) -> list[str] | None:
    """Names of themes as they were typed; None where nothing was; [] where none fits."""
    parts = [p.strip().lower() for p in re.split(r"[,;،；，\n]", typed) if p.strip()]
    if not parts:
        return None
    return [] if parts == [NONE] else parts


@never_cache
@login_required
def page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """One question in free text: its answers, some at a time, each with its themes."""
    here, at = _survey(request, process, survey), clock.now()
    told = progress_of(here)
    name = _asked(request, told)
    only = request.GET.get("only", "unread")
    only = only if only in ("unread", "read", "all") else "unread"
    find = request.GET.get("find", "").strip()[:100]
    typed: dict[str, str] = {}
    error = ""
    if request.method == "POST" and name:
        typed = {k[2:]: str(v) for k, v in request.POST.items() if k.startswith("w.")}
        try:
            changed = _done(request, here, name, find, typed)
            messages.success(
                request,
                ngettext("%(count)s answer was kept.", "%(count)s answers were kept.", changed)
                % {"count": changed},
            )
            return redirect(request.get_full_path())
        except Refusal as refused:
            error = refused.sentence
    found = written(here, name, "" if only == "all" else only, find) if name else ()
    paged = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    book = issued_book(here.process)
    context = {
        **frame(here.process, invented=here.demonstration),
        "survey": here, "error": error, "name": name, "only": only, "find": find,
        "asked": [(p.question.name, said(p.question.labels) or p.question.name, p) for p in told],
        "here": next((p for p in told if p.question.name == name), None),
        "page": paged, "rows": _rows(list(paged.object_list), name, typed),
        "codes": [(c.name, said(c.titles), said(c.definitions))
                  for c in (codes_of(book) if book is not None else [])],
        "book": book, "at": at,
    }  # fmt: skip
    return render(request, "evidence/survey_words.html", context, status=422 if error else 200)


def _done(request: HttpRequest, survey: Survey, name: str, find: str, typed: dict[str, str]) -> int:
    told: dict[str, Any] = {"by": signed_in(request), "survey": survey, "question": name,
                            "at": clock.now()}  # fmt: skip
    if request.POST.get("do") == "give":
        theme = request.POST.get("theme", "")[:40]
        return actions.give_theme(find=find, name=theme, **told)
    given = {key: names for key, text in typed.items() if (names := _names(text)) is not None}
    return actions.read_words(given=given, **told)


def _rows(found: list[Response], name: str, typed: dict[str, str]) -> list[dict[str, Any]]:
    held = readings_of(found, name)
    made = []
    for one in found:
        reading = held.get(one.pk)
        kept = "" if reading is None else ", ".join(reading.codes) or NONE
        made.append(
            {
                "response": one,
                "words": one.words,  # type: ignore[attr-defined]
                "typed": typed.get(one.key, kept),
                "country": said(one.country.names) if one.country else "",
            }
        )
    return made


@login_required
def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """What was written to a question, with the themes it was given."""
    here = _survey(request, process, survey)
    name = _asked(request, progress_of(here))
    regions = regions_of_countries()
    heads = [
        ("answer", _("Key")), ("country", _("Country")), ("region", _("Region")),
        ("language", _("Language")), ("question", _("Question")), ("words", _("As received")),
        ("read", _("Read")), ("themes", _("Themes")), ("book", _("Version")),
        ("invented", _("invented")),
    ]  # fmt: skip
    found = list(written(here, name)) if name else []
    held = readings_of(found, name)
    books = {r.book_id: r.book.number for r in held.values()}
    rows = []
    for one in found:
        reading = held.get(one.pk)
        rows.append([
            one.key, one.country.code if one.country else "", regions.get(one.country_id or 0, ""),
            one.language, name, one.words,  # type: ignore[attr-defined]
            int(reading is not None), reading.codes if reading is not None else [],
            books[reading.book_id] if reading is not None else "", int(here.demonstration),
        ])  # fmt: skip
    data = write(
        ending, heads, rows, title=_("In their own words"), right_to_left=get_language_bidi()
    )
    return download(data, ending, f"{here.key}-{name}-words"[:80])
