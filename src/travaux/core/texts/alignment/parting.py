"""Splits and mergers: which unlinked paragraph is a further part of one that is linked already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from travaux.core.texts.alignment.likeness import Figures, Pairs, Places, Side, shared_weight

# A further part is looked for this many places around the known parts.
_REACH = 3
# Beyond that only where this much of its letter groups stands in the whole.
_HELD_AFAR = 0.6
_HELD_AT_ALL = 0.05
# So short a part has too few letter groups to be told by them.
_TINY = 4
_LETTERS = 4000

Groups = Mapping[int, list[int]]


@dataclass(frozen=True, slots=True)
class Offers:
    """Pairs of a whole with its known parts, and one more paragraph that may be a part of it.

    With `turned` the wholes stand in the new version and the parts in the old: a merger.
    """

    turned: bool
    wholes: list[int]
    known: list[tuple[int, ...]]
    parts: list[int]

    def __len__(self) -> int:
        return len(self.wholes)


def groups_of(
    links: Iterable[tuple[int, int]],
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The new places of each old place, and the old places of each new one.

    >>> groups_of([(0, 0), (0, 1)])
    ({0: [0, 1]}, {0: [0], 1: [0]})
    """
    onward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for i, j in links:
        onward.setdefault(i, []).append(j)
        back.setdefault(j, []).append(i)
    return onward, back


