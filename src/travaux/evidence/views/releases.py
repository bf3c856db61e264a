"""Pages of releases: all of them, one as it was frozen, and the next one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.ledger.canonical import digest
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.rules import is_named
from travaux.evidence import actions
from travaux.evidence.forms.findings import ReleaseForm
from travaux.evidence.models import EvidenceRelease, Use
from travaux.evidence.queries.frozen import shown_content
from travaux.evidence.queries.releases import (
    changes_between,
    citation_of,
    content_now,
    papers_pointing_to,
    release_named,
    releases_of,
)
from travaux.evidence.rules.releases import (
    CLEARED_AS,
    evidence_may_go_out,
    may_release_evidence,
)
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.wording.releases import CHANGES, PARTS_OF_RELEASE, STAGES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

SHOWN = 200  # things of one part on the page; the file has all


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """All releases, the newest first."""
    here = process_named(process)
    found = releases_of(here)
    context = {
        **frame(here, invented=any(r.demonstration for r in found)),
        "releases": [(r, STAGES[r.stage]) for r in found],
        "may_release": may_release_evidence(person_of(request), here, clock.now()),
    }
    return render(request, "evidence/releases.html", context)


def _release(process: str, key: str) -> EvidenceRelease:
    found = release_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def _parts(content: dict[str, Any], changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Part by part: how many things, how many of them new, other and gone."""
    made = []
    for part in dict.fromkeys([*content, *changes]):
        items, told = content.get(part, []), changes.get(part, {})
        new, other = set(told.get("new", [])), set(told.get("changed", []))
        made.append(
            {
                "code": part,
                "name": PARTS_OF_RELEASE.get(part, part),
                "count": len(items),
                "new": len(new),
                "changed": len(other),
                "gone": len(told.get("gone", [])),
                "items": [
                    {"item": i, "new": i["key"] in new, "changed": i["key"] in other}
                    for i in items[:SHOWN]
                ],
                "more": max(0, len(items) - SHOWN),
            }
        )
    return made


def release(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One release as it was frozen, with what is other than in the one before."""
    found = _release(process, key)
    context = {
        **frame(found.process, invented=found.demonstration),
        "release": found,
        "stage": STAGES[found.stage],
        "parts": _parts(shown_content(found.process, found.content, clock.now()), found.changes),
        "citation": citation_of(found, request.build_absolute_uri(request.path)),
        "papers": papers_pointing_to(found, person_of(request), clock.now()),
    }
    return render(request, "evidence/release.html", context)


def _change(kind: str, plain: bool) -> str:
    return kind if plain or not kind else str(CHANGES[kind])


def release_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """What a release holds, as a file."""
    found = _release(process, key)
    uses = [Use.FILES, Use.MACHINES] if ending == "json" else [Use.FILES]
    columns = [
        ("part", _("Part")),
        ("key", _("Key")),
        ("title", _("Title")),
        ("words", _("As it was frozen")),
        ("change", _("Against the release before")),
        ("hash", _("Hash")),
    ]
    plain = ending == "json"
    rows = []
    content = shown_content(found.process, found.content, clock.now(), uses)
    for part in dict.fromkeys([*content, *found.changes]):
        name = part if plain else str(PARTS_OF_RELEASE.get(part, part))
        told = found.changes.get(part, {})
        how = {key: kind for kind in ("new", "changed") for key in told.get(kind, [])}
        for i in content.get(part, []):
            words = "; ".join(f"{k}: {v}" for k, v in i["words"].items())
            kind = how.get(i["key"], "")
            rows.append([name, i["key"], said(i["title"]), words, _change(kind, plain), i["hash"]])
        rows += [[name, key, "", "", _change("gone", plain), ""] for key in told.get("gone", [])]
    title = _("Release of the assessment")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{found.process.code}-evidence-{found.number}")


def _who_prepares(request: HttpRequest, process: str) -> Process:
    """The process, for its secretariat and for those who clear what it releases."""
    here, person = process_named(process), person_of(request)
    may = may_release_evidence(person, here, clock.now())
    if request.method == "POST" or not is_named(person, process, CLEARED_AS, process):
        require(may)
    return here


@login_required
def new(request: HttpRequest, process: str) -> HttpResponse:
    """What the next release would hold, and the form that freezes it."""
    here, at = _who_prepares(request, process), clock.now()
    held = releases_of(here)
    last = held[0] if held else None
    milestones = {m.code: m for m in here.milestones.order_by("pk")}
    initial = {"stage": last.stage if last else "preliminary", "seen": last.number if last else 0}
    form = ReleaseForm(
        request.POST or None,
        initial=initial,
        milestones=[(code, said(m.titles)) for code, m in milestones.items()],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.release_evidence(
                by=signed_in(request),
                process=here,
                stage=data["stage"],
                titles=form.titles(),
                symbol=data["symbol"],
                note=data["note"],
                language=current(),
                milestone=milestones.get(data["milestone"]),
                seen=data["seen"],
                at=at,
            )
            return redirect("evidence:release", process, made.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    content = content_now(here)
    context = {
        **frame(here),
        "form": form,
        "last": last,
        "may_release": may_release_evidence(person_of(request), here, at),
        "may_go_out": evidence_may_go_out(here, lambda: digest(content)),
        **clearing(signed_in(request), process, CLEARED_AS, process, digest(content)),
        "parts": _parts(
            shown_content(here, content, at),
            changes_between(last.content if last else {}, content),
        ),
    }
    return render(request, "evidence/new_release.html", context, status=422 if form.errors else 200)
