"""One thing that a file says about a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PointKind = Literal[
    "comment", "row", "change", "note", "insert", "delete", "move", "letter", "format"
]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer under a margin comment, as the file has it."""

    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a file says about the draft.

    `scope` and `key` are its place; `sure` is False where a person has to confirm it, `why` says
    by what it was found or why not, `candidates` are keys worth a look. `before` are the words
    that a change is about. `author` and `date` stand as in the file; `member` is for whom, where
    a table says so. `where` is its place in the file: "row 12", "comment 3".
    `text` of a margin comment holds the thread, `words` its first comment alone and `replies` the
    others. `quote` are the words it is on as sent out, `quote_after` the same as they were changed
    (by whomever), where that differs.
    """

    kind: PointKind
    where: str
    scope: str = "unplaced"
    key: str = ""
    sure: bool = True
    why: str = ""
    candidates: tuple[str, ...] = ()
    text: str = ""
    proposed: str = ""
    words: str = ""
    replies: tuple[Reply, ...] = ()
    quote: str = ""
    quote_after: str = ""
    before: str = ""
    author: str = ""
    date: str = ""
    member: str = ""
    capacity: str = ""
    type: str = ""
    clause: str = ""
    paragraph: str = ""
    line: str = ""
    observation: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
