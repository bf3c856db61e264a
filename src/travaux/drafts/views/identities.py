"""After a next version came as a file: which paragraphs are those of the version before?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from travaux.drafts import actions, queries, rules
from travaux.drafts.models import Version
from travaux.drafts.queries.comparing import UNSURE, Comparison, Row
from travaux.drafts.views.frame import frame, opened, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, refuse, require

PAGE = 40
_CHOICES = 400  # paragraphs offered in the two lists of "these are one"


@login_required
def identities(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The guesses one by one; what was taken as the same; and two that a person puts together."""
    here = opened(request, process, version)
    require(rules.may_edit(person_of(request), here))
    problem = ""
    if request.method == "POST":
        try:
            same, apart = _decided(request)
            count = actions.settle_likenesses(
                by=signed_in(request), version=here, same=same, apart=apart, at=clock.now()
            )
        except Refusal as refused:
            problem = sentence_of(refused)
        else:
            said = ngettext("One pair was decided.", "%(n)s pairs were decided.", count)
            messages.success(request, said % {"n": count})
            return redirect("drafts:identities", process, here.key)
    context = {**frame(here.text.process, here), **_found(request, here), "problem": problem}
    return render(request, "drafts/identities.html", context, status=409 if problem else 200)


def _found(request: HttpRequest, version: Version) -> dict[str, Any]:
    before = version.based_on
    if before is None:
        raise refuse("version-has-none-before")
    found = queries.compared(before, version)
    guesses = Paginator(found.only(UNSURE), PAGE).get_page(request.GET.get("page"))
    return {
        "before": before,
        "page": guesses,
        "guesses": [{"row": row, "pairs": _pairs(row)} for row in guesses],
        "taken": _taken(found)[:_CHOICES],
        "gone": found.only("deleted")[:_CHOICES],
        "fresh": found.only("inserted")[:_CHOICES],
        "same": found.counts["same"] + found.counts["moved"],
    }


def _pairs(row: Row) -> str:
    """The pairs of a row that are not one by identity, as a form sends them back."""
    return " ".join(
        f"{old.key}:{new.key}" for old in row.olds for new in row.news if old.key != new.key
    )


def _taken(found: Comparison) -> list[Row]:
    """What goes on under its identity although its words changed."""
    return [row for row in found.rows if row.sure and row.change.ground == "key" and _reworded(row)]


def _reworded(row: Row) -> bool:
    return row.kind in ("edited", "moved-and-edited", "split", "merged")


def _decided(request: HttpRequest) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs that are one, and pairs that are not, as the form says."""
    same: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    posted = request.POST
    numbers = [name.removeprefix("pairs-") for name in posted if name.startswith("pairs-")]
    for number in numbers[: 2 * PAGE]:
        answer = posted.get(f"is-{number}", "")
        if "all-same" in posted:
            answer = answer or "same"
        if answer in ("same", "apart"):
            (same if answer == "same" else apart).extend(_read(posted.get(f"pairs-{number}", "")))
    for key in posted.getlist("apart")[:_CHOICES]:
        apart.append((key, key))
    if posted.get("old") and posted.get("new"):
        same.append((posted["old"], posted["new"]))
    if not same and not apart:
        raise refuse("nothing-decided")
    return same, apart


def _read(words: str) -> list[tuple[str, str]]:
    pairs = (word.partition(":") for word in words.split()[:60])
    return [(old, new) for old, sign, new in pairs if sign]
