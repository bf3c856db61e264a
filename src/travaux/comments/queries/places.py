"""The sections of a version, and in which of them a paragraph stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from travaux.core.comments.placing import Target
from travaux.drafts.models import Paragraph, Version


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, from where to where its section reaches, and the numbers above it."""

    pk: int
    anchor: str
    position: int
    end: int
    level: int
    number: str
    label: str
    title: str

    @property
    def name(self) -> str:
        """Number, label and title, as one finds it in the text."""
        label = f"[{self.label}]" if self.label else ""
        return " ".join(p for p in (self.number, self.title, label) if p)

    @property
    def short(self) -> str:
        return self.number or self.label or self.title[:60]


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a version in reading order."""

    headings: tuple[Heading, ...]
    starts: tuple[int, ...]
    version: int = 0

    def section_of(self, position: int | None) -> Heading | None:
        """The nearest heading at or above a position."""
        if position is None:
            return None
        at = bisect_right(self.starts, position) - 1
        return self.headings[at] if at >= 0 else None

    def named(self, anchor: str) -> Heading | None:
        return next((h for h in self.headings if h.anchor == anchor), None)


def outline(version: Version) -> Outline:
    """The headings of a version, in one query."""
    rows = list(
        Paragraph.objects.filter(version=version, kind="heading")
        .order_by("position")
        .values_list("pk", "anchor__key", "position", "level", "number", "label", "body")
    )
    headings = []
    for at, (pk, anchor, position, level, number, label, body) in enumerate(rows):
        end = next((row[2] for row in rows[at + 1 :] if row[3] <= level), 2**31 - 1)
        headings.append(Heading(pk, anchor, position, end, level, number, label, body))
    return Outline(tuple(headings), tuple(h.position for h in headings), version.pk)


def target_rows(version: Version) -> tuple[list[Target], dict[str, int]]:
    """The places of a version that a reference can name, and the paragraph of each key."""
    targets: list[Target] = []
    ids: dict[str, int] = {}
    open_headings: list[tuple[int, str]] = []
    for pk, key, kind, number, level, label, body in (
        Paragraph.objects.filter(version=version)
        .order_by("position")
        .values_list("pk", "anchor__key", "kind", "number", "level", "label", "body")
    ):
        if kind == "heading":
            while open_headings and open_headings[-1][0] >= level:
                open_headings.pop()
            open_headings.append((level, number))
        path = tuple(n for _, n in open_headings)
        targets.append(Target(key, kind, number, level, label, body, path))
        ids[key] = pk
    return targets, ids
