"""Brackets that open in one paragraph and close in a later one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from travaux.core.problems import Unusable
from travaux.core.texts.brackets.model import Position, Unbalanced
from travaux.core.texts.brackets.parsing import parse
from travaux.core.texts.brackets.parties import PARTIES, Parties
from travaux.core.texts.brackets.reading import groups

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Wide:
    """A bracket over several paragraphs: the places of the first and the last of them.

    `opens` is where its sign stands in the words of the first, `closes` in those of the last,
    where its tags end at `tags_end`.
    """

    first: int
    last: int
    opens: int
    closes: int
    tags_end: int
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class WideBrackets:
    """The brackets over several paragraphs, and how many signs of each paragraph stay lonely.

    `unbalanced` are these signs by paragraph, `at` and `mend_at` counted in its own words.
    """

    brackets: tuple[Wide, ...]
    lonely: dict[int, int]
    unbalanced: dict[int, tuple[Unbalanced, ...]]


def wide_brackets(
    bodies: Sequence[str], headings: Collection[int] = (), parties: Parties = PARTIES
) -> WideBrackets:
    """Match the brackets of a text over its paragraphs; `headings` are the places of headings.

    >>> found = wide_brackets(["We [act.", "And report] {EU+}.", "The end]."])
    >>> [(w.first, w.last, [p.party for p in w.positions]) for w in found.brackets], found.lonely
    ([(0, 1, ['EU'])], {2: 1})
    """
    starts: list[int] = []
    at = 0
    for body in bodies:
        starts.append(at)
        at += len(body) + len(_BETWEEN)
    text = _BETWEEN.join(bodies)
    tree = parse(text, parties=parties, sections=[starts[place] for place in sorted(headings)])

    def place_of(sign: int) -> int:
        return bisect_right(starts, sign) - 1

    found = []
    for group in groups(tree.nodes):
        last = group.alternatives[-1]
        closes = last.end + len(last.tail)
        ends = (place_of(group.at), place_of(closes))
        if ends[0] == ends[1]:
            continue
        held = (*(p for a in group.alternatives for p in a.positions), *group.positions)
        begin, end = starts[ends[0]], starts[ends[1]]
        found.append(
            Wide(
                *ends,
                group.at - begin,
                closes - end,
                min(group.end, end + len(bodies[ends[1]])) - end,
                held,
            )
        )
    lonely: dict[int, int] = {}
    unbalanced: dict[int, tuple[Unbalanced, ...]] = {}
    for one in tree.unbalanced:
        place = place_of(one.at)
        lonely[place] = lonely.get(place, 0) + 1
        here = replace(one, at=one.at - starts[place])
        if one.mend:
            mend_at = min(max(one.mend_at - starts[place], 0), len(bodies[place]))
            here = replace(here, mend_at=mend_at)
        unbalanced[place] = (*unbalanced.get(place, ()), here)
    return WideBrackets(tuple(found), lonely, unbalanced)


def put_over(first: str, last: str) -> tuple[str, str]:
    """Two paragraphs with a bracket that opens before the one and closes behind the other.

    Errors: `span-empty`.

    >>> put_over("States act.", "They report.")
    ('[States act.', 'They report.]')
    """
    if not first.strip() or not last.strip():
        raise Unusable("span-empty")
    return f"[{first}", f"{last.rstrip()}]"


def lifted(first: str, last: str, bracket: Wide) -> tuple[str, str]:
    """The two paragraphs without the signs of a bracket over them; its tags go, its words stay.

    >>> (one,) = wide_brackets(["We [act.", "And report] {EU+}."]).brackets
    >>> lifted("We [act.", "And report] {EU+}.", one)
    ('We act.', 'And report.')
    """
    opened = first[: bracket.opens] + first[bracket.opens + 1 :]
    return opened, last[: bracket.closes] + last[bracket.tags_end :]
