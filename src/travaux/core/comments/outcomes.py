"""Outcomes of comments, what each must carry, and what outcomes as received are taken to mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Outcome(StrEnum):
    """What became of a comment; handling (who works on it, how far) is something else."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_MODIFICATIONS = "accepted-with-modifications"
    NOTED = "noted"
    NOT_ACCEPTED = "not-accepted"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out-of-scope"
    DEFERRED = "deferred"


#: Every outcome but "accepted" carries reasons (practice of IPCC, IPBES and W3C).
NEEDS_REASONS = frozenset(Outcome) - {Outcome.ACCEPTED}
NEEDS_OTHER_COMMENT = frozenset({Outcome.DUPLICATE})


def lacks(outcome: Outcome, *, reasons: str = "", other_comment: str = "") -> tuple[str, ...]:
    """What an answer still lacks before it can be settled: "reasons", "other-comment".

    >>> lacks(Outcome.ACCEPTED), lacks(Outcome.NOTED), lacks(Outcome.DUPLICATE, reasons="see 7")
    ((), ('reasons',), ('other-comment',))
    """
    missing = []
    if outcome in NEEDS_REASONS and not reasons.strip():
        missing.append("reasons")
    if outcome in NEEDS_OTHER_COMMENT and not other_comment.strip():
        missing.append("other-comment")
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class ReceivedOutcome:
    """What one code as received is taken to mean, and why, as a key that the rooms word.

    `outcome` is None where the code is known to say that nothing has been decided yet.
    """

    code: str
    outcome: Outcome | None
    rationale: str
    family: str


