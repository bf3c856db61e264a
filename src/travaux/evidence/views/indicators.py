"""Pages of indicators: all of them, one with its regions and countries, a file that comes in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Problem
from travaux.evidence import actions
from travaux.evidence.forms.indicators import IndicatorForm, SeriesForm
from travaux.evidence.models.indicators import Indicator
from travaux.evidence.queries.indicators import (
    Regional,
    countries_of,
    indicator_named,
    indicators_of,
    regional,
    series_file_named,
)
from travaux.evidence.rules.indicators import may_bring_figures
from travaux.evidence.views.frame import for_secretariat, frame, process_named
from travaux.evidence.wording.indicators import HOWS
from travaux.people.asking import person_of, signed_in
from travaux.people.queries.countries import countries_known, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain


def _indicator(process: str, key: str) -> Indicator:
    found = indicator_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """All indicators with their sources."""
    here = process_named(process)
    found = list(indicators_of(here))
    context = {
        **frame(here, invented=any(i.demonstration for i in found)),
        "indicators": found,
        "may_bring": may_bring_figures(person_of(request), here, clock.now()),
    }
    return render(request, "evidence/indicators.html", context)


def bars(rows: list[Regional]) -> list[dict[str, Any]]:
    """The regions with bars; a figure below nought has none."""
    most = max((r.found.value for r in rows if r.found.value), default=0) or 1
    return [
        {
            "region": r,
            "wide": round(240 * max(0.0, r.found.value or 0) / most, 1),
            "years": f"{r.found.first_year}–{r.found.last_year}"
            if r.found.first_year != r.found.last_year
            else str(r.found.first_year or ""),
        }
        for r in rows
    ]


def indicator(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One indicator: what it says of the regions, on how many countries that stands, all figures."""
    found = _indicator(process, key)
    may = may_bring_figures(person_of(request), found.process, clock.now())
    waiting = found.files.filter(confirmed_at__isnull=True).order_by("pk") if may else []
    context = {
        **frame(found.process, invented=found.demonstration),
        "indicator": found,
        "how": HOWS[found.how],
        "regions": bars(regional(found)),
        "countries": countries_of(found),
        "waiting": list(waiting),
        "may_bring": may,
    }
    return render(request, "evidence/indicator.html", context)


def figures_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """Every figure with its year, its place in the file and the file's own mark."""
    found = _indicator(process, key)
    columns = [
        ("country", _("Code")),
        ("name", _("Country")),
        ("area", _("As received")),
        ("city", _("City")),
        ("year", _("Year")),
        ("value", _("Value")),
        ("unit", _("Unit")),
        ("status", _("Status")),
        ("source", _("Source")),
        ("retrieved_on", _("Retrieved on")),
        ("licence", _("Licence")),
        ("place", _("Place in the file")),
    ]
    rows = (
        [
            o.country.code if o.country else "",
            said(o.country.names) if o.country else "",
            o.area,
            o.city,
            o.year,
            o.value,
            found.unit,
            o.status,
            found.source,
            found.retrieved_on,
            found.licence,
            o.place,
        ]
        for o in found.observations.select_related("country").order_by("area", "city", "year")
    )
    title = said(found.titles)
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{found.process.code}-{found.key}")


@login_required
def describe(request: HttpRequest, process: str) -> HttpResponse:
    """A new indicator."""
    here, at = for_secretariat(request, process), clock.now()
    form = IndicatorForm(
        request.POST or None, initial={"how": "mean"}, indicators=list(indicators_of(here))
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.describe_indicator(
                by=signed_in(request), process=here, told=form.described(), at=at
            )
            return redirect("evidence:indicator", process, made.key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here), "form": form}
    status = 422 if form.errors else 200
    return render(request, "evidence/describe_indicator.html", context, status=status)


@login_required
def bring(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A file of figures comes in and is read; its places are confirmed on the next page."""
    here, found = for_secretariat(request, process), _indicator(process, key)
    form = SeriesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.bring_series(
                by=signed_in(request),
                indicator=found,
                data=file.read(),
                name=file.name,
                series=form.cleaned_data["series"],
                at=clock.now(),
            )
            return redirect("evidence:series-places", process, key, made.key)
        except Refusal as refused:
            form.add_error("file", refused.sentence)
    context = {**frame(here, invented=found.demonstration), "indicator": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "evidence/bring_series.html", context, status=status)


@login_required
def places(request: HttpRequest, process: str, key: str, file: str) -> HttpResponse:
    """Which country each place of a file means: the certain ones are told, the others asked."""
    here, found = for_secretariat(request, process), _indicator(process, key)
    held = series_file_named(found, file)
    if held is None:
        raise Http404(file)
    asked = [(n, a, t) for n, (a, t) in enumerate(held.places.items()) if not t["sure"]]
    if request.method == "POST":
        chosen = {a: request.POST.get(f"place-{n}", "")[:12] for n, a, _t in asked}
        try:
            told = actions.confirm_series(
                by=signed_in(request), file=held, places=chosen, at=clock.now()
            )
        except Refusal as refused:
            messages.error(request, refused.sentence)
            asked = [(n, a, {**t, "code": chosen[a]}) for n, a, t in asked]
        else:
            messages.success(request, _("%(figures)s figures count now.") % told)
            return redirect("evidence:indicator", process, key)
    names = [(c.code, said(c.names)) for c in states_by_name(countries_known())]
    context = {
        **frame(here, invented=found.demonstration),
        "indicator": found,
        "file": held,
        "asked": asked,
        "sure": len(held.places) - len(asked),
        "countries": names,
        "problems": [
            explain(Problem(p["code"], p["where"], p["facts"])) for p in held.problems[:50]
        ],
    }
    return render(request, "evidence/series_places.html", context)
