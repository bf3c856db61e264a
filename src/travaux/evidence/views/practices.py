"""The library of practices: the list, one practice, its files, and a receipt."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.core.evidence.goals import GOALS, goal_of
from travaux.core.evidence.labels import LABELS
from travaux.core.ledger.receipts import check_code
from travaux.evidence.forms.practices import FilterForm
from travaux.evidence.models import TEMPLATE, Practice, Use
from travaux.evidence.queries.practices import (
    Wanted,
    citation_of_practice,
    narrowed,
    practice_by_receipt,
    practice_named,
    themes_of,
    usable,
)
from travaux.evidence.rules.held import held_of, may_use
from travaux.evidence.rules.practices import (
    REVIEWING,
    library_of,
    may_begin_practice,
    may_keep_library,
    may_read_at_work,
)
from travaux.evidence.views.frame import frame, process_named, region_choices
from travaux.evidence.wording.practices import PARTS, PRACTICE_SHAPES, PRACTICE_STATES
from travaux.evidence.wording.questions import LEVELS
from travaux.people.asking import person_of
from travaux.people.queries import holds
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import direction, said
from travaux.plumbing.origins import asker, guesses, note_miss
from travaux.roadmap.models import Process

ON_PAGE = 25


def practice_at(process: str, key: str) -> Practice:
    found = practice_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _wanted(request: HttpRequest) -> Wanted:
    told = {k: request.GET.get(k, "")[:60] for k in ("region", "country", "theme", "target")}
    goal = request.GET.get("goal", "")
    return Wanted(**told, goal=int(goal) if goal.isdecimal() and len(goal) < 3 else 0)


def told_of_practice(practice: Practice) -> dict[str, Any]:
    """A practice as a page reads it out."""
    themes = {t.key: said(t.names) for t in themes_of(practice.process, retired=True)}
    goals = sorted({goal_of(t) for t in practice.targets})
    held = held_of(practice) if practice.traditional else None
    return {
        "practice": practice,
        "words_dir": direction(practice.language),
        "parts": [
            (part, PARTS[part], practice.words[part]) for part in TEMPLATE if part in practice.words
        ],
        "level": LEVELS.get(practice.level, ""),
        "themes": [themes[k] for k in practice.themes if k in themes],
        "goals": [
            (n, said(GOALS[n]), [t for t in practice.targets if goal_of(t) == n]) for n in goals
        ],
        "held": held,
        "labels": [LABELS[code] for code in held.labels if code in LABELS] if held else [],
        "state": PRACTICE_STATES[practice.state],
        "shape": PRACTICE_SHAPES[practice.state],
    }


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """The practices that may be shown, narrowed by region, country, theme and goal."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    shown = usable(here, Use.LIBRARY, at)
    found = narrowed(shown, _wanted(request), here)
    countries = {p.country.code: said(p.country.names) for p in shown if p.country}
    form = FilterForm(
        request.GET or None,
        regions=region_choices(),
        countries=sorted(countries.items(), key=lambda one: one[1]),
        themes=themes_of(here),
    )
    form.is_valid()  # what is not on the lists narrows to nothing, and says so at its field
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here, invented=any(p.demonstration for p in page.object_list)),
        "page": page,
        "rows": [told_of_practice(p) for p in page.object_list],
        "all": len(shown),
        "form": form,
        "narrowed": _wanted(request) != Wanted(),
        "address": request.GET.urlencode(),
        "may_begin": may_begin_practice(person, here, at),
        "reviews": holds(person, process, REVIEWING, at),
        "keeps": may_keep_library(person, here, at),
        "library": library_of(here),
    }
    return render(request, "evidence/practices.html", context)


def rows_of_practices(process: Process, practices: list[Practice]) -> list[list[Any]]:
    """The list as rows of a table, one for each practice."""
    themes = {t.key: said(t.names) for t in themes_of(process, retired=True)}
    return [
        [
            p.key,
            p.number,
            p.language,
            p.title,
            p.country.code if p.country else "",
            said(p.country.names) if p.country else "",
            p.city,
            p.level,
            p.year,
            [themes[k] for k in p.themes if k in themes],
            p.targets,
            *(p.words.get(part, "") for part in TEMPLATE),
            held.conditions if p.traditional and (held := held_of(p)) else "",
            held.labels if p.traditional and (held := held_of(p)) else [],
            p.published_at,
            p.demonstration,
        ]
        for p in practices
    ]


