"""Where the pool comes from, and the people in it: a call or a table, columns, scores."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from travaux.calls.models import Kind
from travaux.calls.queries import call_named, calls_of, standings
from travaux.calls.queries.nominations import not_ticked_off, ticked_off
from travaux.calls.queries.scores import scores_for_pool
from travaux.core.panels.instance import plain_score
from travaux.core.panels.tables import read_table
from travaux.core.problems import Unusable
from travaux.panels import actions, queries, rules
from travaux.panels.forms import ColumnsForm, PoolForm, ScoresForm
from travaux.panels.labels import Labels
from travaux.panels.views.frame import frame, panel_for_staff, sentence_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import file_bytes
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, require

FEW_VALUES = 40  # a column with more different values is proposed for nothing


@login_required
def pool(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Choose where the pool comes from: a closed call, or a table."""
    here, at = panel_for_staff(request, process, panel), clock.now()
    require(rules.may_prepare(person_of(request), here))
    form = PoolForm(request.POST or None, request.FILES or None)
    refused = ""
    if request.method == "POST" and request.POST.get("call"):
        form = PoolForm()
        call = call_named(process, request.POST["call"])
        if call is None:
            raise Http404(request.POST["call"])
        try:
            count = actions.take_pool_of_call(by=signed_in(request), panel=here, call=call, at=at)
        except (Refusal, Unusable) as problem:
            refused = sentence_of(problem)
        else:
            _say_taken(request, count)
            told = scores_for_pool(call)
            if told is not None and told.complete:
                messages.info(request, _("Their scores came along from the call."))
            return redirect("panels:people", process, here.key)
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        data = sent.read()
        try:
            read_table(data, ["code", "id"], "pool")
        except Unusable as problem:
            form.add_error("file", sentence_of(problem))
        else:
            actions.keep_pool_file(
                by=signed_in(request), panel=here, data=data, name=sent.name, at=at
            )
            return redirect("panels:columns", process, here.key)
    closed = [
        (s, scores_for_pool(s.call), not_ticked_off(s.call))
        for s in standings(calls_of(here.process, person_of(request), at), at)
        if s.is_closed and s.call.kind == Kind.NOMINATION
    ]
    context = {**frame(here.process, here), "form": form, "closed": closed, "refused": refused}
    return render(
        request, "panels/pool.html", context, status=422 if form.errors or refused else 200
    )


def _say_taken(request: HttpRequest, count: int) -> None:
    messages.success(
        request,
        ngettext("One nominee is in the pool.", "%(n)s nominees are in the pool.", count)
        % {"n": count},
    )


def _guess(headings: tuple[str, ...], lines: Any) -> dict[str, Any]:
    """What each column is probably taken for."""

    def named(*names: str) -> str:
        return next((h for h in headings if h.casefold() in names), "")

    told = {
        "code": named("code", "id", "nominee", "number"),
        "name": named("name", "full name", "nom", "nombre"),
        "score": named("score", "points", "merit"),
    }
    few = []
    for place, heading in enumerate(headings):
        values = {v.strip() for _, cells in lines for v in cells[place].split(";")}
        if heading not in told.values() and 1 < len(values) <= FEW_VALUES:
            few.append(heading)
    return {**told, "features": few}


@login_required
def columns(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Say what the columns of the table are taken for."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_prepare(person_of(request), here))
    if here.pool_file is None:
        return redirect("panels:pool", process, here.key)
    data = file_bytes(here.pool_file)
    table = read_table(data, ["code", "id"], "pool")
    form = ColumnsForm(
        request.POST or None,
        headings=[h for h in table.headings if h],
        initial={**_guess(table.headings, table.lines), "language": current()},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            count = actions.take_pool(
                by=signed_in(request),
                panel=here,
                data=data,
                code_column=chosen["code"],
                name_column=chosen["name"],
                score_column=chosen["score"],
                features=chosen["features"],
                language=chosen["language"] or current(),
                at=clock.now(),
            )
        except (Refusal, Unusable) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            _say_taken(request, count)
            return redirect("panels:quotas", process, here.key)
    context = {
        **frame(here.process, here),
        "form": form,
        "file": here.pool_file,
        "headings": table.headings,
        "lines": [cells for _, cells in table.lines[:3]],
    }
    return render(request, "panels/columns.html", context, status=422 if form.errors else 200)


@login_required
def people(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Everybody in the pool, with demands; and scores from a table."""
    here = panel_for_staff(request, process, panel)
    form = ScoresForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(rules.may_prepare(person_of(request), here))
        if form.is_valid():
            try:
                actions.give_scores(
                    by=signed_in(request),
                    panel=here,
                    data=form.cleaned_data["file"].read(),
                    code_column="code",
                    score_column="score",
                    at=clock.now(),
                )
            except (Refusal, Unusable) as problem:
                form.add_error("file", sentence_of(problem))
            else:
                messages.success(request, _("Everybody in the pool has a score."))
                return redirect("panels:people", process, here.key)
    page = Paginator(here.nominees.all(), 100).get_page(request.GET.get("page"))
    first, labels = here.nominees.first(), Labels(here)
    ticks = ticked_off(n.application for n in page.object_list)
    context = {
        **frame(here.process, here),
        "page": page,
        "features": [labels.feature(f) for f in first.features] if first else [],
        "rows": [
            {
                "n": n,
                "values": [
                    (labels.feature(f), [labels.value(f, v) for v in n.features.get(f, ())])
                    for f in (first or n).features
                ],
                "score": "" if n.score is None else plain_score(n.score),
                "ticked": ticks.get(n.application),
            }
            for n in page.object_list
        ],
        "ticks": ticks,
        "form": form,
        "may_prepare": rules.may_prepare(person_of(request), here),
    }
    return render(request, "panels/people.html", context, status=422 if form.errors else 200)


@login_required
def people_file(request: HttpRequest, process: str, panel: str, ending: str) -> HttpResponse:
    """The pool as a file, with the codes of public files."""
    here = panel_for_staff(request, process, panel)
    found = list(here.nominees.all())
    features = list(dict.fromkeys(f for n in found for f in n.features))
    chosen = set(queries.group_of(here).codes)
    ticks = ticked_off(n.application for n in found)
    columns = [
        ("code", "code"),
        ("name", "name"),
        *[(f"attribute:{f}", f) for f in features],
        ("score", "score"),
        ("demand", _("Demand")),
        ("demand_reason", _("Reason")),
        ("chosen", _("Chosen")),
        ("public_code", _("Code in public files")),
        *(
            [("ticked_off", _("Ticked off")), ("to_tick_off", _("To be ticked off"))]
            if ticks
            else []
        ),
    ]
    rows = [
        [
            n.code,
            n.name,
            *[";".join(n.features.get(f, ())) for f in features],
            "" if n.score is None else plain_score(n.score),
            n.demand if ending == "json" else str(n.get_demand_display()) if n.demand else "",
            n.demand_reason,
            1 if n.code in chosen else 0,
            queries.public_code(here, n.code),
            *(ticks.get(n.application, ("", "")) if ticks else []),
        ]
        for n in found
    ]
    data = write(ending, columns, rows, title=_("Pool"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.process.code}-{here.key}-pool")
