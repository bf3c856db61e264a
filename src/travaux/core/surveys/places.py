"""A country as it was written: certainly one, a guess that somebody confirms, or not known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LIKE_ENOUGH = 80.0


@dataclass(frozen=True, slots=True)
class Place:
    """The code that is meant, whether that is certain, and how like it is (0 to 100)."""

    code: str
    sure: bool
    likeness: float = 100.0


def plain(text: str) -> str:
    """A name without case, accents, points and surplus blanks.

    >>> plain("  Côte d’Ivoire "), plain("STATE  A.")
    ('cote divoire', 'state a')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c) and c not in ".,'’`\"()")
    return " ".join(kept.replace("-", " ").split())


class Places:
    """Names and codes of countries in any language; a name that two bear is never certain."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.known: dict[str, set[str]] = {}
        for code, texts in names.items():
            for text in (code, *texts):
                if plain(text):
                    self.known.setdefault(plain(text), set()).add(code)
        self._names = list(self.known)
        self._held: dict[str, Place | None] = {}

    def find(self, said: str) -> Place | None:
        """Which country is meant; None where nothing is like it.

        >>> places = Places({"X-A": ["State of Aling", "Aling"], "X-B": ["Berin"]})
        >>> places.find("ALING"), places.find("Allng").sure, places.find("Quux")
        (Place(code='X-A', sure=True, likeness=100.0), False, None)
        """
        key = plain(said)
        if key not in self._held:
            self._held[key] = self._look(key)
        return self._held[key]

    def _look(self, key: str) -> Place | None:
        if not key:
            return None
        codes = self.known.get(key)
        if codes is not None:
            return Place(min(codes), len(codes) == 1)
        if len(key) < 4:
            return None
        like = process.extractOne(key, self._names, scorer=fuzz.WRatio, score_cutoff=LIKE_ENOUGH)
        if like is None:
            return None
        return Place(min(self.known[like[0]]), False, round(float(like[1]), 1))
