"""The brackets of a text in Akoma Ntoso: which stretches of a paragraph are which inline elements.

The standard has no element for a negotiation bracket: `inline name="bracket"` holds it with its
signs and the tags behind it, `inline name="alternative"` one of several wordings in it, `inline
name="positions"` a tag. The signs stay in the text, so whoever knows nothing of this reads it as
it is printed; who holds what is told once more in the metadata.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from travaux.core.formats.word_parts import storable
from travaux.core.texts.brackets import Group, Position, groups, parse

POSITIONS = "urn:travaux:positions"
_P = f"{{{POSITIONS}}}"
_OPENING = "{(｛（"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words from `start` to `end` that stand in one inline element; `group` of a bracket only."""

    start: int
    end: int
    name: str
    css: str = ""
    group: Group | None = None


def stretches(text: str) -> list[Stretch]:
    """The inline elements of a paragraph, each before those in it; they nest and never cross.

    Brackets that nobody closed or opened, and dots in brackets, stay plain text.

    >>> [(text, one.name) for text in ["We [act]{EU+} [..."] for one in stretches(text)]
    [('We [act]{EU+} [...', 'bracket'), ('We [act]{EU+} [...', 'positions')]
    """
    if "[" not in text and "［" not in text:
        return []
    found: list[Stretch] = []
    for group in groups(parse(text).nodes):
        if group.kind != "ellipsis":
            found += [one for one in _of(group) if one.start < one.end]
    return sorted(found, key=lambda one: (one.start, -one.end, one.name != "bracket"))


def _of(group: Group) -> Iterator[Stretch]:
    css = "open" if group.kind == "bracket" else f"status {group.status}"
    yield Stretch(group.at, group.end, "bracket", css, group)
    several = len(group.alternatives) > 1
    for one in group.alternatives:
        if several:
            yield Stretch(one.start, one.end, "alternative")
        if one.positions:
            yield Stretch(one.start - len(one.head), one.start, "positions")
            yield Stretch(one.end, one.end + len(one.tail), "positions")
    for tag in group.tags:
        begins = next(n for n, sign in enumerate(tag.source) if sign in _OPENING)
        yield Stretch(tag.at + begins, tag.at + len(tag.source), "positions")


class Brackets:
    """Gives brackets their ids while a text is written, and tells who holds what on each."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._held: list[tuple[str, int, Position]] = []

    def named(self, element: Any, group: Group) -> None:
        """Give a bracket its id: that of what it stands in, and its number there."""
        above = next((up.get("eId") for up in element.iterancestors() if up.get("eId")), "")
        self._count[above] += 1
        key = f"{above}__inline_{self._count[above]}" if above else f"inline_{self._count[above]}"
        element.set("eId", key)
        for place, one in enumerate(group.alternatives, 1):
            at = place if len(group.alternatives) > 1 else 0
            self._held += [(key, at, position) for position in one.positions]
        self._held += [(key, 0, position) for position in group.positions]

    def tell(self, meta: Any, space: str, source: str) -> None:
        """Write all positions into the metadata, in a namespace of their own."""
        if not self._held:
            return
        held = etree.SubElement(meta, space + "proprietary", source=source)
        whole = etree.SubElement(held, _P + "positions", nsmap={"p": POSITIONS})
        for key, place, position in self._held:
            one = etree.SubElement(whole, _P + "position", bracket=f"#{key}")
            if place:
                one.set("alternative", str(place))
            one.set("party", storable(position.party))
            if position.key:
                one.set("key", position.key)
            one.set("stance", position.stance)
