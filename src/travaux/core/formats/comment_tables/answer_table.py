"""The table of answers as values, before it becomes a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from travaux.core.formats.comment_tables.model import ANSWER_COLUMNS

Direction = Literal["ltr", "rtl", ""]

#: The headings in English, where the caller gives none.
ENGLISH_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "number": "Number",
        "member": "Member",
        "capacity": "Capacity",
        "section": "Section",
        "paragraph": "Paragraph",
        "line": "Line",
        "type": "Type",
        "comment": "Comment",
        "proposed_change": "Proposed change",
        "outcome": "Outcome",
        "reasons": "Reasons",
        "answered_in_version": "Answered in version",
        "observation": "Observation as received",
    }
)
#: Share of the width of the page; free text has most of it.
WIDTHS: Mapping[str, int] = MappingProxyType(
    {
        "number": 6,
        "member": 10,
        "capacity": 10,
        "section": 12,
        "paragraph": 9,
        "line": 6,
        "type": 6,
        "comment": 44,
        "proposed_change": 36,
        "outcome": 14,
        "reasons": 36,
        "answered_in_version": 10,
        "observation": 16,
    }
)
OTHER_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; free text says its language (BCP 47) and direction, which "" leaves open."""

    text: str
    language: str = ""
    direction: Direction = ""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of answers: title lines (symbol, round, as at), headings, rows of cells by key.

    `columns` are keys, the stable ones first; `headings` gives their words in the language of
    the reader (English where it gives none). `rows` map keys to cells; a missing key is empty.
    `sheet` names the sheet; `document_title` and `author` go into the file's properties.
    """

    title: tuple[str, ...]
    headings: Mapping[str, str]
    rows: Sequence[Mapping[str, Cell]]
    language: str = "en"
    direction: Direction = "ltr"
    columns: tuple[str, ...] = tuple(ANSWER_COLUMNS)
    sheet: str = ""
    author: str = ""

    def heading(self, key: str) -> str:
        return self.headings.get(key) or ENGLISH_HEADINGS.get(key, key)

    @property
    def aliases(self) -> dict[str, str]:
        """The headings as `read_comment_table` takes them to read this table back."""
        return {self.heading(key): key for key in self.columns if key in ANSWER_COLUMNS}
