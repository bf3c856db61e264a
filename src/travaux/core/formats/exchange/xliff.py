"""XLIFF 1.2 and 2.0, the files of translators' tools (OASIS standards), out and in."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from travaux.core.formats.bounds import parse_xml
from travaux.core.formats.exchange.units import CODE, Package, State, Unit
from travaux.core.formats.word_parts import storable
from travaux.core.problems import Unusable

OLD = "urn:oasis:names:tc:xliff:document:1.2"
NEW = "urn:oasis:names:tc:xliff:document:2.0"
_OLD_STATES: dict[State, str] = {
    "missing": "needs-translation",
    "changed": "needs-adaptation",
    "machine": "needs-review-translation",
    "current": "translated",
    "reviewed": "final",
}
_NEW_STATES: dict[State, str] = {
    "missing": "initial",
    "changed": "initial",
    "machine": "translated",
    "current": "translated",
    "reviewed": "final",
}
# The states of other tools, as near as they come to ours.
_READ: dict[str, State] = {
    "new": "missing",
    "initial": "missing",
    "needs-translation": "missing",
    "needs-adaptation": "changed",
    "needs-l10n": "changed",
    "needs-review-translation": "machine",
    "needs-review-adaptation": "machine",
    "needs-review-l10n": "machine",
    "translated": "current",
    "signed-off": "reviewed",
    "reviewed": "reviewed",
    "final": "reviewed",
}


def write_xliff(package: Package, version: str = "2.0") -> bytes:
    """A package as XLIFF `version` "1.2" or "2.0"."""
    return _write_old(package) if version == "1.2" else _write_new(package)


def read_xliff(data: bytes) -> Package:
    """Read XLIFF 1.2 or 2.0 as a translator's tool gave it back.

    Errors: `xliff-not-found` (facts: found), and those of parsing XML.
    """
    root = parse_xml(data)
    name = etree.QName(root)
    if name.localname != "xliff":
        raise Unusable("xliff-not-found", found=name.localname[:40])
    return _read_new(root) if root.get("version", "").startswith("2") else _read_old(root)


def _write_old(package: Package) -> bytes:
    space = f"{{{OLD}}}"
    root = etree.Element(space + "xliff", nsmap={None: OLD}, version="1.2")  # type: ignore[dict-item]
    file = etree.SubElement(root, space + "file")
    file.set("original", package.version)
    file.set("source-language", package.source_language)
    file.set("target-language", package.target_language)
    file.set("datatype", "plaintext")
    body = etree.SubElement(file, space + "body")
    for unit in package.units:
        made = etree.SubElement(body, space + "trans-unit", id=unit.key)
        if unit.state == "reviewed":
            made.set("approved", "yes")
        source = etree.SubElement(made, space + "source")
        _fill(source, unit.source, space, ("g", "x"))
        target = etree.SubElement(made, space + "target", state=_OLD_STATES[unit.state])
        if unit.state == "machine":
            target.set("state-qualifier", "leveraged-mt")
        _fill(target, unit.target, space, ("g", "x"))
        if unit.place:
            etree.SubElement(made, space + "note").text = storable(unit.place)
        if unit.before:
            other = etree.SubElement(made, space + "alt-trans", alttranstype="previous-version")
            _fill(etree.SubElement(other, space + "source"), unit.before, space, ("g", "x"))
            _fill(etree.SubElement(other, space + "target"), unit.target, space, ("g", "x"))
    return _bytes(root)


def _write_new(package: Package) -> bytes:
    space = f"{{{NEW}}}"
    root = etree.Element(space + "xliff", nsmap={None: NEW}, version="2.0")  # type: ignore[dict-item]
    root.set("srcLang", package.source_language)
    root.set("trgLang", package.target_language)
    file = etree.SubElement(root, space + "file", id="f1", original=package.version)
    for unit in package.units:
        made = etree.SubElement(file, space + "unit", id=unit.key)
        if unit.place or unit.before:
            notes = etree.SubElement(made, space + "notes")
            if unit.place:
                note = etree.SubElement(notes, space + "note", category="place")
                note.text = storable(unit.place)
            if unit.before:
                note = etree.SubElement(notes, space + "note", category="previous-source")
                note.text = storable(unit.before)
        segment = etree.SubElement(made, space + "segment", state=_NEW_STATES[unit.state])
        if unit.state in ("machine", "changed"):
            segment.set("subState", f"travaux:{unit.state}")
        _fill(etree.SubElement(segment, space + "source"), unit.source, space, ("pc", "ph"))
        if unit.target:
            _fill(etree.SubElement(segment, space + "target"), unit.target, space, ("pc", "ph"))
    return _bytes(root)


def _bytes(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _fill(parent: Any, words: str, space: str, names: tuple[str, str]) -> None:
    """Words with their codes as elements: a pair where it nests, a lone one where it does not."""
    pair, lone = names
    stack: list[tuple[str, Any]] = [("", parent)]
    last = 0
    closes = {found[0] for found in CODE.finditer(words) if found["close"]}
    for found in CODE.finditer(words):
        _text(stack[-1][1], words[last : found.start()])
        last = found.end()
        sign = found[0]
        count = found["mark"] or f"n{found['note']}"
        if found["mark"] and not found["close"] and f"</{count}>" in closes:
            stack.append((count, etree.SubElement(stack[-1][1], space + pair, id=count)))
        elif found["close"] and stack[-1][0] == count:
            stack.pop()
        elif found["close"] and any(count == opened for opened, _ in stack):
            # Marks that cross cannot nest: the words between stay, the inner pair ends here too.
            while stack[-1][0] != count:
                stack.pop()
            stack.pop()
        elif found["note"]:
            etree.SubElement(stack[-1][1], space + lone, id=count)
        else:
            _text(stack[-1][1], sign)
    _text(stack[-1][1], words[last:])


def _text(parent: Any, words: str) -> None:
    words = storable(words)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _read_old(root: Any) -> Package:
    space = f"{{{etree.QName(root).namespace}}}" if etree.QName(root).namespace else ""
    file = root.find(f".//{space}file")
    if file is None:
        raise Unusable("xliff-not-found", found="xliff")
    units = []
    for made in root.iter(space + "trans-unit"):
        target = made.find(space + "target")
        state = _READ.get(target.get("state", "") if target is not None else "", "current")
        if made.get("approved") == "yes":
            state = "reviewed"
        if target is not None and target.get("state-qualifier", "").endswith("-mt"):
            state = "machine"
        units.append(_unit(made.get("id", ""), made.find(space + "source"), target, state))
    return Package(
        file.get("original", ""),
        file.get("source-language", ""),
        file.get("target-language", ""),
        tuple(units),
    )


def _read_new(root: Any) -> Package:
    space = f"{{{etree.QName(root).namespace}}}"
    file = root.find(space + "file")
    if file is None:
        raise Unusable("xliff-not-found", found="xliff")
    units = []
    for made in root.iter(space + "unit"):
        # between its segments a tool keeps what it does not translate, such as blanks
        pieces = list(made.iter(f"{space}segment", f"{space}ignorable"))
        segments = [piece for piece in pieces if piece.tag == space + "segment"]
        sources = [_words(piece.find(space + "source")) for piece in pieces]
        targets = [_target_of(piece, space) for piece in pieces]
        if not any(_words(segment.find(space + "target")).strip() for segment in segments):
            targets = []
        states = {segment.get("state", "translated") for segment in segments}
        # A unit cut into segments is as far as its slowest segment.
        state: State = min((_READ.get(s, "current") for s in states), key=_order, default="missing")
        subs = {segment.get("subState", "") for segment in segments}
        if "travaux:machine" in subs and state == "current":
            state = "machine"
        target = "".join(targets)
        units.append(Unit(made.get("id", ""), "".join(sources), target, _told(target, state)))
    return Package(
        file.get("original", ""), root.get("srcLang", ""), root.get("trgLang", ""), tuple(units)
    )


def _target_of(piece: Any, space: str) -> str:
    """The translation of a segment; of what is not translated the source where it has none."""
    target = piece.find(space + "target")
    if target is None and piece.tag == space + "ignorable":
        return _words(piece.find(space + "source"))
    return _words(target)


def _order(state: State) -> int:
    return ("missing", "changed", "machine", "current", "reviewed").index(state)


def _unit(key: str, source: Any, target: Any, state: State) -> Unit:
    words = _words(target)
    return Unit(key, _words(source), words, _told(words, state))


def _told(target: str, state: State) -> State:
    """Words were given although the tool left the state at its beginning: they count."""
    if not target.strip():
        return "missing"
    return "current" if state == "missing" else state


def _words(element: Any) -> str:
    """The words of a source or target with elements made codes again."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        count = child.get("id", "")
        inside = _words(child)
        if name in ("g", "pc") and re.fullmatch(r"\d{1,4}", count):
            pieces.append(f"<{count}>{inside}</{count}>")
        elif name == "sc" and re.fullmatch(r"\d{1,4}", count):  # a tool cut a pair in two
            pieces.append(f"<{count}>")
        elif name == "ec" and re.fullmatch(r"\d{1,4}", child.get("startRef", count)):
            pieces.append(f"</{child.get('startRef', count)}>")
        elif name in ("x", "ph") and re.fullmatch(r"n\d{1,4}", count):
            pieces.append(f"<{count}/>")
        else:
            pieces.append(inside)
        pieces.append(child.tail or "")
    return "".join(pieces)
