"""Who takes positions: states, and the groups that negotiate as one, as they are written in texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

PartyKind = Literal["state", "group", "office", "other"]


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its `key`, its `name`, how else it is written, and ordinary words that mean it.

    `terms` ("LDCs", "Chair") name it only beside a sign or a verb, as they also stand in texts.
    """

    key: str
    name: str
    kind: PartyKind = "other"
    also: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A party found in a text: from where to where, and whether it is only an ordinary term."""

    party: Party
    end: int
    weak: bool


class Parties:
    """A list of parties that finds the longest name at a place: "G77 and China" is one."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.all = tuple(parties)
        self._names: dict[str, tuple[Party, bool]] = {}
        for party in self.all:
            for name in party.terms:
                self._names.setdefault(folded(name), (party, True))
        for party in self.all:
            for name in (party.key, party.name, *party.also):
                held = self._names.get(folded(name))
                # A key that is an ordinary word too ("LDC", "BASIC") stays a term.
                if held is None or not held[1] or held[0] is not party:
                    self._names.setdefault(folded(name), (party, False))
        longest = sorted(self._names, key=len, reverse=True)
        self._pattern = (
            re.compile("|".join(re.escape(name) for name in longest)) if longest else None
        )

    def at(self, text: str, start: int) -> Match | None:
        """The party whose name begins here and ends at a border of words; the longest name wins.

        >>> PARTIES.at("G77 and China delete", 0).party.key
        'G77'
        >>> PARTIES.at("Chadwick", 0) is None
        True
        """
        if self._pattern is None:
            return None
        low = folded(text[start : start + 120])
        found = self._pattern.match(low)
        while found is not None:
            end = found.end()
            if end >= len(low) or not (_in_word(low[end]) and _in_word(low[end - 1])):
                party, weak = self._names[found[0]]
                # Acronyms are written as such: "us" and "can" are words.
                written = text[start : start + end]
                if not _is_acronym(party, found[0]) or not written.islower():
                    return Match(party, start + end, weak)
            found = self._shorter(low, found.end())
        return None

    def _shorter(self, low: str, end: int) -> re.Match[str] | None:
        return self._pattern.match(low, 0, end - 1) if self._pattern is not None else None

    def named(self, text: str) -> Party | None:
        """The party that a whole text names.

        >>> PARTIES.named(" European Union ").key
        'EU'
        """
        held = self._names.get(folded(text.strip()))
        return held[0] if held else None

    def with_more(self, more: Iterable[Party]) -> Parties:
        """This list and the parties of one process, which win."""
        own = tuple(more)
        taken = {party.key for party in own}
        return Parties((*own, *(party for party in self.all if party.key not in taken)))


def folded(text: str) -> str:
    """A name for comparison: one case, plain hyphens and apostrophes; its length stays the same.

    >>> folded("G‑77")
    'g-77'
    """
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SIGNS)


_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "‑": "-", "‐": "-", "\u00a0": " ", "\n": " ", "\t": " "}
)


def _in_word(sign: str) -> bool:
    """Whether a sign can be inside a word; a Chinese one begins and ends words by itself."""
    return sign.isalnum() and not "\u2e80" <= sign <= "\u9fff"


def _is_acronym(party: Party, name: str) -> bool:
    return len(name) <= 4 and " " not in name and name.isascii() and name.isalnum()


@lru_cache(maxsize=1)
def _listed() -> Parties:
    source = files("travaux.core.texts.brackets").joinpath("parties.csv")
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    kinds: dict[str, PartyKind] = {"state": "state", "group": "group", "office": "office"}
    return Parties(
        Party(
            row["key"],
            row["name"],
            kinds[row["kind"]],
            tuple(filter(None, row["also"].split("|"))),
            tuple(filter(None, row["terms"].split("|"))),
        )
        for row in rows
    )


#: The states under their names in six languages (UN protocol list, M49 codes), and the groups
#: of the climate, sustainable development and standard-setting negotiations.
PARTIES = _listed()
