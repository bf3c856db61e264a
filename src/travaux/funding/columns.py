"""The picture of the readings: what is needed, what is there, what is missing, side by side.

Pure: plain values in, a frozen picture out. Words come in ready, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from travaux.roadmap.pictures import Pen, Picture, lines

WIDE, NARROW = 1120, 328


@dataclass(frozen=True, slots=True)
class Column:
    """One reading: its sums, and their words."""

    required: Decimal
    there: Decimal
    name: str
    needed_words: str
    there_words: str
    gap_words: str
    short_gap: str


def draw(
    columns: Sequence[Column],
    unit: str,
    axis: Callable[[int], str],
    *,
    right_to_left: bool = False,
) -> tuple[Picture, Picture]:
    """The wide and the narrow version. `axis` words a number of thousands."""
    return (
        _columns(columns, unit, axis, right_to_left, wide=True),
        _columns(columns, unit, axis, right_to_left, wide=False),
    )


def step_of(top: Decimal) -> int:
    """A round step of the axis, so that it has two to five of them. In whole units of money.

    >>> step_of(Decimal("1858000"))
    500000
    """
    rough = max(top, Decimal(1)) / 4
    magnitude = Decimal(10) ** rough.adjusted()
    for factor in (1, 2, 5, 10):
        if rough <= factor * magnitude:
            return max(1, int(factor * magnitude))
    return max(1, int(10 * magnitude))


def _columns(
    columns: Sequence[Column],
    unit: str,
    axis: Callable[[int], str],
    right_to_left: bool,
    *,
    wide: bool,
) -> Picture:
    width = WIDE if wide else NARROW
    left, foot, ceiling = (64, 364, 34) if wide else (4, 316, 44)
    pen = Pen(width, right_to_left, [])
    hatch = "hatch-wide" if wide else "hatch-narrow"
    top = max((max(c.required, c.there) for c in columns), default=Decimal(1)) or Decimal(1)
    step = step_of(top)
    steps = ceil(top / step)

    def y(amount: Decimal | int) -> float:
        return foot - float(amount) / (steps * step) * (foot - ceiling)

    for n in range(steps + 1):
        place = y(n * step)
        pen.path("axis" if n == 0 else "grid", (left, place), (width, place))
        said = axis(n * step)
        if wide:
            pen.text("t2", left - 10, place + 4, said, anchor="end")
        elif n:
            pen.text("t2", width, place - 4, said, anchor="end")
    pen.text("t2", 0, 14, unit)
    each = (width - left - (0 if wide else 44)) / max(1, len(columns))
    size = min(150.0, each * 0.45) if wide else min(62.0, each * 0.7)
    names = [lines(c.name, each - 12 if wide else each - 6) for c in columns]
    for i, c in enumerate(columns):
        x = left + each * i + (each * 0.08 if wide else 4)
        full, needed = y(c.there), y(c.required)
        if c.required > c.there:
            pen.rect("paper", x, needed, size, full - needed)
            pen.rect("axis", x, needed, size, full - needed, fill=f"url(#{hatch})")
        pen.rect("full", x, full, size, foot - full)
        if wide:
            _beside(pen, c, x + size + 10, needed, full, foot)
        else:
            pen.text("tb halo", x, min(needed, full) - 7, c.short_gap)
        for n, line in enumerate(names[i]):
            pen.text("t2" if n else "tb", x, foot + 22 + n * 18, line)
    tall = foot + 34 + 18 * max((len(n) for n in names), default=1)
    return Picture(width, tall, tuple(pen.marks), "for-wide" if wide else "for-narrow", hatch)


def _beside(pen: Pen, c: Column, x: float, needed: float, full: float, foot: float) -> None:
    """The three figures beside a column, kept apart where the column is low."""
    places = [needed + 5, (needed + full) / 2 + 5, (full + foot) / 2 + 5]
    if c.required <= c.there:
        places[1] = places[0] + 18
    for n in (1, 0):  # from the foot up, at least a line apart
        places[n] = min(places[n], places[n + 1] - 18)
    for kind, place, said in (
        ("t2", places[0], c.needed_words),
        ("tb", places[1], c.gap_words),
        ("", places[2], c.there_words),
    ):
        pen.text(kind, x, place, said)
