"""An open version is mended: many paragraphs at once on its page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.drafts import actions, queries, rules
from travaux.drafts.models import Version
from travaux.drafts.queries.comparing import UNSURE
from travaux.drafts.states import VersionState
from travaux.drafts.views.frame import (
    frame,
    opened,
    part_asked,
    problems_of,
    sentence_of,
)
from travaux.drafts.wording import KINDS, NUMBERINGS
from travaux.plumbing import clock
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, refuse, require

# what can be done to the ticked paragraphs: kind and level, or a word
DOINGS = {
    "heading-1": ("heading", 1),
    "heading-2": ("heading", 2),
    "heading-3": ("heading", 3),
    "heading-4": ("heading", 4),
    "paragraph": ("paragraph", 0),
    "sub-1": ("sub", 1),
    "sub-2": ("sub", 2),
    "sub-3": ("sub", 3),
    "code": ("code", 0),
}


def _doings() -> list[tuple[str, str]]:
    heading, sub = _("Make a heading of level %(n)s"), _("Make a sub-paragraph of level %(n)s")
    return [
        *((f"heading-{n}", heading % {"n": n}) for n in (1, 2, 3, 4)),
        ("paragraph", _("Make a paragraph")),
        *((f"sub-{n}", sub % {"n": n}) for n in (1, 2, 3)),
        ("code", _("Make code")),
        ("join", _("Join each to the one before")),
        ("remove", _("Take out")),
    ]


def seen(request: HttpRequest, name: str = "structure") -> int:
    asked = request.POST.get(name, "")
    return whole_number(asked, -1)


@login_required
def mend(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The open version, part by part: tick paragraphs and say what they are."""
    here = opened(request, process, version)
    require(rules.may_edit(request.user, here))  # type: ignore[arg-type]
    number = part_asked(request)
    problem = ""
    if request.method == "POST":
        try:
            _do(request, here)
            return redirect(f"{reverse('drafts:mend', args=[process, here.key])}?part={number}")
        except (Refusal, Unusable) as refused:
            problem = sentence_of(refused)
            here = opened(request, process, version)
            require(rules.may_edit(request.user, here))  # type: ignore[arg-type]
    part = queries.reading_part(here, number)
    return render(
        request,
        "drafts/mend.html",
        {
            **frame(here.text.process, here),
            "part": part,
            "problem": problem,
            "ticked": set(request.POST.getlist("p")),
            "chosen": request.POST.get("do", ""),
            "doings": _doings(),
            "numberings": [(k, v) for k, v in NUMBERINGS.items() if k != "as-is"],
            "problems": problems_of(here),
            "kinds": KINDS,
            "before": here.based_on,
            "guesses": queries.compared(here.based_on, here).counts[UNSURE]
            if here.based_on and here.state == VersionState.PREVIEW
            else 0,
            "taken_out": queries.taken_out(here) if here.based_on_id else [],
            "may_discard": rules.may_discard(request.user, here),  # type: ignore[arg-type]
        },
        status=409 if problem else 200,
    )


def _do(request: HttpRequest, version: Version) -> None:
    """One thing to the ticked paragraphs, or to the one whose own button was pressed."""
    shared: dict[str, Any] = {
        "by": request.user,
        "version": version,
        "seen_revision": seen(request),
        "at": clock.now(),
    }
    doing, _parted, anchor = request.POST.get("one", "").partition(":")
    anchors = [anchor] if anchor else request.POST.getlist("p")
    doing = doing if anchor else request.POST.get("do", "")
    if "renumber" in request.POST:
        actions.renumber_version(numbering=request.POST["renumber"], **shared)  # type: ignore[arg-type]
    elif doing == "join":
        actions.join_paragraphs(anchors=anchors, **shared)
    elif doing == "remove":
        actions.remove_paragraphs(anchors=anchors, **shared)
    elif doing == "put-back":
        actions.put_back_paragraph(anchor=anchor, **shared)
    elif doing in DOINGS:
        kind, level = DOINGS[doing]
        actions.set_paragraphs(anchors=anchors, kind=kind, level=level, **shared)
    else:
        raise refuse("nothing-chosen")
