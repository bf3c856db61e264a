"""What a reader sees as one sign: a letter with its marks, an emoji, a Hangul syllable."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_ATTACHED = frozenset(("Mn", "Me", "Mc"))
# Thai and Lao AM attach to their consonant although they are letters.
_EXTRA = frozenset("\u0e33\u0eb3\u200c\u200d")


def attaches(sign: str) -> bool:
    """Whether a code point belongs to the sign before it.

    >>> attaches("\\u0301"), attaches("a")
    (True, False)
    """
    if sign < "\u0300":
        return False
    if sign in _EXTRA or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return True
    if "\U000e0020" <= sign <= "\U000e007f":
        return True
    return unicodedata.category(sign) in _ATTACHED


def clusters(text: str) -> Iterator[str]:
    """The signs of a text in order; joined again they are the text.

    Source: the extended grapheme clusters of UAX 29, without its rules for Indic conjuncts.

    >>> [len(sign) for sign in clusters("e\\u0301a")], len(list(clusters("👩\\u200d👧🇫🇷")))
    ([2, 1], 2)
    """
    start = 0
    flags = 0
    for place in range(1, len(text)):
        before, here = text[place - 1], text[place]
        is_flag = "\U0001f1e6" <= here <= "\U0001f1ff"
        was_flag = "\U0001f1e6" <= before <= "\U0001f1ff"
        flags = flags + 1 if was_flag else 0
        glued = (
            attaches(here)
            or (before == "\r" and here == "\n")
            or (before == _JOINER and here > "\u2000" and not here.isalpha())
            or (is_flag and was_flag and flags % 2 == 1)
            or _same_syllable(before, here)
        )
        if not glued:
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _same_syllable(before: str, here: str) -> bool:
    if not "\u1100" <= here <= "\u11ff":
        return False
    vowel = "\u1160" <= here <= "\u11a7"
    if "\u1100" <= before <= "\u115f":
        return here <= "\u11a7"
    if "\uac00" <= before <= "\ud7a3":
        return not here < "\u1160" and (not vowel or (ord(before) - 0xAC00) % 28 == 0)
    if "\u1160" <= before <= "\u11a7":
        return here >= "\u1160"
    return "\u11a8" <= before <= "\u11ff" and here >= "\u11a8"
