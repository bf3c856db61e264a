"""Which paragraphs of a new version are paragraphs of the old one: kept, held alike, or a part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from travaux.core.texts.versions import Standing, normalised

#: Pairs of paragraphs beyond which two versions are no longer aligned by their words.
MOST = 9_000_000


@dataclass(frozen=True, slots=True)
class Tie:
    """Old place and new place of what is, or may be, one paragraph.

    `part` says that it is one of several parts of a split or a merger. `confidence` is the
    reckoned chance, 0 to 1, that the tie is right; a tie that is not `sure` is a guess.
    """

    old: int
    new: int
    part: bool
    confidence: float
    sure: bool


def ties(
    old: Sequence[Standing],
    new: Sequence[Standing],
    *,
    refused: Collection[tuple[str, str]] = (),
    confirmed: Collection[tuple[str, str]] = (),
) -> tuple[Tie, ...]:
    """Ties between two versions, in the order of the old, beside those that their keys tell.

    Paragraphs with one key on both sides are one and are not told again; their further parts are.
    `refused` and `confirmed` are pairs of keys (old, new) that a person decided. A tie between a
    heading and something else, or a table and something else, is never sure.

    >>> one = [Standing("a", "1", "Cities plan with their people."), Standing("b", "2", "The end.")]
    >>> two = [Standing("x", "1", "Cities plan openly with their people."), Standing("b", "2", "End.")]
    >>> [(tie.old, tie.new, tie.part) for tie in ties(one, two)]
    [(0, 0, False)]
    """
    held = {standing.key for standing in old} & {standing.key for standing in new}
    free_old = {place for place, s in enumerate(old) if s.key not in held}
    free_new = {place for place, s in enumerate(new) if s.key not in held}
    if not (free_old or free_new) or not old or not new or len(old) * len(new) > MOST:
        return ()
    # Its libraries take long to import; versions that were edited here mostly need none of it.
    from travaux.core.texts.alignment import align

    found = align([s.text for s in old], [s.text for s in new]).links
    fresh = {s.key: place for place, s in enumerate(new)}
    known = {place: fresh[s.key] for place, s in enumerate(old) if s.key in held}
    back = {place: old_place for old_place, place in known.items()}
    links = {(link.old, link.new) for link in found}
    made: list[Tie] = []
    for link in found:
        i, j = link.old, link.new
        pair = (old[i].key, new[j].key)
        part = link.kind in ("split", "merged")
        if pair in refused or known.get(i) == j:
            continue
        if i not in free_old and j not in free_new:
            continue
        if not part and (i not in free_old or j not in free_new):
            continue  # the words say another paragraph than the key: the key is right
        if part and not _fits(i, j, known, back, links):
            continue
        same_kind = _sort(old[i]) == _sort(new[j])
        sure = (link.sure and same_kind) or pair in confirmed
        made.append(Tie(i, j, part, 1.0 if pair in confirmed else link.confidence, sure))
    return tuple(_plain(made, known, back))


def _sort(standing: Standing) -> str:
    return standing.kind if standing.kind in ("heading", "table", "code") else "words"


def _fits(
    i: int, j: int, known: Mapping[int, int], back: Mapping[int, int], links: set[tuple[int, int]]
) -> bool:
    """Whether a part does not speak against what the keys say of its whole."""
    if i in known:
        return (i, known[i]) in links
    if j in back:
        return (back[j], j) in links
    return True


def _plain(made: list[Tie], known: Mapping[int, int], back: Mapping[int, int]) -> list[Tie]:
    """A part that stands alone, as its fellows were refused, is one to one."""
    olds = Counter(tie.old for tie in made)
    news = Counter(tie.new for tie in made)
    olds.update(i for i in known if i in olds)
    news.update(j for j in back if j in news)
    return [
        tie
        if olds[tie.old] > 1 or news[tie.new] > 1
        else Tie(tie.old, tie.new, False, tie.confidence, tie.sure)
        for tie in made
    ]


def kept(old: Sequence[Standing], new: Sequence[Standing]) -> dict[int, int]:
    """New place -> old place of the paragraphs that keep their identity without being asked.

    Sure ties one to one; of a sure split the largest part, of a sure merger the largest
    paragraph that went into it; and words that stand once on each side, the same on both.

    >>> one = [Standing("a", "1", "Cities plan."), Standing("b", "2", "Ships sail.")]
    >>> kept(one, [Standing("x", "1", "Ships sail.")])
    {0: 1}
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    sure = [tie for tie in ties(old, new) if tie.sure]
    size = {tie: min(len(old[tie.old].text), len(new[tie.new].text)) for tie in sure}
    for tie in sorted(sure, key=lambda tie: (-size[tie], tie.old, tie.new)):
        if tie.new not in found and tie.old not in taken:
            found[tie.new] = tie.old
            taken.add(tie.old)
    once_old, once_new = _once(old), _once(new)
    for words, place in once_new.items():
        before = once_old.get(words)
        if before is not None and place not in found and before not in taken:
            found[place] = before
            taken.add(before)
    return dict(sorted(found.items()))


def _once(standings: Sequence[Standing]) -> dict[tuple[str, str], int]:
    """Words (with the kind) that stand exactly once, and where."""
    words = [(s.kind, normalised(s.text)) for s in standings]
    count = Counter(words)
    return {one: place for place, one in enumerate(words) if count[one] == 1 and one[1]}
