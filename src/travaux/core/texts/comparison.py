"""Two whole documents held against each other, in the order in which one reads the new one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from travaux.core.texts.document import Block, Document

StretchKind = Literal["kept", "deleted", "inserted", "moved-from", "moved-to"]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One or more blocks of the old document against one or more of the new, by their places.

    "kept": the old blocks became the new ones, changed or not, in the same order; several on one
    side are a split or a merger. "moved-from" and "moved-to" hold the same block word for word,
    at its old and at its new place, and share the number `move`. `sure` is False where the link
    between old and new is a guess.
    """

    kind: StretchKind
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    move: int = 0
    sure: bool = True


def compared(
    old: Document, new: Document, links: Iterable[Pair] | None = None
) -> tuple[Stretch, ...]:
    """Hold two documents against each other; every block stands in exactly one stretch.

    A moved block stands in two. `links` are pairs of places known by identity; without them the
    two are aligned by their words. A block that moved and changed is deleted and inserted: a
    moved one is the same word for word. Deletions stand at their old place, before what came in.

    >>> one = Document("", (Block("paragraph", "States shall act."), Block("paragraph", "End.")))
    >>> two = Document("", (Block("paragraph", "States may act."),))
    >>> [(stretch.kind, stretch.old, stretch.new) for stretch in compared(one, two)]
    [('kept', (0,), (0,)), ('deleted', (1,), ())]
    """
    if links is None:
        known, unsure = _aligned(old, new)
    else:
        known, unsure = list(links), set()
    groups = _groups(old.blocks, new.blocks, known)
    kept, out_of_order = _in_order(groups)
    moves = [
        replace(group, move=number)
        for number, group in enumerate(
            (group for group in out_of_order if _verbatim(old.blocks, new.blocks, group)), 1
        )
    ]
    return _laid_out(len(old.blocks), len(new.blocks), kept, moves, unsure)


def _aligned(old: Document, new: Document) -> tuple[list[Pair], set[Pair]]:
    # Its libraries take long to import, and whoever knows the links does not need it.
    from travaux.core.texts.alignment import align

    found = align([block.text for block in old.blocks], [block.text for block in new.blocks])
    links = [(link.old, link.new) for link in found.links]
    return links, {(link.old, link.new) for link in found.links if not link.sure}


def _groups(old: Sequence[Block], new: Sequence[Block], links: Iterable[Pair]) -> list[Stretch]:
    """Links as stretches: one to one, or a split or merger whose parts stand side by side."""
    onward: dict[int, list[int]] = defaultdict(list)
    back: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(set(links)):
        onward[i].append(j)
        back[j].append(i)
    groups: list[Stretch] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for i, parts in onward.items():
        wholes = sorted({other for part in parts for other in back[part]})
        if i in used_old:
            continue
        news = [part for part in parts if part not in used_new]
        olds = [whole for whole in wholes if whole not in used_old]
        if not news:
            continue
        if len(news) > 1 and len(olds) > 1:
            olds = [i]
        if len(news) > 1 and not (_side_by_side(news) and _plain(new, news) and _plain(old, [i])):
            news = [_largest(new, news)]
        if len(olds) > 1 and not (_side_by_side(olds) and _plain(old, olds) and _plain(new, news)):
            olds = [_largest(old, olds)]
        used_old.update(olds)
        used_new.update(news)
        groups.append(Stretch("kept", tuple(olds), tuple(news)))
    return groups


def _side_by_side(places: Sequence[int]) -> bool:
    return list(places) == list(range(places[0], places[0] + len(places)))


def _plain(blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """Whether blocks are of one kind and depth, of words that can be cut anywhere."""
    kinds = {(blocks[place].kind, blocks[place].level) for place in places}
    return len(kinds) == 1 and not {kind for kind, _ in kinds} & {"table", "code"}


def _largest(blocks: Sequence[Block], places: Sequence[int]) -> int:
    return max(places, key=lambda place: (len(blocks[place].text), -place))


def _in_order(groups: Sequence[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """The longest series of stretches that keeps its order on both sides, and the others."""
    ordered = sorted(groups, key=lambda group: group.old)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, group in enumerate(ordered):
        at = bisect_left(ends, group.new[0])
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [group.new[0]]
        last[at : at + 1] = [place]
    kept: set[int] = set()
    place = last[-1] if last else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return (
        [group for place, group in enumerate(ordered) if place in kept],
        [group for place, group in enumerate(ordered) if place not in kept],
    )


def _verbatim(old: Sequence[Block], new: Sequence[Block], group: Stretch) -> bool:
    if len(group.old) > 1 or len(group.new) > 1:
        return False
    one, other = old[group.old[0]], new[group.new[0]]
    return one.kind != "table" and replace(one, number="") == replace(other, number="")


def _laid_out(
    olds: int,
    news: int,
    kept: Sequence[Stretch],
    moves: Sequence[Stretch],
    unsure: set[Pair],
) -> tuple[Stretch, ...]:
    """All stretches in reading order; what stands in one version only is put between the kept."""
    from_place = {group.old[0]: group for group in moves}
    to_place = {group.new[0]: group for group in moves}
    laid: list[Stretch] = []
    i = j = 0
    for group in [*kept, Stretch("kept", (olds,), (news,))]:
        for place in range(i, group.old[0]):
            moved = from_place.get(place)
            kind: StretchKind = "moved-from" if moved else "deleted"
            laid.append(Stretch(kind, old=(place,), move=moved.move if moved else 0))
        for place in range(j, group.new[0]):
            moved = to_place.get(place)
            kind = "moved-to" if moved else "inserted"
            laid.append(Stretch(kind, new=(place,), move=moved.move if moved else 0))
        if group.old[0] < olds:
            pairs = {(one, other) for one in group.old for other in group.new}
            laid.append(replace(group, sure=not pairs & unsure))
        i, j = group.old[-1] + 1, group.new[-1] + 1
    return tuple(laid)
