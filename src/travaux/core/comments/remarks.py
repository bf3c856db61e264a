"""The margin comments of a Word file at the paragraphs of the text that was sent out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from travaux.core.comments.edits import Edit
from travaux.core.comments.pairing import How, Sent
from travaux.core.formats.word_review import MarginComment, Review


@dataclass(frozen=True, slots=True)
class Remark:
    """One margin comment at its paragraph; `at` is where its quote begins there, -1 if not found.

    `to_key` is the paragraph in which its range ends. `edit` is the proposal of the same author
    that it is written on (a place in `Understood.edits`), -1 without one.
    """

    comment: MarginComment
    key: str = ""
    to_key: str = ""
    quote: str = ""
    at: int = -1
    edit: int = -1
    how: How = ""


def remarks_of(
    review: Review,
    where: Mapping[int, str],
    texts: Mapping[str, Sent],
    edits: Sequence[Edit],
) -> tuple[Remark, ...]:
    """Each margin comment with its paragraph: `where` is the key of each stretch that has one."""
    first_on: dict[tuple[str, str], int] = {}
    for at, edit in enumerate(edits):
        if edit.tracked and edit.key:
            first_on.setdefault((edit.key, edit.author), at)
    found = []
    for comment in review.comments:
        key, to_key = where.get(comment.first, ""), where.get(comment.last, "")
        sent = texts.get(key)
        head = comment.quote.split("\n", 1)[0] if comment.first != comment.last else comment.quote
        at = _place_of(head, sent, comment.start) if sent else -1
        on = first_on.get((key, comment.author), -1) if key and not comment.reply_to else -1
        if on >= 0 and not _touches(comment, edits[on], review):
            on = -1
        quote = comment.quote or comment.quote_after
        found.append(Remark(comment, key, to_key or key, quote, at, on))
    return tuple(found)


def _place_of(quote: str, sent: Sent, about: int) -> int:
    """Where the quote stands in the words as sent out, nearest to where it stood in the file."""
    wanted = quote.strip()
    if not wanted:
        return -1
    places = [found.start() for found in re.finditer(re.escape(wanted), sent.text)]
    if places:
        return min(places, key=lambda at: abs(at - about))
    loose = r"\s+".join(re.escape(word) for word in wanted.split())
    near = re.search(loose, sent.text) if loose else None
    return near.start() if near else -1


def _touches(comment: MarginComment, edit: Edit, review: Review) -> bool:
    """Whether a comment is written on words that the edit changes, or right beside them."""
    for stretch in range(comment.first, comment.last + 1):
        held = review.stretches[stretch]
        start = comment.start if stretch == comment.first else 0
        end = comment.end if stretch == comment.last else sum(len(p.text) for p in held.pieces)
        at = 0
        for piece in held.pieces:
            changed = piece.inserted in edit.changes or piece.deleted in edit.changes
            if changed and at <= end and at + len(piece.text) >= start:
                return True
            at += len(piece.text)
    return False
