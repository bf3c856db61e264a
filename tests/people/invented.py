"""Made-up groups for tests of this room."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from travaux.core.countries.facts import LANGUAGES, Group, Member, Taxonomy


def a_taxonomy(
    version: str, groups: Mapping[str, list[str]], code: str = "own-regions"
) -> Taxonomy:
    """A taxonomy whose names are its codes."""
    return Taxonomy(
        code=code,
        version=version,
        names=dict.fromkeys(LANGUAGES, code),
        source="made for a test",
        as_at="2026",
        groups=tuple(
            Group(c, dict.fromkeys(LANGUAGES, c), tuple(Member(s) for s in states))
            for c, states in groups.items()
        ),
        digest=hashlib.sha256(repr((version, groups)).encode()).hexdigest(),
    )
