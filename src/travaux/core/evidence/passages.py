"""Whether a text repeats a passage of another one, told by marks that do not hold the words.

A mark is a digest of one run of words. From marks alone nobody reads the words; whoever has a text
can tell whether it repeats a run of them. So words that were taken out can still be kept out.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

RUN = 8.0  # words: so many in the order of the other text are a passage
_LIGHT = 0.5  # what a sign of a script without spaces weighs against a word
_BYTES = 9

VERSION = "passages-1"


def _is_wordlike(sign: str) -> bool:
    code = ord(sign)
    return 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF


def _tokens(text: str) -> Iterator[tuple[str, float]]:
    """The words of a text without case, accents and points, each with its weight."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    word = ""
    for sign in plain:
        if _is_wordlike(sign):
            if word:
                yield word, 1.0
                word = ""
            yield sign, _LIGHT
        elif sign.isalnum():
            word += sign
        elif not unicodedata.combining(sign) and word:
            yield word, 1.0
            word = ""
    if word:
        yield word, 1.0


def marks_of(text: str, run: float = RUN) -> frozenset[str]:
    """The marks of every run of eight words (sixteen signs of a script without spaces).

    Two texts share a mark just where they share such a run, whatever their case, accents and
    punctuation; a text of less than a run has none.

    >>> held = marks_of("The elders open the upper sluice when the first storks return.")
    >>> bool(held & marks_of("It says: “the elders open the upper sluice when the first” cold ends"))
    True
    >>> bool(held & marks_of("Elders open a sluice in spring."))
    False
    """
    return frozenset(
        hashlib.blake2b(said.strip().encode(), digest_size=_BYTES).hexdigest()
        for said in runs_of(text, run)
    )


def runs_of(text: str, run: float = RUN) -> frozenset[str]:
    """Every run of a text as plain words, a space between two and at both ends, as `plain` has it.

    >>> sorted(runs_of("One, two; three!", 2))
    [' one two ', ' two three ']
    """
    tokens = list(_tokens(text))
    found: set[str] = set()
    for start in range(len(tokens)):
        weight, end = 0.0, start
        while end < len(tokens) and weight < run:
            weight += tokens[end][1]
            end += 1
        if weight < run:
            break
        found.add(f" {' '.join(word for word, _weight in tokens[start:end])} ")
    return frozenset(found)


def plain(texts: Iterable[str]) -> str:
    """The words of several texts one after the other; no run goes from one into the next."""
    return " | ".join(f" {' '.join(word for word, _weight in _tokens(text))} " for text in texts)


def marks_of_all(texts: Iterable[str]) -> frozenset[str]:
    """The marks of several texts, each by itself: no run goes from one into the next."""
    return frozenset().union(*(marks_of(text) for text in texts))
