"""The chain of the journal: each line carries the hash of the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from travaux.core.ledger.canonical import canonical, digest
from travaux.core.problems import Unusable

BadKind = Literal[
    "altered", "missing", "reordered", "duplicated", "broken-link", "cut-short", "unreadable"
]

START = ""  # what the very first line names as the one before it
_FORM = "travaux-journal-1"  # part of what is hashed: another form can never be mistaken for it
_LONGEST = 1_000_000  # bytes of one exported line; more is not a line of ours


@dataclass(frozen=True, slots=True)
class Line:
    """Who did what to which thing, when; `at` is ISO 8601 in UTC with microseconds."""

    seq: int
    at: str
    actor: str
    process: str
    what: str
    subject: str
    facts: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Garbled:
    """A line of an export that cannot be read at all; `position` counts from 1."""

    position: int


@dataclass(frozen=True, slots=True)
class BadLine:
    """The first line that does not fit, by its number, and in which way."""

    seq: int
    kind: BadKind
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """`checked` counts the lines read, a bad one included; `head` is the hash of the last good."""

    verified: bool
    checked: int
    first_bad: BadLine | None
    head: str


def line_hash(
    *,
    previous: str,
    seq: int,
    at: str,
    actor: str,
    process: str,
    what: str,
    subject: str,
    facts: Mapping[str, Any],
) -> str:
    """SHA-256 over every field of a line and the hash of the line before it."""
    return digest(
        {
            "form": _FORM,
            "previous": previous,
            "seq": seq,
            "at": at,
            "actor": actor,
            "process": process,
            "what": what,
            "subject": subject,
            "facts": dict(facts),
        }
    )


def seal(
    previous: str,
    seq: int,
    *,
    at: str,
    actor: str,
    process: str,
    what: str,
    subject: str,
    facts: Mapping[str, Any],
) -> Line:
    """The next line of the chain, with its hash.

    Raises `Unusable` where a fact cannot be written as canonical JSON.

    >>> first = seal("", 1, at="2024-01-01T00:00:00.000000+00:00", actor="system", process="",
    ...              what="roadmap.load_process", subject="p", facts={})
    >>> verify([first]).verified
    True
    """
    return Line(
        seq=seq,
        at=at,
        actor=actor,
        process=process,
        what=what,
        subject=subject,
        facts=dict(facts),
        previous=previous,
        hash=line_hash(
            previous=previous,
            seq=seq,
            at=at,
            actor=actor,
            process=process,
            what=what,
            subject=subject,
            facts=facts,
        ),
    )


def is_intact(line: Line) -> bool:
    """Whether the line's own hash fits its words."""
    try:
        return line.hash == line_hash(
            previous=line.previous,
            seq=line.seq,
            at=line.at,
            actor=line.actor,
            process=line.process,
            what=line.what,
            subject=line.subject,
            facts=line.facts,
        )
    except Unusable:
        return False


def verify(
    lines: Iterable[Line | Garbled],
    *,
    previous: str = START,
    first_seq: int = 1,
    head: tuple[int, str] | None = None,
) -> Verification:
    """Walk the chain once, in constant memory, and name the first line that does not fit.

    A part is checked from a line already known to be good: `first_seq` is the number that must
    come first, `previous` the hash of the line before it. `head` is the number and hash of the
    last line as kept elsewhere: without it, lines cut off at the end cannot be noticed, for what
    is left is a good chain.

    A line whose number comes too early is *reordered* when the awaited one turns up later, else
    the awaited one is *missing*; a number that was already seen is *duplicated*; a line that is
    whole but names another predecessor is a *broken link* (the line before it was rewritten).
    """
    awaited, checked = first_seq, 0
    stream = iter(lines)
    for line in stream:
        checked += 1
        if isinstance(line, Garbled):
            bad: BadLine | None = BadLine(awaited, "unreadable", {"position": line.position})
        else:
            bad = _misfit(line, awaited, previous, head, stream)
            previous = line.hash if bad is None else previous
        if bad is not None:
            return Verification(False, checked, bad, previous)
        awaited += 1
    last = awaited - 1
    if head is not None and last < head[0]:
        short = BadLine(awaited, "cut-short", {"expected": head[0], "found": last})
        return Verification(False, checked, short, previous)
    if head is not None and (last, previous) != tuple(head):
        return Verification(False, checked, BadLine(last, "altered"), previous)
    return Verification(True, checked, None, previous)


def _misfit(
    line: Line,
    awaited: int,
    previous: str,
    head: tuple[int, str] | None,
    rest: Iterator[Line | Garbled],
) -> BadLine | None:
    if not is_intact(line):
        return BadLine(awaited, "altered", {"found": line.seq})
    if line.seq < awaited:
        return BadLine(line.seq, "duplicated", {"awaited": awaited})
    if line.seq > awaited:
        later = any(isinstance(other, Line) and other.seq == awaited for other in rest)
        return BadLine(awaited, "reordered" if later else "missing", {"found": line.seq})
    if line.previous != previous:
        return BadLine(line.seq, "broken-link")
    if head is not None and line.seq == head[0] and line.hash != head[1]:
        return BadLine(line.seq, "altered")
    return None


_FIELDS = {"at", "actor", "process", "what", "subject", "previous", "hash"}


def write_line(line: Line) -> bytes:
    """One line of an export: canonical JSON and a newline."""
    return canonical({**asdict(line), "facts": dict(line.facts)}) + b"\n"


def read_lines(rows: Iterable[bytes]) -> Iterator[Line | Garbled]:
    """The lines of an export (one JSON object a row); empty rows at the end are passed over."""
    for position, row in enumerate(rows, start=1):
        if row.strip():
            yield _read(row, position)


def _read(row: bytes, position: int) -> Line | Garbled:
    if len(row) > _LONGEST:
        return Garbled(position)
    try:
        found = json.loads(row, object_pairs_hook=_no_twins)
    except (ValueError, RecursionError):
        return Garbled(position)
    if not isinstance(found, dict) or set(found) != _FIELDS | {"seq", "facts"}:
        return Garbled(position)
    seq = found["seq"]
    if isinstance(seq, bool) or not isinstance(seq, int) or not isinstance(found["facts"], dict):
        return Garbled(position)
    if not all(isinstance(found[name], str) for name in _FIELDS):
        return Garbled(position)
    return Line(**found)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key written twice: two readers could each see another value."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twin keys")
    return found
