"""Who was asked, who was heard and who was not, by region, group and section: columns in, table out.

Promise: a party counts once, however much it wrote; states, organisations, persons and experts are
counted apart, and an expert in a personal capacity never counts as a state. A party is heard when
it submitted, or replied that it has no comment; a section is heard by a party when something it
submitted touches the section, or when its reply "no comment" covers all. The same columns give the
same table. Method: docs/methods/coverage.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

VERSION = "1"
BAND = 5  # on public pages a count of people is a multiple of this, rounded down


class Kind(StrEnum):
    """What kind of party somebody speaks for; kinds are never added up."""

    STATE = "state"
    ORGANISATION = "organisation"
    PERSON = "person"
    EXPERT = "expert"


class Standing(StrEnum):
    """How far a party has come in a round; the first two are heard."""

    SUBMITTED = "submitted"
    NIL = "nil"  # it replied that it has no comment
    CONTRIBUTED = "contributed"  # something is written and not submitted
    OPENED = "opened"
    SILENT = "silent"  # asked, and nothing more is known
    NOT_INVITED = "not-invited"


HEARD = frozenset({Standing.SUBMITTED, Standing.NIL})
# what is nearest to being heard comes first: a draft needs a click, an unknown address a letter
MENDING = (Standing.CONTRIBUTED, Standing.OPENED, Standing.SILENT, Standing.NOT_INVITED)


@dataclass(frozen=True, slots=True)
class Party:
    """A row of the columns: a state, an organisation or somebody, and what is known of it."""

    key: str
    kind: Kind
    region: str = ""
    group: str = ""
    invited: bool = False
    opened: bool = False
    contributed: bool = False
    submitted: bool = False
    nil: bool = False
    reachable: bool = False  # somebody is known who can be written to

    @property
    def standing(self) -> Standing:
        if self.submitted:
            return Standing.SUBMITTED
        if self.nil:
            return Standing.NIL
        if self.contributed:
            return Standing.CONTRIBUTED
        if self.opened:
            return Standing.OPENED
        return Standing.SILENT if self.invited else Standing.NOT_INVITED

    @property
    def heard(self) -> bool:
        return self.standing in HEARD


@dataclass(frozen=True, slots=True)
class Target:
    """At least so many parties of a kind should be heard in a region ("": wherever)."""

    region: str
    kind: Kind
    at_least: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Parties of one kind, region and group; a party stands in every column that holds of it."""

    asked: int = 0
    invited: int = 0
    opened: int = 0
    contributed: int = 0
    submitted: int = 0
    nil: int = 0

    @property
    def heard(self) -> int:
        return self.submitted + self.nil

    @property
    def silent(self) -> int:
        return self.asked - self.heard


@dataclass(frozen=True, slots=True)
class Cell:
    """Parties of one kind, region and group that were heard on one section."""

    submitted: int = 0
    nil: int = 0

    @property
    def heard(self) -> int:
        return self.submitted + self.nil


@dataclass(frozen=True, slots=True)
class Gap:
    """A target and how many were heard."""

    target: Target
    heard: int

    @property
    def missing(self) -> int:
        return max(0, self.target.at_least - self.heard)


