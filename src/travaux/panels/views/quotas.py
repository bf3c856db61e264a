"""The quota table: typed in the browser, prefilled in proportion, or brought in as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.panels.instance import AtMost, Quota
from travaux.core.panels.proportional import proportional_quotas
from travaux.core.panels.reading import read_quotas, read_seats
from travaux.core.problems import Problem, Unusable
from travaux.panels import actions, queries, rules
from travaux.panels.forms import QuotaFileForm
from travaux.panels.labels import Labels
from travaux.panels.models import Panel
from travaux.panels.queries import Settings
from travaux.panels.views.frame import (
    frame,
    panel_at,
    panel_for_staff,
    seats_words,
    sentence_of,
)
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.typed import seen_of, whole_number
from travaux.plumbing.verdicts import Refusal, explain, require, sentence

MOST_VALUES = 40
BOUNDS = ("min", "max", "min_flex", "max_flex")


@dataclass
class Typed:
    """The quota table as it stands in the browser: cells as typed, faults at their rows."""

    seats: str
    limits: dict[str, str]
    rows: list[dict[str, Any]]
    labels: Labels
    faults: list[str] = field(default_factory=list)
    settings: Settings | None = None

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The rows under their attributes, in their order."""
        found: dict[str, list[dict[str, Any]]] = {f: [] for f in self.limits}
        for row in self.rows:
            found.setdefault(row["feature"], []).append(row)
        return [
            {
                "feature": self.labels.feature(f),
                "rows": rows,
                "limit": self.limits.get(f, ""),
                "name": f"limit|{f}",
            }
            for f, rows in found.items()
        ]


def table_of(panel: Panel, settings: Settings, *, propose: bool) -> Typed:
    """Every value of the pool with what is asked of it; proposed in proportion where nothing is."""
    pool = queries.pool_of(list(panel.nominees.all()))
    asked = {(q.feature, q.value): q for q in settings.quotas}
    if propose and not asked:
        proposed = proportional_quotas(pool, list(pool.features), settings.seats)
        asked = {(q.feature, q.value): q for q in proposed}
    limits = {a.feature: str(a.number) for a in settings.at_most}
    rows = []
    for feature in pool.features:
        values = pool.values(feature)
        for value in values if len(values) <= MOST_VALUES else ():
            held = int(pool.holds(feature, value).sum())
            rows.append(_row(feature, value, held, asked.pop((feature, value), None)))
    rows += [_row(f, v, 0, q) for (f, v), q in asked.items()]
    labels = Labels(panel)
    for row in rows:
        row["label"] = labels.value(row["feature"], row["value"])
    return Typed(
        seats_words(*settings.seats).replace("–", "-"),
        {f: limits.get(f, "") for f in pool.features},
        rows,
        labels,
    )


def _row(feature: str, value: str, held: int, quota: Quota | None) -> dict[str, Any]:
    cells: dict[str, Any] = {"min": "", "max": "", "min_flex": "", "max_flex": ""}
    if quota is not None:
        numbers = (quota.low, quota.high, quota.low_flex, quota.high_flex)
        cells = {b: "" if n is None else n for b, n in zip(BOUNDS, numbers, strict=True)}
    names = {f"{b}_name": f"{b}|{feature}|{value}" for b in BOUNDS}
    return {"feature": feature, "value": value, "held": held, "fault": "", **cells, **names}


