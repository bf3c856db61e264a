"""What margin comments are hung on: ranges that may nest, cross, and run over paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from travaux.core.formats.word_review.marginalia import Marginal
from travaux.core.formats.word_review.model import MarginComment, Stretch

# A comment on many pages is quoted by their beginning; the range itself is kept whole.
LONGEST_QUOTE = 2_000


@dataclass(slots=True)
class _Range:
    """From which word of the file to which; -1 where the file does not say."""

    start: int = -1
    stretch: int = -1
    end: int = -1
    end_stretch: int = -1
    reference: int = -1
    reference_stretch: int = -1


class Ranges:
    """The words of a file as they pass by, and the ranges that are open meanwhile."""

    def __init__(self) -> None:
        self._words: list[tuple[int, str, bool, bool]] = []  # stretch, text, inserted, deleted
        self._ranges: dict[str, _Range] = {}
        self._now = -1

    def begin(self, stretch: int) -> None:
        self._now = stretch

    def words(self, stretch: int, text: str, inserted: bool, deleted: bool) -> None:
        self._now = stretch
        self._words.append((stretch, text, inserted, deleted))

    def open(self, key: str) -> None:
        held = self._ranges.setdefault(key, _Range())
        if held.start < 0:
            held.start, held.stretch = len(self._words), self._now

    def close(self, key: str) -> None:
        held = self._ranges.setdefault(key, _Range())
        if held.end < 0:
            held.end, held.end_stretch = len(self._words), self._now

    def reference(self, key: str) -> None:
        held = self._ranges.setdefault(key, _Range())
        if held.reference < 0:
            held.reference, held.reference_stretch = len(self._words), self._now

    def comments(
        self, marginalia: Mapping[str, Marginal], stretches: Sequence[Stretch]
    ) -> tuple[tuple[MarginComment, ...], Counter[str]]:
        """The comments in the order of their places, answers after what they answer; and counts."""
        odd: Counter[str] = Counter()
        offsets = self._offsets()
        placed: dict[str, MarginComment] = {}
        order: dict[str, tuple[int, int]] = {}
        for number, (key, marginal) in enumerate(marginalia.items()):
            held = self._ranges.get(key)
            lost = held is None or max(held.start, held.end, held.reference) < 0
            if held is None or lost or not stretches:
                odd["comments-hung-on-nothing"] += not marginal.reply_to
                placed[key] = _comment(marginal)
                order[key] = (len(self._words) + 1, number)
                continue
            start, end = self._span(held, odd)
            placed[key] = self._placed(marginal, held, start, end, offsets)
            order[key] = (start, number)
            odd["comments-without-author"] += not marginal.author
        odd["comments-missing"] = sum(
            1 for key, held in self._ranges.items() if key not in marginalia and held.reference >= 0
        )
        return tuple(_threaded(placed, order)), odd

    def _span(self, held: _Range, odd: Counter[str]) -> tuple[int, int]:
        if held.start < 0 and held.end < 0:
            return held.reference, held.reference
        if held.start >= 0 and held.end >= held.start:
            return held.start, held.end
        # Where one end lacks, the range is what stands of it in the paragraph of the other.
        odd["comments-not-closed"] += 1
        if held.start >= 0:
            if held.reference > held.start:
                return held.start, held.reference
            return held.start, self._edge(held.start, held.stretch, 1)
        return self._edge(held.end, held.end_stretch, -1), held.end

    def _edge(self, at: int, stretch: int, step: int) -> int:
        if step > 0:
            while at < len(self._words) and self._words[at][0] == stretch:
                at += 1
        else:
            while at > 0 and self._words[at - 1][0] == stretch:
                at -= 1
        return at

    def _offsets(self) -> list[int]:
        """Where in its stretch each piece of words begins."""
        offsets: list[int] = []
        last, length = -1, 0
        lengths: dict[int, int] = {}
        for stretch, text, _, _ in self._words:
            if stretch != last:
                lengths[last] = length
                last, length = stretch, lengths.get(stretch, 0)
            offsets.append(length)
            length += len(text)
        return offsets

    def _placed(
        self, marginal: Marginal, held: _Range, start: int, end: int, offsets: list[int]
    ) -> MarginComment:
        before, after = self._quotes(start, end)
        if end > start:
            first, last = self._words[start][0], self._words[end - 1][0]
            begins = offsets[start]
            ends = offsets[end - 1] + len(self._words[end - 1][1])
        else:
            first = next(
                at for at in (held.stretch, held.reference_stretch, held.end_stretch, 0) if at >= 0
            )
            last = first
            inside = start < len(self._words) and self._words[start][0] == first
            begins = offsets[start] if inside else self._length(first, start, offsets)
            ends = begins
        return _comment(marginal, first, last, begins, ends, before, after)

    def _length(self, stretch: int, at: int, offsets: list[int]) -> int:
        if at > 0 and self._words[at - 1][0] == stretch:
            return offsets[at - 1] + len(self._words[at - 1][1])
        return 0

    def _quotes(self, start: int, end: int) -> tuple[str, str]:
        """The words of a range before and after the changes."""
        return (
            _quoted(self._words, start, end, 2),
            _quoted(self._words, start, end, 3),
        )


def _quoted(words: Sequence[tuple[int, str, bool, bool]], start: int, end: int, absent: int) -> str:
    pieces: list[str] = []
    length, last = 0, -1
    for at in range(start, end):
        stretch, text = words[at][0], words[at][1]
        if words[at][absent]:
            continue
        if pieces and stretch != last:
            pieces.append("\n")
        last = stretch
        pieces.append(text)
        length += len(text)
        if length > LONGEST_QUOTE:
            return "".join(pieces)[:LONGEST_QUOTE].rstrip() + "…"
    return "".join(pieces)


def _comment(
    marginal: Marginal,
    first: int = -1,
    last: int = -1,
    start: int = 0,
    end: int = 0,
    quote: str = "",
    quote_after: str = "",
) -> MarginComment:
    return MarginComment(
        id=marginal.id,
        author=marginal.author,
        date=marginal.date,
        text=marginal.text,
        first=first,
        last=last,
        start=start,
        end=end,
        quote=quote,
        quote_after=quote_after,
        reply_to=marginal.reply_to,
        resolved=marginal.resolved,
        initials=marginal.initials,
        date_utc=marginal.date_utc,
    )


def _threaded(
    placed: Mapping[str, MarginComment], order: Mapping[str, tuple[int, int]]
) -> Iterable[MarginComment]:
    """Comments by place; an answer hangs where the first of its thread hangs, if nowhere itself."""
    roots = {key: _root(placed, key) for key in placed}
    keys = sorted(placed, key=lambda key: (order[roots[key]], order[key][1]))
    for key in keys:
        comment, head = placed[key], placed[roots[key]]
        if comment.first < 0 <= head.first:
            yield MarginComment(
                comment.id, comment.author, comment.date, comment.text, head.first, head.last,
                head.start, head.end, head.quote, head.quote_after, comment.reply_to,
                comment.resolved, comment.initials, comment.date_utc,
            )  # fmt: skip
        else:
            yield comment


def _root(placed: Mapping[str, MarginComment], key: str) -> str:
    seen = {key}
    while placed[key].reply_to in placed and placed[key].reply_to not in seen:
        key = placed[key].reply_to
        seen.add(key)
    return key
