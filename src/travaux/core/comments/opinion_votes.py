"""Votes on short statements as a table: read from Polis' open data, or from a plain table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from travaux.core.formats.bounds import Bounds
from travaux.core.problems import Unusable
from travaux.core.surveys.answer_tables import Sheet, read_sheets

MOST_VOTERS, MOST_STATEMENTS = 50_000, 2_000
LARGEST = Bounds(file_bytes=100 * 1024 * 1024)
_LONG = ("comment-id", "voter-id", "vote")
# what Polis writes beside the votes of a participant
_BESIDE = frozenset({"group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "xid"})
_VALUES = {"1": 1, "-1": -1, "0": 0, "1.0": 1, "-1.0": -1, "0.0": 0}


@dataclass(frozen=True, slots=True)
class Votes:
    """Who voted how on what: a row per voter, a column per statement.

    `table`: 1 agree, -1 disagree, 0 pass, not a number where there is no vote.
    """

    voters: tuple[str, ...]
    statements: tuple[str, ...]
    table: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of Polis' `comments.csv`; `out`: a moderator took it out of the vote."""

    id: str
    text: str
    out: bool


def _order(name: str) -> tuple[int, int, str]:
    """Numbers by their size, before other names."""
    return (0, int(name), "") if name.isascii() and name.isdigit() else (1, 0, name)


def votes_of(cast: Iterable[tuple[str, str, int]]) -> Votes:
    """A table out of single votes (voter, statement, value); of two for one place the later counts.

    Errors: `opinions-too-many`.

    >>> made = votes_of([("a", "1", 1), ("b", "1", 0), ("a", "1", -1)])
    >>> made.voters, made.table.tolist()
    (('a', 'b'), [[-1.0], [0.0]])
    """
    found = {(voter, statement): value for voter, statement, value in cast}
    voters = sorted({v for v, _s in found}, key=_order)
    statements = sorted({s for _v, s in found}, key=_order)
    if len(voters) > MOST_VOTERS or len(statements) > MOST_STATEMENTS:
        raise Unusable("opinions-too-many", voters=MOST_VOTERS, statements=MOST_STATEMENTS)
    row = {v: i for i, v in enumerate(voters)}
    column = {s: i for i, s in enumerate(statements)}
    table = np.full((len(voters), len(statements)), np.nan)
    for (voter, statement), value in found.items():
        table[row[voter], column[statement]] = value
    return Votes(tuple(voters), tuple(statements), table)


def read_votes(data: bytes, name: str) -> Votes:
    """Votes out of a file: a row per vote (`comment-id, voter-id, vote`), or a row per participant.

    In a table of participants the first column names them, and each other column is a statement,
    but for the counts that Polis writes beside. Errors: those of `read_sheets`, `vote-unreadable`
    at its row, `opinions-too-many`.

    >>> read_votes(b"participant,1,2\\na,1,-1\\nb,,0\\n", "v.csv").statements
    ('1', '2')
    """
    sheet = read_sheets(data, name, LARGEST)[0]
    headings = [h.strip().lower() for h in sheet.headings]
    if all(h in headings for h in _LONG):
        return votes_of(_long(sheet, headings))
    return votes_of(_wide(sheet, headings))


def _value(text: str, row: int) -> int:
    found = _VALUES.get(text.strip())
    if found is None:
        raise Unusable("vote-unreadable", where=f"row {row}", found=text.strip()[:40])
    return found


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _long(sheet: Sheet, headings: Sequence[str]) -> list[tuple[str, str, int]]:
    said, who, vote = (headings.index(h) for h in _LONG)
    when = headings.index("timestamp") if "timestamp" in headings else -1
    found = []
    for row, cells in sheet.rows:
        stamp = _at(cells, when)
        later = int(stamp) if stamp.isascii() and stamp.isdigit() else 0
        voter, statement = _at(cells, who), _at(cells, said)
        if not voter or not statement:
            raise Unusable("vote-without-voter", where=f"row {row}")
        found.append((later, row, voter, statement, _value(_at(cells, vote), row)))
    return [(v, s, value) for _t, _r, v, s, value in sorted(found)]


def _wide(sheet: Sheet, headings: Sequence[str]) -> list[tuple[str, str, int]]:
    columns = [
        (place, sheet.headings[place].strip())
        for place in range(1, len(headings))
        if headings[place] and headings[place] not in _BESIDE
    ]
    return [
        (_at(cells, 0) or str(row), statement, _value(_at(cells, place), row))
        for row, cells in sheet.rows
        for place, statement in columns
        if _at(cells, place)
    ]


def read_statements(data: bytes, name: str) -> list[Statement]:
    """The statements of Polis' `comments.csv`: `comment-id`, `comment-body`, and `moderated`.

    Errors: those of `read_sheets`, `statements-unreadable`.
    """
    sheet = read_sheets(data, name, LARGEST)[0]
    headings = [h.strip().lower() for h in sheet.headings]
    if "comment-id" not in headings or "comment-body" not in headings:
        raise Unusable("statements-unreadable")
    said, text = headings.index("comment-id"), headings.index("comment-body")
    state = headings.index("moderated") if "moderated" in headings else -1
    return [
        Statement(_at(cells, said), _at(cells, text), _at(cells, state) == "-1")
        for _row, cells in sheet.rows
        if _at(cells, said)
    ]


def without(votes: Votes, out: Iterable[str]) -> Votes:
    """The same votes but for some statements."""
    gone = set(out)
    kept = [i for i, s in enumerate(votes.statements) if s not in gone]
    return Votes(votes.voters, tuple(votes.statements[i] for i in kept), votes.table[:, kept])
