"""What a sheet for comments holds before it becomes a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from travaux.core.texts.document import Block

#: The columns of a sheet in their order, as the reader of comment tables names them.
SHEET_COLUMNS = ("reference", "paragraph", "words", "type", "comment", "proposed")
#: The headings in English, and the words around the table.
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "reference": "Identity (do not change)",
        "paragraph": "Paragraph",
        "words": "Words of the draft",
        "type": "Type of comment",
        "comment": "Comment",
        "proposed": "Proposed change",
        "title": "Sheet for comments",
        "member": "Submitted by",
        "mark": "Mark of this sheet (do not change)",
        "whole": "The whole text",
    }
)
_SHOWN = 160  # signs of a paragraph by which a person knows it


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line to be filled in: the identity of a paragraph ("-" for the whole text), its words."""

    reference: str
    paragraph: str
    words: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class CommentSheet:
    """A sheet: `mark` is "ROUND:VERSION", `words` the headings, `types` (code, name) to choose.

    `advice` are sentences on how to fill it in; `lines` stand at its head (symbol, round, until
    when). `language` is that of the draft, `direction` that of the sheet.
    """

    mark: str
    rows: tuple[SheetRow, ...]
    words: Mapping[str, str] = field(default_factory=lambda: ENGLISH)
    types: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    language: str = "en"
    direction: str = "ltr"
    spare: int = 20

    def word(self, key: str) -> str:
        return self.words.get(key) or ENGLISH[key]


def rows_of(
    blocks: Sequence[Block], keys: Sequence[str], whole: str = ENGLISH["whole"]
) -> tuple[SheetRow, ...]:
    """A row for the text as a whole, then one for each block that has words.

    >>> [r.reference for r in rows_of([Block("paragraph", "Cities plan.", "1")], ["k1"])]
    ['-', 'k1']
    """
    rows = [SheetRow("-", whole, "")]
    for block, key in zip(blocks, keys, strict=True):
        words = " ".join(block.text.split())
        if words:
            shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
            name = block.number or block.label
            rows.append(SheetRow(key, name, shown, block.kind == "heading"))
    return tuple(rows)
