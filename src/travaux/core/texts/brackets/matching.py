"""Which bracket closes which, over a whole text; what has no partner, and how it could be mended."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from travaux.core.texts.brackets.model import Unbalanced

OPEN, CLOSE = "[［", "]］"
DEEPEST = 48
# For so many lonely brackets a mend is looked for, in so many signs around each.
MENDS, AROUND = 200, 20_000
_SIGNS = re.compile(r"[\[\]［］]")
_HEADING = re.compile(
    r"^(?:#{1,6}\s|(?:Article|Section|Chapter|Annex|Part|Chapitre|Annexe|Título|Sección|Capítulo|"
    r"Artículo|Anexo|Статья|Раздел|Глава|Приложение|المادة|الفصل|المرفق|第\S{1,4}[条章节])\b.{0,80}$)",
    re.IGNORECASE | re.MULTILINE,
)
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:\d+[.)]|\([a-z]{1,4}\)|[-*•])\s)")
# Text in square brackets that is no negotiated text in Markdown: notes, links, their targets.
_MARKDOWN = re.compile(
    r"\[\^[^\[\]\n]{1,60}\](?::|)"
    r"|^\[[^\[\]\n]{1,80}\]:\s+\S+.*$"
    r"|!?\[[^\[\]\n]{0,300}\]\((?:https?://|mailto:|/|#|\.{1,2}/)[^()\s]*(?:\s\"[^\"\n]*\")?\)",
    re.MULTILINE,
)
_DEFINED = re.compile(r"^\[([^\[\]\n]{1,80})\]:\s+\S+", re.MULTILINE)

_BEGINNING = re.compile(
    r"\s*(?:[#>*_•\-–]+\s*)*(?:\d{1,4}(?:\.\d+)*[.)]?|\([a-z]{1,4}\)|Option \w+:)?[\s*_\[]*", re.I
)
_ENDING = re.compile(r"[\]\s*_.;:,]*(?:\{[^{}]*\}|\([^()]*\))*[\s.;:,]*")

Spans = Sequence[tuple[int, int]]


def sections_of(text: str) -> list[int]:
    """Where the sections of a plain or Markdown text begin: no bracket is thought to reach over.

    >>> sections_of("# One\\n\\n[a\\n\\n# Two\\n\\nb]")
    [0, 11]
    """
    return [found.start() for found in _HEADING.finditer(text)]


def markdown_skips(text: str) -> list[tuple[int, int]]:
    """Where brackets of Markdown stand that are links and notes and not negotiated text.

    >>> markdown_skips("[a][b] and [^1]\\n\\n[b]: http://x.example")
    [(0, 6), (11, 15), (17, 38)]
    """
    found = [(m.start(), m.end()) for m in _MARKDOWN.finditer(text)]
    names = {m[1].casefold() for m in _DEFINED.finditer(text)}
    if names:
        for m in re.finditer(r"\[[^\[\]\n]{0,300}\]\[([^\[\]\n]{1,80})\]", text):
            if m[1].casefold() in names:
                found.append((m.start(), m.end()))
    return _united(found)


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def match(
    text: str, sections: Sequence[int] = (), skip: Spans = ()
) -> tuple[dict[int, int], list[Unbalanced]]:
    """The close of each open bracket by place, and the brackets without a partner, in order.

    Brackets may reach over paragraphs. Over the beginning of a section only those may that open
    where a paragraph begins and close where one ends, as when whole sections are bracketed: any
    other is a slip that met a second slip far away, and both stay lonely signs, so that nothing
    between them is nested. Pairs nested deeper than DEEPEST stay text.
    """
    borders = sorted(set(sections))
    starts = [start for start, _ in skip]
    pairs: dict[int, int] = {}
    lonely: list[Unbalanced] = []
    waiting: list[int] = []
    for found in _SIGNS.finditer(text):
        at = found.start()
        inside = bisect_right(starts, at) - 1
        if inside >= 0 and at < skip[inside][1]:
            continue
        if found[0] in OPEN:
            waiting.append(at)
        elif waiting:
            pairs[waiting.pop()] = at
        else:
            lonely.append(Unbalanced(at, "unopened"))
    lonely += [Unbalanced(place, "unclosed") for place in waiting]
    lonely += _far_apart(text, pairs, borders)
    lonely += _too_deep(pairs)
    lonely.sort(key=lambda one: one.at)
    return pairs, [*(_mended(text, one, borders) for one in lonely[:MENDS]), *lonely[MENDS:]]


def _far_apart(text: str, pairs: dict[int, int], borders: Sequence[int]) -> list[Unbalanced]:
    """Take out pairs over the border of sections that do not hold whole paragraphs."""
    dropped = []
    for start, end in pairs.items():
        if bisect_right(borders, start) == bisect_right(borders, end):
            continue
        before = text[max(0, start - 40) : start].rpartition("\n")[2]
        after = text[end + 1 : end + 40].partition("\n")[0]
        if not (_BEGINNING.fullmatch(before) and _ENDING.fullmatch(after)):
            dropped.append((start, end))
    for start, _ in dropped:
        del pairs[start]
    return [
        one
        for start, end in dropped
        for one in (Unbalanced(start, "unclosed"), Unbalanced(end, "unopened"))
    ]


def _too_deep(pairs: dict[int, int]) -> list[Unbalanced]:
    """Take out what is nested deeper than any real text, so that no reader runs out of stack."""
    stack: list[int] = []
    dropped: list[int] = []
    for start in sorted(pairs):
        while stack and stack[-1] < start:
            stack.pop()
        stack.append(pairs[start])
        if len(stack) > DEEPEST:
            dropped.append(start)
            stack.pop()
    return [Unbalanced(at, "too-deep") for start in dropped for at in (start, pairs.pop(start))]


def _mended(text: str, one: Unbalanced, borders: Sequence[int]) -> Unbalanced:
    if one.kind == "unclosed":
        return _unclosed(text, one.at, borders)
    return _unopened(text, one.at) if one.kind == "unopened" else one


def _unclosed(text: str, at: int, borders: Sequence[int]) -> Unbalanced:
    """The mend: before a delegation's tag of the same paragraph, else at the paragraph's end."""
    end = paragraph_end(text, at)
    later = bisect_right(borders, at)
    if later < len(borders):
        end = min(end, borders[later])
    tag = re.search(r"\s*\{[^{}\[\]\n]{2,200}[+\-][^{}\[\]\n]{0,200}\}", text[at:end])
    if tag is not None and "]" not in text[at : at + tag.start()]:
        return Unbalanced(at, "unclosed", at + tag.start(), "]")
    stop = len(text[:end].rstrip())
    while stop > at + 1 and text[stop - 1] in ".;:,،。；，":
        stop -= 1
    return Unbalanced(at, "unclosed", stop, "]")


def _unopened(text: str, at: int) -> Unbalanced:
    """The mend: at the beginning of the paragraph, behind its number."""
    start = paragraph_start(text, at)
    number = re.match(
        r"\s*(?:[#>*•-]+\s+)?(?:\d{1,4}(?:\.\d+)*[.)]?\s+|\([a-z]{1,4}\)\s+)?", text[start:at]
    )
    return Unbalanced(at, "unopened", start + (number.end() if number else 0), "[")


def paragraph_start(text: str, at: int) -> int:
    """Where the paragraph that holds a place begins."""
    start = low = max(0, at - AROUND)
    for found in _PARAGRAPH.finditer(text, low, at):
        start = found.end()
    return start


def paragraph_end(text: str, at: int) -> int:
    """Where the paragraph that holds a place ends."""
    high = min(len(text), at + AROUND)
    found = _PARAGRAPH.search(text, at, high)
    return found.start() if found else high
