"""Counts by group that single nobody out: small groups are told together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 3


@dataclass(frozen=True, slots=True)
class Pooled:
    """`alone`: group -> count, each at least the least; `together`: the groups told as one sum."""

    alone: Mapping[str, int]
    together: tuple[str, ...]
    together_count: int

    @property
    def total(self) -> int:
        return sum(self.alone.values()) + self.together_count


def pooled(counts: Mapping[str, int], least: int = LEAST) -> Pooled:
    """Counts as they may be published: no number below `least` stands alone, the total is true.

    Groups with 1 .. least-1 are told together. Where that sum is itself below the least, or one
    group alone would be told so (its count follows from the total), the smallest of the other
    groups joins them. A total below the least is told as nothing (total 0). Groups of 0 are left
    out: that nobody came names nobody, but a missing group beside a shown 0 would tell its size.

    >>> p = pooled({"states": 9, "experts": 5, "observers": 1, "agencies": 1})
    >>> dict(p.alone), p.together, p.together_count
    ({'states': 9}, ('agencies', 'experts', 'observers'), 7)
    """
    found = {name: n for name, n in counts.items() if n > 0}
    if sum(found.values()) < least:
        return Pooled({}, (), 0)
    small = {name for name, n in found.items() if n < least}
    if not small:
        return Pooled(found, (), 0)
    rest = sorted((n, name) for name, n in found.items() if name not in small)
    while rest and (len(small) < 2 or sum(found[name] for name in small) < least):
        small.add(rest.pop(0)[1])
    alone = {name: n for name, n in found.items() if name not in small}
    return Pooled(alone, tuple(sorted(small)), sum(found[name] for name in small))
