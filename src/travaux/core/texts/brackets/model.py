"""Bracketed text as a tree that keeps every sign of its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stance = Literal["support", "oppose", "reserve"]
GroupKind = Literal["bracket", "status", "ellipsis"]
UnbalancedKind = Literal["unclosed", "unopened", "too-deep"]


@dataclass(frozen=True, slots=True)
class Position:
    """What a party holds: `party` as written, `key` its key in the list ("" where not listed).

    `said` is the sign or verb as written, "" where the party is only named as the source.
    """

    party: str
    stance: Stance
    key: str = ""
    said: str = ""

    @property
    def who(self) -> str:
        """The key where there is one, else the name as written."""
        return self.key or self.party


@dataclass(frozen=True, slots=True)
class Words:
    """Text without brackets, from `at` in the source."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Tag:
    """Positions in braces or parentheses behind a bracket; `source` with the blanks before it."""

    source: str
    at: int
    positions: tuple[Position, ...]

    @property
    def bare(self) -> bool:
        """Whether it only names whose brackets these are."""
        return all(not position.said for position in self.positions)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the wordings in a bracket: `head` ("EU: ") and `tail` (" - US; G77 delete") name sides.

    `start` and `end` tell where its words stand in the source, without head and tail.
    """

    head: str
    nodes: tuple[Node, ...]
    tail: str
    start: int
    end: int
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A pair of brackets with what is in them and the tags behind them.

    `alternatives` are divided by `separators` (" / "). `shared` are positions of a tag behind the
    last of several adjacent brackets that names them all. `depth` is 1 for an outermost bracket;
    `run` counts the runs of adjacent brackets: brackets of one run are alternatives to each other.
    """

    open: str
    alternatives: tuple[Alternative, ...]
    separators: tuple[str, ...]
    close: str
    tags: tuple[Tag, ...]
    at: int
    end: int
    depth: int
    kind: GroupKind = "bracket"
    status: str = ""
    run: int = 0
    shared: tuple[Position, ...] = ()

    @property
    def positions(self) -> tuple[Position, ...]:
        """Positions on the bracket as a whole, in the order of writing."""
        return (*(p for tag in self.tags for p in tag.positions), *self.shared)

    @property
    def is_open(self) -> bool:
        """Whether something in it is still to be agreed."""
        return self.kind == "bracket" or self.status == "pending"


Node = Words | Group


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A bracket without its partner: where, and where the missing one would likely stand."""

    at: int
    kind: UnbalancedKind
    mend_at: int = -1
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A whole text: `write` gives it back, sign by sign."""

    nodes: tuple[Node, ...]
    unbalanced: tuple[Unbalanced, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The words of one alternative and all positions on it, in the order of the source."""

    start: int
    end: int
    depth: int
    text: str
    positions: tuple[Position, ...]
    group: int
    run: int
    outer_start: int
    outer_end: int
