"""Describing indicators and bringing their figures in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from travaux.core.evidence.indicators import Series, read_series
from travaux.core.problems import Problem, Unusable
from travaux.evidence.models.indicators import How, Indicator, Observation, SeriesFile
from travaux.evidence.queries.indicators import guessed_places
from travaux.evidence.rules.indicators import (
    MOST_FIGURES,
    MOST_INDICATORS,
    may_bring_figures,
)
from travaux.journal.actions import action, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import file_bytes, keep_file
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Described:
    """An indicator as it is described."""

    titles: Mapping[str, str]
    source: str
    licence: str
    retrieved_on: date
    unit: str = ""
    address: str = ""
    how: str = How.MEAN
    weighed_by: Indicator | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@action
def describe_indicator(
    *, by: Person, process: Process, told: Described, at: datetime, demonstration: bool = False
) -> Indicator:
    """What is measured, by whom, under which licence, and how regions are reckoned."""
    require(may_bring_figures(by, process, at))
    titles = {k: v.strip()[:300] for k, v in told.titles.items() if v.strip()}
    if not titles:
        raise refuse("indicator-needs-name")
    if not told.source.strip() or not told.licence.strip():
        raise refuse("indicator-needs-source")
    if told.retrieved_on > at.date():
        raise refuse("retrieved-in-the-future")
    if told.how not in How.values or (told.how == How.WEIGHTED) != (told.weighed_by is not None):
        raise refuse("weight-missing")
    if told.address and urlsplit(told.address).scheme not in ("http", "https"):
        raise refuse("address-not-web")
    if told.weighed_by is not None and told.weighed_by.process_id != process.pk:
        raise refuse("weight-missing")
    if Indicator.objects.filter(process=process).count() >= MOST_INDICATORS:
        raise refuse("too-many-indicators", most=MOST_INDICATORS)
    made = Indicator.objects.create(
        process=process,
        titles=titles,
        texts={k: v.strip()[:4000] for k, v in told.texts.items() if v.strip()},
        unit=told.unit.strip()[:60],
        source=told.source.strip()[:300],
        address=told.address.strip()[:500],
        licence=told.licence.strip()[:120],
        retrieved_on=told.retrieved_on,
        how=told.how,
        weighed_by=told.weighed_by,
        created_at=at,
        demonstration=demonstration or process.demonstration,
    )
    record(by=by, subject=made.key, process=process.code, at=at, facts={"how": made.how})
    return made


def _kept(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "where": problem.where, "facts": dict(problem.facts)}


def _read(data: bytes, name: str, wanted: str) -> Series:
    try:
        series = read_series(data, name)
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    several = sorted({p.indicator for p in series.points if p.indicator})
    if len(several) > 1 and wanted not in several:
        raise refuse("series-of-several", series=", ".join(several[:12]))
    if len(several) > 1:
        points = tuple(p for p in series.points if p.indicator == wanted)
        series = Series(points, series.shape, series.problems)
    return series


@action
def bring_series(
    *, by: Person, indicator: Indicator, data: bytes, name: str, series: str, at: datetime
) -> SeriesFile:
    """A file of figures is kept and read; its places wait for a person to confirm them."""
    process = indicator.process
    require(may_bring_figures(by, process, at))
    found = _read(data, name, series.strip())
    if len(found.points) > MOST_FIGURES:
        raise refuse("series-too-large", most=MOST_FIGURES)
    guesses = guessed_places(found)
    made = SeriesFile.objects.create(
        indicator=indicator,
        file=keep_file(data=data, name=name, by=by, at=at),
        series=series.strip()[:120],
        places={
            area: {"code": g.code if g else "", "sure": bool(g and g.sure)}
            for area, g in guesses.items()
        },
        problems=[_kept(p) for p in found.problems[:500]],
        counts={
            "figures": len(found.points),
            "missing": sum(1 for p in found.points if p.value is None),
            "problems": len(found.problems),
            "shape": found.shape,
        },
        brought_at=at,
    )
    record(
        by=by,
        subject=indicator.key,
        process=process.code,
        at=at,
        facts={"file": made.file.digest, "figures": len(found.points)},
    )
    return made


@action
def confirm_series(
    *, by: Person, file: SeriesFile, places: Mapping[str, str], at: datetime
) -> dict[str, int]:
    """The places are confirmed and the figures count; a later file's figure replaces an earlier.

    `places`: {place as written: code of the country, "" where it is none of them}.
    """
    file = (
        SeriesFile.objects.select_for_update(of=("self",))
        .select_related("indicator__process", "file")
        .get(pk=file.pk)
    )
    indicator = file.indicator
    require(may_bring_figures(by, indicator.process, at))
    if file.confirmed_at is not None:
        raise refuse("moved-meanwhile")
    found = _read(file_bytes(file.file), file.file.name, file.series)
    chosen = {area: places.get(area, told["code"]) for area, told in file.places.items()}
    countries = {c.code: c for c in Country.objects.filter(code__in=set(chosen.values()) - {""})}
    unknown = set(chosen.values()) - {""} - set(countries)
    if unknown:
        raise refuse("country-not-known", country=sorted(unknown)[0][:12])
    double = _meant_twice(chosen)
    if double:
        raise refuse("places-mean-one", first=double[0][:80], second=double[1][:80])
    rows = [
        Observation(
            indicator=indicator,
            file=file,
            country=countries.get(chosen.get(p.area, "")),
            area=p.area[:200],
            city=p.city[:200],
            year=p.year,
            value=p.value,
            status=p.status[:20],
            place=p.where[:60],
        )
        for p in found.points
    ]
    Observation.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["indicator", "area", "city", "year"],
        update_fields=["file", "country", "value", "status", "place"],
    )
    left = sum(1 for code in chosen.values() if not code)
    SeriesFile.objects.filter(pk=file.pk).update(
        confirmed_at=at, places={a: {"code": c, "sure": True} for a, c in chosen.items()}
    )
    told = {"figures": len(rows), "places": len(chosen), "places_left": left}
    record(by=by, subject=indicator.key, process=indicator.process.code, at=at, facts=told)
    return told


def _meant_twice(chosen: Mapping[str, str]) -> tuple[str, str] | None:
    """Two places of a file that were said to be one country: their figures would be mixed."""
    seen: dict[str, str] = {}
    for area, code in chosen.items():
        if code and code in seen:
            return seen[code], area
        if code:
            seen[code] = area
    return None
