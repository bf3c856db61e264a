"""The parts of a Word file around its text: styles, numbering, headers, properties."""

from __future__ import annotations

import posixpath
from collections import Counter

from lxml import etree

from travaux.core.formats.bounds import OfficeArchive
from travaux.core.formats.word_numbering import Numbering, W, value_of, whole
from travaux.core.formats.word_package import main_part, part_of, relations
from travaux.core.formats.word_styles import Styles
from travaux.core.problems import Problem, Unusable


class Surroundings:
    """What a reader of the text asks the rest of the file; what cannot be read is a problem."""

    def __init__(self, archive: OfficeArchive) -> None:
        self._archive = archive
        self._main = main_part(archive)
        self._problems: list[Problem] = []
        self._count: Counter[str] = Counter()
        self._parts = relations(archive, self._main)[1]
        self._styles = Styles(self._part("/styles"))
        self._numbering = Numbering(self._part("/numbering"))

    def _look_at_headers(self) -> None:
        for kind, name in self._parts:
            if not kind.endswith(("/header", "/footer")) or not self._archive.has(name):
                continue
            try:
                root = self._archive.xml(name)
            except Unusable:
                continue
            changed = sum(1 for _ in root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"))
            self._count["headers-left-out"] += changed

    def _part(self, ending: str) -> etree._Element | None:
        """A part beside the main one; one that cannot be read is said and left out."""
        for kind, name in self._parts:
            if kind.endswith(ending) and self._archive.has(name):
                try:
                    return part_of(self._archive, name)
                except Unusable as unusable:
                    if unusable.code == "archive-bomb":
                        raise
                    self._problems.append(Problem("part-unreadable", name))
                    return None
        return None

    def _level(self, properties: etree._Element | None, style: str) -> int:
        direct = value_of(properties, "outlineLvl")
        if direct is not None:
            return whole(direct, 9) + 1 if whole(direct, 9) < 9 else 0
        return self._styles.heading_level(style) or 0

    def _number(self, properties: etree._Element | None, style: str) -> str:
        direct = properties.find(W + "numPr") if properties is not None else None
        list_id = value_of(direct, "numId")
        level: int | None = whole(value_of(direct, "ilvl")) if direct is not None else None
        inherited = self._styles.numbering(style)
        if list_id is None and inherited:
            list_id, own, place = inherited
            level = own if level is None or value_of(direct, "ilvl") is None else level
            if level is None:
                level = self._numbering.level_of_style(list_id, place)
        if not list_id or list_id == "0":
            return ""
        printed = self._numbering.next(list_id, level or 0)
        return printed.number if printed else ""

    def _title(self) -> str:
        name = posixpath.join("docProps", "core.xml")
        if not self._archive.has(name):
            return ""
        try:
            root = self._archive.xml(name)
        except Unusable:
            return ""
        node = root.find("{http://purl.org/dc/elements/1.1/}title")
        return (node.text or "").strip()[:500] if node is not None else ""
