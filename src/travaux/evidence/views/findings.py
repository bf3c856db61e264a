"""Pages of findings: all of them, and one with its sources and what its authors say."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.evidence.confidence import BOXES as CODES
from travaux.core.evidence.confidence import box
from travaux.evidence.forms.findings import AuthorForm
from travaux.evidence.models import Finding, FindingSource
from travaux.evidence.queries.findings import (
    authors_of,
    finding_named,
    findings_visible_to,
    rated,
    sources_of_finding,
    to_rate,
)
from travaux.evidence.queries.questions import (
    address_of_source,
    gone_of,
    is_withheld,
    offered_of,
    title_of,
    topic_choices,
)
from travaux.evidence.rules.findings import (
    may_change_finding,
    may_decide_finding,
    may_rate,
    may_read_finding,
    may_see_ratings,
    may_write_findings,
)
from travaux.evidence.rules.interests import topics_of_finding
from travaux.evidence.views.frame import frame, process_named, region_choices
from travaux.evidence.wording.findings import BOXES, STATE_SHAPES, STATES
from travaux.evidence.wording.questions import LEVELS, SOURCE_KINDS
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import require

ON_PAGE = 50
KEPT_AWAY = {"interests-exclude-topic", "interests-exclude-from-all"}


def finding_at(process: str, key: str) -> Finding:
    found = finding_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _box(finding: Finding) -> Any:
    return BOXES[finding.box] if finding.settled_at else ""


def _row(finding: Finding, regions: dict[str, str]) -> dict[str, Any]:
    return {
        "finding": finding,
        "state": STATES[finding.state],
        "shape": STATE_SHAPES[finding.state],
        "box": _box(finding),
        "regions": [regions.get(r, r) for r in finding.regions],
        "sources": len(finding.standing_sources),  # type: ignore[attr-defined]
    }


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """All findings that this reader may read, and how many stand in which box."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    found = findings_visible_to(person, here, at)
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    settled = [b for b, s in found.values_list("box", "settled_at") if s]
    most = max((settled.count(code) for code in CODES), default=0) or 1
    context = {
        **frame(here, invented=any(f.demonstration for f in page.object_list)),
        "page": page,
        "rows": [_row(f, dict(region_choices())) for f in page.object_list],
        "boxes": [
            {"name": BOXES[c], "count": settled.count(c), "wide": 240 * settled.count(c) // most}
            for c in [*CODES, ""]
        ],
        "settled": len(settled),
        "waiting": to_rate(person, here) if person else [],
        "may_write": may_write_findings(person, here, at),
    }
    return render(request, "evidence/findings.html", context)


def findings_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The findings as a file, each with what it rests on."""
    here = process_named(process)
    plain, names, offered = ending == "json", dict(region_choices()), offered_of(here)
    columns = [
        ("finding", _("Key")),
        ("number", _("Number")),
        ("statement", _("Finding")),
        ("state", _("Status")),
        ("box", _("Confidence")),
        ("question", _("Question")),
        ("regions", _("Regions")),
        ("levels", _("Levels")),
        ("sources", _("What it rests on")),
    ]
    rows = [
        [
            f.key,
            f.number,
            said(f.statements),
            f.state if plain else str(STATES[f.state]),
            f.box if plain else str(_box(f)),
            f.question.number if f.question else "",
            [r if plain else names.get(r, r) for r in f.regions],
            [level if plain else str(LEVELS[level]) for level in f.levels],
            [_named(s, offered) for s in f.standing_sources],  # type: ignore[attr-defined]
        ]
        for f in findings_visible_to(person_of(request), here, clock.now())
    ]
    data = write(ending, columns, rows, title=_("Findings"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-findings")


def _named(source: FindingSource, offered: dict[Any, tuple[str, str]]) -> str:
    title = title_of(source, offered)
    return (
        f"{title}, {source.place}" if source.place and not is_withheld(source, offered) else title
    )


def finding(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One finding: what it rests on, where it holds, how sure its authors are."""
    found, at, person = finding_at(process, key), clock.now(), person_of(request)
    require(may_read_finding(person, found, at))
    return finding_page(request, found)


def _names_of_topics(found: Finding) -> list[str]:
    tied = topics_of_finding(found)
    return [name for key, name in topic_choices(found.process.code, tied) if key in tied]


def finding_page(request: HttpRequest, found: Finding, author_form: Any = None) -> HttpResponse:
    """The page, also with a form that was not accepted."""
    at, person = clock.now(), person_of(request)
    offered, gone = offered_of(found.process), gone_of(found.process)
    ratings = rated(found)
    seen = may_see_ratings(person, found, at)
    changing = may_change_finding(person, found, at)
    writing = may_write_findings(person, found.process, at)
    regions = dict(region_choices())
    rating, deciding = may_rate(person, found, at), may_decide_finding(person, found, at)
    inside = bool(changing) or bool(writing) or bool(rating)
    context = {
        **frame(found.process, invented=found.demonstration),
        "finding": found,
        "state": STATES[found.state],
        "shape": STATE_SHAPES[found.state],
        "box": _box(found),
        "counts": [(BOXES[c], found.counts.get(c, 0)) for c in CODES] if found.settled_at else [],
        "sources": [
            {
                "source": s,
                "kind": SOURCE_KINDS[s.kind],
                "title": _named(s, offered),
                "address": address_of_source(s, offered),
                "gone": gone.get((s.kind, s.subject_key, s.part), ""),
            }
            for s in sources_of_finding(found)
        ],
        "regions": [regions.get(r, r) for r in found.regions],
        "levels": [LEVELS[level] for level in found.levels],
        "authors": authors_of(found) if inside else [],
        "ratings": [
            {"rating": r, "box": BOXES[box(r.evidence_high, r.agreement_high)]}
            for r in ratings.ratings
        ]
        if seen and inside
        else [],
        "rated": ratings,
        "sees": seen,
        "inside": inside,
        "may_change": changing,
        "may_write": writing,
        "may_rate": rating,
        "may_decide": deciding,
        "away": next((v.sentence for v in (rating, deciding) if v.code in KEPT_AWAY), ""),
        "topics": _names_of_topics(found) if inside else [],
        "author_form": author_form or AuthorForm(),
    }
    status = 422 if author_form is not None and author_form.errors else 200
    return render(request, "evidence/finding.html", context, status=status)
