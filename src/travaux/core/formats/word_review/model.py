"""A Word file under review as values: its paragraphs before and after, changes, margin comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from travaux.core.problems import Problem

ChangeKind = Literal["insert", "delete", "move", "format"]
#: "contents" is a line of a table of contents: it repeats headings and is no part of the text.
Place = Literal["body", "table", "footnote", "endnote", "text-box", "contents"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; `inserted` and `deleted` are places in `Review.changes`, or -1.

    Words that somebody put in and somebody else took out again are both.
    """

    text: str
    inserted: int = -1
    deleted: int = -1


@dataclass(frozen=True, slots=True)
class Stretch:
    """One paragraph element of the file, in reading order; notes and text boxes come last.

    `pieces` hold all its words; `before` is what was there before the tracked changes, `after`
    what is there with all of them accepted. `end_inserted` and `end_deleted` are the changes that
    put in or took out its end (-1: none): then it runs on into the next before, or after, them.
    `number` is what Word prints before it in the text as it was sent out.
    `level` is 1 to 9 for headings, 0 otherwise. `names` are the bookmarks that begin in it.
    `cell` is (table, row, column), each counted from 1, inside tables. `note` is the sign of a
    note, and `host` the stretch in which the sign or the text box stands (-1: nowhere).
    """

    pieces: tuple[Piece, ...]
    end_inserted: int = -1
    end_deleted: int = -1
    place: Place = "body"
    number: str = ""
    level: int = 0
    names: tuple[str, ...] = ()
    cell: tuple[int, int, int] | None = None
    note: str = ""
    host: int = -1

    @property
    def before(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.inserted < 0)

    @property
    def after(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.deleted < 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change; `date` as written in the file (ISO, often local time), "" without one.

    `text` are the words put in, taken out or moved; "\\n" where only the end of a paragraph was.
    A move stands where the words stood, `to` is the stretch they went to (-1: not found).
    `detail` names for "format" what was switched: "bold+ italic-".
    """

    kind: ChangeKind
    author: str
    date: str
    text: str
    stretch: int
    to: int = -1
    detail: str = ""
    row: bool = False


@dataclass(frozen=True, slots=True)
class MarginComment:
    """One margin comment; `reply_to` is the id of the comment it answers, "" for the first.

    `quote` are the words it is hung on as they were sent out, `quote_after` the same with the
    changes accepted; either may be empty. It begins in stretch `first` and ends in `last`
    (-1: hung on nothing), at the places `start` and `end` of their words with all changes shown.
    `resolved` is as ticked in Word. `date_utc` is known where the file keeps it.
    """

    id: str
    author: str
    date: str
    text: str
    first: int = -1
    last: int = -1
    start: int = 0
    end: int = 0
    quote: str = ""
    quote_after: str = ""
    reply_to: str = ""
    resolved: bool = False
    initials: str = ""
    date_utc: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All of a file: nothing is accepted and nothing rejected; what was not read is a Problem."""

    stretches: tuple[Stretch, ...]
    changes: tuple[Change, ...] = ()
    comments: tuple[MarginComment, ...] = ()
    problems: tuple[Problem, ...] = ()
    title: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """Who left something, in the order of first appearance."""
        names = [change.author for change in self.changes]
        names += [comment.author for comment in self.comments]
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Original:
    """A paragraph of the text as it was sent out, and what the changes make of it.

    `stretches` are the places it is made of. `after` may hold newlines where it was divided;
    `came_before` and `came_after` are whole paragraphs put in around it. `gone` tells that its
    words were all taken out; `joined` that it now runs on into the next.
    """

    stretches: tuple[int, ...]
    number: str
    level: int
    before: str
    after: str
    came_before: tuple[str, ...] = ()
    came_after: tuple[str, ...] = ()
    gone: bool = False
    joined: bool = False
    names: tuple[str, ...] = ()
    place: Place = "body"
    host: int = -1