def offers(
    wholes: Groups, parts: Groups, free: set[int], near: Mapping[int, list[int]], turned: bool
) -> Offers:
    """Who may be a further part of whom.

    `wholes` are the linked paragraphs of one version with their parts, `parts` those of the other
    with their wholes; only `free` ones are offered: within reach of a known part, or, wherever
    they stand, where `near` names the whole as one that holds most of their words.
    """
    made = Offers(turned, [], [], [])
    for whole, known in wholes.items():
        if any(len(parts[part]) > 1 for part in known):
            continue
        around = {part + step for part in known for step in range(-_REACH, _REACH + 1)}
        for part in sorted((around & free) | (set(near.get(whole, ())) & free)):
            if part not in known:
                made.wholes.append(whole)
                made.known.append(tuple(sorted(known)))
                made.parts.append(part)
    return made


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds how much of each paragraph that may be a part.

    `near` names for each whole the paragraphs most of whose words it holds, wherever they stand.
    For each part: `first` is the whole that shares most with it, `most` how much that is, and
    `second` how much the next best whole shares.
    """

    near: dict[int, list[int]]
    first: Places
    most: Figures
    second: Figures


def holders(old: Side, new: Side, pairs: Pairs, turned: bool) -> Holders:
    """For each paragraph of one version (the old where `turned`), who of the other holds it."""
    side = old if turned else new
    wholes, parts = (pairs.j, pairs.i) if turned else (pairs.i, pairs.j)
    much = np.flatnonzero(pairs.shared >= _HELD_AFAR * side.weight[parts])
    near: dict[int, list[int]] = {}
    for whole, part in zip(wholes[much].tolist(), parts[much].tolist(), strict=True):
        near.setdefault(whole, []).append(part)
    first = np.full(len(side), -1, dtype=np.int64)
    most, second = np.zeros(len(side)), np.zeros(len(side))
    order = np.lexsort((-pairs.shared, parts))
    begins = np.flatnonzero(np.diff(parts[order], prepend=-1))
    best = order[begins]
    first[parts[best]], most[parts[best]] = wholes[best], pairs.shared[best]
    after = begins + 1
    after = after[after < len(order)]
    after = after[parts[order[after]] == parts[order[after - 1]]]
    second[parts[order[after]]] = pairs.shared[order[after]]
    return Holders(near, first, most, second)


def worth_a_look(old: Side, new: Side, made: Offers) -> Offers:
    """The offers without those parts that have next to nothing in common with the whole."""
    wholes, parts = np.array(made.wholes, np.int64), np.array(made.parts, np.int64)
    i, j = (parts, wholes) if made.turned else (wholes, parts)
    side = old if made.turned else new
    held = shared_weight(old, new, i, j) >= _HELD_AT_ALL * side.weight[parts]
    tiny = np.array([len(side.texts[part]) <= _TINY for part in made.parts], bool)
    kept = np.flatnonzero(held | tiny).tolist()
    return Offers(
        made.turned,
        [made.wholes[place] for place in kept],
        [made.known[place] for place in kept],
        [made.parts[place] for place in kept],
    )


def part_features(old: Side, new: Side, held_by: Holders, made: Offers) -> Figures:
    """How well each offered part fits: one row per offer."""
    whole_side, part_side = (new, old) if made.turned else (old, new)
    if not len(made):
        return np.zeros((0, 18))
    wholes, parts = np.array(made.wholes), np.array(made.parts)
    i, j = (parts, wholes) if made.turned else (wholes, parts)
    shared = shared_weight(old, new, i, j)
    held = np.minimum(shared / part_side.weight[parts], 1)
    other = np.where(held_by.first[parts] == wholes, held_by.second[parts], held_by.most[parts])
    rival = np.minimum(other / part_side.weight[parts], 1)
    texts = [whole_side.texts[whole][:_LETTERS] for whole in made.wholes]
    known = [_strung(part_side, places) for places in made.known]
    wider = [
        _strung(part_side, sorted((*places, part)))
        for places, part in zip(made.known, made.parts, strict=True)
    ]
    length = np.array([len(text) for text in texts], dtype=np.float64)
    size_known = np.array([len(text) for text in known], dtype=np.float64)
    size_wider = np.array([len(text) for text in wider], dtype=np.float64)
    own = np.maximum([len(part_side.texts[part][:_LETTERS]) for part in made.parts], 1)
    before, after = _common(texts, known), _common(texts, wider)
    gain = (after - before) / own
    room = np.clip((length - before) / own, 0, 2)
    ratio_before = 2 * before / np.maximum(length + size_known, 1)
    ratio_after = 2 * after / np.maximum(length + size_wider, 1)
    distance = np.array(
        [
            min(abs(part - other) for other in places)
            for places, part in zip(made.known, made.parts, strict=True)
        ]
    )
    hole = np.array(
        [
            max(*places, part) - min(*places, part) - len(places)
            for places, part in zip(made.known, made.parts, strict=True)
        ]
    )
    size = np.log1p(part_side.weight[parts])
    columns = (
        np.ones(len(made)),
        gain,
        gain**2,
        room,
        np.minimum(room, 1),
        ratio_after - ratio_before,
        ratio_after,
        held,
        np.minimum(shared / whole_side.weight[wholes], 1),
        rival - held,
        distance == 1,
        1 / distance,
        size,
        gain * size,
        held * size,
        hole > 0,
        gain > 0.9,
        np.maximum(gain - np.minimum(room, 1) / 2, 0),
    )
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _strung(side: Side, places: Iterable[int]) -> str:
    return " ".join(side.texts[place] for place in places)[: 2 * _LETTERS]


def _common(one: list[str], other: list[str]) -> Figures:
    """Letters that stand in both in the same order, for each pair of texts."""
    found = process.cpdist(one, other, scorer=LCSseq.similarity, dtype=np.int32)
    return np.asarray(found, dtype=np.float64)


def parted(made: Offers, score: Figures) -> list[tuple[int, int, float]]:
    """The offers taken, best first: (old, new, score); no part twice, one per whole at a time."""
    taken: set[int] = set()
    grown: set[int] = set()
    found: list[tuple[int, int, float]] = []
    for place in np.argsort(-score, kind="stable").tolist():
        whole, part = made.wholes[place], made.parts[place]
        if score[place] <= 0:
            break
        if part in taken or whole in grown:
            continue
        taken.add(part)
        grown.add(whole)
        found.append((part, whole, score[place]) if made.turned else (whole, part, score[place]))
    return found
