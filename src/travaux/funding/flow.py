"""The picture of the months: what has to be committed up to each, against what is there.

Pure: plain values in, a frozen picture out. Words come in ready, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from travaux.funding.columns import step_of
from travaux.roadmap.pictures import Pen, Picture

WIDE, NARROW = 1120, 328


@dataclass(frozen=True, slots=True)
class Stand:
    """A month: its short name and what has to be committed up to its end."""

    name: str
    committed: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """What is there under an assumption, and its words."""

    amount: Decimal
    words: str


def draw(
    months: Sequence[Stand],
    levels: Sequence[Level],
    axis: Callable[[int], str],
    *,
    right_to_left: bool = False,
) -> tuple[Picture, Picture]:
    """The wide and the narrow version. What is above the highest level is hatched: not covered."""
    return (
        _drawn(months, levels, axis, right_to_left, wide=True),
        _drawn(months, levels, axis, right_to_left, wide=False),
    )


def _drawn(
    months: Sequence[Stand],
    levels: Sequence[Level],
    axis: Callable[[int], str],
    right_to_left: bool,
    *,
    wide: bool,
) -> Picture:
    width = WIDE if wide else NARROW
    left, foot, ceiling = (64, 300, 24) if wide else (4, 260, 24)
    right = width - (8 if wide else 48)
    pen = Pen(width, right_to_left, [])
    hatch = "flow-wide" if wide else "flow-narrow"
    top = max([Decimal(1), *(m.committed for m in months), *(x.amount for x in levels)])
    step = step_of(top)
    steps = ceil(top / step)

    def y(amount: Decimal | int) -> float:
        return foot - float(amount) / (steps * step) * (foot - ceiling)

    for n in range(steps + 1):
        place = y(n * step)
        pen.path("axis" if n == 0 else "grid", (left, place), (width, place))
        if wide:
            pen.text("t2", left - 10, place + 4, axis(n * step), anchor="end")
        elif n:
            pen.text("t2", width, place - 4, axis(n * step), anchor="end")
    each = (right - left) / max(1, len(months))
    there = max((x.amount for x in levels), default=Decimal(0))
    every = max(1, ceil(len(months) / (12 if wide else 4)))
    for n, month in enumerate(months):
        x, full = left + each * n, y(min(month.committed, max(there, Decimal(0))))
        size = max(2.0, each - 3)
        pen.rect("full", x, full, size, foot - full)
        if month.committed > there:
            high = y(month.committed)
            pen.rect("paper", x, high, size, full - high)
            pen.rect("axis", x, high, size, full - high, fill=f"url(#{hatch})")
        if n % every == 0:
            pen.text("t2", x, foot + 20, month.name)
    taken: list[float] = []
    for level in sorted(levels, key=lambda x: -x.amount):
        place = y(max(level.amount, Decimal(0)))
        pen.path("axis", (left, place), (width, place))
        said = place - 6
        while any(abs(said - other) < 18 for other in taken):
            said += 18
        taken.append(said)
        pen.text("tb halo", left + 6, said, level.words)
    kind = "for-wide" if wide else "for-narrow"
    return Picture(width, foot + 30, tuple(pen.marks), kind, hatch)
