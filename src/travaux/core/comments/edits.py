"""One proposal that a Word file makes for one paragraph of the text that was sent out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from travaux.core.comments.pairing import How

EditKind = Literal["change", "insert", "delete", "move"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One proposal that the file makes for one paragraph.

    `key` is the paragraph it is about; for "insert" the one after which the new one stands (""
    before all). `before` are its words as sent out and `after` as proposed. `tracked` is False
    where the file was edited without keeping track; then nobody is named as its author.
    `changes` are places in the review's changes. `how` tells by what the paragraph was found.
    `note` is the sign of the note (or "box") that it changes and not the paragraph itself.
    A move has the paragraph after which it goes in `after`.
    """

    kind: EditKind
    key: str
    before: str
    after: str
    author: str = ""
    date: str = ""
    tracked: bool = True
    changes: tuple[int, ...] = ()
    how: How = ""
    sure: bool = True
    note: str = ""
