"""Confidence in a finding by the four boxes, and what several authors' ratings come to.

The four boxes (IPBES, Guide on the production of assessments, 2018): the quantity and quality of
the evidence and the level of agreement, each low or high, give `well-established` (high, high),
`established-incomplete` (low evidence, high agreement), `unresolved` (high evidence, low
agreement) and `inconclusive` (low, low).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

BOXES = ("well-established", "established-incomplete", "unresolved", "inconclusive")
VERSION = "four-boxes-1"


def box(evidence_high: bool, agreement_high: bool) -> str:
    """The box of one rating.

    >>> box(True, False)
    'unresolved'
    """
    if agreement_high:
        return "well-established" if evidence_high else "established-incomplete"
    return "unresolved" if evidence_high else "inconclusive"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ratings come to: `box` is "" while none is given or no box has more than half.

    `counts` says how many chose each box; disagreement is never averaged away.
    """

    box: str
    counts: Mapping[str, int]
    ratings: int

    @property
    def disputed(self) -> bool:
        """Not all authors chose the same box."""
        return sum(1 for n in self.counts.values() if n) > 1


def standing(ratings: Mapping[str, str]) -> Standing:
    """Bring together `{author: box}`: the box that more than half chose, or none.

    Errors (ValueError): a box that there is not.

    >>> standing({"a": "unresolved", "b": "inconclusive"}).box
    ''
    """
    unknown = set(ratings.values()) - set(BOXES)
    if unknown:
        raise ValueError(sorted(unknown)[0])
    counted = Counter(ratings.values())
    counts = {name: counted[name] for name in BOXES}
    most = max(BOXES, key=lambda name: counts[name])
    return Standing(most if 2 * counts[most] > len(ratings) else "", counts, len(ratings))
