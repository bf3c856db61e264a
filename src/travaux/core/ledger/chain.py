"""A chain of lines in which each holds the hash of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from travaux.core.ledger.canonical import digest


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal. `at` is ISO 8601 in UTC with microseconds."""

    seq: int
    at: str
    actor: str
    process: str
    what: str
    subject: str
    facts: dict[str, Any]
    previous: str
    hash: str


def seal(
    previous: str,
    *,
    seq: int,
    at: str,
    actor: str,
    process: str,
    what: str,
    subject: str,
    facts: dict[str, Any],
) -> Line:
    """The next line of the chain, with its hash over all it says and the hash before it."""
    said = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "process": process,
        "what": what,
        "subject": subject,
        "facts": facts,
        "previous": previous,
    }
    return Line(**said, hash=digest(said))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class BadLine:
    """The first line that does not hold, and how: altered, missing, reordered, duplicated,
    broken-link, or cut-short (the chain ends before the head that was announced)."""

    seq: int
    kind: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a chain found; `head` is the hash of the last good line."""

    verified: bool
    checked: int
    first_bad: BadLine | None
    head: str


def verify(
    lines: Iterable[Line],
    *,
    previous: str = "",
    first_seq: int = 1,
    head: tuple[int, str] | None = None,
) -> Verification:
    """Check the lines in their order, in constant memory.

    `head`: number and hash of the last line as kept elsewhere; without it a chain whose end was
    cut off cannot be told from a shorter one.
    """
    expected = first_seq
    checked = 0
    for line in lines:
        checked += 1
        bad = ""
        if line.seq > expected:
            bad = "missing"
        elif line.seq == expected - 1 and checked > 1:
            bad = "duplicated"
        elif line.seq < expected:
            bad = "reordered"
        if bad:
            where = expected if bad == "missing" else line.seq
            return Verification(False, checked, BadLine(where, bad), previous)
        said = asdict(line)
        held = said.pop("hash")
        try:
            right = digest(said) == held
        except TypeError:
            right = False
        if not right:
            return Verification(False, checked, BadLine(line.seq, "altered"), previous)
        if line.previous != previous:
            return Verification(False, checked, BadLine(line.seq, "broken-link"), previous)
        previous = line.hash
        expected += 1
    if head is not None:
        if expected - 1 < head[0]:
            return Verification(False, checked, BadLine(expected, "cut-short"), previous)
        if (expected - 1, previous) != head:
            return Verification(False, checked, BadLine(expected - 1, "altered"), previous)
    return Verification(True, checked, None, previous)
