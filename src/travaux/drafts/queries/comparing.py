"""What became of each paragraph from one version of a text to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from travaux.core.texts.versions import Change, compare
from travaux.drafts.models import Version
from travaux.drafts.queries.standing import standings_of
from travaux.drafts.weaving import redlined

PAGE = 50
KINDS = ("edited", "moved", "moved-and-edited", "inserted", "deleted", "same")


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph across two versions; its redline is made only when a page shows it."""

    change: Change
    section: str

    @property
    def kind(self) -> str:
        return self.change.kind

    @property
    def old_number(self) -> str:
        return self.change.old.number if self.change.old else ""

    @property
    def new_number(self) -> str:
        return self.change.new.number if self.change.new else ""

    @property
    def old_words(self) -> str:
        return self.change.old.text if self.change.old else ""

    @property
    def new_words(self) -> str:
        return self.change.new.text if self.change.new else ""

    @property
    def anchor(self) -> str:
        standing = self.change.new or self.change.old
        return standing.key if standing else ""

    @property
    def block_kind(self) -> str:
        standing = self.change.new or self.change.old
        return standing.kind if standing else ""

    @property
    def redline(self) -> SafeString:
        return redlined(self.old_words, self.new_words)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a text held against each other, in the reading order of the newer."""

    old: Version
    new: Version
    rows: tuple[Row, ...]
    counts: Mapping[str, int]

    @property
    def changed(self) -> int:
        return sum(n for kind, n in self.counts.items() if kind != "same")

    def only(self, kind: str) -> tuple[Row, ...]:
        """The rows of one kind; "" gives all that changed, "all" those that are the same too."""
        if kind == "all":
            return self.rows
        if kind:
            return tuple(row for row in self.rows if row.kind == kind)
        return tuple(row for row in self.rows if row.kind != "same")


def compared(old: Version, new: Version) -> Comparison:
    """Compare two versions by the identity of their paragraphs; two queries."""
    rows: list[Row] = []
    section = ""
    for change in compare(standings_of(old), standings_of(new)):
        if change.new is not None and change.new.kind == "heading":
            section = " ".join(p for p in (change.new.number, change.new.text) if p)
        rows.append(Row(change, section))
    found = Counter(row.kind for row in rows)
    return Comparison(old, new, tuple(rows), {kind: found.get(kind, 0) for kind in KINDS})
