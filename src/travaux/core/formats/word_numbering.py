"""Word's own numbering: what numbering.xml and the styles print before each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from travaux.core.texts.numbers import letters, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_LETTER_FORMATS = frozenset(
    (
        "lowerLetter",
        "upperLetter",
        "lowerRoman",
        "upperRoman",
        "bullet",
        "arabicAlpha",
        "arabicAbjad",
        "russianLower",
        "russianUpper",
        "hebrew1",
        "hebrew2",
        "thaiLetters",
        "hindiVowels",
        "hindiConsonants",
        "ganada",
        "chosung",
        "aiueo",
        "iroha",
    )
)
_ALPHABETS = {
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
_CJK_COUNTING = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseDigitalTenThousand",
        "taiwaneseDigital",
    )
)
_DIGITS = {"hindiNumbers": 0x966, "thaiNumbers": 0xE50}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `restart` is None (after any higher level), 0 (never) or a level."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str = ""
    numbering_link: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands before a paragraph: its number, and the sub-paragraph level (0 for none)."""

    number: str
    sub_level: int


def value_of(element: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a named child, "" where the child has none, None where it is missing."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else (child.get(W + "val") or "")


def whole(text: str | None, default: int = 0) -> int:
    """A whole number out of an attribute, `default` where it is none.

    >>> whole("7"), whole("x", 1)
    (7, 1)
    """
    try:
        return int(text or "")
    except ValueError:
        return default


class Numbering:
    """The counters of all lists of a document, advanced paragraph by paragraph."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list ties to a paragraph style, 0 where it ties none."""
        abstract = self._abstract(list_id)
        levels = abstract.levels.items() if abstract else ()
        return next((place for place, level in levels if level.style == style), 0)

    def next(self, list_id: str, place: int) -> Printed | None:
        """Count one paragraph of a list at a level (0 to 8); None where the list is unknown."""
        key = self._lists.get(list_id)
        level = self._level(list_id, place)
        if key is None or level is None:
            return None
        counters = self._counters.setdefault(self._chain(key), {})
        self._begin_again(list_id, place, counters)
        counters[place] = counters[place] + 1 if place in counters else level.start
        for deeper in [held for held in counters if held > place]:
            rule = self._level(list_id, deeper)
            after = rule.restart if rule else None
            if after is None or (after and place < after):
                del counters[deeper]
        for higher in range(place):
            above = self._level(list_id, higher)
            counters.setdefault(higher, above.start if above else 1)
        number = self._worded(list_id, level, counters)
        return Printed(number, self._sub_level(list_id, place))

    def _begin_again(self, list_id: str, place: int, counters: dict[int, int]) -> None:
        starts = self._restarts.get(list_id, {})
        for at, start in starts.items():
            if at <= place and (list_id, at) not in self._seen:
                self._seen.add((list_id, at))
                for held in [held for held in counters if held >= at]:
                    del counters[held]
                if at == place:
                    counters[at] = start - 1
                else:
                    counters[at] = start

    def _worded(self, list_id: str, level: Level, counters: dict[int, int]) -> str:
        if level.format == "none":
            return ""
        if level.format == "bullet":
            sign = level.text.strip()
            private = not sign or "\ue000" <= sign[0] <= "\uf8ff" or sign in ("o", "§", "·", "-")
            return "•" if private else sign[:3]

        def filled(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = self._level(list_id, at) or Level()
            form = "decimal" if level.legal else of.format
            return worded(counters.get(at, of.start), form)

        number = " ".join(_PLACE.sub(filled, level.text).split())
        return number[:-1] if number.endswith(".") else number

    def _sub_level(self, list_id: str, place: int) -> int:
        base = place
        while base >= 0 and self._is_sub(list_id, base):
            base -= 1
        return place - base

    def _is_sub(self, list_id: str, place: int) -> bool:
        level = self._level(list_id, place)
        if level is None:
            return False
        if level.format in _LETTER_FORMATS:
            # "A." at the top or "2.a" are numbered paragraphs in some offices; a lone letter,
            # Roman numeral or bullet marks a sub-paragraph.
            return len(_PLACE.findall(level.text)) <= 1
        only_itself = _PLACE.findall(level.text) == [str(place + 1)]
        return place > 0 and only_itself and level.text.strip().endswith(")")

    def _level(self, list_id: str, place: int) -> Level | None:
        own = self._overrides.get(list_id, {}).get(place)
        if own:
            return own
        abstract = self._abstract(list_id)
        return abstract.levels.get(place) if abstract else None

    def _abstract(self, list_id: str) -> _Abstract | None:
        key = self._lists.get(list_id)
        return self._abstracts.get(self._chain(key)) if key is not None else None

    def _chain(self, key: str) -> str:
        abstract = self._abstracts.get(key)
        if abstract and abstract.numbering_link and not abstract.levels:
            for other, candidate in self._abstracts.items():
                if candidate.style_link == abstract.numbering_link:
                    return other
        return key

    def _read(self, root: etree._Element) -> None:
        for node in root.findall(W + "abstractNum"):
            abstract = _Abstract(
                style_link=value_of(node, "styleLink") or "",
                numbering_link=value_of(node, "numStyleLink") or "",
            )
            for level in node.findall(W + "lvl"):
                abstract.levels[whole(level.get(W + "ilvl"))] = _level_read(level)
            self._abstracts[node.get(W + "abstractNumId") or ""] = abstract
        for node in root.findall(W + "num"):
            list_id = node.get(W + "numId") or ""
            self._lists[list_id] = value_of(node, "abstractNumId") or ""
            for override in node.findall(W + "lvlOverride"):
                place = whole(override.get(W + "ilvl"))
                start = value_of(override, "startOverride")
                own = override.find(W + "lvl")
                if own is not None:
                    read = _level_read(own)
                    if start is not None:
                        read = replace(read, start=whole(start, 1))
                    self._overrides.setdefault(list_id, {})[place] = read
                if start is not None:
                    self._restarts.setdefault(list_id, {})[place] = whole(start, 1)


def _level_read(node: etree._Element) -> Level:
    restart = value_of(node, "lvlRestart")
    return Level(
        start=whole(value_of(node, "start"), 1),
        format=value_of(node, "numFmt") or "decimal",
        text=value_of(node, "lvlText") or "",
        restart=None if restart is None else whole(restart),
        legal=node.find(W + "isLgl") is not None,
        style=value_of(node, "pStyle") or "",
    )


def worded(value: int, form: str) -> str:
    """A counter in one of Word's number formats; unknown formats are printed as decimals.

    >>> [worded(4, form) for form in ("decimal", "upperLetter", "lowerRoman", "decimalZero")]
    ['4', 'D', 'iv', '04']
    >>> worded(12, "chineseCounting"), worded(2, "russianLower")
    ('十二', 'б')
    """
    if value < 1 or value > 3999:
        return str(value)
    if form in ("lowerLetter", "upperLetter"):
        return letters(value) if form == "lowerLetter" else letters(value).upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(value) if form == "lowerRoman" else roman(value).upper()
    if form == "decimalZero":
        return f"{value:02d}"
    if form in _ALPHABETS:
        alphabet = _ALPHABETS[form]
        return alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1)
    if form in _CJK_COUNTING and value < 100:
        return _cjk(value)
    if form in _DIGITS:
        return "".join(chr(_DIGITS[form] + int(digit)) for digit in str(value))
    return str(value)


def _cjk(value: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    head = ("" if tens < 2 else digits[tens]) + ("十" if tens else "")
    return head + (digits[ones] if ones or not tens else "")
