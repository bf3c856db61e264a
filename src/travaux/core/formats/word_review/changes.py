"""Gathering tracked changes: touching ones of one author are one, both ends of a move are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_review.model import Change, ChangeKind
from travaux.core.problems import Problem
from travaux.core.texts.versions import normalised

Key = tuple[str, str, str, int, str]


def author_of(node: etree._Element) -> str:
    """The author as written, "" where the file was cleaned of names."""
    return " ".join((node.get(W + "author") or "").split())


def date_of(node: etree._Element) -> str:
    """The date as written, "" without one."""
    return (node.get(W + "date") or "").strip()[:40]


class ChangeLog:
    """The changes of a file while it is read; places in it are what pieces point to."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._words: list[list[str]] = []
        self._open: dict[str, tuple[Key, int]] = {}
        self._moved_from: dict[str, list[int]] = {}
        self._moved_to: dict[str, list[int]] = {}
        self.unnamed = 0

    def __len__(self) -> int:
        return len(self._changes)

    def note(
        self,
        kind: ChangeKind,
        node: etree._Element,
        stretch: int,
        *,
        side: str = "",
        move: str = "",
        detail: str = "",
        row: bool = False,
    ) -> int:
        """The place of the change that this node belongs to; one that goes on is not begun anew.

        `side` is "from" or "to" for a move, `move` the name that Word gave to the whole of it.
        """
        key: Key = (author_of(node), date_of(node), f"{side}{move}{detail}{row}", stretch, kind)
        track = kind + side
        held = self._open.get(track)
        if held is not None and held[0] == key:
            return held[1]
        place = len(self._changes)
        self._changes.append(Change(kind, key[0], key[1], "", stretch, detail=detail, row=row))
        self._words.append([])
        self._open[track] = (key, place)
        if not key[0]:
            self.unnamed += 1
        if side:
            moved = self._moved_from if side == "from" else self._moved_to
            moved.setdefault(move, []).append(place)
        return place

    def add(self, place: int, text: str) -> None:
        """Words of a change."""
        self._words[place].append(text)

    def interrupted(self, *tracks: str) -> None:
        """Words stood between: what comes next is another change."""
        for track in tracks:
            self._open.pop(track, None)

    def interrupted_but(self, kept: Iterable[str]) -> None:
        """All but these go on no further."""
        for track in [track for track in self._open if track not in kept]:
            del self._open[track]

    def finish(self) -> tuple[tuple[Change, ...], list[int], list[Problem]]:
        """The changes, the new place of each old one, and what was odd about the moves."""
        for place, words in enumerate(self._words):
            self._changes[place] = replace(self._changes[place], text="".join(words) or "\n")
        into: dict[int, int] = {}
        lonely = 0
        for name in dict.fromkeys([*self._moved_from, *self._moved_to]):
            froms, tos = self._moved_from.get(name, []), self._moved_to.get(name, [])
            if name and froms and tos:
                self._paired(froms, tos, into)
            else:
                lonely += len(froms) + len(tos)
        lonely -= self._paired_by_words(into)
        places: list[int] = []
        kept: list[Change] = []
        for place, change in enumerate(self._changes):
            places.append(len(kept))
            if place not in into:
                kept.append(change)
        for place, head in into.items():
            places[place] = places[_root(into, head)]
        problems = []
        if lonely:
            problems.append(Problem("move-without-its-other-end", facts={"count": lonely}))
        if self.unnamed:
            problems.append(Problem("changes-without-author", facts={"count": self.unnamed}))
        return tuple(kept), places, problems

    def _paired(self, froms: list[int], tos: list[int], into: dict[int, int]) -> None:
        """One change out of all that bear the name of a move."""
        head, *others = froms
        first = self._changes[tos[0]]
        text = "\n".join(self._changes[place].text.strip("\n") for place in froms)
        for place in (*others, *tos):
            into[place] = head
        self._changes[head] = replace(self._changes[head], text=text, to=first.stretch)

    def _paired_by_words(self, into: dict[int, int]) -> int:
        """Moves whose ranges were lost find each other by their words; how many ends did."""
        waiting: dict[tuple[str, str], list[int]] = {}
        to_ends = {place for places in self._moved_to.values() for place in places}
        from_ends = {place for places in self._moved_from.values() for place in places}
        heads = set(into.values())
        for place in sorted(to_ends - set(into)):
            change = self._changes[place]
            waiting.setdefault((change.author, normalised(change.text)), []).append(place)
        found = 0
        for place in sorted(from_ends - set(into) - heads):
            change = self._changes[place]
            others = waiting.get((change.author, normalised(change.text)))
            if others and change.text.strip():
                other = others.pop(0)
                into[other] = place
                self._changes[place] = replace(change, to=self._changes[other].stretch)
                found += 2
        return found


def _root(into: dict[int, int], place: int) -> int:
    while place in into:
        place = into[place]
    return place
