"""The difference between two states of a paragraph, as words left out and words put in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from travaux.core.texts.graphemes import attaches, clusters

PieceKind = Literal["same", "del", "ins"]

# Cells of the comparison table that one stretch may take: about 10 MB and 0.2 s.
CELLS = 60_000_000
# Lengths of runs of units looked for as anchors in a stretch that is too long to compare.
ANCHOR_LENGTHS = (12, 5, 2)
_ANCHOR_DEPTH = 4
# A run of kept words is only worth keeping among changes if it says something.
_ISLAND_WORDS = 2

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNIT = re.compile(rf"\s+|(?:(?![{_UNSPACED}_])[\w\u00ad\u200c\u200d])+|.", re.S)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed ("same"), was left out ("del") or was put in ("ins")."""

    kind: PieceKind
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two states of a paragraph; what was left out stands before what was put in.

    Promise: same and del joined are `old`, same and ins joined are `new`, exactly; no sign with
    its marks is cut in two; texts of any length end in bounded time, in coarser pieces if need be.
    Words are compared whole, scripts without spaces sign by sign. Source: longest common
    subsequence, on stretches between unique common runs (patience difference) where it is long.

    >>> [(p.kind, p.text) for p in redline("States shall act.", "States should act now.")]
    [('same', 'States '), ('del', 'shall'), ('ins', 'should'), ('same', ' act'), ('ins', ' now'), \
('same', '.')]
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    olds, news = units(old), units(new)
    names: dict[str, int] = {}
    left = [names.setdefault(unit, len(names)) for unit in olds]
    right = [names.setdefault(unit, len(names)) for unit in news]
    steps: list[tuple[PieceKind, str]] = []
    i = j = 0
    for start, other, length in [*_kept(left, right), (len(left), len(right), 0)]:
        steps.append(("del", "".join(olds[i:start])))
        steps.append(("ins", "".join(news[j:other])))
        steps.append(("same", "".join(olds[start : start + length])))
        i, j = start + length, other + length
    return _readable(steps)


def units(text: str) -> list[str]:
    """The units that are compared: words, white space, single signs of punctuation or Chinese.

    >>> units("L’État doit"), units("必须做")
    (['L', '’', 'État', ' ', 'doit'], ['必', '须', '做'])
    """
    if text.isascii():
        return _UNIT.findall(text)
    found: list[str] = []
    for unit in _UNIT.findall(text):
        if found and _glued(found[-1], unit):
            found[-1] += unit
        else:
            found.append(unit)
    return found


def _glued(before: str, unit: str) -> bool:
    """Whether the border between two units lies inside one sign."""
    if unit[0] < "\u0300" and unit[0] != "\n":
        return False
    if attaches(unit[0]):
        return True
    last = before[-1]
    plain = unit[0].isalnum() or unicodedata.category(unit[0]) in ("Po", "Ps", "Pe", "Pd")
    if plain and last != "\u200d" and not "\u1100" <= unit[0] <= "\u11ff":
        return False
    return len(list(clusters(before[-16:] + unit[0]))) == len(list(clusters(before[-16:])))


def _kept(left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int, int]]:
    """Kept stretches (place in old, place in new, length) in order."""
    found: list[tuple[int, int, int]] = []
    _compare(left, right, 0, len(left), 0, len(right), 0, found)
    return found


def _compare(
    left: Sequence[int],
    right: Sequence[int],
    i: int,
    i_end: int,
    j: int,
    j_end: int,
    depth: int,
    found: list[tuple[int, int, int]],
) -> None:
    start, other = i, j
    while i < i_end and j < j_end and left[i] == right[j]:
        i, j = i + 1, j + 1
    if i > start:
        found.append((start, other, i - start))
    tail = 0
    while (
        i < i_end - tail and j < j_end - tail and left[i_end - tail - 1] == right[j_end - tail - 1]
    ):
        tail += 1
    i_stop, j_stop = i_end - tail, j_end - tail
    if i < i_stop and j < j_stop:
        if (i_stop - i) * (j_stop - j) <= CELLS:
            for step in LCSseq.opcodes(left[i:i_stop], right[j:j_stop]):
                if step.tag == "equal":
                    length = step.src_end - step.src_start
                    found.append((i + step.src_start, j + step.dest_start, length))
        elif depth < _ANCHOR_DEPTH:
            for i_next, j_next in [*_anchors(left, right, i, i_stop, j, j_stop), (i_stop, j_stop)]:
                if i_next > i or j_next > j:
                    _compare(left, right, i, i_next, j, j_next, depth + 1, found)
                i, j = i_next, j_next
    if tail:
        found.append((i_stop, j_stop, tail))


def _anchors(
    left: Sequence[int], right: Sequence[int], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """Places where a run of units occurs once in each text, in the same order in both."""
    for length in ANCHOR_LENGTHS:
        olds = _single_runs(left, i, i_end, length)
        news = _single_runs(right, j, j_end, length)
        pairs = sorted((place, news[run]) for run, place in olds.items() if run in news)
        if pairs:
            return _rising(pairs)
    return []


def _single_runs(values: Sequence[int], start: int, end: int, length: int) -> dict[int, int]:
    # Only hashes are kept: two runs of one hash make a poor anchor, never a wrong difference.
    part = values[start:end]
    runs = list(map(hash, zip(*(part[shift:] for shift in range(length)), strict=False)))
    counts = Counter(runs)
    return {run: start + place for place, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises in both places (pairs come sorted by the first)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_, value) in enumerate(pairs):
        at = bisect_left(ends, value)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [value]
        last[at : at + 1] = [place]
    series: list[tuple[int, int]] = []
    place = last[-1] if last else -1
    while place >= 0:
        series.append(pairs[place])
        place = before[place]
    return series[::-1]


def _readable(steps: list[tuple[PieceKind, str]]) -> tuple[Piece, ...]:
    """Steps as pieces: small kept islands inside a change go with the change around them."""
    groups: list[list[str]] = []  # [del, ins, same] each
    deleted = inserted = same = ""
    for kind, text in steps:
        if kind == "same":
            same += text
        elif text:
            if same:
                groups.append([deleted, inserted, same])
                deleted = inserted = same = ""
            if kind == "del":
                deleted += text
            else:
                inserted += text
    groups.append([deleted, inserted, same])
    merged: list[list[str]] = []
    for group in groups:
        if merged and _is_island(merged[-1], group):
            before = merged[-1]
            merged[-1] = [
                before[0] + before[2] + group[0],
                before[1] + before[2] + group[1],
                group[2],
            ]
        else:
            merged.append(group)
    pieces: list[Piece] = []
    kinds: tuple[PieceKind, ...] = ("del", "ins", "same")
    for group in merged:
        pieces += [Piece(kind, text) for kind, text in zip(kinds, group, strict=True) if text]
    return tuple(pieces)


def _is_island(before: list[str], after: list[str]) -> bool:
    """Whether the kept words between two changes are too few to be worth keeping apart."""
    same = before[2]
    if not (before[0] or before[1]) or not (after[0] or after[1]):
        return False
    if not _WORD.search(same):
        replaced = (before[0] and before[1]) or (after[0] and after[1])
        crossed = (before[0] and after[1]) or (before[1] and after[0])
        return bool(replaced or crossed) or same.isspace()
    words = len([unit for unit in units(same) if _WORD.match(unit)])
    around = min(max(map(len, before[:2])), max(map(len, after[:2])))
    whole = all((*before[:2], *after[:2]))
    return words <= _ISLAND_WORDS and whole and len(same) * 2 <= around
