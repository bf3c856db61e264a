"""Which paragraph of a file that came back is which of the text that was sent out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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
#: Bookmarks of what stands in such a file and is no part of the text: how to fill in the sheet.
OURS = "_travauxown"


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
    """The place among the paragraphs sent out, and by what it was found.

    `parts` are further originals into which the paragraph was divided, `also` further paragraphs
    sent out that were merged into this original. `sure` needs nobody's confirmation.
    """

    at: int
    how: How
    sure: bool = True
    parts: tuple[int, ...] = ()
    also: tuple[int, ...] = ()


def pair(before: Sequence[Original], sent: Sequence[Sent]) -> dict[int, Found]:
    """For each original of a file its place in the text: by bookmark, by words, by alignment.

    What only the alignment of the two texts tells is as sure as the alignment says.
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
    _by_alignment(before, sent, found, taken)
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


def _by_alignment(
    before: Sequence[Original], sent: Sequence[Sent], found: dict[int, Found], taken: set[int]
) -> None:
    """What neither bookmark nor words found, out of an alignment of the whole."""
    places = [
        at
        for at, original in enumerate(before)
        if original.place in ("body", "table") and original.before.strip()
    ]
    if all(at in found for at in places) or len(taken) == len(sent):
        return
    from travaux.core.texts.alignment import Link, align

    links = align([entry.text for entry in sent], [forms(before[at].before)[-1] for at in places])
    by_new: dict[int, list[Link]] = defaultdict(list)
    by_old: dict[int, list[Link]] = defaultdict(list)
    for link in links.links:
        by_new[places[link.new]].append(link)
        by_old[link.old].append(link)
    parts: set[int] = set()
    for at in places:
        held = [link for link in by_new.get(at, ()) if link.old not in taken]
        if at in found or at in parts or not held:
            continue
        first = held[0]
        others = [places[link.new] for link in by_old[first.old] if places[link.new] != at]
        divided = tuple(other for other in others if other not in found and other > at)
        merged = tuple(link.old for link in held[1:])
        found[at] = Found(first.old, "likeness", all(link.sure for link in held), divided, merged)
        parts.update(divided)
        taken.update((first.old, *merged))