def columns_of_practices() -> list[tuple[str, Any]]:
    """Their columns: stable key and heading."""
    return [
        ("practice", _("Key")),
        ("number", _("Number")),
        ("language", _("Language")),
        ("title", _("Title")),
        ("country", _("Code")),
        ("country_name", _("Country")),
        ("city", _("City")),
        ("level", _("Level")),
        ("year", _("Done since the year")),
        ("themes", _("Themes")),
        ("targets", _("Targets of the Sustainable Development Goals")),
        *((part, PARTS[part]) for part in TEMPLATE),
        ("conditions", _("Conditions of use, in their words")),
        ("labels", _("Traditional Knowledge Labels that they use")),
        ("published_at", _("Published")),
        ("invented", _("invented")),
    ]


def taken_away(process: Process, ending: str) -> list[Practice]:
    """The practices that a file of this kind may hold."""
    at = clock.now()
    found = [p for p in usable(process, Use.FILES, at) if may_use(p, Use.LIBRARY, at)]
    return [p for p in found if ending != "json" or may_use(p, Use.MACHINES, at)]


def practices_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The library as a file, narrowed as the page was; without what its holders keep out of files."""
    here = process_named(process)
    found = narrowed(taken_away(here, ending), _wanted(request), here)
    rows = rows_of_practices(here, found)
    title = _("Best practices")
    data = write(
        ending, columns_of_practices(), rows, title=title, right_to_left=get_language_bidi()
    )
    return download(data, ending, f"{here.code}-practices")


def practice(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One practice; a neutral note where it was shown once and is not any more."""
    found, at, person = practice_at(process, key), clock.now(), person_of(request)
    if not may_use(found, Use.LIBRARY, at):
        if may_read_at_work(person, found, at):
            return _practice_page(request, found, public=False)
        if found.published_at is None:
            raise Http404(key)
        context = {**frame(found.process, invented=found.demonstration), "found": found}
        return render(request, "evidence/practice_withheld.html", context, status=410)
    return _practice_page(request, found, public=True)


def _practice_page(request: HttpRequest, found: Practice, *, public: bool) -> HttpResponse:
    at = clock.now()
    with_files = not public or may_use(found, Use.FILES, at)
    context = {
        **frame(found.process, invented=found.demonstration),
        **told_of_practice(found),
        "public": public,
        "attached": list(found.attached.select_related("file")) if with_files else [],
        "citation": citation_of_practice(found, request.build_absolute_uri(request.path))
        if public
        else "",
        "at_work": may_read_at_work(person_of(request), found, at),
    }
    response = render(request, "evidence/practice.html", context)
    if found.traditional:
        response["Cache-Control"] = "no-store"  # so that no copy outlives the holders' consent
    return response


def attached_file(request: HttpRequest, process: str, key: str, file: str) -> HttpResponseBase:
    """A file of a practice, for whoever may read the practice and take files away."""
    found, at = practice_at(process, key), clock.now()
    public = may_use(found, Use.LIBRARY, at) and may_use(found, Use.FILES, at)
    if not public and not may_read_at_work(person_of(request), found, at):
        raise Http404(file)
    one = found.attached.select_related("file").filter(key=file).first()
    if one is None:
        raise Http404(file)
    return hand_out(one.file)


@never_cache
def receipt(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """That something was received, when, and its fingerprint; not what it says."""
    who = asker(request)
    if guesses(who):
        return HttpResponse(status=429)
    known = check_code(code)
    found = practice_by_receipt(process, known) if known else None
    if found is None:
        note_miss(who)
        raise Http404(code)
    context = {
        **frame(found.process, invented=found.demonstration),
        "found": found,
        "state": PRACTICE_STATES[found.state],
    }
    return render(request, "evidence/practice_receipt.html", context)
