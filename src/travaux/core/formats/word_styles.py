"""Word's styles: what a paragraph or character inherits, whatever language the styles speak."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from travaux.core.formats.word_numbering import W, value_of, whole

_OFF = frozenset(("0", "false", "off", "none"))
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says: None where it is silent."""

    name: str
    based_on: str
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    raised: str | None = None
    hidden: bool | None = None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """A yes/no property of a run; None where it is not given.

    `<w:b/>` is yes, `<w:b w:val="0"/>` is no.
    """
    child = properties.find(W + name) if properties is not None else None
    if child is None:
        return None
    return (child.get(W + "val") or "1").lower() not in _OFF


class Styles:
    """The style sheet of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._looks: dict[str, Look] = {}
        self.default = ""
        self.languages: dict[str, str] = {}
        if root is None:
            return
        lang = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        if lang is not None:
            self.languages = {
                name: lang.get(W + name) or "" for name in ("val", "bidi", "eastAsia")
            }
        for node in root.findall(W + "style"):
            key = node.get(W + "styleId") or ""
            self._looks[key] = _look(node)
            is_default = (node.get(W + "default") or "0") not in _OFF
            if is_default and node.get(W + "type") == "paragraph":
                self.default = key
                own = node.find(f"{W}rPr/{W}lang")
                for name in ("val", "bidi", "eastAsia") if own is not None else ():
                    value = own.get(W + name) if own is not None else None
                    if value:
                        self.languages[name] = value

    def chain(self, key: str) -> list[Look]:
        """The style and those it is based on, nearest first; a circle is cut."""
        found: list[Look] = []
        while key in self._looks and len(found) < _DEPTH:
            found.append(self._looks[key])
            key = self._looks[key].based_on
        return found

    def name(self, key: str) -> str:
        """The style's own name in lower case; Word keeps built-in names in English."""
        look = self._looks.get(key)
        return look.name if look else key.lower()

    def names(self, key: str) -> list[str]:
        return [look.name for look in self.chain(key)] or [key.lower()]

    def heading_level(self, key: str) -> int | None:
        """1 to 9 where the style or one beneath it is a heading, 0 for body text, else None."""
        for look in self.chain(key):
            if look.outline is not None:
                return look.outline + 1 if look.outline < 9 else 0
            if look.name.startswith("heading ") and look.name[8:].isdecimal():
                return int(look.name[8:])
        return None

    def numbering(self, key: str) -> tuple[str, int | None, str] | None:
        """(list, level or None, style that says so), from the nearest style that has one."""
        level: int | None = None
        place = key
        for look in self.chain(key):
            level = look.list_level if level is None else level
            if look.list_id is not None:
                return look.list_id, level, place
            place = look.based_on
        return None


def _look(node: etree._Element) -> Look:
    paragraph = node.find(W + "pPr")
    run = node.find(W + "rPr")
    numbers = paragraph.find(W + "numPr") if paragraph is not None else None
    outline = value_of(paragraph, "outlineLvl")
    level = value_of(numbers, "ilvl")
    return Look(
        name=(value_of(node, "name") or node.get(W + "styleId") or "").lower(),
        based_on=value_of(node, "basedOn") or "",
        outline=None if outline is None else whole(outline, 9),
        list_id=value_of(numbers, "numId"),
        list_level=None if level is None else whole(level),
        bold=switch(run, "b"),
        italic=switch(run, "i"),
        raised=value_of(run, "vertAlign"),
        hidden=switch(run, "vanish"),
    )
