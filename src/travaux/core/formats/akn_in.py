"""Akoma Ntoso (.akn.xml) -> Document: our own files whole, those of others as far as words go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from travaux.core.formats.akn_out import LANGUAGES, MARKS
from travaux.core.formats.bounds import parse_xml
from travaux.core.formats.decoding import clean
from travaux.core.formats.inline import Words
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.blocks import table
from travaux.core.texts.document import Block, BlockKind, Document, MarkKind, Note

_BACK = {akn: code for code, akn in LANGUAGES.items()}
_KINDS: dict[str, MarkKind] = {akn: kind for kind, akn in MARKS.items()}  # type: ignore[misc]
_KINDS |= {"a": "link", "ref": "link", "mref": "link", "rref": "link"}
# Containers of paragraphs, and things that stand like (a) in a paragraph.
_SUBS = frozenset(("point", "indent", "alinea", "item", "subparagraph", "clause", "subclause"))
_LEAVES = frozenset(("paragraph", "recital", "recitals", "citation"))
_OUTSIDE = frozenset(("meta", "authorialNote", "components", "attachments", "num", "heading"))
_BREAK = re.compile(r"[ \t]*[\r\n\t][ \t\r\n]*")


def read_akn(data: bytes) -> Document:
    """Read Akoma Ntoso of any namespace version.

    Errors: `akn-not-found` (facts: found), `text-empty`, and those of parsing XML.
    """
    root = parse_xml(data)
    if _name(root) != "akomaNtoso":
        raise Unusable("akn-not-found", found=_name(root)[:40])
    reader = _Reader()
    whole = next((child for child in root if isinstance(child.tag, str)), root)
    for child in whole:
        if _name(child) != "meta" and _name(child) not in ("preface", "coverPage"):
            reader.container(child, 0)
    title = reader.words(_first(whole, "docTitle")).block("paragraph").text
    if not reader.blocks:
        raise Unusable("text-empty")
    problems = (
        (Problem("bidi-controls-removed", facts={"count": reader.dropped}),)
        if reader.dropped
        else ()
    )
    return Document(title, tuple(reader.blocks), _language(whole), problems)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.dropped = 0

    def container(self, element: Any, depth: int) -> None:
        """A part, chapter, section …: its heading, then all that stands in it."""
        name = _name(element)
        if name in _LEAVES or name in _SUBS:
            self._paragraph(element, 0 if name in _LEAVES else 1)
            return
        if name in ("p", "block", "longTitle", "formula"):
            self._add(self.words(element), "paragraph", "", 0)
            return
        if name == "table":
            self._table(element)
            return
        heading, number = _child(element, "heading"), _number(element)
        if heading is not None or number:
            self._heading(element, heading, number, depth)
        for child in element:
            inner = _name(child)
            if inner in _OUTSIDE:
                continue
            wraps = inner in ("content", "intro", "wrapUp", "body", "mainBody", "preamble")
            self.container(child, depth if wraps else depth + 1)

    def words(self, element: Any) -> Words:
        """The words of a paragraph with emphasis, links and notes."""
        words = Words()
        if element is not None:
            self._gather(words, element)
        return words

    def _gather(self, words: Words, element: Any) -> None:
        words.add(_joined(element.text))
        for child in element:
            name = _name(child)
            kind = _KINDS.get(name)
            if name == "inline" and child.get("name") == "code":
                kind = "code"
            if name == "inline" and child.get("name") == "label":
                pass
            elif name == "inline" and child.get("name") == "bracket" and not _signed(child):
                words.add("[")
                self._gather(words, child)
                words.add("]")
            elif name in ("eol", "br"):
                words.line_break()
            elif name == "authorialNote":
                words.note(child.get("marker", ""), self._note(child))
            elif kind:
                words.open(kind, child.get("href", "") if kind == "link" else "")
                self._gather(words, child)
                words.close()
            elif isinstance(child.tag, str):
                self._gather(words, child)
            words.add(_joined(child.tail))

    def _note(self, element: Any) -> str:
        parts = [child for child in element if _name(child) == "p"] or [element]
        lines = [self.words(part).block("paragraph").text for part in parts]
        return "\n".join(lines)

    def _heading(self, element: Any, heading: Any, number: str, depth: int) -> None:
        label = ""
        if heading is not None:
            label = next(
                (
                    "".join(child.itertext())
                    for child in heading
                    if _name(child) == "inline" and child.get("name") == "label"
                ),
                "",
            )
        self._add(self.words(heading), "heading", number, max(depth, 1), label)

    def _paragraph(self, element: Any, level: int) -> None:
        """A paragraph or point: its own words, then the points in it one level deeper."""
        number = _number(element)
        kind: BlockKind = "sub" if level else "paragraph"
        heading = _child(element, "heading")
        if heading is not None:
            self._add(self.words(heading), kind, number, level)
            number = ""
        for child in _parts(element):
            name = _name(child)
            if name in _OUTSIDE:
                continue
            if name in ("content", "intro", "wrapUp", "alinea"):
                number = self._inside(child, kind, number, level)
            elif name in ("p", "block"):
                self._add(self.words(child), kind, number, level)
                number = ""
            elif name == "table":
                self._table(child)
            else:
                if number:
                    self._add(Words(), kind, number, level)
                    number = ""
                self._paragraph(child, level + 1)
        if number:
            self._add(Words(), kind, number, level)

    def _inside(self, content: Any, kind: BlockKind, number: str, level: int) -> str:
        for child in content:
            name = _name(child)
            if name == "table":
                self._table(child)
            elif name == "blockList":
                lead = _child(child, "listIntroduction")
                if lead is not None or number:
                    self._add(self.words(lead), kind, number, level)
                    number = ""
                for item in child:
                    if _name(item) == "item":
                        self._paragraph(item, level + 1)
            elif child.get("class") == "code":
                self._code(child)
            elif isinstance(child.tag, str):
                self._add(self.words(child), kind, number, level)
                number = ""
        return number

    def _code(self, element: Any) -> None:
        text, dropped = clean(self.words(element).raw())
        self.dropped += dropped
        self.blocks.append(Block("code", text))

    def _table(self, element: Any) -> None:
        rows: list[list[str]] = []
        notes: list[Note] = []
        start = 0
        for row in element.iter(_tag(element, "tr")):
            rows.append([])
            for cell in row:
                if _name(cell) not in ("td", "th"):
                    continue
                paragraphs = [child for child in cell if _name(child) == "p"]
                held = [self.words(part).block("paragraph") for part in paragraphs or [cell]]
                for block in held:
                    notes += [replace(note, at=note.at + start) for note in block.notes]
                words = " ".join(block.text for block in held)
                rows[-1].append(words)
                start += len(words) + 1
        if rows:
            self.blocks.append(table(rows, tuple(notes)))

    def _add(self, words: Words, kind: BlockKind, number: str, level: int, label: str = "") -> None:
        block = words.block(kind)
        self.dropped += words.bidi_dropped
        if block.text or block.notes or number:
            level = min(level, 6) if kind == "heading" else level
            self.blocks.append(replace(block, number=number, level=level, label=label))


def _parts(element: Any) -> Iterator[Any]:
    """What stands in a paragraph; a `list` in it stands for what it holds."""
    for child in element:
        if _name(child) == "list":
            yield from _parts(child)
        else:
            yield child


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _tag(element: Any, name: str) -> str:
    space = etree.QName(element).namespace
    return f"{{{space}}}{name}" if space else name


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _name(child) == name), None)


def _first(element: Any, name: str) -> Any:
    return next(element.iter(_tag(element, name)), None)


def _number(element: Any) -> str:
    found = _child(element, "num")
    words = " ".join("".join(found.itertext()).split()) if found is not None else ""
    bare = words.removesuffix(".")
    return bare if bare and bare[-1].isalnum() else words


def _signed(bracket: Any) -> bool:
    """Whether a bracket holds its own signs, as ours do."""
    return "".join(bracket.itertext()).lstrip().startswith(("[", "［"))


def _joined(text: str | None) -> str:
    """Words without the line breaks and indents that only lay the file out."""
    return _BREAK.sub(" ", text) if text and text.strip() else _only_layout(text)


def _only_layout(text: str | None) -> str:
    return "" if not text or _BREAK.search(text) else text


def _language(whole: Any) -> str:
    found = _first(whole, "FRBRlanguage")
    code = (found.get("language", "") if found is not None else "").lower()
    return "" if code == "und" else _BACK.get(code, code)
