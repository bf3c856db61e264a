"""What partners promised for the assessment, for its secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.evidence import actions
from travaux.evidence.forms.partners import TieForm
from travaux.evidence.models.partners import PromisedPart
from travaux.evidence.queries.partners import Promise, parts_known, promises_of
from travaux.evidence.views.frame import for_secretariat, frame
from travaux.evidence.wording.partners import PART_KINDS, PROMISE_SHAPES, PROMISE_STATES
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal


def promise_rows(found: list[Promise]) -> list[dict[str, Any]]:
    """Promises with the words and shape of how far they are."""
    made = []
    for one in found:
        code = "late" if one.late else one.state
        parts = [
            {"tie": tie, "kind": PART_KINDS.get(kind, kind), "name": name}
            for tie, kind, name in one.parts
        ]
        made.append(
            {
                "promise": one,
                "state": PROMISE_STATES.get(code, code),
                "shape": PROMISE_SHAPES.get(code, ""),
                "parts": parts,
            }
        )
    return made


@login_required
def partners(request: HttpRequest, process: str) -> HttpResponse:
    """Each promise with its day, how far it is, and the parts that it is for."""
    here, at = for_secretariat(request, process), clock.now()
    found = promises_of(here, at)
    named = [
        (f"{kind}|{key}", f"{PART_KINDS.get(kind, kind)}: {name}")
        for (kind, key), name in parts_known(here).items()
    ]
    form = TieForm(
        request.POST if request.POST.get("do") == "tie" else None,
        promises=[(p.key, f"{p.partner}: {p.what[:120]}") for p in found],
        parts=named,
    )
    if request.method == "POST":
        try:
            if form.is_bound and form.is_valid():
                kind, key = form.cleaned_data["part"].split("|", 1)
                actions.tie_promise(
                    by=signed_in(request),
                    process=here,
                    promise=form.cleaned_data["promise"],
                    kind=kind,
                    subject_key=key,
                    at=at,
                )
                return redirect("evidence:partners", process)
            ties = PromisedPart.objects.filter(process=here, ended_at__isnull=True)
            for tie in ties.filter(key=request.POST.get("tie", "")[:20]):
                actions.untie_promise(by=signed_in(request), tie=tie, at=at)
            if not form.is_bound:
                return redirect("evidence:partners", process)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(here, invented=here.demonstration and bool(found)),
        "rows": promise_rows(found),
        "form": form if found and named else None,
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/partners.html", context, status=status)


@login_required
def partners_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file: one row for each promise and part."""
    here, plain = for_secretariat(request, process), ending == "json"
    columns = [
        ("promise", _("Key")),
        ("partner", _("Partner")),
        ("what", _("What was promised")),
        ("due_on", _("Promised for")),
        ("state", _("Status")),
        ("delivered_on", _("Delivered on")),
        ("kind", _("Kind of part")),
        ("part", _("Part of the assessment")),
    ]
    rows = []
    for row in promise_rows(promises_of(here, clock.now())):
        one: Promise = row["promise"]
        code = "late" if one.late else one.state
        for kind, name in [(kind, name) for _tie, kind, name in one.parts] or [("", "")]:
            rows.append(
                [
                    one.key,
                    one.partner,
                    one.what,
                    one.due_on,
                    code if plain else str(row["state"]),
                    one.delivered_on,
                    kind if plain or not kind else str(PART_KINDS[kind]),
                    name,
                ]
            )
    data = write(ending, columns, rows, title=_("Partners"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-partners")
