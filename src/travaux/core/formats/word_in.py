"""Word files (.docx) -> Document: numbers, headings, notes and tables as Word prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from travaux.core.formats.bounds import DEFAULT_BOUNDS, Bounds, OfficeArchive, open_office_archive
from travaux.core.formats.inline import Words
from travaux.core.formats.outline import Outline
from travaux.core.formats.word_numbering import Numbering, Printed, W, value_of, whole
from travaux.core.formats.word_package import main_part, part_of, relations
from travaux.core.formats.word_styles import Styles, switch
from travaux.core.problems import Unusable
from travaux.core.texts.document import Document, MarkKind
from travaux.core.texts.numbers import roman

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"

# Names of the styles that the Word writer sets, so that its own files come back exactly.
DRAFT_PARAGRAPH = "draft paragraph"
DRAFT_PLAIN = "draft plain paragraph"
DRAFT_SUB = "draft sub-paragraph "
DRAFT_CODE = "draft code"
DRAFT_LABEL = "draft label"
_CODE_STYLES = frozenset((DRAFT_CODE, "html preformatted", "source code", "code", "plain text"))
_PASSED_THROUGH = frozenset(
    W + name
    for name in ("smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "ins")
) | {W + "moveTo"}
_DELETED = frozenset((W + "del", W + "moveFrom"))
_TRACKED = ("ins", "del", "moveFrom", "moveTo")


def read_docx(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Read a Word file as if all tracked changes were accepted; what is left out is a Problem.

    Problems (each with a count): tracked-changes-present, margin-comments-left-out,
    text-boxes-left-out, pictures-left-out, hidden-text-left-out, formulas-as-text,
    contents-list-left-out, bidi-controls-removed.
    Errors: those of `open_office_archive`, `format-mismatch`, `text-empty`.
    """
    archive = open_office_archive(data, bounds)
    if archive.kind != "docx":
        raise Unusable("format-mismatch" if archive.kind != "zip" else "file-broken")
    return _Reader(archive).document()


