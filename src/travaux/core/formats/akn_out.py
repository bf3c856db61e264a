"""Document -> Akoma Ntoso 3.0 (.akn.xml), valid against the OASIS schema, numbers as stored text.

Elements follow the naming convention of the standard; `eId` says where a thing stands in this
version ("chp_1__para_3__point_a"), `wId` what it is through all versions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from travaux.core.formats.akn_brackets import Brackets, stretches
from travaux.core.formats.masthead import Masthead
from travaux.core.formats.word_parts import storable
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
A = f"{{{NAMESPACE}}}"
# How deep a heading stands -> element and its sign in ids; deeper ones are `hcontainer`.
HIERARCHY = (("chapter", "chp"), ("section", "sec"), ("subsection", "subsec"))
LANGUAGES = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
MARKS = {"strong": "b", "em": "i", "sup": "sup", "sub": "sub"}
_UNKNOWN_DAY = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a text is in the catalogue of its body: its symbol, its day, who issues it.

    `keys` name each block through all versions (its paragraph's identity), in the order of blocks;
    without them what a block is in this version stands for what it is.
    """

    symbol: str = ""
    dated_on: date | None = None
    actor: str = "secretariat"
    adopted: bool = False
    keys: tuple[str, ...] = ()

    @property
    def work(self) -> str:
        """The address of the work, whatever its language or version.

        >>> Identity("A/RES/66/1", date(2011, 9, 16)).work
        '/akn/un/bill/guidelinedraft/secretariat/2011-09-16/A-RES-66-1'
        """
        kind = "act/guideline" if self.adopted else "bill/guidelinedraft"
        number = re.sub(r"[^\w.-]+", "-", self.symbol.replace(" ", "_")).strip("-") or "nn"
        return f"/akn/un/{kind}/{self.actor}/{self.day}/{number}"

    @property
    def day(self) -> str:
        return self.dated_on.isoformat() if self.dated_on else _UNKNOWN_DAY


