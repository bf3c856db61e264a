"""The table of contents of a Word file: a field that is filled already, so that it shows at once."""

from __future__ import annotations

from typing import Any

from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_parts import made, paragraph_properties, run_of
from travaux.core.texts.document import Document
from travaux.core.texts.numbers import printed
from travaux.core.texts.structure import sections

LEVELS = 3
LEAST = 3  # headings from which a table of contents helps
_WIDTH = 9070
_MARK = "_Toc{:08d}"


def contents_of(document: Document, words: tuple[str, str], rtl: bool) -> list[Any]:
    """The paragraphs of the table: its heading, a line for each section down to the third level.

    Each line leads to its heading and names the paragraphs of the section, which are the same in
    every program; on which page a heading stands only the program knows that sets the pages: it
    puts the pages in when the field is updated. Nothing where the text has fewer than three
    headings.
    """
    found = [s for s in sections(document) if 1 <= max(s.level, 1) <= LEVELS]
    if not words[0] or len(found) < LEAST:
        return []
    elements = [_line("TOCHeading", [run_of(words[0], rtl=rtl)], rtl)]
    if words[1] and any(section.first for section in found):
        elements.append(_line("TOC1", [run_of("\t" + words[1], rtl=rtl)], rtl))
    # the field begins in its first line and ends in a paragraph behind the last
    begin = [_sign("begin"), _instruction(f'TOC \\o "1-{LEVELS}" \\h \\z \\u'), _sign("separate")]
    for section in found:
        numbers = f"{section.first}–{section.last}" if section.first != section.last else ""
        link = made("hyperlink", anchor=mark_of(section.start), history="1")
        number = printed(section.number)
        title = " ".join(f"{number} {section.title}".split())
        link.append(run_of(title, rtl=rtl))
        if section.first:
            link.append(run_of("\t" + (numbers or section.first), rtl=rtl))
        elements.append(_line(f"TOC{min(max(section.level, 1), LEVELS)}", [*begin, link], rtl))
        begin = []
    elements.append(_line("TOC1", [_sign("end")], rtl))
    return elements


def mark_of(place: int) -> str:
    """The bookmark of the heading at a place among the blocks."""
    return _MARK.format(place + 1)


def marked(place: int) -> tuple[Any, Any]:
    """Where the bookmark of a heading begins and ends."""
    number = str(20_000 + place)
    start = made("bookmarkStart", id=number)
    start.set(W + "name", mark_of(place))
    return start, made("bookmarkEnd", id=number)


def contents_styles(root: Any) -> None:
    """The styles of the lines, where the package has none."""
    held = {node.get(W + "styleId") for node in root}
    if "TOCHeading" not in held:
        style = made("style", type="paragraph", styleId="TOCHeading")
        style.append(made("name", val="TOC Heading"))
        style.append(made("basedOn", val="Normal"))
        run = made("rPr")
        run.extend([made("b"), made("bCs"), made("sz", val="28")])
        style.append(run)
        root.append(style)
    for level in range(1, LEVELS + 1):
        if f"TOC{level}" in held:
            continue
        style = made("style", type="paragraph", styleId=f"TOC{level}")
        style.append(made("name", val=f"toc {level}"))
        style.append(made("basedOn", val="Normal"))
        style.append(made("next", val="Normal"))
        style.append(made("uiPriority", val="39"))
        properties = made("pPr")
        tabs = made("tabs")
        tabs.append(made("tab", val="right", pos=str(_WIDTH)))
        properties.append(tabs)
        properties.append(made("spacing", after="60"))
        properties.append(made("ind", left=str(284 * (level - 1)), right="1134"))
        style.append(properties)
        root.append(style)


def _line(style: str, content: list[Any], rtl: bool) -> Any:
    paragraph = made("p")
    paragraph.append(paragraph_properties(style, rtl))
    paragraph.extend(content)
    return paragraph


def _sign(kind: str) -> Any:
    run = made("r")
    run.append(made("fldChar", fldCharType=kind))
    return run


def _instruction(words: str) -> Any:
    run = made("r")
    element = made("instrText")
    element.text = f" {words} "
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(element)
    return run