class _Reader:
    def __init__(self, archive: OfficeArchive) -> None:
        self._archive = archive
        self._main = main_part(archive)
        self._links, self._parts = relations(archive, self._main)
        self._styles = Styles(self._part("/styles"))
        self._numbering = Numbering(self._part("/numbering"))
        self._notes = {
            "footnote": self._note_texts("footnote"),
            "endnote": self._note_texts("endnote"),
        }
        self._note_count: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._outline = Outline()
        self._carried: Words | None = None
        self._title = ""
        self._direction: Counter[bool] = Counter()
        self._label = ""
        self._scripts: Counter[str] = Counter()

    def document(self) -> Document:
        root = part_of(self._archive, self._main)
        body = root.find(W + "body")
        if body is None:
            raise Unusable("file-broken", self._main)
        tracked = sum(1 for name in _TRACKED for _ in root.iter(W + name))
        for element in _flow(body):
            if element.tag == W + "p":
                self._paragraph(element)
            elif element.tag == W + "tbl":
                self._outline.table(self._rows(element))
        if self._carried is not None:
            self._outline.paragraph(self._carried)
        self._outline.problem("tracked-changes-present", tracked)
        for code, count in self._left_out.items():
            self._outline.problem(code, count)
        return self._outline.finish(self._title or self._core_title(), self._language())

    # Paragraphs

    def _paragraph(self, node: etree._Element) -> None:
        properties = node.find(W + "pPr")
        style = value_of(properties, "pStyle") or self._styles.default
        words = self._carried or Words()
        self._carried = None
        self._label = ""
        self._runs(node, words)
        if _mark_is_deleted(properties):
            # Accepting the deletion of a paragraph's mark joins it to the next one.
            if not words.empty:
                self._carried = words
            return
        names = self._styles.names(style)
        if names[0].startswith("toc ") or names[0] == "toc heading":
            self._left_out["contents-list-left-out"] += not words.empty
            return
        if names[0] == "title" and not self._title and not words.empty:
            self._title = words.block("paragraph").text
            return
        self._direction[switch(properties, "bidi") is True] += not words.empty
        if any(name in _CODE_STYLES for name in names):
            self._outline.code(words.raw(), merge=True)
            return
        level = self._heading_level(properties, style)
        if words.empty and level:
            return
        printed = self._number(properties, style) if not words.empty else None
        if level:
            number = printed.number if printed else ""
            self._outline.heading(words, level, number=number, label=self._label)
        elif names[0].startswith("draft "):
            self._own_paragraph(words, names[0])
        elif printed and printed.number:
            self._numbered(words, printed)
        else:
            self._outline.paragraph(words)

    def _own_paragraph(self, words: Words, name: str) -> None:
        level = whole(name.removeprefix(DRAFT_SUB)) if name.startswith(DRAFT_SUB) else 0
        number = ""
        if name == DRAFT_PARAGRAPH or level:
            number, words = words.number_before_tab()
        self._outline.paragraph(words, number=number, level=level, plain=True)

    def _numbered(self, words: Words, printed: Printed) -> None:
        level = printed.sub_level
        if level == 1:
            # Lists of their own, (a) in one and (i) in the other, nest by their signs.
            level = self._outline.place(printed.number)
        self._outline.paragraph(words, number=printed.number, level=level)

    def _heading_level(self, properties: etree._Element | None, style: str) -> int:
        direct = value_of(properties, "outlineLvl")
        if direct is not None:
            return whole(direct, 9) + 1 if whole(direct, 9) < 9 else 0
        return self._styles.heading_level(style) or 0

    def _number(self, properties: etree._Element | None, style: str) -> Printed | None:
        direct = properties.find(W + "numPr") if properties is not None else None
        list_id = value_of(direct, "numId")
        inherited = self._styles.numbering(style)
        if list_id is None and inherited:
            list_id, level, place = inherited
            own = value_of(direct, "ilvl")
            if own is not None:
                level = whole(own)
            if level is None:
                level = self._numbering.level_of_style(list_id, place)
            return self._numbering.next(list_id, level) if list_id != "0" else None
        if not list_id or list_id == "0":
            return None
        return self._numbering.next(list_id, whole(value_of(direct, "ilvl")))

    # Runs

    def _runs(self, node: etree._Element, words: Words) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                self._run(child, words)
            elif tag == W + "hyperlink":
                start = words.length
                self._runs(child, words)
                href = self._links.get(child.get(R + "id") or "", "")
                anchor = child.get(W + "anchor")
                if href or anchor:
                    words.mark("link", start, href + (f"#{anchor}" if anchor else ""))
            elif tag in _PASSED_THROUGH:
                self._runs(child, words)
            elif tag == W + "commentRangeStart":
                self._left_out["margin-comments-left-out"] += 1
            elif tag == COMPATIBILITY + "AlternateContent":
                self._runs(_choice(child), words)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._left_out["formulas-as-text"] += 1
                words.add("".join(piece.text or "" for piece in child.iter(MATH + "t")))

    def _run(self, node: etree._Element, words: Words) -> None:
        properties = node.find(W + "rPr")
        looks = self._styles.chain(value_of(properties, "rStyle") or "")
        if switch(properties, "vanish") or any(look.hidden for look in looks[:1]):
            self._left_out["hidden-text-left-out"] += 1
            return
        if looks and looks[0].name == DRAFT_LABEL:
            self._label = "".join(piece.text or "" for piece in node.iter(W + "t")).strip(" []")
            return
        start = words.length
        self._run_content(node, words)
        if words.length == start:
            return
        bold = switch(properties, "b")
        italic = switch(properties, "i")
        raised = value_of(properties, "vertAlign")
        for look in looks:
            bold = look.bold if bold is None else bold
            italic = look.italic if italic is None else italic
            raised = look.raised if raised is None else raised
        marks: list[tuple[bool, MarkKind]] = [
            (bool(bold), "strong"),
            (bool(italic), "em"),
            (raised == "superscript", "sup"),
            (raised == "subscript", "sub"),
        ]
        for wanted, kind in marks:
            if wanted:
                words.mark(kind, start)

    def _run_content(self, node: etree._Element, words: Words) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "t":
                words.add(child.text or "")
            elif tag in (W + "tab", W + "ptab"):
                words.add("\t")
            elif tag in (W + "br", W + "cr"):
                if child.get(W + "type") in (None, "textWrapping"):
                    words.line_break()
            elif tag == W + "noBreakHyphen":
                words.add("\u2011")
            elif tag == W + "sym":
                code = whole_hex(child.get(W + "char"))
                words.add(chr(code) if code and not 0xE000 <= code <= 0xF8FF else "\u2022")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                self._note(child, node, words)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._picture(child)
            elif tag == COMPATIBILITY + "AlternateContent":
                self._run_content(_choice(child), words)
            elif tag == W + "ruby":
                for base in child.findall(W + "rubyBase"):
                    self._runs(base, words)

    def _picture(self, node: etree._Element) -> None:
        boxed = any(text.text for box in node.iter(W + "txbxContent") for text in box.iter(W + "t"))
        self._left_out["text-boxes-left-out" if boxed else "pictures-left-out"] += 1

    # Notes

    def _note(self, node: etree._Element, run: etree._Element, words: Words) -> None:
        kind = "footnote" if node.tag == W + "footnoteReference" else "endnote"
        text = self._notes[kind].get(node.get(W + "id") or "", "")
        if (node.get(W + "customMarkFollows") or "0") not in ("0", "false"):
            words.note("*", text)
            return
        self._note_count[kind] += 1
        count = self._note_count[kind]
        words.note(str(count) if kind == "footnote" else roman(count), text)

    def _note_texts(self, kind: str) -> dict[str, str]:
        root = self._part(f"/{kind}s")
        texts: dict[str, str] = {}
        for node in root.findall(W + kind) if root is not None else ():
            if node.get(W + "type") in (None, "normal"):
                paragraphs = [_bare_text(paragraph) for paragraph in node.iter(W + "p")]
                texts[node.get(W + "id") or ""] = "\n".join(filter(None, paragraphs))
        return texts

    # Tables

    def _rows(self, node: etree._Element) -> list[list[Words]]:
        rows: list[list[Words]] = []
        for row in _flow(node):
            if row.tag != W + "tr" or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[Words] = []
            for cell in _flow(row):
                if cell.tag != W + "tc":
                    continue
                properties = cell.find(W + "tcPr")
                merged = properties is not None and properties.find(W + "vMerge") is not None
                above = merged and value_of(properties, "vMerge") != "restart"
                cells.append(Words() if above else self._cell(cell))
                extra = whole(value_of(properties, "gridSpan"), 1) - 1
                cells += [Words() for _ in range(min(max(extra, 0), 100))]
            rows.append(cells)
        return rows

    def _cell(self, node: etree._Element) -> Words:
        words = Words()
        for paragraph in node.iter(W + "p"):
            if any(above.tag == W + "txbxContent" for above in paragraph.iterancestors()):
                continue
            if not words.empty:
                words.line_break()
            properties = paragraph.find(W + "pPr")
            style = value_of(properties, "pStyle") or self._styles.default
            printed = self._number(properties, style)
            if printed and printed.number:
                words.add(printed.number + " ")
            self._runs(paragraph, words)
        return words

    # The document around them

    def _part(self, ending: str) -> etree._Element | None:
        for kind, name in self._parts:
            if kind.endswith(ending) and self._archive.has(name):
                return part_of(self._archive, name)
        return None

    def _core_title(self) -> str:
        name = "docProps/core.xml"
        if not self._archive.has(name):
            return ""
        title = self._archive.xml(name).find(DUBLIN_CORE + "title")
        return (title.text or "").strip() if title is not None else ""

    def _language(self) -> str:
        languages = self._styles.languages
        if self._direction[True] > self._direction[False] and languages.get("bidi"):
            return languages["bidi"]
        text = "".join(block.text for block in self._outline.blocks)[:20_000]
        east = sum(1 for sign in text if "\u3040" <= sign <= "\u9fff" or "가" <= sign <= "힣")
        if languages.get("eastAsia") and 3 * east > len(text):
            return languages["eastAsia"]
        return languages.get("val", "")


