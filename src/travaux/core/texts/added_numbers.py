"""Numbers of paragraphs that were put in between: 2 bis, 2 ter, 2 quater."""

from __future__ import annotations

from collections.abc import Iterable

#: In the order in which they are given out; the custom is the same in all six languages' texts.
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


def added_number(number: str, taken: Iterable[str]) -> str:
    """The number of a paragraph put in after `number`; "" where it has none, or none is left.

    Source: the custom of treaty texts, in which what was agreed keeps its number.

    >>> added_number("2", ["1", "2", "3"]), added_number("2 bis", ["2", "2 bis"])
    ('2 bis', '2 ter')
    """
    held = {" ".join(one.split()) for one in taken}
    words = number.split()
    if not words:
        return ""
    whole = " ".join(words[:-1]) if len(words) > 1 and words[-1] in SUFFIXES else " ".join(words)
    return next((one for s in SUFFIXES if (one := f"{whole} {s}") not in held), "")
