"""Keeping names back in free text: known words, e-mail addresses and links. It is never complete."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

SHORTEST = 3  # letters of a single word that is looked for
_ADDRESS = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;]+|\b(?:https?://|www\.)[^\s<>]+")

VERSION = "known-words-1"


def _is_script_without_spaces(text: str) -> bool:
    return any(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af"
        for c in text
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its signs the place it came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign.casefold()):
            if not unicodedata.combining(part):
                signs.append(part)
                places.append(place)
    return "".join(signs), places


def words_of_names(names: Iterable[str]) -> tuple[str, ...]:
    """What to look for, out of names: each whole, and its single words of three letters and more.

    >>> words_of_names(["Ada van Quay"])
    ('Ada van Quay', 'Ada', 'van', 'Quay')
    """
    found: dict[str, None] = {}
    for name in names:
        whole = " ".join(name.split())
        if not whole:
            continue
        found.setdefault(whole)
        for word in re.split(r"[\s,.;]+", whole):
            if len(word) >= SHORTEST or (len(word) >= 2 and _is_script_without_spaces(word)):
                found.setdefault(word)
    return tuple(found)


def redacted(text: str, words: Sequence[str], mark: str, passages: Sequence[str] = ()) -> str:
    """The text with known words, passages, addresses and links each replaced by `mark`.

    Words are found whatever their case and accents, as whole words (in scripts without spaces,
    anywhere); passages are found as they stand. What is spelled otherwise, translated or only hinted
    at is not found.

    >>> redacted("I, ÁDA Quay (a@q.org), lead Quayside.", ["Ada", "Quay"], "[…]")
    'I, […] […] ([…]), lead Quayside.'
    """
    spans = [m.span() for m in _ADDRESS.finditer(text)]
    for passage in passages:
        spans += _places(text, passage) if passage.strip() else []
    plain, places = _folded(text)
    for word in words:
        wanted = _folded(word)[0].strip()
        if not wanted:
            continue
        anywhere = _is_script_without_spaces(wanted)
        for start, end in _places(plain, wanted):
            alone = (start == 0 or not plain[start - 1].isalnum()) and (
                end == len(plain) or not plain[end].isalnum()
            )
            if alone or anywhere:
                spans.append((places[start], places[end - 1] + 1))
    made, at = [], 0
    for start, end in _joined(spans):
        made += [text[at:start], mark]
        at = end
    return "".join([*made, text[at:]])


def _places(text: str, wanted: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(re.escape(wanted), text)]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
