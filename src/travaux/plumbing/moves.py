"""The life of a thing as a table of moves, made race-safe by compare-and-swap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from travaux.plumbing.verdicts import refuse


@dataclass(frozen=True, slots=True)
class Move:
    """From any of `before` to `after`."""

    before: tuple[str, ...]
    after: str


def move(thing: models.Model, moves: Mapping[str, Move], name: str, /, **also: Any) -> None:
    """Move one row, refused ("moved-meanwhile") when its state is no longer where it was.

    The row is swapped in the database first; the object in hand follows. Two officers acting at
    once: exactly one wins, the other is told.
    """
    step = moves[name]
    changed = (
        type(thing)
        ._default_manager.filter(pk=thing.pk, state__in=step.before)
        .update(state=step.after, **also)
    )
    if not changed:
        raise refuse("moved-meanwhile")
    thing.state = step.after  # type: ignore[attr-defined]
    for key, value in also.items():
        setattr(thing, key, value)
