"""Series of indicators from CSV and SDMX-CSV, and regional figures that say how they were made."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables.csv_grid import read_csv
from travaux.core.formats.comment_tables.grids import Grid
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.problems import Problem, Unusable

MOST_CELLS = 500_000
VERSION = "aggregate-1"
_YEAR = re.compile(r"(1[89]\d\d|20\d\d|21\d\d)(?:\s*\[YR\d{4}\])?$")
_MISSING = {"", ".", "..", "...", "-", "–", "na", "n/a", "nan", "null", "none", ":", "…"}
_NAMES = {
    "area": (
        "ref_area", "country code", "iso3", "iso", "code", "country", "area", "geoareacode",
        "geo", "state", "country name", "geoareaname", "entity", "location",
    ),
    "city": ("city", "ville", "ciudad", "city name"),
    "year": ("time_period", "year", "timeperiod", "time", "date", "année", "año"),
    "value": ("obs_value", "value", "valeur", "valor", "observation value"),
    "indicator": ("indicator", "series", "seriescode", "indicator code", "series code", "measure"),
    "unit": ("unit_measure", "unit", "units"),
    "status": ("obs_status", "status", "flag", "nature"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One observation; `value` is None where the source says that it is missing."""

    area: str
    year: int
    value: float | None
    indicator: str = ""
    city: str = ""
    unit: str = ""
    status: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What a file held, its shape (`sdmx`, `long`, `wide`), and what could not be used."""

    points: tuple[Point, ...]
    shape: str
    problems: tuple[Problem, ...] = ()


def read_number(text: str) -> float | None:
    """A number as offices write it; None where the cell says that there is none.

    Errors (ValueError): the cell says something else, or could mean two numbers.

    >>> read_number("1 234,5"), read_number("1,234.5"), read_number("..")
    (1234.5, 1234.5, None)
    """
    plain = text.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if plain.casefold() in _MISSING:
        return None
    plain = plain.removesuffix("%")
    if "," in plain and "." in plain:
        plain = plain.replace("," if plain.rfind(".") > plain.rfind(",") else ".", "")
    elif plain.count(",") > 1:
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", plain):
        raise ValueError("thousand or decimal")
    value = float(plain.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError("not finite")
    return value


def _columns(head: Sequence[str]) -> dict[str, int]:
    flat = [" ".join(h.casefold().replace("\ufeff", "").split()).split(":")[0] for h in head]
    found: dict[str, int] = {}
    for role, names in _NAMES.items():
        for name in names:
            if name in flat and flat.index(name) not in found.values():
                found[role] = flat.index(name)
                break
    return found


def _heading(grid: Grid) -> tuple[int, dict[str, int], dict[int, int]]:
    best: tuple[int, int, dict[str, int], dict[int, int]] = (0, 0, {}, {})
    for at, row in enumerate(grid.rows[:30]):
        roles = _columns(row)
        taken = set(roles.values())
        years = {
            i: int(m[1])
            for i, c in enumerate(row)
            if i not in taken and (m := _YEAR.match(c.strip()))
        }
        weight = len(roles) + (2 if years else 0)
        if ("area" in roles or "city" in roles) and weight > best[0]:
            best = (weight, at, roles, years)
    if not best[0]:
        raise Unusable("series-without-heading", looked_at=30)
    _, at, roles, years = best
    if not years and not {"year", "value"} <= set(roles):
        raise Unusable("series-without-years", where=f"row {at + 1}")
    return at, roles, years


def _grid(data: bytes, name: str) -> Grid:
    check_size(data)
    ending = ending_of(name)
    if ending == "xlsx":
        grids = [g for g in read_xlsx(data) if any(any(row) for row in g.rows)]
        if not grids:
            raise Unusable("file-empty")
        return max(grids, key=lambda g: len(g.rows))
    if ending in ("csv", "tsv", "txt"):
        return read_csv(
            data, lambda row: len(_columns(row)) + sum(bool(_YEAR.match(c.strip())) for c in row)
        )
    raise Unusable("file-kind-unknown", ending=ending)


def read_series(data: bytes, name: str) -> Series:
    """Read observations out of CSV or XLSX: SDMX-CSV, one row per observation, or years across.

    A cell that cannot be read as one number is listed with its place and left out; a cell that
    says *missing* is kept as missing. Twice the same area, city, year and indicator with another
    value is listed, and the first stands.

    Errors (Unusable): `file-empty`, `file-too-large`, `file-broken`, `file-kind-unknown`,
    `series-without-heading`, `series-without-years`, `series-too-large`, `series-empty`.

    >>> read_series(b"REF_AREA,TIME_PERIOD,OBS_VALUE\\nKEN,2020,3.5\\n", "a.csv").points[0].value
    3.5
    """
    grid = _grid(data, name)
    at, roles, years = _heading(grid)
    head = [h.strip().casefold() for h in grid.rows[at]]
    shape = "wide" if years else "sdmx" if "obs_value" in "".join(head) else "long"
    body = grid.rows[at + 1 :]
    if len(body) * max(1, len(years)) > MOST_CELLS:
        raise Unusable("series-too-large", most=MOST_CELLS)
    problems = list(grid.problems)
    points: list[Point] = []
    seen: dict[tuple[str, str, str, int], float | None] = {}
    for number, row in enumerate(body, at + 2):
        cells = [*row, *[""] * (len(head) - len(row))]
        part = {role: cells[column].strip() for role, column in roles.items()}
        if not (part.get("area") or part.get("city")):
            if any(cells):
                problems.append(Problem("series-row-without-area", f"row {number}"))
            continue
        pairs: list[tuple[str, str, str]]
        if years:
            pairs = [(str(y), cells[c], f"row {number}, {y}") for c, y in sorted(years.items())]
        else:
            pairs = [(part.get("year", ""), part.get("value", ""), f"row {number}")]
        for year_text, text, where in pairs:
            year = _YEAR.match(year_text[:4])
            if not year:
                problems.append(Problem("series-year-unread", where, {"text": year_text[:40]}))
                continue
            try:
                value = read_number(text)
            except ValueError:
                problems.append(Problem("series-value-unread", where, {"text": text[:40]}))
                continue
            key = (
                part.get("area", ""),
                part.get("city", ""),
                part.get("indicator", ""),
                int(year[1]),
            )
            if key in seen:
                if seen[key] != value:
                    problems.append(Problem("series-value-twice", where, {"text": text[:40]}))
                continue
            seen[key] = value
            points.append(
                Point(
                    area=key[0], year=key[3], value=value, indicator=key[2], city=key[1],
                    unit=part.get("unit", ""), status=part.get("status", ""), where=where,
                )
            )  # fmt: skip
    if not points:
        raise Unusable("series-empty")
    return Series(tuple(points), shape, tuple(problems))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure of a region: how it was made and on how many of its countries it stands.

    `value` is None where fewer than `least_share` of the countries (or of the weight) have data:
    `why` says `too-few`; `share` is the part of the countries, or of the weight, with data.
    """

    value: float | None
    how: str
    with_data: int
    countries: int
    share: float
    why: str = ""
    first_year: int = 0
    last_year: int = 0


