"""What must be drawn from left to right within a line that runs from right to left.

Of "{USA+ FRA-}" in an Arabic sentence the last sign is drawn on the wrong side of its delegation
(Unicode Standard Annex 9: a sign at the end takes the direction of the line), unless it is isolated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Beginning and end of an isolate in the text itself: where a format has no better way to say it.
BEGIN, END = "\u2066", "\u2069"
_LONGEST = 600
_TAG = re.compile(
    rf"[{{｛][^{{}}｛｝\[\]]{{1,{_LONGEST}}}[}}｝]|[(（](?=[^()（）]*[+\-−–?＋－？])[^()（）\[\]]{{1,{_LONGEST}}}[)）]"
)
_ISOLATED = "\u2066\u2067\u2068"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, whether it stands in an isolate, and whether that begins or ends here."""

    text: str
    inside: bool = False
    begins: bool = False
    ends: bool = False


def isolates(text: str) -> list[tuple[int, int]]:
    """Where the tags of delegations stand that have letters of a script from left to right.

    Ordinary words in parentheses count only if a sign stands in them and no letter from right to
    left. What its author isolated stays as it is.

    >>> isolates("يجب [أن] {USA+ FRA-} و{1.2}"), isolates("\u2066{USA+}\u2069"), isolates("(انظر 3-4)")
    ([(9, 20)], [], [])
    """
    if "{" not in text and "(" not in text and "｛" not in text and "（" not in text:
        return []
    found = []
    for tag in _TAG.finditer(text):
        kinds = {unicodedata.bidirectional(sign) for sign in tag[0] if sign.isalpha()}
        if "L" not in kinds or (tag[0][0] in "(（" and kinds != {"L"}):
            continue
        if text[tag.start() - 1 : tag.start()] in _ISOLATED and tag.start():
            continue
        found.append(tag.span())
    return found


def parted(texts: Sequence[str]) -> list[list[Part]]:
    """Each of several pieces of one line, cut where an isolate begins or ends; those may reach over
    several pieces, as where a position is changed within its tag.

    >>> [[(p.text, p.begins, p.ends) for p in parts] for parts in parted(["a {US", "+", "} b"])]
    [[('a ', False, False), ('{US', True, False)], [('+', False, False)], [('}', False, True), (' b', False, False)]]
    """
    spans = isolates("".join(texts))
    if not spans:
        return [[Part(text)] if text else [] for text in texts]
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    edges = sorted(starts | ends)
    found: list[list[Part]] = []
    at = place = 0
    inside = False
    for text in texts:
        parts: list[Part] = []
        left, stop = at, at + len(text)
        while left < stop:
            while place < len(edges) and edges[place] <= left:
                place += 1
            right = min(stop, edges[place]) if place < len(edges) else stop
            begins = left in starts
            inside = begins or (inside and left not in ends)
            parts.append(
                Part(text[left - at : right - at], inside, begins, inside and right in ends)
            )
            left = right
        found.append(parts)
        at = stop
    return found