def write_akn(
    document: Document, masthead: Masthead | None = None, identity: Identity | None = None
) -> bytes:
    """Write a text as Akoma Ntoso; equal texts give equal bytes, `read_akn` gives it back whole."""
    who = identity or Identity(symbol=masthead.symbol if masthead else "")
    root = etree.Element(A + "akomaNtoso", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    name = "guideline" if who.adopted else "guidelineDraft"
    whole = _in(root, "act" if who.adopted else "bill", name=name, contains="originalVersion")
    meta = _meta(whole, document, who)
    if document.title:
        title = _in(_in(_in(whole, "preface"), "p"), "docTitle")
        title.text = storable(document.title)
    writer = _Writer(_in(whole, "body"), who.keys)
    for place, block in enumerate(document.blocks):
        writer.block(place, block)
    writer.finish()
    writer.brackets.tell(meta, A, f"#{who.actor}")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _meta(whole: Any, document: Document, who: Identity) -> Any:
    code = document.language.replace("_", "-").split("-")[0].lower()
    language = LANGUAGES.get(code, code or "und")
    expression = f"{who.work}/{language}@{who.day}"
    meta = _in(whole, "meta")
    identification = _in(meta, "identification", source=f"#{who.actor}")
    for level, address in (
        ("FRBRWork", who.work),
        ("FRBRExpression", expression),
        ("FRBRManifestation", f"{expression}.xml"),
    ):
        told = _in(identification, level)
        component = "" if level == "FRBRManifestation" else "/!main"
        _in(told, "FRBRthis", value=address + component)
        _in(told, "FRBRuri", value=address)
        _in(told, "FRBRdate", date=who.day, name="issued")
        _in(told, "FRBRauthor", href=f"#{who.actor}")
        if level == "FRBRWork":
            _in(told, "FRBRcountry", value="un")
            if who.symbol:
                number = who.work.rsplit("/", 1)[1]
                _in(told, "FRBRnumber", value=number, showAs=storable(who.symbol))
        if level == "FRBRExpression":
            _in(told, "FRBRlanguage", language=language)
    references = _in(meta, "references", source=f"#{who.actor}")
    _in(
        references,
        "TLCOrganization",
        eId=who.actor,
        href=f"/akn/ontology/organization/un/{who.actor}",
        showAs=who.actor,
    )
    return meta


class _Writer:
    """Puts flat blocks into the tree: headings open containers, sub-paragraphs stand in theirs."""

    def __init__(self, body: Any, keys: Sequence[str]) -> None:
        self._body = body
        self._keys = keys
        self._headings: list[Any] = []
        self._points: list[Any] = []  # the open paragraph, then its open points
        self._taken: set[str] = set()
        self._notes = 0
        self.brackets = Brackets()

    def block(self, place: int, block: Block) -> None:
        if block.kind == "heading":
            self._heading(place, block)
        elif block.kind == "sub":
            self._sub(place, block)
        else:
            self._paragraph(place, block)

    def finish(self) -> None:
        """Give an empty body its one paragraph; the schema wants something in it."""
        if len(self._body) == 0:
            paragraph = self._opened(self._body, "paragraph", "para", "")
            _in(_in(paragraph, "content"), "p")

    def _heading(self, place: int, block: Block) -> None:
        self._points = []
        level = max(block.level, 1)
        del self._headings[level - 1 :]
        while len(self._headings) < level:
            depth = len(self._headings)
            parent = self._headings[-1] if self._headings else self._body
            number = block.number if depth == level - 1 else ""
            if depth < len(HIERARCHY):
                name, sign = HIERARCHY[depth]
                made = self._opened(parent, name, sign, number)
            else:
                made = self._opened(parent, "hcontainer", f"lvl{depth + 1}", number)
                made.set("name", f"level{depth + 1}")
            self._headings.append(made)
        self._identify(self._headings[-1], place)
        self._number(self._headings[-1], block.number)
        heading = _in(self._headings[-1], "heading")
        self._words(heading, block.text, block.marks, block.notes)
        if block.label:
            _in(heading, "inline", name="label").text = storable(block.label)

    def _paragraph(self, place: int, block: Block) -> None:
        parent = self._headings[-1] if self._headings else self._body
        paragraph = self._opened(parent, "paragraph", "para", block.number)
        self._identify(paragraph, place)
        self._number(paragraph, block.number)
        self._points = [paragraph]
        self._content(paragraph, block)

    def _sub(self, place: int, block: Block) -> None:
        level = max(block.level, 1)
        if not self._points:
            parent = self._headings[-1] if self._headings else self._body
            self._points = [self._opened(parent, "paragraph", "para", "")]
        del self._points[level:]
        while len(self._points) <= level:
            parent = self._points[-1]
            _as_intro(parent)
            number = block.number if len(self._points) == level else ""
            self._points.append(self._opened(parent, "point", "point", number))
        self._identify(self._points[-1], place)
        self._number(self._points[-1], block.number)
        self._content(self._points[-1], block)

    def _content(self, parent: Any, block: Block) -> None:
        content = _in(parent, "content")
        if block.kind == "table":
            self._table(content, block)
            return
        paragraph = _in(content, "p")
        if block.kind == "code":
            paragraph.set("class", "code")
        plain = block.kind == "code"  # its brackets are no text that is negotiated
        self._words(paragraph, block.text, block.marks, block.notes, plain=plain)

    def _table(self, content: Any, block: Block) -> None:
        table = _in(content, "table")
        for place, (cells, held) in enumerate(zip(block.rows, cell_notes(block), strict=True)):
            row = _in(table, "tr")
            for words, notes in zip(cells, held, strict=True):
                cell = _in(row, "th" if place == 0 else "td")
                self._words(_in(cell, "p"), words, (), notes)

    def _words(
        self,
        parent: Any,
        text: str,
        marks: tuple[Mark, ...],
        notes: tuple[Note, ...],
        *,
        plain: bool = False,
    ) -> None:
        """Words with brackets, and marks in these, as nested elements; marks are cut where they
        cross a bracket or one another."""
        coming = [] if plain else stretches(text)
        places = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
        places |= {edge for one in coming for edge in (one.start, one.end)}
        edges = sorted(places | {note.at for note in notes})
        waiting = sorted(notes, key=lambda note: note.at)
        standing: list[tuple[int, Any]] = [(len(text) + 1, parent)]
        for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
            while standing[-1][0] <= start:
                standing.pop()
            for note in waiting:
                if note.at == start:
                    self._note(standing[-1][1], note)
            if start == end:
                continue
            while coming and coming[0].start == start:
                one = coming.pop(0)
                made = _in(standing[-1][1], "inline", name=one.name)
                if one.css:
                    made.set("class", one.css)
                if one.group is not None:
                    self.brackets.named(made, one.group)
                standing.append((one.end, made))
            here = standing[-1][1]
            for mark in marks:
                if mark.start <= start < mark.end:
                    here = _marked(here, mark)
            _text(here, text[start:end])

    def _note(self, parent: Any, note: Note) -> None:
        self._notes += 1
        marker = storable(note.label)
        made = _in(parent, "authorialNote", marker=marker, eId=f"fn_{self._notes}")
        for line in note.text.split("\n"):
            _text(_in(made, "p"), line)

    def _number(self, parent: Any, number: str) -> None:
        if number:
            _in(parent, "num").text = storable(printed(number))

    def _opened(self, parent: Any, name: str, sign: str, number: str) -> Any:
        above = parent.get("eId")
        bare = re.sub(r"[^\w.-]+", "", number.replace(" ", "")).strip(".-_") or (
            f"nn{sum(child.tag == A + name for child in parent) + 1}"
        )
        stem = f"{above}__{sign}_{bare}" if above else f"{sign}_{bare}"
        found, count = stem, 1
        while found in self._taken:
            count += 1
            found = f"{stem}-{count}"
        self._taken.add(found)
        return _in(parent, name, eId=found)

    def _identify(self, element: Any, place: int) -> None:
        if place < len(self._keys):
            element.set("wId", self._keys[place])


def _as_intro(parent: Any) -> None:
    """What stood as the content of a paragraph leads in its points from now on."""
    for child in parent:
        if child.tag == A + "content":
            child.tag = A + "intro"


def _in(parent: Any, tag: str, /, **values: str) -> Any:
    element = etree.SubElement(parent, A + tag)
    for key, value in values.items():
        element.set(key, value)
    return element


def _marked(parent: Any, mark: Mark) -> Any:
    if mark.kind == "link":
        return _in(parent, "a", href=storable(mark.href))
    if mark.kind == "code":
        return _in(parent, "inline", name="code")
    return _in(parent, MARKS[mark.kind])


def _text(parent: Any, words: str) -> None:
    for place, line in enumerate(storable(words).split("\n")):
        if place:
            _in(parent, "eol")
        line = line.replace("\t", " ")
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + line
        else:
            parent.text = (parent.text or "") + line