def aggregate(
    values: Mapping[str, tuple[int, float]],
    countries: Sequence[str],
    how: str,
    weights: Mapping[str, float] | None = None,
    least_share: float = 0.5,
) -> Aggregate:
    """Bring together `{country: (year, value)}` over the countries of a region.

    `how`: `mean` (each country counts once), `weighted` (by `weights`, such as population),
    `median`, `sum`. Countries without data are never filled in: a sum is of those that have data
    and says so. A weighted mean leaves out countries without weight.

    Errors (ValueError): an unknown `how`, weights missing or negative.

    >>> aggregate({"A": (2020, 1.0), "B": (2021, 3.0)}, ["A", "B", "C"], "mean").value
    2.0
    """
    if how not in ("mean", "weighted", "median", "sum"):
        raise ValueError(how)
    have = {c: values[c] for c in countries if c in values}
    if how == "weighted":
        if weights is None or any(w < 0 for w in weights.values()):
            raise ValueError("weights")
        have = {c: v for c, v in have.items() if weights.get(c, 0) > 0}
        whole = math.fsum(weights.get(c, 0) for c in countries)
        part = math.fsum(weights[c] for c in have)
        share = part / whole if whole else 0.0
    else:
        share = len(have) / len(countries) if countries else 0.0
    years = [y for y, _ in have.values()] or [0]
    figures = [v for _, v in have.values()]
    value: float | None = None
    why = ""
    if not figures or share < least_share:
        why = "too-few"
    elif how == "weighted" and weights is not None:
        value = math.fsum(weights[c] * v for c, (_, v) in have.items()) / math.fsum(
            weights[c] for c in have
        )
    elif how == "median":
        value = median(figures)
    else:
        value = math.fsum(figures) / (len(figures) if how == "mean" else 1)
    return Aggregate(value, how, len(have), len(countries), share, why, min(years), max(years))
