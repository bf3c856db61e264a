"""Which paragraph of a file that came back is which of the text that was sent out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz, process

from travaux.core.formats.word_review.model import Original
from travaux.core.texts.numbers import (
    typed_heading_number,
    typed_paragraph_number,
    typed_sub_number,
)
from travaux.core.texts.versions import normalised

How = Literal["", "bookmark", "words", "likeness"]
#: Bookmarks of files that this product sends out: this, and the identity of the paragraph.
BOOKMARK = "_travaux_"
# Below this likeness (0 to 100) two paragraphs between found neighbours are not one.
LIKENESS = 60.0
# So many paragraphs between two found neighbours are compared with one another at most.
GAP = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """A paragraph as it was sent out; `before` is the key of the one before it."""

    key: str
    text: str
    number: str = ""
    kind: str = "paragraph"
    before: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The place among the paragraphs sent out, and by what it was found."""

    at: int
    how: How
    likeness: float = 100.0


def pair(before: Sequence[Original], sent: Sequence[Sent]) -> dict[int, Found]:
    """For each original of a file its place in the text: by bookmark, by words, by likeness.

    The last only between neighbours that were found, in order, and never below LIKENESS.
    """
    found: dict[int, Found] = {}
    taken: set[int] = set()
    by_key = {entry.key: at for at, entry in enumerate(sent)}
    for at, original in enumerate(before):
        for name in original.names:
            key = name.removeprefix(BOOKMARK) if name.startswith(BOOKMARK) else ""
            place = by_key.get(key)
            if place is not None and place not in taken and original.before.strip():
                found[at] = Found(place, "bookmark")
                taken.add(place)
                break
    _by_words(before, sent, found, taken)
    _by_likeness(before, sent, found, taken)
    return found


def _by_words(
    before: Sequence[Original], sent: Sequence[Sent], found: dict[int, Found], taken: set[int]
) -> None:
    waiting: dict[str, list[int]] = defaultdict(list)
    for at in range(len(sent) - 1, -1, -1):
        words = normalised(sent[at].text)
        if at not in taken and words:
            waiting[words].append(at)
    for at, original in enumerate(before):
        if at in found or original.place not in ("body", "table") or not original.before.strip():
            continue
        for words in forms(original.before):
            held = waiting.get(words)
            while held and held[-1] in taken:
                held.pop()
            if held:
                place = held.pop()
                found[at] = Found(place, "words")
                taken.add(place)
                break


def forms(text: str) -> tuple[str, ...]:
    """The words of a paragraph as they are compared: whole, and without a number typed before.

    >>> forms("12.\\tThe  States")
    ('12. The States', 'The States')
    """
    whole = normalised(text)
    held = [whole]
    raw = text.strip()
    for read in (typed_paragraph_number, typed_sub_number, typed_heading_number):
        number, length = read(raw)
        if number:
            held.append(normalised(raw[length:]))
    head, tab, rest = raw.partition("\t")
    if tab and len(head) <= 24:
        held.append(normalised(rest))
    return tuple(dict.fromkeys(words for words in held if words))


def _by_likeness(
    before: Sequence[Original], sent: Sequence[Sent], found: dict[int, Found], taken: set[int]
) -> None:
    """Between two neighbours that were found in the same order, the likest pairs first."""
    anchors = [(-1, -1), *_rising(found), (len(before), len(sent))]
    for (left, upper), (right, lower) in pairwise(anchors):
        files = [
            at
            for at in range(left + 1, right)
            if at not in found
            and before[at].place in ("body", "table")
            and before[at].before.strip()
        ][:GAP]
        texts = [at for at in range(upper + 1, lower) if at not in taken and sent[at].text.strip()]
        texts = texts[:GAP]
        if not files or not texts:
            continue
        table = process.cdist(
            [forms(before[at].before)[-1] for at in files],
            [normalised(sent[at].text) for at in texts],
            scorer=fuzz.ratio,
            score_cutoff=LIKENESS,
        )
        pairs = sorted(
            ((float(table[i][j]), -i, -j) for i in range(len(files)) for j in range(len(texts))),
            reverse=True,
        )
        used_files: set[int] = set()
        used_texts: set[int] = set()
        for score, i, j in pairs:
            if score < LIKENESS:
                break
            if -i in used_files or -j in used_texts:
                continue
            used_files.add(-i)
            used_texts.add(-j)
            found[files[-i]] = Found(texts[-j], "likeness", score)
            taken.add(texts[-j])


def _rising(found: Mapping[int, Found]) -> list[tuple[int, int]]:
    """Pairs in the order of the file whose places in the text rise too."""
    kept: list[tuple[int, int]] = []
    for at in sorted(found):
        place = found[at].at
        while kept and kept[-1][1] > place and len(kept) > 1 and kept[-2][1] < place:
            kept.pop()
        if not kept or kept[-1][1] < place:
            kept.append((at, place))
    return kept
