"""What became of each paragraph from one version of a text to the next."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from travaux.core.problems import Unusable

ChangeKind = Literal["same", "edited", "moved", "moved-and-edited", "inserted", "deleted"]
Ground = Literal["", "key", "link", "words"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph as it stands in one version; `key` is its own identity, not its number."""

    key: str
    number: str
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph across two versions; `old` or `new` is None where it stands in one only.

    `ground` says why the two are held to be one paragraph: the same key, a link confirmed by a
    person, or the same words under a new key.
    """

    kind: ChangeKind
    old: Standing | None
    new: Standing | None
    ground: Ground = ""

    @property
    def renumbered(self) -> bool:
        return bool(self.old and self.new and self.old.number != self.new.number)


def compare(
    old: Sequence[Standing],
    new: Sequence[Standing],
    links: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Compare two versions in the reading order of the new; deletions stand at their old place.

    Paragraphs are one and the same by key; then by `links` (new key to old key, as an alignment
    found and a person confirmed them); then, for keys new to the text, word for word in order.
    Nothing is matched by likeness here. "moved" are the fewest paragraphs that must have changed
    place for the rest to keep its order. Errors: `key-repeated` (facts: key).

    >>> old = [Standing("k1", "1", "One."), Standing("k2", "2", "Two.")]
    >>> new = [Standing("k3", "1", "New."), Standing("k2", "2", "Two!")]
    >>> [change.kind for change in compare(old, new)]
    ['deleted', 'inserted', 'edited']
    """
    _no_repeats(old)
    _no_repeats(new)
    pairs, grounds = _matched(old, new, links or {})
    stayed = _in_order(pairs)
    kept_place = {place for place, _ in stayed}
    taken = set(pairs.values())
    changes: list[Change] = []
    next_old = 0
    for place, standing in enumerate(new):
        before = pairs.get(place)
        if before is not None and place in kept_place:
            changes += _deleted(old, taken, next_old, before)
            next_old = before + 1
        if before is None:
            changes.append(Change("inserted", None, standing))
            continue
        edited = not _same_words(old[before], standing)
        kind: ChangeKind = "edited" if edited else "same"
        if place not in kept_place:
            kind = "moved-and-edited" if edited else "moved"
        changes.append(Change(kind, old[before], standing, grounds[place]))
    changes += _deleted(old, taken, next_old, len(old))
    return tuple(_deletions_first(changes))


def _no_repeats(standings: Sequence[Standing]) -> None:
    seen: set[str] = set()
    for standing in standings:
        if standing.key in seen:
            raise Unusable("key-repeated", key=standing.key)
        seen.add(standing.key)


def _matched(
    old: Sequence[Standing], new: Sequence[Standing], links: Mapping[str, str]
) -> tuple[dict[int, int], dict[int, Ground]]:
    """Place in new -> place in old, and on what ground."""
    places = {standing.key: place for place, standing in enumerate(old)}
    pairs: dict[int, int] = {}
    grounds: dict[int, Ground] = {}
    for place, standing in enumerate(new):
        if standing.key in places:
            pairs[place], grounds[place] = places[standing.key], "key"
    taken = set(pairs.values())
    for place, standing in enumerate(new):
        linked = places.get(links.get(standing.key, ""))
        if place not in pairs and linked is not None and linked not in taken:
            pairs[place], grounds[place] = linked, "link"
            taken.add(linked)
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in range(len(old) - 1, -1, -1):
        words = normalised(old[place].text)
        if place not in taken and words:
            waiting[(old[place].kind, words)].append(place)
    for place, standing in enumerate(new):
        found = waiting.get((standing.kind, normalised(standing.text)))
        if place not in pairs and found:
            pairs[place], grounds[place] = found.pop(), "words"
    return pairs, grounds


def normalised(text: str) -> str:
    """Words as compared: NFC, white space as one space; letters and signs are not touched.

    >>> normalised(" The  Parties\\nshall ")
    'The Parties shall'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def _same_words(old: Standing, new: Standing) -> bool:
    return old.kind == new.kind and normalised(old.text) == normalised(new.text)


def _in_order(pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """The longest series of pairs that keeps its order in both versions."""
    series = sorted(pairs.items())
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(series):
        at = bisect_left(ends, value)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [value]
        last[at : at + 1] = [index]
    found: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(series[index])
        index = before[index]
    return found[::-1]


def _deleted(old: Sequence[Standing], taken: set[int], start: int, end: int) -> list[Change]:
    return [
        Change("deleted", old[place], None) for place in range(start, end) if place not in taken
    ]


def _deletions_first(changes: list[Change]) -> list[Change]:
    """Where deletions and insertions meet between two kept paragraphs, deletions come first."""
    ordered: list[Change] = []
    inserted: list[Change] = []
    for change in changes:
        if change.kind == "inserted":
            inserted.append(change)
        elif change.kind == "deleted":
            ordered.append(change)
        else:
            ordered += [*inserted, change]
            inserted = []
    return ordered + inserted
