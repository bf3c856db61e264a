"""Document -> PDF/UA-1, tagged, in each of the six languages; and where its lines are printed."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from travaux.core.formats.masthead import Masthead
from travaux.core.formats.typst_source import typst_source
from travaux.core.problems import Unusable
from travaux.core.texts.document import Document

_LATIN = "Libertinus Serif"  # comes with typst; Latin, Greek and Cyrillic


@dataclass(frozen=True, slots=True)
class _Script:
    """Letters that the fonts of typst lack, the language written in them, the families that have
    them, and Debian's package of the first."""

    language: str
    letters: re.Pattern[str]
    families: tuple[str, ...]
    package: str


_SCRIPTS = (
    _Script(
        "ar",
        re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
        ("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic"),
        "fonts-noto-core",
    ),
    _Script(
        "zh",
        re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff]"),
        # Fonts with TrueType outlines first: with those of Noto CJK (CFF) a checker of PDF/UA-1
        # finds that the width of one glyph does not agree with its font program.
        (
            "WenQuanYi Zen Hei",
            "WenQuanYi Micro Hei",
            "Droid Sans Fallback",
            "AR PL UMing",
            "Noto Serif CJK SC",
            "Noto Sans CJK SC",
        ),
        "fonts-wqy-zenhei",
    ),
)


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where a block stands in print: pages and lines from 1, lines counted anew on each page."""

    block: int
    from_page: int
    from_line: int
    to_page: int
    to_line: int


def write_pdf(
    document: Document, masthead: Masthead | None = None, *, line_numbers: bool = False
) -> bytes:
    """Write a text as a tagged PDF (PDF/UA-1); equal texts give equal bytes.

    Errors: `pdf-fonts-missing` (facts: families, packages).
    """
    return set_pdf(
        typst_source(document, masthead, fonts_for(document, masthead), line_numbers=line_numbers)
    )


def set_pdf(source: str) -> bytes:
    """Source of typst as a tagged PDF (PDF/UA-1); equal sources give equal bytes."""
    typst = import_module("typst")
    asked = {"format": "pdf", "timestamp": 0, "font_paths": _fonts()}
    try:
        data: bytes = typst.compile(source.encode(), pdf_standards=["ua-1"], **asked)
    except typst.TypstError:
        # The standard refuses a text with a sign that no font here can draw: better a tagged PDF
        # with one box in it than none.
        data = typst.compile(source.encode(), **asked)
    return data


def printed_places(document: Document, masthead: Masthead | None = None) -> list[PrintedPlace]:
    """Page and line of every block, as `write_pdf(..., line_numbers=True)` prints them.

    A comment that says "page 3, lines 4 to 9" finds its paragraph by these. Tables carry no line
    numbers: their place is the page and the last numbered line above them.

    Errors: `pdf-fonts-missing`.
    """
    source = typst_source(
        document, masthead, fonts_for(document, masthead), line_numbers=True
    ).encode()
    told = json.loads(
        import_module("typst").query(source, "<place>", field="value", font_paths=_fonts())
    )
    lines = sorted((page, y, number) for what, page, number, y in told if what == "line")
    edges: dict[int, dict[str, tuple[int, float]]] = {}
    for what, page, block, y in told:
        if what != "line":
            edges.setdefault(block, {})[what] = (page, y)
    found = []
    for block, edge in sorted(edges.items()):
        begins, ends = edge["begins"], edge["ends"]
        first = _first_line(lines, *begins)
        found.append(PrintedPlace(block, *first, *max(first, _last_line(lines, *ends))))
    return found


def fonts_for(document: Document, masthead: Masthead | None = None) -> tuple[str, ...]:
    """The families that a text is set in: Latin letters, then each other script that it has.

    Errors: `pdf-fonts-missing`.
    """
    words = "\n".join(
        (
            document.title,
            *(block.text for block in document.blocks),
            *(note.text for block in document.blocks for note in block.notes),
            *((masthead.organ, *masthead.agenda, *masthead.facts) if masthead else ()),
        )
    )
    return families_for(words, document.language)


def families_for(words: str, language: str) -> tuple[str, ...]:
    """The families that words in a language are set in; what no font has here is refused.

    Errors: `pdf-fonts-missing`.
    """
    held = _families()
    chosen: list[str] = []
    lacking: list[_Script] = []
    for script in _SCRIPTS:
        own = language[:2].lower() == script.language
        if not own and not script.letters.search(words):
            continue
        family = next((name for name in script.families if name in held), None)
        if family is None:
            lacking.append(script)
        else:
            chosen.append(family)
    if lacking:
        raise Unusable(
            "pdf-fonts-missing",
            families=", ".join(script.families[0] for script in lacking),
            packages=" ".join(script.package for script in lacking),
        )
    # Arabic families lack Latin letters, Chinese ones have poor ones: Latin comes first there.
    return (_LATIN, *chosen)


@cache
def _fonts() -> Any:
    return import_module("typst").Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())


_Line = tuple[int, float, int]  # page, height in points, number
_SLACK = 3.0  # points between the mark in a line and the line's own place; lines are 14 apart


def _first_line(lines: list[_Line], page: int, height: float) -> tuple[int, int]:
    """Page and number of the first line that stands at a height or below it."""
    after = bisect_left(lines, (page, height - _SLACK))
    at, _, number = lines[min(after, len(lines) - 1)] if lines else (page, 0.0, 1)
    return (at, number) if at == page else (page, _last_line(lines, page, height)[1])


def _last_line(lines: list[_Line], page: int, height: float) -> tuple[int, int]:
    """Page and number of the last line that stands at a height or above it."""
    before = bisect_right(lines, (page, height + _SLACK, 0)) - 1
    at, _, number = lines[before] if before >= 0 else (page, 0.0, 1)
    return (page, number if at == page else 1)
