"""What people write, kept as they wrote it, without what no page and no database can hold."""

from __future__ import annotations

import re

LONGEST = 100_000  # characters of a comment, and of a proposed wording

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")


def kept_words(text: str) -> str:
    """Words as written, with one kind of newline, without control characters and half signs.

    Marks of direction stay: they are part of what was written, and pages isolate them.

    >>> kept_words("  one\\r\\ntwo\\x00\\x1b ")
    'one\\ntwo'
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
