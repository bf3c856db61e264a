"""Negotiated text: brackets, alternatives and positions, read, seen from every side, written."""

from travaux.core.texts.brackets.matching import markdown_skips, sections_of
from travaux.core.texts.brackets.model import (
    Alternative,
    Bracketed,
    Group,
    Node,
    Position,
    Span,
    Stance,
    Tag,
    Unbalanced,
    Words,
)
from travaux.core.texts.brackets.parsing import parse
from travaux.core.texts.brackets.parties import PARTIES, Parties, Party
from travaux.core.texts.brackets.reading import groups, open_count, spans
from travaux.core.texts.brackets.writing import write

__all__ = [
    "PARTIES",
    "Alternative",
    "Bracketed",
    "Group",
    "Node",
    "Parties",
    "Party",
    "Position",
    "Span",
    "Stance",
    "Tag",
    "Unbalanced",
    "Words",
    "groups",
    "markdown_skips",
    "open_count",
    "parse",
    "sections_of",
    "spans",
    "write",
]
