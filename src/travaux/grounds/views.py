"""Pages: paragraphs with and without ground, and what stands behind one of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries.lists import paragraph_in, version_for, versions_visible_to
from travaux.grounds import actions
from travaux.grounds.forms import GroundForm, WaiverForm
from travaux.grounds.models import Ground
from travaux.grounds.queries import Standing, newest_version, standings_of, subjects_of
from travaux.grounds.rules import may_ground
from travaux.grounds.wording import BEARINGS, KINDS, told_grounds
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

ON_PAGE = 60
SHORT = 240


def _frame(process: Process, invented: bool) -> dict[str, Any]:
    return {
        "process": process,
        "tab": "drafts",
        "demonstration": _("What stands behind these paragraphs is invented.") if invented else "",
    }


def _version(request: HttpRequest, process: Process, key: str) -> Version | None:
    person = person_of(request)
    if key:
        return version_for(process.code, key, person)
    return newest_version(process, bool(may_ground(person, process, clock.now())))


def _invented(standings: list[Standing]) -> bool:
    return any(g.ground.demonstration for s in standings for g in s.grounds)


def listed(request: HttpRequest, process: str, version: str = "") -> HttpResponse:
    """Each paragraph of a version and how many things support, limit or contradict it."""
    here, at, person = get_object_or_404(Process, code=process), clock.now(), person_of(request)
    found = _version(request, here, version)
    standings = standings_of(found, person, at) if found else []
    bare = [s for s in standings if s.bare]
    only = request.GET.get("only", "")
    chosen = {"bare": bare, "changed": [s for s in standings if s.changed]}.get(only, standings)
    page = Paginator(chosen, ON_PAGE).get_page(request.GET.get("page"))
    whole = len(standings) or 1
    held = sum(1 for s in standings if not s.bare and s.waiver is None)
    waived = sum(1 for s in standings if s.waiver is not None)
    context = {
        **_frame(here, _invented(standings)),
        "version": found,
        "versions": list(versions_visible_to(person, here).order_by("-number")[:30]),
        "page": page,
        "short": SHORT,
        "only": only if only in ("bare", "changed") else "",
        "counts": {"all": len(standings), "held": held, "waived": waived, "bare": len(bare)},
        "changed": sum(1 for s in standings if s.changed),
        "contradicted": sum(1 for s in standings if s.contradicts),
        "picture": {
            "held": round(240 * held / whole, 1),
            "waived_at": round(240 * held / whole, 1),
            "waived": round(240 * waived / whole, 1),
        },
        "may_ground": may_ground(person, here, at),
    }
    return render(request, "grounds/list.html", context)


def grounds_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file: one row for each thing behind a paragraph, and those without."""
    here = get_object_or_404(Process, code=process)
    found = version_for(here.code, version, person_of(request))
    plain = ending == "json"
    columns = [
        ("paragraph", _("Key")),
        ("number", _("Paragraph")),
        ("words", _("Words")),
        ("bearing", _("What it does to these words")),
        ("kind", _("Kind")),
        ("ground", _("What stands behind it")),
        ("reason", _("How")),
        ("changed", _("The words changed since")),
        ("waiver", _("Why it needs no ground")),
    ]
    rows: list[list[Any]] = []
    for s in standings_of(found, person_of(request), clock.now()):
        head = [s.paragraph.anchor.key, s.paragraph.number, s.paragraph.body[:1000]]
        for g in s.grounds:
            one = g.ground
            rows.append(
                [
                    *head,
                    one.bearing if plain else str(BEARINGS[one.bearing]),
                    one.kind if plain else str(KINDS[one.kind]),
                    g.title,
                    g.reason,
                    g.changed if plain else (_("yes") if g.changed else _("no")),
                    "",
                ]
            )
        if not s.grounds:
            rows.append([*head, "", "", "", "", "", s.waiver.reason if s.waiver else ""])
    title = _("What the paragraphs stand on")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-grounds")


def _place(request: HttpRequest, process: str, version: str, anchor: str) -> Paragraph:
    found = version_for(process, version, person_of(request))
    return paragraph_in(found, anchor)


def _things(paragraph: Paragraph, request: HttpRequest) -> list[tuple[str, str]]:
    process = paragraph.version.text.process
    offered = subjects_of(process, person_of(request), clock.now())
    return [
        ("|".join(one), f"{KINDS[one[0]]}: {s.title}") for one, s in offered.items() if not s.fallen
    ]


def _page(
    request: HttpRequest, row: Paragraph, form: Any, waiver: Any, status: int
) -> HttpResponse:
    at, person = clock.now(), person_of(request)
    process = row.version.text.process
    [standing] = standings_of(row.version, person, at, [row.anchor.key])
    context = {
        **_frame(process, _invented([standing])),
        "version": row.version,
        "paragraph": row,
        "standing": standing,
        "grounds": told_grounds(standing.grounds),
        "form": form,
        "waiver_form": waiver,
        "may_ground": may_ground(person, process, at),
    }
    return render(request, "grounds/paragraph.html", context, status=status)


def paragraph(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """What stands behind one paragraph; whoever drafts names more."""
    row = _place(request, process, version, anchor)
    at = clock.now()
    may = may_ground(person_of(request), row.version.text.process, at)
    things = _things(row, request) if may else []
    form = GroundForm(request.POST or None, things=things)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            kind, key, part = form.cleaned_data["thing"].split("|", 2)
            try:
                actions.ground_paragraph(
                    by=signed_in(request),
                    version=row.version,
                    anchor=row.anchor,
                    kind=kind,
                    subject_key=key,
                    part=part,
                    bearing=form.cleaned_data["bearing"],
                    reason=form.cleaned_data["reason"],
                    language=current(),
                    at=at,
                )
                return redirect("grounds:paragraph", process, version, anchor)
            except Refusal as refused:
                form.add_error(None, refused.sentence)
    return _page(request, row, form, WaiverForm(), 422 if form.errors else 200)


@login_required
@require_POST
def waive(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """A paragraph needs no ground."""
    row = _place(request, process, version, anchor)
    require(may_ground(person_of(request), row.version.text.process, clock.now()))
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            actions.waive_ground(
                by=signed_in(request),
                version=row.version,
                anchor=row.anchor,
                reason=form.cleaned_data["why"],
                language=current(),
                at=clock.now(),
            )
            return redirect("grounds:paragraph", process, version, anchor)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    return _page(request, row, GroundForm(things=_things(row, request)), form, 422)


def _ground(row: Paragraph, key: str) -> Ground:
    found = Ground.objects.filter(anchor=row.anchor, key=key, ended_at__isnull=True)
    one = found.select_related("process", "anchor").first()
    if one is None:
        raise Http404(key)
    return one


@login_required
@require_POST
def end(request: HttpRequest, process: str, version: str, anchor: str, key: str) -> HttpResponse:
    """Something stands behind the paragraph no more."""
    one = _ground(_place(request, process, version, anchor), key)
    actions.end_ground(by=signed_in(request), ground=one, at=clock.now())
    return redirect("grounds:paragraph", process, version, anchor)


@login_required
@require_POST
def confirm(
    request: HttpRequest, process: str, version: str, anchor: str, key: str
) -> HttpResponse:
    """A ground holds for the new words, too."""
    row = _place(request, process, version, anchor)
    actions.confirm_ground(
        by=signed_in(request), ground=_ground(row, key), version=row.version, at=clock.now()
    )
    return redirect("grounds:paragraph", process, version, anchor)
