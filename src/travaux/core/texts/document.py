"""A text as a flat list of blocks, in reading order; sections are told by the levels of headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from travaux.core.problems import Problem

BlockKind = Literal["heading", "paragraph", "sub", "table", "code"]
MarkKind = Literal["strong", "em", "sup", "sub", "link", "code"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Emphasis or a link over `text[start:end]` of its block (offsets in code points)."""

    start: int
    end: int
    kind: MarkKind
    href: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; its sign stands before `text[at]` of its block."""

    at: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One numbered thing of a text: a heading, a paragraph, a sub-paragraph, a table or code.

    `text` is plain (NFC, no control characters but newline), without its printed number.
    `number` is as printed: "12", "(a)", "1.3.1", or "" where nothing is printed.
    `level`: headings 1 to 6; sub-paragraphs 1 for (a), 2 for (i), ...; 0 otherwise.
    `label` is a clause reference given in square brackets after a heading, without the brackets.
    `rows` holds the cells of a table; its `text` is the cells joined by tab and newline.
    """

    kind: BlockKind
    text: str
    number: str = ""
    level: int = 0
    label: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text. `language` is a BCP 47 code, or "" when the source does not say."""

    title: str
    blocks: tuple[Block, ...]
    language: str = ""
    problems: tuple[Problem, ...] = ()
