"""Symbols of meeting documents: a stem, a number or INF./CRP. number, and Rev., Add., Corr.

Source: the practice of the United Nations' document symbols (Dag Hammarskjöld Library, "UN
Document Symbols"): elements divided by strokes, suffixes `Rev.1`, `Add.1`, `Corr.1` for what
replaces, adds to or corrects an issued text, `INF.` and `CRP.` series for information and
conference-room papers. Rules vary per body; what is checked here is form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from travaux.core.problems import Unusable

Suffix = Literal["Rev", "Add", "Corr"]
Series = Literal["", "INF", "CRP"]
SUFFIXES: tuple[Suffix, ...] = ("Rev", "Add", "Corr")
SERIES: tuple[Series, ...] = ("", "INF", "CRP")
LONGEST = 100
_PART = re.compile(r"[A-Z0-9][A-Z0-9.\-()]*")
_SUFFIX = re.compile(r"(Rev|Add|Corr)\.([1-9]\d{0,2})")
_SERIES = re.compile(r"(INF|CRP)\.([1-9]\d{0,3})")
_NEARLY = re.compile(r"(?i)(rev|add|corr|inf|crp)[. ]*([0-9]+)?\.?")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in its parts: `stem` with strokes, the series and number, the suffixes in order."""

    stem: str
    series: Series
    number: str
    suffixes: tuple[tuple[Suffix, int], ...] = ()

    @property
    def base(self) -> str:
        """The symbol of the first issue, without suffixes."""
        last = f"{self.series}.{self.number}" if self.series else self.number
        return "/".join(part for part in (self.stem, last) if part)

    def __str__(self) -> str:
        return "/".join((self.base, *(f"{kind}.{n}" for kind, n in self.suffixes)))


def read_symbol(text: str) -> Symbol:
    """The parts of a symbol as typed.

    Errors (Unusable): `symbol-empty`, `symbol-too-long` (most), `symbol-part` (the part that no
    symbol has), `symbol-suffix` (a suffix not written as Rev.1, Add.1, Corr.1, INF.1 or CRP.1).

    >>> str(read_symbol("HSP/EGM.1/2/Rev.1/Corr.2")), read_symbol("HSP/EGM.1/INF.3").series
    ('HSP/EGM.1/2/Rev.1/Corr.2', 'INF')
    """
    written = text.strip()
    if not written:
        raise Unusable("symbol-empty")
    if len(written) > LONGEST:
        raise Unusable("symbol-too-long", most=LONGEST)
    parts = written.split("/")
    suffixes: list[tuple[Suffix, int]] = []
    while parts and (found := _SUFFIX.fullmatch(parts[-1])):
        suffixes.insert(0, (found[1], int(found[2])))  # type: ignore[arg-type]
        parts.pop()
    series: Series = ""
    number = ""
    if parts and (of := _SERIES.fullmatch(parts[-1])):
        series, number = of[1], of[2]  # type: ignore[assignment]
        parts.pop()
    elif parts:
        number = parts.pop()
    for part in (*parts, *([number] if not series else [])):
        if _NEARLY.fullmatch(part):
            raise Unusable("symbol-suffix", part=part[:40])
        if not _PART.fullmatch(part):
            raise Unusable("symbol-part", part=part[:40])
    if not parts and not number:
        raise Unusable("symbol-part", part=written[:40])
    return Symbol("/".join(parts), series, number, tuple(suffixes))


def next_symbol(known: Iterable[str], stem: str, series: Series = "") -> str:
    """The next free number of a series under a stem.

    >>> next_symbol(["HSP/EGM.1/1", "HSP/EGM.1/2/Rev.1", "HSP/EGM.1/INF.1"], "HSP/EGM.1")
    'HSP/EGM.1/3'
    >>> next_symbol(["HSP/EGM.1/INF.1"], "HSP/EGM.1", "INF")
    'HSP/EGM.1/INF.2'
    """
    taken = [
        int(one.number)
        for one in _readable(known)
        if one.stem == stem and one.series == series and one.number.isdigit()
    ]
    number = str(max(taken, default=0) + 1)
    return str(Symbol(stem, series, number))


def next_suffix(known: Iterable[str], symbol: str, kind: Suffix) -> str:
    """The symbol of the next Rev., Add. or Corr. of a document that was issued.

    >>> next_suffix(["A/1", "A/1/Rev.1"], "A/1", "Rev"), next_suffix(["A/1/Rev.1"], "A/1/Rev.1", "Corr")
    ('A/1/Rev.2', 'A/1/Rev.1/Corr.1')
    """
    of = read_symbol(symbol)
    if of.suffixes and of.suffixes[-1][0] == kind:
        of = Symbol(of.stem, of.series, of.number, of.suffixes[:-1])
    depth = len(of.suffixes)
    taken = [
        one.suffixes[depth][1]
        for one in _readable(known)
        if one.base == of.base
        and one.suffixes[:depth] == of.suffixes
        and len(one.suffixes) > depth
        and one.suffixes[depth][0] == kind
    ]
    return str(
        Symbol(of.stem, of.series, of.number, (*of.suffixes, (kind, max(taken, default=0) + 1)))
    )


def in_order(symbol: str) -> tuple[object, ...]:
    """What a document list is sorted by: documents first, then INF., then CRP., each by number."""
    try:
        one = read_symbol(symbol)
    except Unusable:
        return (9, symbol, 0, ())
    number = int(one.number) if one.number.isdigit() else 0
    rank = tuple((SUFFIXES.index(kind), n) for kind, n in one.suffixes)
    return (SERIES.index(one.series), one.stem, number, rank, symbol)


def _readable(known: Iterable[str]) -> list[Symbol]:
    found = []
    for text in known:
        try:
            found.append(read_symbol(text))
        except Unusable:
            continue
    return found
