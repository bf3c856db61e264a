"""Tracked changes of formatting, gathered: what was switched, by whom, in which paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from travaux.core.formats.word_review import Change, Review

_SHOWN = 160  # characters of the words that were formatted anew


@dataclass(frozen=True, slots=True)
class Formatting:
    """What one author formatted anew in one paragraph: no word of it changed.

    `key` is the paragraph ("" where the text has none like it), `stretch` its place in the file.
    `details` are what was switched ("bold+" on, "italic-" off, "size~" otherwise), sorted; none
    where it is a property without a name here. `count` are the tracked changes, `words` the
    beginning of what they are on, `date` of the first that has one.
    """

    key: str
    stretch: int
    author: str
    date: str = ""
    details: tuple[str, ...] = ()
    count: int = 1
    words: str = ""


def formatting_of(review: Review, where: Mapping[int, str]) -> tuple[Formatting, ...]:
    """The changes of look in the order of the file; `where` is the key of each stretch.

    >>> from travaux.core.formats.word_review import Piece, Stretch
    >>> file = Review((Stretch((Piece("Act now."),)),), (Change("format", "A", "", "now", 0, detail="bold+"),))
    >>> [(f.key, f.author, f.details, f.count) for f in formatting_of(file, {0: "k"})]
    [('k', 'A', ('bold+',), 1)]
    """
    gathered: dict[tuple[str, str], list[Change]] = {}
    for change in review.changes:
        if change.kind == "format":
            # a paragraph that is not in the text is told by itself
            place = where.get(change.stretch, "") or f"~{change.stretch}"
            gathered.setdefault((place, change.author), []).append(change)
    return tuple(
        Formatting(
            key="" if place.startswith("~") else place,
            stretch=changes[0].stretch,
            author=author,
            date=next((change.date for change in changes if change.date), ""),
            details=tuple(sorted({d for change in changes for d in change.detail.split()})),
            count=len(changes),
            words=" … ".join(
                dict.fromkeys(t for change in changes if (t := " ".join(change.text.split())))
            )[:_SHOWN],
        )
        for (place, author), changes in gathered.items()
    )
