"""HTML (.html) -> Document: what a reader would see, nothing that runs."""

from __future__ import annotations

from lxml import etree, html

from travaux.core.formats.inline import Words
from travaux.core.formats.outline import Outline
from travaux.core.formats.word_package import safe_link
from travaux.core.problems import Unusable
from travaux.core.texts.document import Document, MarkKind
from travaux.core.texts.numbers import letters, roman

_DROPPED = frozenset(
    (
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "nav",
        "link",
        "meta",
        "base",
        "applet",
        "frame",
        "frameset",
        "title",
    )
)
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hgroup",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )
)
_MARKS: dict[str, MarkKind] = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
# libxml2 builds deep trees out of broken pages; deeper than this nobody writes by hand.
DEPTH = 200


def read_html(text: str) -> Document:
    """Read a page: headings, paragraphs, lists, tables and footnotes; scripts are dropped.

    Problems: `pictures-left-out`, `bidi-controls-removed`. Errors: `file-broken`, `file-too-deep`.

    >>> read_html("<h2>1 Scope</h2><p>1. One<script>no()</script></p>").blocks[1].text
    'One'
    """
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        deep = "depth" in str(error).lower()
        raise Unusable("file-too-deep" if deep else "text-empty") from error
    if root is None:
        raise Unusable("text-empty")
    return _Page(root).document()


class _Page:
    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._outline = Outline()
        self._words = Words(collapse=True)
        self._number = ""
        self._level = 0
        self._plain = False
        self._label = ""
        self._pictures = 0
        self._title = ""
        self._shift = 0
        self._notes, self._note_nodes = self._footnotes()

    def document(self) -> Document:
        title = self._root.find(".//title")
        named = " ".join("".join(map(str, title.itertext())).split()) if title is not None else ""
        own = self._root.xpath("//h1[contains(concat(' ', @class, ' '), ' title ')]")
        if isinstance(own, list) and own and isinstance(own[0], etree._Element):
            # The page's own title is a heading only for the page: the text's begin one below.
            self._title, self._shift = " ".join("".join(map(str, own[0].itertext())).split()), 1
        self._children(self._root, 0)
        self._end()
        self._outline.problem("pictures-left-out", self._pictures)
        language = self._root.get("lang") or ""
        return self._outline.finish(self._title or named, language)

    def _children(self, node: etree._Element, depth: int) -> None:
        if depth > DEPTH:
            raise Unusable("file-too-deep")
        if node.text:
            self._words.add(node.text)
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, child.tag.lower(), depth)
            if child.tail:
                self._words.add(child.tail)

    def _element(self, node: etree._Element, tag: str, depth: int) -> None:
        if tag in _DROPPED or node in self._note_nodes or "hidden" in node.attrib:
            return
        kinds = set((node.get("class") or "").split())
        if "masthead" in kinds:
            return
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading(node, tag, kinds, depth)
        elif tag == "table":
            self._end()
            self._outline.table(self._rows(node, depth))
        elif tag == "pre":
            self._end()
            self._outline.code("".join(map(str, node.itertext())))
        elif tag == "li":
            self._item(node, depth)
        elif tag in _BLOCKS:
            self._end()
            self._plain = "plain" in kinds
            level = node.get("data-level") or ""
            self._level = int(level) if level.isdecimal() and len(level) < 3 else 0
            self._children(node, depth + 1)
            self._end()
        else:
            self._inline(node, tag, kinds, depth)

    def _inline(self, node: etree._Element, tag: str, kinds: set[str], depth: int) -> None:
        if tag == "br":
            self._words.line_break()
        elif tag == "img":
            self._pictures += 1
        elif tag == "rt" or tag == "rp":
            return
        elif tag == "span" and "number" in kinds and self._words.empty:
            self._number = _bare(node)
        elif tag == "span" and "label" in kinds:
            self._label = _bare(node).strip("[]")
        elif (note := self._note_of(node, tag)) is not None:
            self._words.note(*note)
        elif tag in _MARKS:
            self._words.open(_MARKS[tag])
            self._children(node, depth + 1)
            self._words.close()
        elif tag == "a" and safe_link(node.get("href") or ""):
            start = self._words.length
            self._children(node, depth + 1)
            self._words.mark("link", start, node.get("href") or "")
        else:
            self._children(node, depth + 1)

    def _heading(self, node: etree._Element, tag: str, kinds: set[str], depth: int) -> None:
        self._end()
        if self._shift and tag == "h1" and "title" in kinds:
            return
        aria = node.get("aria-level") or ""
        level = int(aria) if aria.isdecimal() and len(aria) < 3 else int(tag[1])
        self._children(node, depth + 1)
        words, number, label = self._words, self._number, self._label
        self._words, self._number, self._label = Words(collapse=True), "", ""
        number = number[:-1] if number.endswith(".") else number
        self._outline.heading(words, level - self._shift, number=number, label=label)

    def _item(self, node: etree._Element, depth: int) -> None:
        self._end()
        number, level = _item_number(node)
        self._number, self._level = number, level
        self._children(node, depth + 1)
        self._end()

    def _end(self) -> None:
        words, number, level = self._words, self._number, self._level
        plain, label = self._plain, self._label
        self._words, self._number, self._level = Words(collapse=True), "", 0
        self._plain, self._label = False, ""
        if label:
            words.add(f" [{label}]")
        number = number[:-1] if number.endswith(".") else number
        if not words.empty or (number and plain):
            self._outline.paragraph(words, number=number, level=level, plain=plain)
        elif number:
            # The number waits for the first paragraph inside its list item.
            self._number, self._level = number, level

    def _rows(self, node: etree._Element, depth: int) -> list[list[Words]]:
        rows: list[list[Words]] = []
        for row in node.iter("tr"):
            if next(row.iterancestors("table"), None) is not node:
                continue
            cells: list[Words] = []
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                cells.append(self._cell(cell, depth))
                span = cell.get("colspan") or "1"
                wide = int(span) if span.isdecimal() and len(span) < 4 else 1
                cells += [Words() for _ in range(min(wide, 100) - 1)]
            rows.append(cells)
        return rows

    def _cell(self, node: etree._Element, depth: int) -> Words:
        held = self._words
        self._words = words = Words(collapse=True)
        self._cell_children(node, words, depth)
        self._words = held
        return words

    def _cell_children(self, node: etree._Element, words: Words, depth: int) -> None:
        if depth > DEPTH:
            raise Unusable("file-too-deep")
        words.add(node.text or "")
        for child in node:
            tag = child.tag.lower() if isinstance(child.tag, str) else ""
            if tag in _BLOCKS or tag in ("tr", "td", "th", "tbody"):
                if not words.empty:
                    words.line_break()
                self._cell_children(child, words, depth + 1)
            elif tag and tag not in _DROPPED:
                self._inline(child, tag, set((child.get("class") or "").split()), depth + 1)
            words.add(child.tail or "")

    def _footnotes(self) -> tuple[dict[str, str], set[etree._Element]]:
        """Notes by the id that references point to, and the elements that hold them."""
        found: dict[str, str] = {}
        nodes: set[etree._Element] = set()
        targets = {
            (link.get("href") or "")[1:]: link
            for link in self._root.iter("a")
            if (link.get("href") or "").startswith("#") and _is_reference(link)
        }
        for node in self._root.iter("li", "p", "div", "aside"):
            key = node.get("id") or ""
            if key in targets:
                found[key] = _note_text(node)
                nodes.add(node)
        return found, nodes

    def _note_of(self, node: etree._Element, tag: str) -> tuple[str, str] | None:
        link = node if tag == "a" else (node.find("a") if tag == "sup" and len(node) == 1 else None)
        if link is None or not _is_reference(link):
            return None
        key = (link.get("href") or "")[1:]
        return (_bare(link).strip("[]"), self._notes[key]) if key in self._notes else None