# A committee that says in which edition a change was made does not say that it was the
# change asked for: such a code never claims more than "accepted with modifications".
_EDITIONS = "change-made-wording-not-in-source"
_COMMITTEE: tuple[tuple[str, Outcome | None, str], ...] = (
    ("TC1", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("TC2", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("TC", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("CD1", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("CD2", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("TR1", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("TS", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("DR", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("WP", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++11", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++14", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++17", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++20", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++23", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("C++26", Outcome.ACCEPTED_WITH_MODIFICATIONS, _EDITIONS),
    ("Resolved", Outcome.ACCEPTED_WITH_MODIFICATIONS, "resolved-by-another-change"),
    ("NAD", Outcome.NOT_ACCEPTED, "not-a-defect"),
    ("NAD Concepts", Outcome.NOT_ACCEPTED, "subject-withdrawn"),
    ("NAD Arrays", Outcome.NOT_ACCEPTED, "subject-withdrawn"),
    ("NAD Editorial", Outcome.NOTED, "left-to-the-editor"),
    ("NAD Future", Outcome.DEFERRED, "left-to-a-later-edition"),
    ("NAD Extension", Outcome.OUT_OF_SCOPE, "asks-for-an-extension"),
    ("Dup", Outcome.DUPLICATE, "same-as-another"),
    ("Duplicate", Outcome.DUPLICATE, "same-as-another"),
    ("Open", None, "still-open"),
    ("New", None, "still-open"),
    ("Review", None, "still-open"),
    ("Ready", None, "agreed-but-not-adopted"),
    ("Tentatively Ready", None, "agreed-but-not-adopted"),
    ("Voting", None, "agreed-but-not-adopted"),
    ("Immediate", None, "agreed-but-not-adopted"),
    ("Deferred", Outcome.DEFERRED, "as-stated"),
    ("LEWG", None, "with-another-group"),
    ("EWG", None, "with-another-group"),
    ("Core", None, "with-another-group"),
    ("SG1", None, "with-another-group"),
)
_PLAIN: tuple[tuple[str, Outcome | None, str], ...] = (
    ("Accepted", Outcome.ACCEPTED, "as-stated"),
    ("Accept", Outcome.ACCEPTED, "as-stated"),
    ("Agreed", Outcome.ACCEPTED, "as-stated"),
    ("Incorporated", Outcome.ACCEPTED, "as-stated"),
    ("Accepted with modifications", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accepted with modification", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accept with modification", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accept with modifications", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accepted as modified", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accepted with changes", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Modified", Outcome.ACCEPTED_WITH_MODIFICATIONS, "as-stated"),
    ("Accepted in principle", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Accept in principle", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Agreed in principle", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Partially accepted", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Partly accepted", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Accepted in part", Outcome.ACCEPTED_WITH_MODIFICATIONS, "accepted-in-part"),
    ("Taken into account", Outcome.ACCEPTED_WITH_MODIFICATIONS, "taken-into-account"),
    ("Considered", Outcome.NOTED, "as-stated"),
    ("Noted", Outcome.NOTED, "as-stated"),
    ("Not accepted", Outcome.NOT_ACCEPTED, "as-stated"),
    ("Rejected", Outcome.NOT_ACCEPTED, "as-stated"),
    ("Reject", Outcome.NOT_ACCEPTED, "as-stated"),
    ("Declined", Outcome.NOT_ACCEPTED, "as-stated"),
    ("Not incorporated", Outcome.NOT_ACCEPTED, "as-stated"),
    ("Out of scope", Outcome.OUT_OF_SCOPE, "as-stated"),
    ("Not in scope", Outcome.OUT_OF_SCOPE, "as-stated"),
    ("Postponed", Outcome.DEFERRED, "as-stated"),
    ("Withdrawn", None, "withdrawn-by-its-author"),
    ("Pending", None, "still-open"),
    ("Under consideration", None, "still-open"),
    ("To be discussed", None, "still-open"),
)

#: The whole table, in the order in which it is shown.
RECEIVED: tuple[ReceivedOutcome, ...] = (
    *(ReceivedOutcome(code, outcome, why, "committee") for code, outcome, why in _COMMITTEE),
    *(ReceivedOutcome(code, outcome, why, "plain") for code, outcome, why in _PLAIN),
    *(ReceivedOutcome(str(o), o, "as-stated", "own") for o in Outcome),
)


def _folded(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold().replace("-", " ")
    return re.sub(r"[\s.:;,]+$", "", " ".join(words.split()))


_BY_CODE: Mapping[str, ReceivedOutcome] = MappingProxyType(
    {_folded(entry.code): entry for entry in reversed(RECEIVED)}
)


def read_outcome(received: str) -> ReceivedOutcome | None:
    """What an observation as received is taken to mean; None where it is not a known code.

    Only a whole code counts, or a code that opens the observation and is set off by a full
    stop, colon, semicolon, dash or line break (IPCC: "Rejected - the data do not show this");
    what follows it is for `reasons_after`. The observation itself is kept verbatim by the caller.

    >>> read_outcome("NAD Editorial").outcome, read_outcome("Rejected: no data").outcome
    (<Outcome.NOTED: 'noted'>, <Outcome.NOT_ACCEPTED: 'not-accepted'>)
    >>> read_outcome("Accepted views differ") is None, read_outcome("Open").outcome is None
    (True, True)
    """
    return _split(received)[0]


def reasons_after(received: str) -> str:
    """The reasons that follow a known code in an observation, or "" where there are none.

    >>> reasons_after("Rejected - no data"), reasons_after("NAD")
    ('no data', '')
    """
    return _split(received)[1]


def _split(received: str) -> tuple[ReceivedOutcome | None, str]:
    whole = _BY_CODE.get(_folded(received))
    if whole:
        return whole, ""
    # "+" and "-" belong to codes (C++17, out-of-scope), so a dash counts only between spaces.
    for match in re.finditer(r"\s*(?:[.:;,]\s+|\s[-–—]\s+|\n)\s*", received[:200]):
        entry = _BY_CODE.get(_folded(received[: match.start()]))
        # After a comma the sentence goes on ("Accepted, but ..."): the code alone misleads.
        if entry and not match[0].strip().startswith(","):
            return entry, received[match.end() :].strip()
    return None, ""