def read_typed(table: Typed, posted: Mapping[str, str]) -> Typed:
    """What was typed, as settings; or with the faults at their rows."""
    table.seats = posted.get("seats", table.seats)[:20]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["feature", "value", *BOUNDS])
    written = []
    for row in table.rows:
        for bound in BOUNDS:
            row[bound] = posted.get(row[f"{bound}_name"], str(row[bound])).strip()[:12]
        if row["min"] or row["max"]:
            writer.writerow([row["feature"], row["value"], *(row[b] for b in BOUNDS)])
            written.append(row)
    for feature in table.limits:
        table.limits[feature] = posted.get(f"limit|{feature}", "").strip()[:12]
    quotas: tuple[Quota, ...] = ()
    if written:
        quotas, problems, _ = read_quotas(out.getvalue().encode())
        for problem in problems:
            _place(table, written, problem)
    limits = []
    for feature, text in table.limits.items():
        if text and not (text.isascii() and text.isdigit()):
            table.faults.append(sentence("limit-unreadable", {"text": f"{feature}={text}"}))
        elif text:
            limits.append(AtMost(feature, int(text)))
    try:
        seats = read_seats(table.seats)
    except Unusable as problem:
        table.faults.append(sentence_of(problem))
        return table
    if not table.faults:
        table.settings = Settings(seats, quotas, tuple(limits))
    return table


def _place(table: Typed, written: list[dict[str, Any]], problem: Problem) -> None:
    """A problem of the table stands at its row; its sentence needs no number of a line."""
    said = sentence(problem.code, problem.facts)
    table.faults.append(said)
    place = whole_number(problem.where.removeprefix("row "), 0) - 2
    if 0 <= place < len(written):
        written[place]["fault"] = said


@login_required
def quotas(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Type the quotas, or bring in their table."""
    here = panel_for_staff(request, process, panel)
    require(rules.may_set_targets(person_of(request), here))
    if not here.nominees.exists():
        return redirect("panels:pool", process, here.key)
    present = queries.settings_of(here)
    table = table_of(here, present, propose=True)
    form = QuotaFileForm()
    refused: list[str] = []
    if request.method == "POST" and request.POST.get("do") == "file":
        form = QuotaFileForm(request.POST, request.FILES)
        if form.is_valid():
            found, problems, _ = read_quotas(form.cleaned_data["file"].read())
            for problem in problems[:20]:
                form.add_error("file", explain(problem))
            if not problems:
                settings = Settings(present.seats, found, present.at_most)
                answer = _set(request, here, settings, refused)
                if answer is not None:
                    return answer
                for one in refused:
                    form.add_error("file", one)
                refused.clear()
    elif request.method == "POST":
        read_typed(table, request.POST)
        refused = table.faults
        if table.settings is not None:
            answer = _set(request, here, table.settings, refused)
            if answer is not None:
                return answer
    context = {
        **frame(here.process, here),
        "table": table,
        "form": form,
        "refused": refused,
        "proposed": not here.quotas.exists(),
        "flex": "flex" in request.GET or any(q.low_flex is not None for q in here.quotas.all()),
    }
    failed = bool(refused or form.errors)
    return render(request, "panels/quotas.html", context, status=422 if failed else 200)


def _set(
    request: HttpRequest, panel: Panel, settings: Settings, refused: list[str]
) -> HttpResponse | None:
    try:
        actions.set_quotas(
            by=signed_in(request),
            panel=panel,
            settings=settings,
            seen=seen_of(request),
            at=clock.now(),
        )
    except (Refusal, Unusable) as problem:
        refused.append(sentence_of(problem))
        return None
    if panel.parent_id is not None:
        messages.success(request, _("The targets are kept."))
        return redirect("panels:panel", panel.process.code, panel.key)
    messages.success(request, _("The quotas are kept. Check whether they can be met."))
    return redirect("panels:prepare", panel.process.code, panel.key)


def quotas_file(request: HttpRequest, process: str, panel: str, ending: str) -> HttpResponse:
    """The quotas as a file that can be brought in again."""
    here = panel_at(request, process, panel)
    columns = [("feature", "feature"), ("value", "value"), *[(b, b) for b in BOUNDS]]
    rows = [[q.feature, q.value, q.low, q.high, q.low_flex, q.high_flex] for q in here.quotas.all()]
    data = write(ending, columns, rows, title="quotas", right_to_left=get_language_bidi())
    return download(data, ending, f"{here.process.code}-{here.key}-quotas")
