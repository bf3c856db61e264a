"""What an alignment says: links between paragraphs, each with its kind and how far it is to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["same", "edited", "moved", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Link:
    """Paragraph `old` of the old version is, or is a part of, paragraph `new` of the new one.

    `old` and `new` are places counted from 0. `kind`: "same" and "edited" kept their order,
    "moved" did not; "split" has several new paragraphs, "merged" several old ones. `edited` says
    whether words differ (of a split or a merger: all its parts strung together). `confidence` is
    the reckoned chance, 0 to 1, that the link is right; `sure` links need no one's confirmation.
    """

    old: int
    new: int
    kind: LinkKind
    edited: bool
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """All links in the order of the old version; the places that no link names, on either side."""

    links: tuple[Link, ...]
    deleted: tuple[int, ...]
    inserted: tuple[int, ...]
