"""Frozen, opened again, published; the head of a version; the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.correspondence.queries.clearance import clearing
from travaux.drafts import actions, queries, rules
from travaux.drafts.forms import FactsForm
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.drafts.views.frame import frame, opened, problems_of
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import Refusal, require


@login_required
def facts(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Title, symbol, date, language and remark of a version that is not published."""
    here = opened(request, process, version)
    require(rules.may_describe(request.user, here))  # type: ignore[arg-type]
    if request.method != "POST":
        form = FactsForm(
            initial={
                "symbol": here.symbol,
                "dated_on": here.dated_on,
                "distribution": here.distribution,
                "agenda": here.agenda,
                "beside": here.beside,
                "language": here.language,
                "remark": here.remark,
                **{f"title_{code}": here.titles.get(code, "") for code in SIX},
            }
        )
        return render(request, "drafts/facts.html", {**_page(here), "form": form})
    form = FactsForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        others = {k: v for k, v in here.titles.items() if k not in SIX}
        try:
            actions.describe_version(
                by=request.user,  # type: ignore[arg-type]
                version=here,
                titles={**others, **form.titles},
                symbol=asked["symbol"],
                dated_on=asked["dated_on"],
                language=asked["language"],
                remark=asked["remark"],
                distribution=asked["distribution"],
                agenda=asked["agenda"],
                beside=asked["beside"],
                at=clock.now(),
            )
            return redirect("drafts:publish", process, here.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    return render(request, "drafts/facts.html", {**_page(here), "form": form}, status=422)


def _page(version: Version) -> dict[str, Any]:
    return frame(version.text.process, version)


@login_required
def publish(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """What will be public, in figures and words; then the one deliberate act."""
    here = opened(request, process, version)
    if not rules.clears_version(person_of(request), here):
        require(rules.may_draft(person_of(request), here.text.process))
    refused = ""
    if request.method == "POST":
        try:
            actions.publish_version(by=request.user, version=here, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("The version is published. It will never change."))
            return redirect("drafts:reading", process, here.key)
        except Refusal as problem:
            refused = problem.sentence
            here = opened(request, process, version)
    before = queries.ancestor_of(here)
    changes = queries.compared(before, here) if before is not None else None
    return render(
        request,
        "drafts/publish.html",
        {
            **_page(here),
            "outline": queries.outline_of(here),
            "problems": problems_of(here),
            "repeats": [] if here.is_published else rules.repeats_of(here),
            "before": before,
            "changes": changes,
            "refused": refused,
            "may_freeze": rules.may_freeze(request.user, here),  # type: ignore[arg-type]
            "may_unfreeze": rules.may_unfreeze(request.user, here),  # type: ignore[arg-type]
            "may_publish": rules.may_publish(request.user, here),  # type: ignore[arg-type]
            "frozen": here.state == VersionState.FROZEN,
            **_clearance(request, here),
        },
        status=409 if refused else 200,
    )


def _clearance(request: HttpRequest, version: Version) -> dict[str, Any]:
    """How far the clearance of a frozen version has come."""
    if version.state != VersionState.FROZEN:
        return {}
    process = version.text.process.code
    told = rules.what_is_published(version)
    return clearing(person_of(request), process, rules.CLEARED_AS, version.key, told)


@login_required
@require_POST
def freeze(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Fix numbers and words; then the page on which it is published."""
    here = opened(request, process, version)
    actions.freeze_version(by=request.user, version=here, at=clock.now())  # type: ignore[arg-type]
    return redirect("drafts:publish", process, here.key)


@login_required
@require_POST
def unfreeze(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Open a frozen version again."""
    here = opened(request, process, version)
    actions.unfreeze_version(by=request.user, version=here, at=clock.now())  # type: ignore[arg-type]
    return redirect("drafts:mend", process, here.key)


@login_required
@require_POST
def start_next(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Begin the next version from this one; where it is begun already, go on with it."""
    here = opened(request, process, version)
    standing = queries.working_version_of(here)
    if standing is None:
        standing = actions.start_working_version(
            by=request.user,  # type: ignore[arg-type]
            based_on=here,
            at=clock.now(),
        )
    return redirect("drafts:mend", process, standing.key)


@login_required
@require_POST
def discard(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Throw away an import that went wrong."""
    here = opened(request, process, version)
    actions.discard_version(by=request.user, version=here, at=clock.now())  # type: ignore[arg-type]
    messages.info(request, _("The import was thrown away. The file as received is kept."))
    return redirect("drafts:list", process)
