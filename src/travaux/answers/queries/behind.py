"""What else stands behind a change, besides comments: one source for each kind of cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from travaux.drafts.models import Version
from travaux.grounds.queries import standings_of
from travaux.grounds.wording import BEARINGS, KINDS
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Behind:
    """A thing that stands behind a paragraph: what it is, its name, what it does to the words.

    `address` as in `grounds.queries.Shown`; `changed`: the words are other than it was named for.
    `source` is the key of `SOURCES` that told it.
    """

    kind: Any
    title: str
    language: str
    bearing: Any
    address: tuple[str, str]
    changed: bool = False
    source: str = "evidence"

    def __str__(self) -> str:
        return f"{self.kind}: {self.title} ({self.bearing})" if self.bearing else self.title


#: Given a version, its reader, an instant and identities of paragraphs: what stands behind which.
Source = Callable[[Version, Person | None, datetime, Sequence[str]], Iterable[tuple[str, Behind]]]


def evidence(
    version: Version, person: Person | None, at: datetime, anchors: Sequence[str]
) -> Iterator[tuple[str, Behind]]:
    """Findings and other evidence that support, limit or contradict a paragraph and still stand."""
    for standing in standings_of(version, person, at, anchors):
        for shown in standing.grounds:
            if not shown.fallen:
                yield (
                    standing.paragraph.anchor.key,
                    Behind(
                        KINDS[shown.ground.kind], shown.title, shown.language,
                        BEARINGS[shown.ground.bearing], shown.address, shown.changed,
                    ),
                )  # fmt: skip


#: In the order in which a page names them. What rooms beside this one know, the site adds to it.
SOURCES: dict[str, Source] = {"evidence": evidence}


def behind_changes(
    version: Version, person: Person | None, at: datetime, anchors: Sequence[str]
) -> dict[str, list[Behind]]:
    """Identity of a paragraph -> what stands behind it, as this reader may see it."""
    found: dict[str, list[Behind]] = defaultdict(list)
    if anchors:
        for source in SOURCES.values():
            for anchor, one in source(version, person, at, anchors):
                found[anchor].append(one)
    return found
