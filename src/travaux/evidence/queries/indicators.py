"""Indicators, their figures by country, and what they come to in a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from travaux.core.evidence.indicators import Aggregate, Series, aggregate
from travaux.core.surveys.places import Place, Places
from travaux.evidence.models.indicators import Indicator, Observation, SeriesFile
from travaux.evidence.models.questions import Source
from travaux.evidence.queries.questions import COUNTED, OFFERED, Counts, regions_known
from travaux.evidence.queries.releases import CONTENTS, Item
from travaux.evidence.rules.indicators import RECENT
from travaux.people.models import Country
from travaux.people.queries.countries import REGIONAL, countries_by_group
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process


def indicators_of(process: Process) -> QuerySet[Indicator]:
    """The indicators of a process, in the order in which they were described."""
    return Indicator.objects.filter(process=process).select_related("weighed_by").order_by("pk")


def indicator_named(process_code: str, key: str) -> Indicator | None:
    """One indicator of a process by its key."""
    found = Indicator.objects.filter(process__code=process_code, key=key)
    return found.select_related("process", "weighed_by").first()


def series_file_named(indicator: Indicator, key: str) -> SeriesFile | None:
    """One file of figures by its key."""
    return indicator.files.select_related("file", "indicator__process").filter(key=key).first()


def places_known() -> Places:
    """Countries by their names and codes in all languages."""
    names: dict[str, list[str]] = {}
    for c in Country.objects.order_by("code"):
        short, formal = list(c.names.values()), list(c.formal_names.values())
        names[c.code] = [*short, *formal, *filter(None, (c.alpha2, c.m49))]
    return Places(names)


def guessed_places(series: Series) -> dict[str, Place | None]:
    """Which country each place of a file means, in the order in which they stand there."""
    known = places_known()
    return {
        area: known.find(area) for area in dict.fromkeys(p.area for p in series.points if p.area)
    }


Latest = dict[str, tuple[int, float]]


def latest_of(indicator: Indicator) -> Latest:
    """The newest figure of each country that is at most ten years older than the newest of all."""
    rows = indicator.observations.filter(value__isnull=False, country__isnull=False, city="")
    newest = rows.aggregate(most=Max("year"))["most"] or 0
    found: Latest = {}
    recent = rows.filter(year__gt=newest - RECENT).order_by("year", "pk")
    for code, year, value in recent.values_list("country__code", "year", "value"):
        if value is not None:
            found[code] = (year, value)
    return found


def members(process: Process, *, invented: bool = False) -> dict[str, set[str]]:
    """Which countries are in which regional group: invented ones in a demonstration with them.

    `invented`: for a thing of the demonstration beside a real plan, which is about invented states
    alone.
    """
    if invented and not process.demonstration:
        return countries_by_group(REGIONAL, demonstration=True)
    real = countries_by_group(REGIONAL, demonstration=False)
    others = countries_by_group(REGIONAL, demonstration=True) if process.demonstration else {}
    return {code: real.get(code, set()) | others.get(code, set()) for code in {*real, *others}}


@dataclass(frozen=True, slots=True)
class Regional:
    """What an indicator comes to in a region."""

    code: str
    name: str
    found: Aggregate


def regional(indicator: Indicator) -> list[Regional]:
    """The figures of the regions, each with how it was made and on what it stands."""
    values = latest_of(indicator)
    weights = None
    if indicator.weighed_by is not None:
        weights = {c: max(0.0, v) for c, (_y, v) in latest_of(indicator.weighed_by).items()}
    inside = members(indicator.process, invented=indicator.demonstration)
    return [
        Regional(
            g.code,
            said(g.names),
            aggregate(values, sorted(inside.get(g.code, ())), indicator.how, weights),
        )
        for g in regions_known()
    ]


def countries_of(indicator: Indicator) -> list[tuple[str, str, int, float | None, str]]:
    """(code, name, year, value, place in its file) of each country's newest figure, by name."""
    rows = (
        indicator.observations.filter(country__isnull=False, city="")
        .select_related("country")
        .order_by("year", "pk")
    )
    last: dict[str, Observation] = {}
    for row in rows:
        if row.value is not None or row.country.code not in last:  # type: ignore[union-attr]
            last[row.country.code] = row  # type: ignore[union-attr]
    made = [
        (code, said(r.country.names), r.year, r.value, r.place)  # type: ignore[union-attr]
        for code, r in last.items()
    ]
    return sorted(made, key=lambda row: row[1])


def _counted(sources: Sequence[Source]) -> Counts:
    """How many countries have a figure, for sources that are indicators: {source: {cell: n}}."""
    keys = {s.subject_key for s in sources}
    held = {i.key: i for i in Indicator.objects.filter(key__in=keys).select_related("process")}
    counts: dict[int, dict[tuple[str, str], int]] = {}
    for source in sources:
        indicator = held.get(source.subject_key)
        if indicator is not None:
            values = latest_of(indicator)
            counts[source.pk] = {
                (region, "national"): len(values.keys() & codes)
                for region, codes in members(
                    indicator.process, invented=indicator.demonstration
                ).items()
            }
    return counts


def offered_indicators(process: Process) -> list[tuple[str, str, str, str]]:
    """Indicators, as things that can be named."""
    return [(i.key, "", said(i.titles), "") for i in indicators_of(process)]


def indicator_items(process: Process) -> list[Item]:
    """Each indicator with its source and the figures of the regions, as a release freezes them."""
    made = []
    for one in indicators_of(process):
        words: dict[str, object] = {
            "unit": one.unit,
            "source": one.source,
            "retrieved_on": one.retrieved_on.isoformat(),
            "how": one.how,
        }
        for region in regional(one):
            value = region.found.value
            words[region.code] = {
                "value": "" if value is None else f"{value:.6g}",
                "with_data": region.found.with_data,
                "countries": region.found.countries,
            }
        made.append(Item(one.key, one.titles, words))
    return made


CONTENTS["indicators"] = indicator_items
COUNTED["indicator"] = _counted
OFFERED["indicator"] = offered_indicators
