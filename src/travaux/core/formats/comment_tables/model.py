"""What a table of comments is once it has been read: rows, columns, and what was doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from travaux.core.problems import Problem

Field = Literal[
    "number",
    "member",
    "capacity",
    "clause",
    "paragraph",
    "line",
    "type",
    "comment",
    "proposed",
    "outcome",
    "reasons",
    "answered_in",
    "observation",
    "from_page",
    "from_line",
    "to_page",
    "to_line",
    "date",
    "reference",
]

#: The stable keys of the table of answers, in the order of its columns, and our field of each.
ANSWER_COLUMNS: Mapping[str, Field] = {
    "number": "number",
    "member": "member",
    "capacity": "capacity",
    "section": "clause",
    "paragraph": "paragraph",
    "line": "line",
    "type": "type",
    "comment": "comment",
    "proposed_change": "proposed",
    "outcome": "outcome",
    "reasons": "reasons",
    "answered_in_version": "answered_in",
    "observation": "observation",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the source: its letter as in Excel, its heading, and what it was taken as.

    `field` is None where the heading was not recognised: the column is then kept in `extra`.
    """

    letter: str
    heading: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One comment as received; every string verbatim, but trimmed, with newlines as `\\n`.

    `row` is the row number that a person sees in Excel (in Word: the row of the table).
    `clause` and `paragraph` are references as received, not yet places in a draft; so are
    `from_page` to `to_line`, the lines of the printed draft, of which `line` tells in words.
    `reference` is the identity of a paragraph that a sheet of ours carried out and back.
    `inherited` names the fields whose value stands in a merged cell that begins further up.
    """

    row: int
    number: str = ""
    member: str = ""
    capacity: str = ""
    clause: str = ""
    paragraph: str = ""
    line: str = ""
    type: str = ""
    comment: str = ""
    proposed: str = ""
    outcome: str = ""
    reasons: str = ""
    answered_in: str = ""
    observation: str = ""
    from_page: str = ""
    from_line: str = ""
    to_page: str = ""
    to_line: str = ""
    date: str = ""
    reference: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentTable:
    """A whole table: its comments, the rows that hold none, its columns, and what was assumed.

    Nothing is dropped: a row with content but without a comment stands in `unreadable`,
    and `preamble` keeps the lines above the heading row (project, document, date).
    """

    rows: tuple[TableRow, ...]
    unreadable: tuple[TableRow, ...] = ()
    columns: tuple[Column, ...] = ()
    problems: tuple[Problem, ...] = ()
    preamble: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int = 0

    @property
    def by_lines(self) -> bool:
        """Whether its comments name pages and lines of the printed draft, as IPCC sheets do."""
        return any(column.field == "from_page" for column in self.columns)