def _flow(node: etree._Element) -> Iterator[etree._Element]:
    """Children in order, seen through content controls and custom XML."""
    for child in node:
        if child.tag in _DELETED:
            continue
        if child.tag in _PASSED_THROUGH:
            yield from _flow(child)
        elif child.tag == COMPATIBILITY + "AlternateContent":
            yield from _flow(_choice(child))
        else:
            yield child


def _choice(node: etree._Element) -> etree._Element:
    choice = node.find(COMPATIBILITY + "Choice")
    return choice if choice is not None else node


def _mark_is_deleted(properties: etree._Element | None) -> bool:
    marks = properties.find(W + "rPr") if properties is not None else None
    if marks is None:
        return False
    return marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None


def _bare_text(paragraph: etree._Element) -> str:
    words = Words()
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "noBreakHyphen"):
        if any(above.tag in _DELETED for above in node.iterancestors()):
            continue
        if node.tag == W + "t":
            words.add(node.text or "")
        else:
            words.add("\u2011" if node.tag == W + "noBreakHyphen" else " ")
    return words.block("paragraph").text


def whole_hex(text: str | None) -> int:
    """A code point out of Word's `w:char`, 0 where it is none.

    >>> whole_hex("2192"), whole_hex("zz")
    (8594, 0)
    """
    try:
        code = int(text or "0", 16)
    except ValueError:
        return 0
    return code if code < 0x110000 else 0
