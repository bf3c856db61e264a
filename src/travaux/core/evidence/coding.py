"""What coders marked in one text: how far they agree, where they differ, and what they hold alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from travaux.core.evidence.agreement import Agreement, agreement, segments_coded

VERSION = "coding-1"


@dataclass(frozen=True, slots=True)
class Mark:
    """One coder gives one code to characters `start` up to, not including, `end` of a paragraph."""

    coder: str
    code: str
    paragraph: int  # from 1
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Held:
    """A code that stands on a stretch."""

    code: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A code that some gave in a paragraph and others did not, or not on any common stretch."""

    code: str
    paragraph: int
    given: tuple[Mark, ...]
    without: tuple[str, ...]  # coders


@dataclass(frozen=True, slots=True)
class Pair:
    """Agreement over paragraphs (did each give the code there?) and over exact stretches."""

    by_paragraph: Agreement
    by_stretch: Agreement


@dataclass(frozen=True, slots=True)
class Compared:
    """All codes together, each code alone, where the coders differ, and what all of them gave."""

    whole: Pair
    codes: Mapping[str, Pair]
    differences: tuple[Difference, ...]
    alike: tuple[Held, ...]


Units = dict[Hashable, Mapping[Hashable, Hashable]]


def compare(lengths: Sequence[int], coders: Sequence[str], marks: Sequence[Mark]) -> Compared:
    """Hold what coders marked against one another. `lengths`: characters of each paragraph, 0 where
    it was withheld; such a paragraph is no unit.

    Units are made for each code that somebody gave: every paragraph, and every stretch between the
    marks of it; its value is whether a coder gave the code there. A coder who gave none said no
    everywhere. One coder alone agrees with nobody: what they gave is held.

    >>> one, two = Mark("a", "law", 1, 0, 10), Mark("b", "law", 1, 5, 12)
    >>> compare([12, 8], ["a", "b"], [one, two]).alike
    (Held(code='law', paragraph=1, start=5, end=10),)
    """
    placed: dict[tuple[str, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        if 0 < mark.paragraph <= len(lengths) and 0 <= mark.start < mark.end:
            placed[mark.code, mark.paragraph].append(mark)
    whole_paragraphs: Units = {}
    whole_stretches: Units = {}
    codes: dict[str, Pair] = {}
    for code in sorted({m.code for m in marks}):
        paragraphs: Units = {}
        stretches: Units = {}
        for number, length in enumerate(lengths, 1):
            if not length:
                continue
            here = placed.get((code, number), [])
            given = {m.coder for m in here}
            paragraphs[code, number] = {c: c in given for c in coders}
            if not here:
                stretches[code, number, 0] = dict.fromkeys(coders, False)
                continue
            told = [(m.coder, m.start, m.end, code) for m in here]
            for (_code, start), said in segments_coded(told, length, coders).items():
                stretches[code, number, start] = said
        codes[code] = Pair(agreement(paragraphs), agreement(stretches))
        whole_paragraphs |= paragraphs
        whole_stretches |= stretches
    differences, alike = [], []
    for (code, number), here in sorted(placed.items(), key=lambda p: (p[0][1], p[0][0])):
        common = _common([[(m.start, m.end) for m in here if m.coder == c] for c in coders])
        if common:
            alike += [Held(code, number, start, end) for start, end in common]
        else:
            given = {m.coder for m in here}
            without = tuple(c for c in coders if c not in given)
            differences.append(Difference(code, number, tuple(here), without))
    whole = Pair(agreement(whole_paragraphs), agreement(whole_stretches))
    return Compared(whole, codes, tuple(differences), tuple(alike))


def _common(spans: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The stretches that lie in one of the spans of every coder, in their order, joined."""
    if not spans:
        return []
    found = _joined(spans[0])
    for others in spans[1:]:
        found = [
            (max(a, c), min(b, d))
            for a, b in found
            for c, d in _joined(others)
            if max(a, c) < min(b, d)
        ]
    return found


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
