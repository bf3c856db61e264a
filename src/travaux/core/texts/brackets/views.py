"""A bracketed text as one side would have it, or as it reads when brackets are settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from travaux.core.texts.brackets.model import (
    Alternative,
    Bracketed,
    Group,
    Node,
    Position,
    Words,
)
from travaux.core.texts.brackets.reading import groups

Choice = Literal["keep", "drop", "open"]
Decide = Callable[[Group, Alternative], Choice]
More = Mapping[int, Sequence[Position]]


def clean(bracketed: Bracketed, decide: Decide) -> str:
    """The text with each wording kept, dropped or left in its bracket, as `decide` says.

    Tags go with their bracket; blanks and commas are closed up where words went. Positions stay
    on what stays open.

    >>> from travaux.core.texts.brackets import parse
    >>> clean(parse("States [shall][should] act [, now]."), all_out), all_in(None, None)
    ('States act.', 'keep')
    """
    seam = _Seam()
    _cleaned(bracketed.nodes, decide, seam)
    return seam.text


def all_in(group: Group | None, alternative: Alternative | None) -> Choice:
    """Every bracket is lifted and its words stay."""
    return "keep"


def all_out(group: Group | None, alternative: Alternative | None) -> Choice:
    """Every bracket goes with its words."""
    return "drop"


def as_party(bracketed: Bracketed, who: str, more: More | None = None) -> str:
    """The text if one party had its way: what it supports stays, what it opposes goes.

    Where it supports one of several adjacent wordings, the others go; where it has said nothing
    or reserves, the bracket stays. `more` are positions held beside the text, by the number of
    the bracket in reading order. `who` is a key or a name as written.

    >>> from travaux.core.texts.brackets import parse
    >>> as_party(parse("We [shall]{EU+}[should] {US+} act [now] {EU-} [fast]."), "EU")
    'We shall act [fast].'
    """
    numbers = {group.at: number for number, group in enumerate(groups(bracketed.nodes))}
    held = more or {}

    def stances(group: Group, alternative: Alternative) -> set[str]:
        own = (*alternative.positions, *group.positions, *held.get(numbers[group.at], ()))
        return {position.stance for position in own if who in (position.key, position.party)}

    supported = {
        _choice_key(group)
        for group in groups(bracketed.nodes)
        for alternative in group.alternatives
        if group.kind == "bracket" and "support" in stances(group, alternative)
    }

    def decide(group: Group, alternative: Alternative) -> Choice:
        said = stances(group, alternative)
        if "oppose" in said:
            return "drop"
        if "support" in said:
            return "keep"
        if "reserve" in said:
            return "open"
        return "drop" if _choice_key(group) in supported else "open"

    return clean(bracketed, decide)


def _choice_key(group: Group) -> tuple[int, int]:
    """What are alternatives to each other: the brackets of one run, in one place."""
    return group.depth, group.run


def _cleaned(nodes: Sequence[Node], decide: Decide, seam: _Seam) -> None:
    for node in nodes:
        if isinstance(node, Words):
            seam.add(node.text)
        elif node.kind != "bracket":
            _kept_as_it_is(node, seam)
        else:
            _group(node, decide, seam)


def _kept_as_it_is(group: Group, seam: _Seam) -> None:
    if group.kind == "status":
        seam.gap()
        return
    seam.add(group.open)
    for alternative in group.alternatives:
        _cleaned(alternative.nodes, all_in, seam)
    seam.add(group.close)


def _group(group: Group, decide: Decide, seam: _Seam) -> None:
    choices = [(alternative, decide(group, alternative)) for alternative in group.alternatives]
    remaining = [alternative for alternative, choice in choices if choice == "open"]
    kept = [alternative for alternative, choice in choices if choice == "keep"]
    if kept and not remaining:
        for place, alternative in enumerate(kept):
            if place:
                seam.add(" / ")
            _cleaned(alternative.nodes, decide, seam)
        return
    if not remaining:
        seam.gap()
        return
    seam.add(group.open)
    shown = [a for a, choice in choices if choice != "drop"]
    for place, alternative in enumerate(shown):
        if place:
            seam.add(" / ")
        seam.add(alternative.head)
        _cleaned(alternative.nodes, decide, seam)
        seam.add(alternative.tail)
    seam.add(group.close)
    for tag in group.tags:
        seam.add(tag.source)


class _Seam:
    """Text that is put together with its blanks and commas closed up where something was left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def gap(self) -> None:
        self._gap = True

    def add(self, text: str) -> None:
        if not text:
            return
        if self._gap:
            text = self._closed(text)
            if not text:
                return
            self._gap = False
        self._pieces.append(text)

    def _closed(self, text: str) -> str:
        before = self._pieces[-1][-1] if self._pieces else ""
        if before in ("", " ", "\n", "(", "["):
            text = text.lstrip(" ")
            if not text:
                return ""
        if text[0] in ",.;:)]!?。，；：" and before == " ":
            self._pieces[-1] = self._pieces[-1].rstrip(" ")
            before = self._pieces[-1][-1:] if self._pieces[-1] else ""
        if text[0] == "," and before in (",", ""):
            text = text[1:]
            text = text if before else text.lstrip(" ")
        return text
