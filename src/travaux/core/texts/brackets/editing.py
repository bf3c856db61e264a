"""Changing bracketed text by hand: bracket, add a wording, write positions, settle, clean up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from travaux.core.problems import Unusable
from travaux.core.texts.brackets.model import (
    Alternative,
    Bracketed,
    Group,
    Node,
    Position,
    Stance,
    Tag,
    Words,
)
from travaux.core.texts.brackets.parsing import parse
from travaux.core.texts.brackets.parties import PARTIES, Parties
from travaux.core.texts.brackets.reading import groups
from travaux.core.texts.brackets.views import Choice, clean
from travaux.core.texts.brackets.writing import write, written_group

_SIGNS: dict[Stance, str] = {"support": "+", "oppose": "-", "reserve": " reserve"}
_ORDER: tuple[Stance, ...] = ("support", "oppose", "reserve")


def put_in_brackets(text: str, start: int, end: int) -> str:
    """The text with brackets around `text[start:end]`.

    Errors: `span-empty`, `span-cuts-bracket` where it holds one end of a pair only.

    >>> put_in_brackets("States shall act.", 7, 12)
    'States [shall] act.'
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise Unusable("span-empty")
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    for group in groups(parse(text).nodes):
        inside = start <= group.at and group.end <= end
        apart = group.end <= start or group.at >= end
        around = any(a.start <= start and end <= a.end for a in group.alternatives)
        if not (inside or apart or around):
            raise Unusable("span-cuts-bracket", at=group.at)
    return f"{text[:start]}[{text[start:end]}]{text[end:]}"


def add_wording(text: str, number: int, words: str, parties: Parties = PARTIES) -> str:
    """Another wording beside bracket `number` (counted from 0 as it reads) and those adjacent.

    Errors: `no-such-bracket`, `words-missing`, `wording-unbalanced` where it holds half a pair.

    >>> add_wording("We [shall]{EU+} act.", 0, "should")
    'We [shall]{EU+}[should] act.'
    """
    words = words.strip()
    if not words:
        raise Unusable("words-missing")
    if parse(words, parties=parties).unbalanced:
        raise Unusable("wording-unbalanced")
    tree = parse(text, parties=parties)
    group = _numbered(tree, number)
    last = max(
        (g for g in groups(tree.nodes) if g.run == group.run and g.depth == group.depth),
        key=lambda g: g.end,
    )
    return f"{text[: last.end]}[{words}]{text[last.end :]}"


def settle(text: str, number: int, choice: Choice, parties: Parties = PARTIES) -> str:
    """Lift bracket `number`: "keep" its words or "drop" them; adjacent wordings go when it is kept.

    Errors: `no-such-bracket`.

    >>> settle("We [shall]{EU+}[should] act [now].", 1, "keep")
    'We should act [now].'
    """
    tree = parse(text, parties=parties)
    wanted = _numbered(tree, number)

    def decide(group: Group, alternative: Alternative) -> Choice:
        if group.at == wanted.at:
            return choice
        rival = group.run == wanted.run and group.depth == wanted.depth
        return "drop" if rival and choice == "keep" else "open"

    return clean(tree, decide)


def with_positions(
    text: str, positions: Mapping[int, Sequence[Position]], parties: Parties = PARTIES
) -> str:
    """The text with these positions in the tags of its brackets, by number; others stay.

    A party's earlier positions on the same bracket in tags give way to the new one.

    >>> with_positions("We [shall] act.", {0: [Position("State A", "support"), Position("EU", "oppose")]})
    'We [shall] {State A+ EU-} act.'
    """
    tree = parse(text, parties=parties)
    places = {group.at: number for number, group in enumerate(groups(tree.nodes))}

    def changed(group: Group) -> Group:
        new = positions.get(places[group.at])
        group = _inside(group, changed)
        if not new:
            return group
        names = {p.who for p in new} | {p.party for p in new}
        held = [p for t in group.tags for p in t.positions if not {p.who, p.party} & names]
        return replace(group, tags=_tags([*held, *new], group.end))

    return write(replace(tree, nodes=tuple(_mapped(tree.nodes, changed))))


def without_party(text: str, number: int, who: str, parties: Parties = PARTIES) -> str:
    """The text without what one party holds on a bracket in its tags.

    >>> without_party("[a] {USA+ FRA-}", 0, "FRA")
    '[a] {USA+}'
    """
    tree = parse(text, parties=parties)
    wanted = _numbered(tree, number)

    def changed(group: Group) -> Group:
        group = _inside(group, changed)
        if group.at != wanted.at:
            return group
        held = [p for t in group.tags for p in t.positions if who not in (p.key, p.party)]
        return replace(group, tags=_tags(held, group.end))

    return write(replace(tree, nodes=tuple(_mapped(tree.nodes, changed))))


def clean_up(text: str, parties: Parties = PARTIES) -> str:
    """The tags of each bracket as one in the usual order, without noise, each position once.

    >>> clean_up("[a]{USA+}{FRA-, USA+}\\n{RUS reserve}")
    '[a] {USA+ FRA-}{RUS reserve}'
    """
    tree = parse(text, parties=parties)

    def changed(group: Group) -> Group:
        group = _inside(group, changed)
        if not group.tags or any(tag.bare for tag in group.tags):
            return group
        held = [p for t in group.tags for p in t.positions]
        return replace(group, tags=_tags(held, group.end))

    return write(replace(tree, nodes=tuple(_mapped(tree.nodes, changed))))


def _mapped(nodes: Sequence[Node], change: Callable[[Group], Group]) -> list[Node]:
    return [node if isinstance(node, Words) else change(node) for node in nodes]


def _inside(group: Group, change: Callable[[Group], Group]) -> Group:
    """The bracket with the change made to those within it."""
    inner = tuple(replace(a, nodes=tuple(_mapped(a.nodes, change))) for a in group.alternatives)
    return replace(group, alternatives=inner)


def _tags(positions: Sequence[Position], at: int) -> tuple[Tag, ...]:
    """Tags as they are usually written: signs in one, reserves in another behind it."""
    once: dict[tuple[str, str], Position] = {}
    for position in positions:
        once.setdefault((position.who, position.stance), position)
    held = list(once.values())
    found: list[Tag] = []
    for stances in (("support", "oppose"), ("reserve",)):
        part = [p for stance in _ORDER if stance in stances for p in held if p.stance == stance]
        if part:
            words = " ".join(f"{p.party}{_SIGNS[p.stance]}" for p in part)
            found.append(Tag(f"{'' if found else ' '}{{{words}}}", at, tuple(part)))
    return tuple(found)


def _numbered(tree: Bracketed, number: int) -> Group:
    found = list(groups(tree.nodes))
    if not 0 <= number < len(found):
        raise Unusable("no-such-bracket", number=number, of=len(found))
    return found[number]


def source_of(group: Group) -> str:
    """One bracket with its tags as written.

    >>> source_of(next(groups(parse("a [b] {EU+} c").nodes)))
    '[b] {EU+}'
    """
    pieces: list[str] = []
    written_group(group, pieces)
    return "".join(pieces)