def _is_reference(link: etree._Element) -> bool:
    above = link.getparent()
    raised = above is not None and above.tag == "sup"
    inside = link.find("sup") is not None
    return raised or inside or link.get("role") == "doc-noteref"


def _note_text(node: etree._Element) -> str:
    words = Words(collapse=True)
    for piece in node.iter():
        if piece.tag == "a" and (piece.get("role") == "doc-backlink" or _bare(piece) in "↩^↑"):
            words.add(piece.tail or "")
            continue
        if piece.tag == "br":
            words.line_break()
        words.add(piece.text if isinstance(piece.tag, str) and piece.text else "")
        if piece is not node:
            words.add(piece.tail or "")
    return words.block("paragraph").text


def _bare(node: etree._Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())


def _item_number(node: etree._Element) -> tuple[str, int]:
    """What a browser prints before a list item, and how deep it stands (0: a paragraph)."""
    around = node.getparent()
    lists = [above for above in node.iterancestors("ol", "ul")]
    if around is None or around.tag != "ol":
        outer = lists[-1].tag if lists else "ul"
        return "•", max(len(lists) - (outer == "ol"), 1)
    value = node.get("value") or ""
    start = around.get("start") or "1"
    before = sum(1 for other in node.itersiblings("li", preceding=True))
    count = int(start) + before if start.isdecimal() and len(start) < 6 else 1 + before
    if value.isdecimal() and len(value) < 6:
        count = int(value)
    form = around.get("type") or "1"
    level = len(lists) - (lists[-1].tag == "ol" and (lists[-1].get("type") or "1") == "1")
    if form in ("a", "A"):
        return (letters(count) if form == "a" else letters(count).upper()), max(level, 1)
    if form in ("i", "I") and count < 4000:
        return (roman(count) if form == "i" else roman(count).upper()), max(level, 1)
    return str(count), level