Line = tuple[Kind, str, str]  # kind, region, group


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table: a line per kind, region and group, a cell per line and section, and the gaps."""

    sections: tuple[str, ...]
    lines: Mapping[Line, Counts]
    cells: Mapping[tuple[Kind, str, str, str], Cell]
    gaps: tuple[Gap, ...]
    unheard: tuple[Party, ...]  # states and organisations, what can best be mended first
    heard: Mapping[
        tuple[str, Kind, str | None], int
    ]  # cells added up over groups; None: all regions
    version: str = VERSION

    def total(self, kind: Kind, region: str | None = None, group: str | None = None) -> Counts:
        """All lines of a kind, in one region or everywhere, of one group or of all."""
        rows = [
            c
            for (k, r, g), c in self.lines.items()
            if k == kind and region in (None, r) and group in (None, g)
        ]
        return Counts(*(sum(getattr(c, name) for c in rows) for name in Counts.__slots__))

    def heard_on(
        self, section: str, kind: Kind, region: str | None = None, group: str | None = None
    ) -> int:
        """How many parties of a kind were heard on a section."""
        if group is None:
            return self.heard.get((section, kind, region), 0)
        return sum(
            cell.heard
            for (k, r, g) in self.lines
            if k == kind and g == group and region in (None, r)
            if (cell := self.cells.get((k, r, g, section))) is not None
        )

    def groups(self, kind: Kind, region: str | None = None) -> list[str]:
        """The groups of a kind that have somebody, in one region or anywhere."""
        return sorted({g for (k, r, g) in self.lines if k == kind and region in (None, r)})


def coverage(
    parties: Sequence[Party],
    touched: Iterable[tuple[str, str]],
    sections: Sequence[str],
    targets: Sequence[Target] = (),
) -> Coverage:
    """The coverage of a round. `touched` are pairs (key of a party, section) of what was submitted;
    a pair may come many times, and pairs of parties or sections that are not given are ignored.

    Cost: one step for each party, each pair, and each line times section that has something.

    >>> a = Party("A", Kind.STATE, "north", submitted=True)
    >>> b = Party("B", Kind.STATE, "north", nil=True)
    >>> c = Party("C", Kind.STATE, "north", invited=True)
    >>> found = coverage([a, b, c], [("A", "1"), ("A", "1")], ["1", "2"])
    >>> found.total(Kind.STATE).heard, found.total(Kind.STATE).silent
    (2, 1)
    >>> found.heard_on("1", Kind.STATE), found.heard_on("2", Kind.STATE)
    (2, 1)
    """
    known = {p.key: p for p in parties}
    tally: dict[Line, list[int]] = defaultdict(lambda: [0] * 6)
    covering: dict[Line, int] = defaultdict(int)
    for p in known.values():
        line = (p.kind, p.region, p.group)
        submitted, nil = p.submitted, p.nil and not p.submitted
        row = tally[line]
        begun = p.contributed or submitted
        for i, holds in enumerate(
            (True, p.invited, p.opened or begun or nil, begun, submitted, nil)
        ):
            row[i] += holds
        covering[line] += nil
    wanted = set(sections)
    pairs = {
        (key, section)
        for key, section in touched
        if section in wanted and key in known and known[key].submitted
    }
    spoke: dict[tuple[Kind, str, str, str], int] = defaultdict(int)
    for key, section in pairs:
        p = known[key]
        spoke[(p.kind, p.region, p.group, section)] += 1
    cells = {}
    for line in tally:
        for section in sections:
            at = (*line, section)
            if spoke.get(at) or covering[line]:
                cells[at] = Cell(spoke.get(at, 0), covering[line])
    lines = {line: Counts(*row) for line, row in tally.items()}
    heard: dict[tuple[str, Kind, str | None], int] = defaultdict(int)
    for (kind, region, _group, section), cell in cells.items():
        heard[section, kind, region] += cell.heard
        heard[section, kind, None] += cell.heard
    partial = Coverage(tuple(sections), lines, cells, (), (), dict(heard))
    gaps = tuple(
        Gap(t, partial.total(t.kind, t.region or None).heard) for t in targets if t.at_least > 0
    )
    missing = {(g.target.kind, g.target.region): g.missing for g in gaps}
    unheard = sorted(
        (p for p in known.values() if p.kind in (Kind.STATE, Kind.ORGANISATION) and not p.heard),
        key=lambda p: (
            not p.reachable,
            MENDING.index(p.standing),
            -missing.get((p.kind, p.region), missing.get((p.kind, ""), 0)),
            p.key,
        ),
    )
    return replace(partial, gaps=gaps, unheard=tuple(unheard))


def banded(count: int, band: int = BAND) -> int:
    """A count of people as public pages give it: rounded down to a multiple of the band.

    From such figures and their banded total, any figure may still be band - 1 more than is shown:
    nobody can conclude that one is 1, 2 or 3. The reason stands in docs/methods/coverage.md, and a
    test tries all small tables.

    >>> [banded(n) for n in (0, 1, 4, 5, 9, 10)]
    [0, 0, 0, 5, 5, 10]
    """
    if count < 0:
        raise ValueError("a count is not below zero")
    return count - count % band
