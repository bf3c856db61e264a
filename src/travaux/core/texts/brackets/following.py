"""Which bracket of a paragraph is which in the next version of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from travaux.core.texts.brackets.parsing import parse
from travaux.core.texts.brackets.reading import groups
from travaux.core.texts.brackets.writing import written
from travaux.core.texts.versions import normalised

How = Literal["same", "changed", "guess"]
ALIKE = 60.0  # of 100: words that are the same wording, mended
PERHAPS = 30.0  # below this nothing is even proposed


@dataclass(frozen=True, slots=True)
class Followed:
    """The number of a bracket in the next version, and how sure that is.

    "same": word for word, and the only one such; "changed": alike, and nothing else is nearly as
    alike; "guess": a person confirms it.
    """

    number: int
    how: How


def follow(before: str, after: str) -> dict[int, Followed]:
    """For each bracket of a paragraph (counted from 0 as it reads) where it stands in the next one.

    Tags and positions do not count, only the words. A bracket that is not there any more is left
    out: its words were settled.

    >>> found = follow("We [shall] act [at once].", "We shall act [at once, and well][, daily].")
    >>> found[1]
    Followed(number=0, how='changed')
    >>> follow("[a] and [a]", "[a]")[0].how
    'guess'
    """
    old, new = _words(before), _words(after)
    found: dict[int, Followed] = {}
    taken: set[int] = set()
    for number, words in enumerate(old):
        free = [n for n, other in enumerate(new) if other == words and n not in taken]
        if free:
            alone = old.count(words) == new.count(words)
            found[number] = Followed(free[0], "same" if alone else "guess")
            taken.add(free[0])
    scores = sorted(
        (
            (-fuzz.ratio(words, other), number, place)
            for number, words in enumerate(old)
            if number not in found
            for place, other in enumerate(new)
            if place not in taken
        ),
    )
    rivals = {
        number: sorted((-s for s, n, _ in scores if n == number), reverse=True)
        for number in range(len(old))
    }
    for negative, number, place in scores:
        score = -negative
        if score < PERHAPS or number in found or place in taken:
            continue
        clear = len(rivals[number]) < 2 or score - rivals[number][1] >= 10
        found[number] = Followed(place, "changed" if score >= ALIKE and clear else "guess")
        taken.add(place)
    return found


def _words(text: str) -> list[str]:
    held = []
    for group in groups(parse(text).nodes):
        pieces: list[str] = []
        for alternative in group.alternatives:
            written(alternative.nodes, pieces)
            pieces.append(" / ")
        held.append(normalised("".join(pieces)))
    return held
