"""How far coders or readers agree: Krippendorff's alpha, with the share of plain agreement."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

VERSION = "krippendorff-alpha-1"
# What the method's author asks for: reliable from 0.800, tentative conclusions from 0.667
# (Krippendorff, Content Analysis, 4th ed., 2019, section 12.8).
RELIABLE = 0.800
TENTATIVE = 0.667


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` is None where it cannot be said (`why`): 1 is perfect, 0 is what chance would give.

    `units` are those that at least two judged, `share` the part of their pairs that agree.
    """

    alpha: float | None
    share: float | None
    units: int
    judges: int
    why: str = ""

    @property
    def grade(self) -> str:
        """`reliable`, `tentative`, `poor` or `unknown`."""
        if self.alpha is None:
            return "unknown"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "poor"


def agreement(judgements: Mapping[Hashable, Mapping[Hashable, Hashable]]) -> Agreement:
    """Nominal agreement over `{unit: {judge: value}}`; units that one alone judged do not count.

    Krippendorff's alpha = 1 - observed / expected disagreement (library `krippendorff`). Where all
    values are the same, nothing could disagree, and alpha is not defined: `why` says
    `one-value`; with no unit judged twice it says `nothing-twice`.

    >>> agreement({1: {"a": "x", "b": "x"}, 2: {"a": "y", "b": "y"}}).alpha
    1.0
    >>> agreement({1: {"a": "x", "b": "x"}}).why
    'one-value'
    """
    units = [dict(v) for v in judgements.values() if len(v) > 1]
    judges = sorted({j for unit in units for j in unit}, key=str)
    if not units:
        return Agreement(
            None, None, 0, len({j for v in judgements.values() for j in v}), "nothing-twice"
        )
    values = sorted({value for unit in units for value in unit.values()}, key=str)
    agreeing = pairs = 0
    for unit in units:
        given = list(unit.values())
        n = len(given)
        pairs += n * (n - 1) // 2
        agreeing += sum(given.count(v) * (given.count(v) - 1) // 2 for v in set(given))
    share = agreeing / pairs
    if len(values) == 1:
        return Agreement(None, share, len(units), len(judges), "one-value")
    import krippendorff

    number = {value: float(at) for at, value in enumerate(values)}
    table = np.full((len(judges), len(units)), np.nan)
    row = {judge: at for at, judge in enumerate(judges)}
    for column, unit in enumerate(units):
        for judge, value in unit.items():
            table[row[judge], column] = number[value]
    alpha = float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))
    return Agreement(round(alpha, 12), share, len(units), len(judges))


def segments_coded(
    codings: Sequence[tuple[Hashable, int, int, Hashable]],
    length: int,
    coders: Sequence[Hashable] = (),
) -> dict[tuple[Hashable, int], dict[Hashable, Hashable]]:
    """Codes laid over a text as units for `agreement`: one unit per code and stretch between marks.

    `codings` are (coder, start, end, code) in characters; `length` is that of the text. A stretch
    that somebody gave the code and another did not counts as a disagreement of its coders.
    `coders` names those who read the text: whoever of them marked nothing said no everywhere.
    """
    coders = sorted({*coders, *(c for c, *_ in codings)}, key=str)
    codes = sorted({code for *_, code in codings}, key=str)
    edges = sorted({0, length, *(p for _, s, e, _ in codings for p in (s, e) if 0 <= p <= length)})
    units: dict[tuple[Hashable, int], dict[Hashable, Hashable]] = {}
    for code in codes:
        for start, end in itertools.pairwise(edges):
            units[code, start] = {
                coder: any(
                    c == coder and k == code and s <= start and end <= e for c, s, e, k in codings
                )
                for coder in coders
            }
    return units
