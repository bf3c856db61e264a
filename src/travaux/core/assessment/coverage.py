"""How well a question is covered, in each region and at each level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_UNITS = 5  # a survey speaks for a region and level from so many cities or states on


class Cover(StrEnum):
    """What is known in one region at one level."""

    SILENT = "silent"  # nothing: this is not known
    THIN = "thin"  # one kind of source, or a survey that few answered
    COVERED = "covered"  # two kinds of sources or more


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a question. `region` and `level` empty: it speaks for all that are asked.

    `units` counts the cities, states or persons behind it; None where it is not made of units.
    """

    kind: str
    region: str = ""
    level: str = ""
    units: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One region at one level: its standing and the sources that speak there."""

    cover: Cover
    sources: tuple[Source, ...] = ()

    @property
    def units(self) -> int:
        """How many units stand behind it, over all sources that count them."""
        return sum(s.units or 0 for s in self.sources)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of sources that carry, each once, in the order they came."""
        return tuple(dict.fromkeys(s.kind for s in self.sources if carries(s)))


def carries(source: Source) -> bool:
    """Whether a source counts by itself: a survey does from `FEWEST_UNITS` units on."""
    return source.units is None or source.units >= FEWEST_UNITS


def cover_of(sources: Iterable[Source]) -> Cover:
    """The standing of a cell by its sources.

    >>> cover_of([Source("interview"), Source("survey", units=3)]).value
    'thin'
    >>> cover_of([Source("interview"), Source("survey", units=12)]).value
    'covered'
    """
    found = [s for s in sources if s.units is None or s.units > 0]
    if not found:
        return Cover.SILENT
    kinds = {s.kind for s in found if carries(s)}
    return Cover.COVERED if len(kinds) >= 2 else Cover.THIN


Grid = Mapping[tuple[str, str], Cell]


def grid(regions: Sequence[str], levels: Sequence[str], sources: Sequence[Source]) -> Grid:
    """Every region and level that is asked about, with what speaks there.

    A source of a region or level that is not asked about counts nowhere. Promise: a further source
    never makes a cell worse.
    """
    made = {}
    for region in regions:
        for level in levels:
            here = tuple(s for s in sources if s.region in ("", region) and s.level in ("", level))
            made[region, level] = Cell(cover_of(here), here)
    return made


@dataclass(frozen=True, slots=True)
class Sum:
    """How many cells stand in which way."""

    silent: int
    thin: int
    covered: int

    @property
    def cells(self) -> int:
        return self.silent + self.thin + self.covered


def total(cells: Iterable[Cell]) -> Sum:
    """The cells of a question, a region or the whole, counted by their standing."""
    found = [c.cover for c in cells]
    return Sum(found.count(Cover.SILENT), found.count(Cover.THIN), found.count(Cover.COVERED))


def of_region(found: Grid, region: str) -> Cover:
    """A region over all its levels: the worst of them, so that silence stays visible."""
    order = (Cover.SILENT, Cover.THIN, Cover.COVERED)
    here = [cell.cover for (r, _level), cell in found.items() if r == region]
    return min(here, key=order.index) if here else Cover.SILENT
