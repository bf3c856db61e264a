"""The numbers printed before paragraphs: typed ones read, new ones written, (a)(i) nested."""

from __future__ import annotations

import re
from typing import Literal

NumberStyle = Literal["decimal", "letter", "LETTER", "roman", "ROMAN", "bullet", "cjk", "other"]

BULLETS = "•‣◦▪●○–—·-*"
# What was put in afterwards, in any of the six languages: see added_numbers.
_SUFFIX = (
    r"(?:[ .]?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)\b"
    r"|[ -](?:бис|тер|кватер|квинквиес|сексиес|септиес|октиес|новиес|дециес)\b"
    r"|之[二三四五六七八九十]"
    r"| مكررا(?:\u064b)?(?: (?:ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا)\u064b?)?)?"
)
_CJK = "一二三四五六七八九十百"
_PARAGRAPH = re.compile(
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,4}})*{_SUFFIX})(?:\.(?=[\s\[])|(?=\t)|[\u3001\uff0e])\s*"
    rf"|(?P<paren>[\[(\uff08]?\d{{1,4}}[)\uff09])(?=[\s])\s*"
    rf"|(?P<section>\d{{1,3}}(?:\.\d{{1,3}})+{_SUFFIX})(?:\s{{2,}}|\s(?=[A-ZА-Я\[]))"
)
_SUB = re.compile(
    r"(?P<number>[(\uff08](?:[^\W\d_]|(?P<twice>[a-zA-Z])(?P=twice)|[ivxl]{1,6}|[IVXL]{1,6}"
    rf"|[{_CJK}]{{1,3}})[)\uff09])\s*"
    r"|(?P<half>(?:[^\W\d_A-Z]|[ivxl]{2,6})\))\s+"
    rf"|(?P<bullet>[{re.escape(BULLETS)}])\s+"
)
_SUB_DOTTED = re.compile(r"(?P<number>[a-z]|[ivx]{2,5})\.\s+")
_HEADING = re.compile(
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*{_SUFFIX})\.?(?:\s+)(?=\S)"
    r"|(?P<letter>[A-Z]|[IVXL]{1,6}|[a-z])\.\s+(?=\S)"
    rf"|(?P<cjk>[{_CJK}]{{1,3}})\u3001\s*"
)
LABEL = re.compile(r"\s*\[(?P<label>[A-Za-z][A-Za-z0-9]*(?:[.:_-][A-Za-z0-9]+)*)\]$")

_ROMANS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def typed_paragraph_number(text: str) -> tuple[str, int]:
    """The number typed before a paragraph and the length that it takes; ("", 0) where none.

    >>> typed_paragraph_number("12. The States")
    ('12', 4)
    >>> typed_paragraph_number("2015 was a year of change")
    ('', 0)
    """
    found = _PARAGRAPH.match(text)
    if not found:
        return "", 0
    number = found["number"] or found["paren"] or found["section"]
    return number, found.end()


def typed_sub_number(text: str, *, dotted: bool = True) -> tuple[str, int]:
    """The sign typed before a sub-paragraph, a bullet included; ("", 0) where none.

    >>> typed_sub_number("(iv) by mail"), typed_sub_number("(the) rest")
    (('(iv)', 5), ('', 0))
    """
    found = _SUB.match(text) or (_SUB_DOTTED.match(text) if dotted else None)
    if not found:
        return "", 0
    groups = found.groupdict()
    if groups.get("bullet"):
        return "•" if groups["bullet"] in "-*·●" else groups["bullet"], found.end()
    return groups["number"] or groups["half"], found.end()


def typed_heading_number(text: str) -> tuple[str, int]:
    """The number typed before a heading, without its closing dot; ("", 0) where none.

    >>> typed_heading_number("1.3.1 General"), typed_heading_number("IV. Scope")
    (('1.3.1', 6), ('IV', 4))
    """
    found = _HEADING.match(text)
    if not found:
        return "", 0
    return found["number"] or found["letter"] or found["cjk"], found.end()


def printed(number: str) -> str:
    """A number as it stands before its text: "12" gets its dot back, "(a)" stays.

    >>> printed("12"), printed("(a)"), printed("1.3.1"), printed("")
    ('12.', '(a)', '1.3.1.', '')
    """
    return f"{number}." if number and number[-1].isalnum() else number


def roman(value: int) -> str:
    """A small Roman numeral, 1 to 3999.

    >>> roman(14)
    'xiv'
    """
    signs = ""
    for worth, sign in _ROMANS:
        while value >= worth:
            signs, value = signs + sign, value - worth
    return signs


def letters(value: int) -> str:
    """Word's letters: a … z, then aa, bb … zz, aaa.

    >>> letters(1), letters(27), letters(28)
    ('a', 'aa', 'bb')
    """
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def styles_of(number: str) -> tuple[tuple[NumberStyle, int], ...]:
    """What a sign can mean: "(i)" is the first Roman number or the ninth letter.

    >>> styles_of("(i)")
    (('roman', 1), ('letter', 9))
    >>> styles_of("•")
    (('bullet', 0),)
    """
    core = number.strip("()[].（）、 ")
    if not core or core in BULLETS:
        return (("bullet", 0),)
    found: list[tuple[NumberStyle, int]] = []
    if core.isdecimal():
        return (("decimal", int(core)),)
    if core.isascii() and core.isalpha():
        small = core.lower()
        upper = core != small
        value = _roman_value(small)
        if value:
            found.append(("ROMAN" if upper else "roman", value))
        if len(set(small)) == 1:
            place = ord(small[0]) - ord("a") + 1 + 26 * (len(small) - 1)
            found.append(("LETTER" if upper else "letter", place))
    return tuple(found) or (("other", 0),)


def _roman_value(small: str) -> int:
    if not set(small) <= set("ivxlcdm"):
        return 0
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    total = 0
    for here, after in zip(small, [*small[1:], ""], strict=True):
        total += -worth[here] if worth.get(after, 0) > worth[here] else worth[here]
    return total if roman(total) == small else 0


class SubLevels:
    """Tells how deep a typed (a) or (i) stands, from the signs that came before it.

    >>> levels = SubLevels()
    >>> [levels.place(sign) for sign in ("(a)", "(b)", "(i)", "(ii)", "(c)", "(i)")]
    [1, 1, 2, 2, 1, 2]
    """

    def __init__(self) -> None:
        self._stack: list[tuple[NumberStyle, int]] = []

    def restart(self) -> None:
        self._stack.clear()

    def place(self, number: str) -> int:
        meanings = styles_of(number)
        for depth in range(len(self._stack), 0, -1):
            style, last = self._stack[depth - 1]
            for meaning, value in meanings:
                if meaning == style and (value == last + 1 or meaning in ("bullet", "other")):
                    self._stack[depth - 1 :] = [(meaning, value)]
                    return depth
        meaning, value = min(meanings, key=lambda found: found[1])
        for depth in range(len(self._stack), 0, -1):
            if self._stack[depth - 1][0] == meaning and value != 1:
                self._stack[depth - 1 :] = [(meaning, value)]
                return depth
        same = [depth for depth, held in enumerate(self._stack, 1) if held[0] == meaning]
        if same and value == 1:
            # A second (a) list at the depth of the first: the list began again.
            self._stack[same[-1] - 1 :] = [(meaning, value)]
            return same[-1]
        self._stack.append((meaning, value))
        return len(self._stack)
