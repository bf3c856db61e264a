"""The signs of sub-paragraphs as each language writes them, over one identity."""

from __future__ import annotations

from travaux.core.texts.added_numbers import added_in, parted
from travaux.core.texts.numbers import letters, roman, styles_of

#: The order in which Arabic counts with letters.
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HALF = frozenset(("fr", "es", "ru"))  # "a)", where English and Chinese write "(a)"
_CHINESE = "一二三四五六七八九"


def label_in(number: str, language: str, level: int = 1) -> str:
    """The sign before a sub-paragraph as texts in a language write it; other numbers stay.

    `level` tells whether "(i)" is the ninth letter (1) or a Roman number (deeper). Source: the
    custom of the official documents of the United Nations in their six languages: (a), (i) in
    English; a), i) in French, Spanish and Russian; letters in the order of abjad and figures in
    quotation marks in Arabic; (a) and Chinese figures in Chinese. Promise: what is not such a
    sign, and what lies beyond the letters of Arabic, is given back as it is.

    >>> [label_in("(b)", language) for language in ("en", "fr", "es", "ru", "ar", "zh")]
    ['(b)', 'b)', 'b)', 'b)', '(ب)', '(b)']
    >>> [label_in("(iv)", language, 2) for language in ("en", "fr", "ar", "zh")]
    ['(iv)', 'iv)', '‘4’', '(四)']
    >>> [label_in(*asked) for asked in (("(ج)", "en"), ("(十二)", "es"), ("‘2’", "fr"))]
    ['(c)', 'xii)', 'ii)']
    >>> [label_in("2 bis", language) for language in ("fr", "ru", "ar", "zh")]
    ['2 bis', '2 бис', '2 مكررا', '2之二']
    >>> label_in("•", "fr"), label_in("3.1", "ar"), label_in("12", "ar")
    ('•', '3.1', '12')
    """
    if parted(number)[1] >= 0:
        return added_in(number, language)
    kind, value = _meaning(number, level)
    tongue = language.split("-")[0]
    if not value:
        return number
    if tongue == "ar":
        if kind in ("roman", "ROMAN"):
            return f"‘{value}’"
        if kind == "decimal":
            return f"({value})"
        return f"({ABJAD[value - 1]})" if value <= len(ABJAD) else number
    if tongue == "zh" and kind in ("roman", "ROMAN"):
        return f"({_chinese(value)})" if value < 100 else number
    if kind in ("roman", "ROMAN"):
        sign = roman(value)
    else:
        sign = str(value) if kind == "decimal" else letters(value)
    sign = sign.upper() if kind.isupper() else sign
    return f"{sign})" if tongue in _HALF else f"({sign})"


def _meaning(number: str, level: int) -> tuple[str, int]:
    """What a sign counts by and how far; ("", 0) where it is no sign of a sub-paragraph."""
    if number[:1] == "‘" and number[1:-1].isdecimal():
        return "roman", int(number[1:-1])
    core = number.strip("()（）[] ").rstrip(".")
    if not core or core == number.strip():
        # a bare "3" or "a" is the number of a paragraph or a heading
        return "", 0
    if len(core) == 1 and core in ABJAD:
        return "letter", ABJAD.index(core) + 1
    if value := _chinese_value(core):
        return "roman", value
    found = [(kind, value) for kind, value in styles_of(f"({core})") if value > 0]
    if not found:
        return "", 0
    romans = [one for one in found if one[0] in ("roman", "ROMAN")]
    others = [one for one in found if one not in romans]
    wanted = romans if level > 1 or not others else others
    return (wanted or others or romans)[0]


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens - 1]}十"
    return head + (_CHINESE[ones - 1] if ones else "")


def _chinese_value(core: str) -> int:
    return next((n for n in range(1, 100) if _chinese(n) == core), 0)
